from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_release_obstacles(self):
        obstacles = super()._get_release_obstacles()
        reasons = self._get_open_trade()
        for partner in self:
            if partner not in obstacles and (reason := reasons.get(partner)):
                obstacles[partner] = reason
        return obstacles

    def _get_open_trade(self):
        """What is still under way with the customers among these, in words for the user.

        All companies count: a customer is released for all of them. The text names neither documents nor amounts, as
        they may belong to a company that the user does not see. Two queries for any number of partners.

        :return: dict of partner → text; partners with nothing open are left out
        """
        # sudo: whether something is open must not depend on whose document it is; only that much is said.
        customers = self.sudo().commercial_partner_id
        orders = dict(
            customers.env["sale.order"]._read_group(self._get_open_order_domain(customers), ["partner_id"], ["__count"])
        )
        open_orders = defaultdict(int)
        for partner, count in orders.items():
            open_orders[partner.commercial_partner_id] += count
        debtors = customers._get_debtors()
        reasons = {}
        for partner in self:
            customer = partner.sudo().commercial_partner_id  # sudo: as above
            texts = []
            if count := open_orders.get(customer):
                texts.append(
                    self.env._("%(count)s confirmed orders are not fully invoiced: finish or cancel them.", count=count)
                )
            if customer in debtors:
                texts.append(self.env._("it still owes money: collect or settle it."))
            if texts:
                reasons[partner] = " ".join(texts)
        return reasons

    def _get_open_order_domain(self, customers):
        """Confirmed orders of these customers that are not fully invoiced. Override to let some pass."""
        return (
            Domain("partner_id", "child_of", customers.ids)
            & Domain("state", "=", "sale")
            & Domain("invoice_status", "in", ("no", "to invoice"))
        )

    def _get_debtors(self):
        """The customers among these that owe something in one of the companies, after unallocated credits there."""
        groups = self.env["account.move.line"]._read_group(
            Domain("partner_id", "child_of", self.ids)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False),
            ["partner_id", "company_id"],
            ["amount_residual:sum"],
        )
        owed = defaultdict(float)
        for partner, company, residual in groups:
            owed[partner.commercial_partner_id, company] += residual
        return self.browse().union(
            *(
                customer
                for (customer, company), residual in owed.items()
                if company.currency_id.compare_amounts(residual, 0) > 0
            )
        )
