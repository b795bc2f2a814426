from odoo import api, fields, models

from odoo.addons.crm_followup.exceptions import FollowupRefused


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.ownership.mixin", "crm.phone.mixin"]

    pool_id = fields.Many2one(groups="base.group_user")
    commercial_pool_id = fields.Many2one(
        "crm.pool",
        "Pool of the company",
        compute="_compute_commercial_pool_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
        help="The pool that this contact or the company it belongs to is in. Record rules read this one column.",
    )
    ownership_event_ids = fields.One2many(
        "crm.ownership.event", "partner_id", "Ownership", groups="sales_team.group_sale_salesman"
    )

    @api.depends("pool_id", "commercial_partner_id.pool_id")
    def _compute_commercial_pool_id(self):
        for partner in self:
            partner.commercial_pool_id = partner.commercial_partner_id.pool_id

    # ------------------------------------------------------------
    # What the ownership engine asks
    # ------------------------------------------------------------
    def _get_ownership_roots(self):
        return self.commercial_partner_id

    def _get_shown_fields(self):
        return {"name", "phone", "email", "street", "city", "state_id", "industry_id", "maturity_id"}

    def _prepare_entry_source(self):
        return {
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "street": self.street,
            "city": self.city,
            "state_id": self.state_id.id,
            "industry_id": self.industry_id.id,
            "maturity_id": self.maturity_id.id,
        }

    def _check_can_follow_up(self):
        super()._check_can_follow_up()
        # sudo: the refusal is for those who may not read the record
        pooled = self.sudo().filtered("commercial_pool_id")
        if pooled:
            raise FollowupRefused(
                self.env._("A record in the pool cannot be followed up: claim it first, or have it assigned.")
            )

    def _get_release_obstacles(self):
        obstacles = super()._get_release_obstacles()
        partners = self.sudo()  # sudo: whether somebody is a user, or a company ours, is no secret
        cards = self.env["res.company"].sudo().search([("partner_id", "in", self.ids)]).partner_id
        for partner in partners:
            if partner.user_ids or partner in cards:
                obstacles[partner] = self.env._("this is the card of a user or of your own company, not a customer.")
        return obstacles

    # ------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._complete_create_vals(vals_list))

    def write(self, vals):
        if vals.get("pool_id"):
            # A contact has no pool of its own: its company goes, and the contact with it.
            roots = self._get_ownership_roots()
            contacts = self - roots
            if contacts:
                roots.write({"pool_id": vals["pool_id"]})
                vals = {name: value for name, value in vals.items() if name != "pool_id"}
        if "user_id" in vals or "pool_id" in vals:
            vals = self._complete_write_vals(vals)
            vals, engine_vals = self._split_pool_vals(vals)
            if engine_vals:
                # sudo: after the checks in _split_pool_vals, because the write ends the user's right to the record
                super(ResPartner, self.sudo()).write(engine_vals)
        return super().write(vals) if vals else True

    def _follow_owner(self, before, after):
        super()._follow_owner(before, after)
        self._let_contacts_follow(before, after)

    def _let_contacts_follow(self, before, after):
        """Give contacts of companies that changed hands to the new owner: those without owner or with the old one."""
        roots = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        # sudo: the contacts belong to the company, whose change has passed the checks
        contacts = roots.sudo().search([("commercial_partner_id", "in", roots.ids), ("id", "not in", roots.ids)])
        for company, group in contacts.grouped("commercial_partner_id").items():
            old, new = before[company.id], after[company.id]
            if new.pool:
                following = group.filtered("user_id")
            else:
                following = group.filtered(lambda contact, old=old: contact.user_id.id in (old.user, False))
            following = following.filtered(lambda contact, new=new: contact.user_id.id != (new.user or False))
            if following:
                following.write({"user_id": new.user or False})
