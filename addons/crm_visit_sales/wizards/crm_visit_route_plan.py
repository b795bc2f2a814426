from odoo import api, fields, models


class CrmVisitRoutePlan(models.TransientModel):
    """Ask for the day, then make the visits of the routes driven on it."""

    _name = "crm.visit.route.plan"
    _description = "Create Visits"

    date = fields.Date(required=True, default=fields.Date.context_today)
    route_ids = fields.Many2many(
        "crm.visit.route",
        string="Routes",
        compute="_compute_route_ids",
        store=True,
        readonly=False,
        help="Your routes of that weekday; add or take away as the day demands.",
    )

    @api.depends("date")
    def _compute_route_ids(self):
        Route = self.env["crm.visit.route"]
        chosen = self.env.context.get("active_ids") if self.env.context.get("active_model") == Route._name else None
        for plan in self:
            if chosen:
                plan.route_ids = Route.browse(chosen)
            elif plan.date:
                plan.route_ids = Route.search([("user_id", "=", self.env.uid), *Route._get_weekday_domain(plan.date)])
            else:
                plan.route_ids = False

    def action_create_visits(self):
        self.ensure_one()
        return self.route_ids._notify_visits(self.route_ids._create_visits(self.date))
