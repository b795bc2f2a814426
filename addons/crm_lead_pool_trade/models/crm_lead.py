from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _get_release_obstacles(self):
        obstacles = super()._get_release_obstacles()
        # sudo: the customer of one's prospect may be a colleague's; only whether something is open is said.
        reasons = self.sudo().partner_id._get_open_trade()
        for lead in self:
            if lead not in obstacles and (reason := reasons.get(lead.sudo().partner_id)):
                obstacles[lead] = reason
        return obstacles
