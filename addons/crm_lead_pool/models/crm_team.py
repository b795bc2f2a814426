from odoo import models
from odoo.fields import Domain


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = "crm.team"

    def _allocate_leads(self, creation_delta_days=7):
        # Leads in a pool have neither owner nor, mostly, team: to Odoo they look new. The context makes crm.lead leave
        # them out here, among the leads as among the duplicates that are merged into them.
        team = self.with_context(crm_pool_core_assignment=True)
        return super(CrmTeam, team)._allocate_leads(creation_delta_days=creation_delta_days)

    def _get_lead_to_assign_domain(self):
        return list(Domain(super()._get_lead_to_assign_domain()) & self.env["crm.lead"]._get_core_assignable_domain())
