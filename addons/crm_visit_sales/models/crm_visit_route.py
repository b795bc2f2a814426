from odoo import api, fields, models
from odoo.exceptions import LockError

from ..const import VISIT_TYPE_XMLID, WEEKDAYS
from ..exceptions import RouteInUse
from ..tools.visits import VisitsMade


class CrmVisitRoute(models.Model):
    """A round of customers that one salesperson visits in a fixed order on certain weekdays.

    The route makes visits (on-site follow-ups), one for each stop and date, however often it is asked.
    """

    _name = "crm.visit.route"
    _description = "Visit Route"
    _order = "user_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        "Salesperson",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    mon = fields.Boolean("Monday")
    tue = fields.Boolean("Tuesday")
    wed = fields.Boolean("Wednesday")
    thu = fields.Boolean("Thursday")
    fri = fields.Boolean("Friday")
    sat = fields.Boolean("Saturday")
    sun = fields.Boolean("Sunday")
    weekdays = fields.Char("Days", compute="_compute_weekdays")
    line_ids = fields.One2many("crm.visit.route.line", "route_id", "Stops", copy=True)
    stop_count = fields.Integer("Number of Stops", compute="_compute_stop_count")

    @api.depends(*WEEKDAYS)
    @api.depends_context("lang")
    def _compute_weekdays(self):
        labels = {name: self._fields[name]._description_string(self.env) for name in WEEKDAYS}
        for route in self:
            route.weekdays = ", ".join(labels[name] for name in WEEKDAYS if route[name])

    @api.depends("line_ids")
    def _compute_stop_count(self):
        for route in self:
            route.stop_count = len(route.line_ids)

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # Odoo asks the rules before a write; whose route it has become is known only after.
            self.check_access("write")
        return result

    @api.model
    def _get_weekday_domain(self, date) -> list:
        """Routes driven on ``date``. Override where another rhythm than the weekday counts."""
        return [(WEEKDAYS[date.weekday()], "=", True)]

    # ------------------------------------------------------------------
    # Making visits
    # ------------------------------------------------------------------

    def action_create_visits(self):
        """Make today's visits of these routes and say what came of it."""
        return self._notify_visits(self._create_visits(fields.Date.context_today(self)))

    def _create_visits(self, date) -> VisitsMade:
        """Make the visits of these routes for ``date``, in the order of the stops.

        A stop that has its visit of that date, even a moved or cancelled one, gets no second. Stops that cannot be
        visited now are left out and named with the reason. The routes stay locked until the transaction ends; a
        unique index on stop and date stands behind it.

        :param date: day of the visits
        :return: what was made, what was there, what was refused
        :raise RouteInUse: when somebody else is making visits of one of these routes
        :raise AccessError: when the user may not read the routes or not make follow-ups for their salespeople
        """
        self.check_access("read")
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise RouteInUse(
                self.env._("Somebody is making the visits of this route right now. Look at the visits in a moment.")
            ) from error
        lines = self.sorted("sequence").line_ids
        made = VisitsMade()
        existing = lines._get_lines_with_visit(date)
        made.existing = len(existing)
        vals_list = []
        for line in lines - existing:
            if reason := line._get_refusal():
                # sudo: who drives the route knows its stops by name; nothing else of a hidden customer is said.
                made.refused.append((line.sudo().partner_id.display_name, reason))
            else:
                vals_list.append(line._prepare_visit_vals(date))
        made.created = self.env["crm.followup"].create(vals_list).ids
        return made

    def _notify_visits(self, made: VisitsMade) -> dict:
        """Client action: what came of it in words, then the visits."""
        parts = [self.env._("%(count)s visits created.", count=len(made.created))]
        if made.existing:
            parts.append(self.env._("%(count)s were there already.", count=made.existing))
        parts += [
            self.env._("%(customer)s left out: %(reason)s", customer=customer, reason=reason)
            for customer, reason in made.refused
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if made.is_complete else "warning",
                "sticky": not made.is_complete,
                "message": " ".join(parts),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_view_visits(self):
        """All visits that came from these routes."""
        action = self.env["ir.actions.actions"]._for_xml_id("crm_visit_sales.crm_followup_action_route")
        action["domain"] = [("route_id", "in", self.ids)]
        return action

    @api.model
    def _get_visit_type(self):
        return self.env.ref(VISIT_TYPE_XMLID, raise_if_not_found=False) or self.env["crm.followup.type"].search(
            [("is_on_site", "=", True)], limit=1
        )
