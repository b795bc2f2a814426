from odoo import fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.followup.mixin"]

    followup_ids = fields.One2many("crm.followup", "lead_id", "Follow-ups")
    maturity_change_ids = fields.One2many("crm.maturity.change", "lead_id", "Maturity History")
    latitude = fields.Float(digits=(10, 7), help="Degrees north, WGS-84.")
    longitude = fields.Float(digits=(10, 7), help="Degrees east, WGS-84.")

    _latitude_range = models.Constraint(
        "CHECK(latitude BETWEEN -90 AND 90)", "A latitude lies between -90 and 90 degrees."
    )
    _longitude_range = models.Constraint(
        "CHECK(longitude BETWEEN -180 AND 180)", "A longitude lies between -180 and 180 degrees."
    )
    _owner_next_followup = models.Index("(user_id, next_followup_date) WHERE active")

    def _get_followup_field(self):
        return "lead_id"

    def _create_customer(self, with_parent=None):
        # As defaults, not through _prepare_customer_values: that one also answers what Odoo's composer suggests.
        lead = self.with_context(
            default_partner_latitude=self.latitude,
            default_partner_longitude=self.longitude,
            default_maturity_id=self.maturity_id.id,
        )
        return super(CrmLead, lead)._create_customer(with_parent=with_parent).with_env(self.env)

    def action_convert_to_customer(self):
        """Make a customer of the prospect: address, remarks, place, owner and grade go along, and so do the follow-ups.

        :return: the action that opens the customer
        """
        self.ensure_one()
        if not self.partner_id:
            self._handle_partner_assignment(create_missing=True)
        if self.type == "lead":
            self.convert_opportunity(self.partner_id)
        customer = self.partner_id.commercial_partner_id
        if not customer.maturity_id:
            customer.maturity_id = self.maturity_id
        return customer.action_open_customer()
