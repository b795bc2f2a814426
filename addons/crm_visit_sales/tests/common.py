from odoo import Command

from odoo.addons.crm_trade.tests.common import TradeCommon


class VisitCommon(TradeCommon):
    """A route of ``rep`` through three shops of his, on a Monday (15 June 2026)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit_type = cls.env.ref("crm_followup.type_visit")
        cls.shops = cls.customer + cls.env["res.partner"].create(
            [{"name": name, "is_company": True, "user_id": cls.rep.id} for name in ("Second Shop", "Third Shop")]
        )
        cls.route = cls.env["crm.visit.route"].create(
            {
                "name": "East Side",
                "user_id": cls.rep.id,
                "mon": True,
                # The order of the stops is not the order in which they were entered.
                "line_ids": [
                    Command.create({"partner_id": shop.id, "sequence": sequence})
                    for shop, sequence in zip(cls.shops, (20, 30, 10))
                ],
            }
        )
        cls.today = "2026-06-15"

    @classmethod
    def visits(cls, domain=()):
        return cls.env["crm.followup"].search([("route_id", "=", cls.route.id), *domain], order="route_sequence")

    @classmethod
    def visit(cls, partner=None, user=None, **values):
        user = user or cls.rep
        partner = cls.customer if partner is None else partner
        return (
            cls.env["crm.followup"]
            .with_user(user)
            .create(
                {
                    "partner_id": partner.id,
                    "type_id": cls.visit_type.id,
                    "user_id": user.id,
                    "planned_date": cls.today,
                    **values,
                }
            )
        )
