import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

from odoo.addons.crm_followup.exceptions import FollowupRefused

from ..const import GROUP_DIRECTOR, GROUP_SALESMAN, IMPORT_CHUNK
from ..tools.refused import RefusedRows
from ..tools.rows import split_good_and_bad

_logger = logging.getLogger(__name__)

CHANNELS = ("wecom", "dingtalk", "baidu_form", "douyin_form", "order_mall", "fair", "street")


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.ownership.mixin", "crm.phone.mixin"]

    ownership_event_ids = fields.One2many("crm.ownership.event", "lead_id", "Ownership")

    # ------------------------------------------------------------
    # What the ownership engine asks
    # ------------------------------------------------------------
    def _get_shown_fields(self):
        return {"name", "partner_name", "phone", "email_from", "street", "city", "state_id", "source_id", "maturity_id"}

    def _prepare_entry_source(self):
        return {
            "name": self.partner_name or self.name,
            "phone": self.phone,
            "email": self.email_from,
            "street": self.street,
            "city": self.city,
            "state_id": self.state_id.id,
            "source_id": self.source_id.id,
            "maturity_id": self.maturity_id.id,
        }

    def _get_pool_company_vals(self, pool_id):
        # Odoo takes the company off a lead that has neither owner nor team; in a pool it stays in the pool's company.
        return {"company_id": self.env["crm.pool"].browse(pool_id).sudo().company_id.id}

    def _is_ledger_kept(self):
        return True

    def _check_can_follow_up(self):
        super()._check_can_follow_up()
        pooled = self.sudo().filtered("pool_id")  # sudo: the refusal is for those who may not read the record
        if pooled:
            raise FollowupRefused(
                self.env._("A record in the pool cannot be followed up: claim it first, or have it assigned.")
            )

    # ------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._complete_create_vals(vals_list)
        self._give_to_creator_or_pool([vals for vals in vals_list if not vals.get("pool_id")])
        return super().create(vals_list)

    def write(self, vals):
        if "user_id" in vals or "pool_id" in vals:
            vals = self._complete_write_vals(vals)
            vals, engine_vals = self._split_pool_vals(vals)
            if engine_vals:
                # sudo: after the checks in _split_pool_vals, because the write ends the user's right to the record
                super(CrmLead, self.sudo()).write(engine_vals)
        return super().write(vals) if vals else True

    def _give_to_creator_or_pool(self, vals_list):
        """Give what would be nobody's to the salesperson who enters it, or else to the pool that takes such leads."""
        default_owner = self.default_get(["user_id"]).get("user_id")
        ownerless = [vals for vals in vals_list if not vals.get("user_id", default_owner)]
        if not ownerless:
            return
        user = self.env.user
        is_salesperson = not self.env.su and user.has_group(GROUP_SALESMAN) and not user.has_group(GROUP_DIRECTOR)
        for vals in ownerless:
            if is_salesperson:
                vals["user_id"] = user.id
                continue
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            pool = self.env["crm.pool"]._get_default(company)
            if pool.takes_ownerless:
                vals.update(pool_id=pool.id, user_id=False, company_id=company.id)

    # ------------------------------------------------------------
    # Beside Odoo's own flows
    # ------------------------------------------------------------
    def _assign_userless_lead_in_team(self, creation_source):
        # A lead that the default pool took is not ownerless: it waits for a claim, not for the team leader.
        return super(CrmLead, self.filtered(lambda lead: not lead.pool_id))._assign_userless_lead_in_team(
            creation_source
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        # Set by crm.team while Odoo's allocation looks for leads and for their duplicates, in code that has no hook.
        if self.env.context.get("crm_pool_core_assignment"):
            domain = Domain(domain) & self._get_core_assignable_domain()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_core_assignable_domain(self):
        """Which leads Odoo's own assignment may take, as far as pools are concerned."""
        return Domain("pool_id", "=", False) | Domain("pool_id.allow_core_assignment", "=", True)

    def _merge_dependences(self, opportunities):
        self.env["crm.ownership.event"]._move_to("lead_id", opportunities, self)
        return super()._merge_dependences(opportunities)

    # ------------------------------------------------------------
    # Import
    # ------------------------------------------------------------
    @api.model
    def get_import_templates(self):
        folder = "zh_CN" if (self.env.lang or "").startswith("zh") else "en"
        sources = [self.env.ref(f"crm_lead_pool.source_{channel}", raise_if_not_found=False) for channel in CHANNELS]
        return super().get_import_templates() + [
            {
                "label": self.env._("Import template: %(channel)s", channel=source.name),
                "template": f"/crm_lead_pool/static/xlsx/{folder}/{channel}.xlsx",
            }
            for channel, source in zip(CHANNELS, sources, strict=True)
            if source
        ]

    def _get_refused_rows(self):
        refused = self.env.context.get("crm_refused_rows")
        return refused if isinstance(refused, RefusedRows) else None

    def _convert_records(self, records, *, log, savepoint):
        """Beside ``load``: rows with cells that cannot be understood are put aside, the others go on."""
        refused = self._get_refused_rows()
        if refused is None:
            yield from super()._convert_records(records, log=log, savepoint=savepoint)
            return
        messages = []
        for dbid, xid, values, info in super()._convert_records(records, log=messages.append, savepoint=savepoint):
            index = info["rows"]["from"]
            errors = [message["message"] for message in messages if message["type"] == "error"]
            warnings = [message["message"] for message in messages if message["type"] != "error"]
            messages.clear()
            if warnings:
                refused.warn(index, " ".join(warnings))
            if errors:
                refused.refuse(index, " ".join(errors))
            else:
                yield dbid, xid, values, info

    def _load_records(self, data_list, update=False):
        """Beside ``load``: rows that the database or a rule refuses are put aside, the others are stored."""
        refused = self._get_refused_rows()
        if refused is None:
            return super()._load_records(data_list, update)
        load = super()._load_records

        def attempt(rows):
            with self.env.cr.savepoint():
                return load(rows, update).ids

        good, bad = split_good_and_bad(
            data_list,
            attempt,
            size=IMPORT_CHUNK,
            fatal=(psycopg2.OperationalError, psycopg2.InternalError, ConcurrencyError),
        )
        for row, error in bad:
            refused.refuse(row["info"]["rows"]["from"], self._get_refusal_text(error))
        return self.browse([record_id for _rows, ids in good for record_id in ids])

    def _get_refusal_text(self, error):
        """Say in the user's words why a row was refused."""
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, psycopg2.Error):
            return self._sql_error_to_message(error)
        _logger.warning("Refused a row of an import", exc_info=error)
        return self.env._("Unexpected error: %(error)s", error=error)
