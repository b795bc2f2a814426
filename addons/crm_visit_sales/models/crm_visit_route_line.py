from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.crm_followup.exceptions import FollowupRefused


class CrmVisitRouteLine(models.Model):
    """A stop of a route: one customer, at its place in the order."""

    _name = "crm.visit.route.line"
    _description = "Stop of a Visit Route"
    _order = "route_id, sequence, id"
    _check_company_auto = True

    route_id = fields.Many2one("crm.visit.route", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    city = fields.Char(related="partner_id.city")
    street = fields.Char(related="partner_id.street")
    user_id = fields.Many2one(related="route_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="route_id.company_id", store=True, index=True)

    _partner_uniq = models.UniqueIndex(
        "(route_id, partner_id)", "This customer is a stop of the route already. Move the stop instead."
    )

    def _get_lines_with_visit(self, date):
        """The stops of ``self`` that have a visit made for ``date``, whatever became of it."""
        # sudo: a visit that was handed to a colleague is hidden from the user, and still is the visit of that date.
        visits = self.env["crm.followup"].sudo().search([("route_line_id", "in", self.ids), ("route_date", "=", date)])
        return visits.route_line_id.sudo(self.env.su)

    def _get_refusal(self) -> str | None:
        """Why this stop cannot be visited now, in words for the user; None when it can."""
        self.ensure_one()
        try:
            self.partner_id.check_access("read")
            self.partner_id._check_can_follow_up()
        except AccessError:
            return self.env._("it is no longer among your customers; take the stop off the route.")
        except FollowupRefused as error:
            return str(error)
        if not self.partner_id.active:
            return self.env._("it is archived; take the stop off the route.")
        return None

    def _prepare_visit_vals(self, date) -> dict:
        """Values of the visit of this stop on ``date``."""
        self.ensure_one()
        return {
            "name": self.route_id.name,
            "type_id": self.route_id._get_visit_type().id,
            "partner_id": self.partner_id.id,
            "user_id": self.route_id.user_id.id,
            "company_id": self.route_id.company_id.id,
            "planned_date": date,
            "route_line_id": self.id,
            "route_date": date,
            "route_sequence": self.sequence,
        }
