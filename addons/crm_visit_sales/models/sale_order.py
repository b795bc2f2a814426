from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    visit_id = fields.Many2one(
        "crm.followup",
        "Visit",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('partner_id', '!=', False), ('type_id.is_on_site', '=', True)]",
        help="The visit during which the order was taken.",
    )

    @api.constrains("visit_id", "partner_id")
    def _check_visit_customer(self):
        for order in self:
            # sudo: the visit may be a colleague's, and only its customer is compared.
            visited = order.visit_id.sudo().partner_id.commercial_partner_id
            if order.visit_id and visited != order.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The visit was to %(visited)s. Choose a visit to %(customer)s or leave it empty.",
                        visited=visited.display_name,
                        customer=order.partner_id.commercial_partner_id.display_name,
                    )
                )
