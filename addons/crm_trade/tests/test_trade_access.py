from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import TradeCommon


@tagged("post_install", "-at_install")
class TestTradeAccess(TradeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.invoice(100, "2026-06-01", "2026-06-10")
        cls.theirs = cls.invoice(70, "2026-06-01", "2026-06-10", partner=cls.stranger)

    def open_documents(self, user):
        items = self.env["crm.trade.receivable.report"].with_user(user).search([("company_id", "=", self.company.id)])
        return items.sudo().move_id

    def test_receivables_by_role(self):
        self.assertEqual(self.open_documents(self.rep), self.mine)
        self.assertEqual(self.open_documents(self.other_rep), self.theirs)
        self.assertEqual(self.open_documents(self.superior), self.mine)
        self.assertEqual(self.open_documents(self.director), self.mine + self.theirs)
        self.assertEqual(self.open_documents(self.bookkeeper), self.mine + self.theirs)

    def test_receivables_follow_the_hierarchy_at_once(self):
        self.other_rep.superior_id = self.rep
        self.assertEqual(self.open_documents(self.superior), self.mine + self.theirs)
        # A salesperson is no sales manager, whoever stands below.
        self.assertEqual(self.open_documents(self.rep), self.mine)

    def test_receivables_are_closed_to_others(self):
        employee = self._new_user("trade_employee", "base.group_user")
        for user in (employee, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.open_documents(user)

    def test_receivables_of_a_company_that_is_switched_off_are_hidden(self):
        other = self.setup_other_company(name="Second Company")["company"]
        self.director.company_ids = [Command.set((self.company + other).ids)]
        Report = self.env["crm.trade.receivable.report"].with_user(self.director)
        domain = [("move_id", "in", (self.mine + self.theirs).ids)]
        self.assertEqual(Report.with_context(allowed_company_ids=self.company.ids).search_count(domain), 2)
        self.assertEqual(Report.with_context(allowed_company_ids=other.ids).search_count(domain), 0)

    def test_receivables_cannot_be_changed(self):
        item = self.env["crm.trade.receivable.report"].with_user(self.director).search([], limit=1)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(item.has_access(operation))

    def test_figures_of_a_partner_one_may_not_read_are_refused(self):
        other = self.setup_other_company(name="Second Company")["company"]
        self.stranger.company_id = other
        self.assertEqual(self.stranger.sudo().trade_receivable, 70.0)
        self.env.invalidate_all()
        hidden = self.stranger.with_user(self.rep)
        for name in ("trade_receivable", "trade_order_total", "trade_label"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                hidden[name]
        # What somebody else's request has computed is not handed on either.
        self.assertEqual(self.stranger.sudo().trade_order_count, 0)
        with self.assertRaises(AccessError):
            hidden.read(["trade_order_count"])
        with self.assertRaises(AccessError):
            hidden.action_view_trade_receivables()

    def test_contact_of_a_hidden_company_shows_no_figures(self):
        other = self.setup_other_company(name="Second Company")["company"]
        self.env.cr.execute("UPDATE res_partner SET company_id = %s WHERE id = %s", (other.id, self.customer.id))
        self.env.invalidate_all()
        self.assertEqual(self.buyer.with_user(self.rep).trade_receivable, 0.0)

    def test_figures_are_closed_to_portal_users_and_plain_employees(self):
        employee = self._new_user("trade_employee", "base.group_user")
        portal_partner = self.portal.partner_id
        for user, partner in ((employee, self.customer), (self.portal, portal_partner)):
            for name in ("trade_receivable", "trade_overdue", "trade_label", "trade_open_item_ids"):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    partner.with_user(user).read([name])

    def test_salesperson_gains_no_accounting_rights(self):
        self.assertEqual(self.customer.with_user(self.rep).trade_receivable, 100.0)
        with self.assertRaises(AccessError):
            self.mine.with_user(self.rep).read(["name"])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.rep).read(["credit"])

    def test_superior_reads_documents_of_subordinates_only(self):
        own = self.order(10, "2026-06-01 03:00:00", user_id=self.rep.id)
        foreign = self.order(20, "2026-06-01 03:00:00", user_id=self.other_rep.id)
        invoice = self.invoice(30, "2026-06-01", "2026-06-10", invoice_user_id=self.rep.id)
        self.env.flush_all()
        for model, records, readable in (
            ("sale.order", own + foreign, own),
            ("sale.order.line", (own + foreign).order_line, own.order_line),
            ("account.move", invoice + self.mine, invoice),
            ("account.move.line", (invoice + self.mine).line_ids, invoice.line_ids),
        ):
            with self.subTest(model=model):
                found = self.env[model].with_user(self.superior).search([("id", "in", records.ids)])
                self.assertEqual(set(found.ids), set(readable.ids))
        orders = self.env["sale.report"].with_user(self.superior).search([("partner_id", "=", self.customer.id)])
        self.assertEqual(orders.mapped("name"), [own.name])
        # Odoo has the rules of the invoice analysis for salespeople, but opens it to accounting only.
        self.env["ir.model.access"].sudo().create(
            {
                "name": "Invoice analysis for sales managers",
                "model_id": self.env["ir.model"]._get_id("account.invoice.report"),
                "group_id": self.env.ref("crm_followup.group_sales_superior").id,
                "perm_read": True,
            }
        )
        invoices = (
            self.env["account.invoice.report"].with_user(self.superior).search([("partner_id", "=", self.customer.id)])
        )
        self.assertEqual(invoices.move_id, invoice)

    def test_salesperson_can_open_the_invoice_of_his_order(self):
        """Odoo's form counts payments, which salespeople may not read: nobody but accounting gets that button."""
        invoice = self.invoice(100, "2026-06-10", "2026-06-20", invoice_user_id=self.rep.id)
        self.pay(invoice, 40, "2026-06-11")
        self.env.invalidate_all()
        with Form(invoice.with_user(self.rep)) as form:
            self.assertEqual(form.state, "posted")
        for user, shown in ((self.rep, False), (self.bookkeeper, True)):
            arch = self.env["account.move"].with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual('name="open_payments"' in arch, shown)
