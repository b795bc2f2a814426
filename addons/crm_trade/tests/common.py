from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class TradeCommon(AccountTestInvoicingCommon):
    """A company with books in US dollars, seen on 15 June 2026, and people of every role.

    ``rep`` and ``other_rep`` stand below ``superior``; ``director`` sees the whole company; ``bookkeeper`` invoices and
    sells nothing. ``customer`` belongs to ``rep`` and has the contact ``buyer``. One US dollar is two euros.
    """

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time("2026-06-15 02:00:00"))
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.usd = cls.company_data["currency"]
        cls.eur = cls.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        cls.env.user.tz = "Asia/Shanghai"
        cls.superior = cls._new_user("trade_superior", "crm_followup.group_sales_superior")
        cls.rep = cls._new_user("trade_rep", "sales_team.group_sale_salesman", superior_id=cls.superior.id)
        cls.other_rep = cls._new_user("trade_other_rep", "sales_team.group_sale_salesman")
        cls.director = cls._new_user("trade_director", "sales_team.group_sale_salesman_all_leads")
        cls.bookkeeper = cls._new_user("trade_bookkeeper", "account.group_account_invoice")
        cls.portal = cls._new_user("trade_portal", "base.group_portal")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Hengda Trading",
                "is_company": True,
                "user_id": cls.rep.id,
                "property_payment_term_id": False,
                "child_ids": [Command.create({"name": "Wang Buyer"})],
            }
        )
        cls.buyer = cls.customer.child_ids
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Never Seen Before", "is_company": True, "user_id": cls.other_rep.id}
        )

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def _new_user(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            login=login,
            groups=groups,
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
            tz="Asia/Shanghai",
            **values,
        )

    @classmethod
    def order(cls, amount, moment, partner=None, state="sale", **values):
        """An order of one line over ``amount`` without tax, dated ``moment`` (UTC)."""
        order = cls._create_sale_order_one_line(
            product_id=cls.product_a,
            price_unit=amount,
            tax_ids=values.pop("tax_ids", []),
            partner_id=(partner or cls.customer).id,
            confirm=state == "sale",
            **values,
        )
        order.date_order = moment
        if state == "cancel":
            order._action_cancel()
        return order

    @classmethod
    def invoice(cls, amount, date, due, partner=None, move_type="out_invoice", post=True, **values):
        """An invoice of one line over ``amount`` without tax."""
        return cls._create_invoice_one_line(
            move_type=move_type,
            product_id=cls.product_a,
            price_unit=amount,
            tax_ids=[],
            partner_id=(partner or cls.customer).id,
            invoice_date=fields.Date.to_date(date),
            invoice_date_due=fields.Date.to_date(due),
            invoice_payment_term_id=False,
            invoice_user_id=values.pop("invoice_user_id", cls.other_rep.id),
            post=post,
            **values,
        )

    @classmethod
    def pay(cls, invoice, amount, date):
        return cls._register_payment(invoice, amount=amount, payment_date=date)

    @classmethod
    def sell_for_years(cls):
        """The history that the tests count on; the sums are worked out by hand in the tests' docstrings."""
        cls.order(1000, "2025-11-10 03:00:00")
        cls.order(200, "2026-03-01 03:00:00", partner=cls.buyer, tax_ids=cls.percent_tax(cls, 15.0))
        in_euros = cls.env["product.pricelist"].create({"name": "Euros", "currency_id": cls.eur.id})
        cls.order(600, "2026-05-01 03:00:00", pricelist_id=in_euros.id)
        cls.order(40, "2025-12-31 16:30:00")
        cls.order(5000, "2026-06-01 03:00:00", state="draft")
        cls.order(7000, "2026-06-02 03:00:00", state="cancel")

        cls.paid = cls.invoice(500, "2025-10-01", "2025-10-31")
        cls.pay(cls.paid, 500, "2025-12-01")
        cls.partly_paid = cls.invoice(1000, "2026-04-01", "2026-05-01")
        cls.pay(cls.partly_paid, 400, "2026-05-10")
        cls.not_due = cls.invoice(230, "2026-06-01", "2026-07-01", partner=cls.buyer)
        cls.credit_note = cls.invoice(100, "2026-06-05", "2026-06-05", move_type="out_refund")
        cls.in_euros = cls.invoice(600, "2026-06-10", "2026-06-14", currency_id=cls.eur.id)
        cls.invoice(900, "2026-06-11", "2026-06-11", post=False)
        cls.invoice(800, "2026-06-11", "2026-06-11", post=False).button_cancel()
        cls.advance = cls.init_payment(50, post=True, date="2025-12-20", partner=cls.customer)
