from odoo import models

from ..const import GROUP_DIRECTOR, GROUP_SALESMAN


class CrmOwnershipMixin(models.AbstractModel):
    """What follows the owner of a record: open tasks and subscriptions."""

    _name = "crm.ownership.mixin"
    _inherit = "crm.ownership.mixin"

    def _follow_owner(self, before, after):
        """Let open tasks follow the owner; end them and the subscriptions where a record went to a pool."""
        pooled = self.filtered(lambda record: after[record.id].pool and not before[record.id].pool)
        if pooled:
            pooled._end_tasks()
            pooled._unsubscribe_salespeople()
        moved = self.filtered(
            lambda record: (
                before[record.id].user and after[record.id].user and before[record.id].user != after[record.id].user
            )
        )
        for (old, new), records in moved.grouped(
            lambda record: (before[record.id].user, after[record.id].user)
        ).items():
            # sudo: the tasks go with the record, which its owner may give away
            records._get_open_followups().filtered(lambda task, user=old: task.user_id.id == user).user_id = new

    def _get_open_followups(self):
        field = self._get_ownership_field()
        # sudo: tasks of every person on these records
        return self.env["crm.followup"].sudo().search([(field, "in", self.ids), ("state", "=", "planned")])

    def _end_tasks(self):
        """Cancel planned follow-ups and remove activities: nobody may work on a record in a pool.

        What was planned stays readable in the history of the record.
        """
        self._get_open_followups().action_cancel()
        Activity = self.env["mail.activity"].sudo()  # sudo: activities of every person on these records
        activities = Activity.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        if not activities:
            return
        bodies = {}
        for res_id, group in activities.grouped("res_id").items():
            bodies[res_id] = self.env._(
                "Planned activities ended by the release to the pool: %(activities)s",
                activities=", ".join(
                    " ".join(filter(None, [str(item.date_deadline), item.activity_type_id.name, item.summary]))
                    for item in group
                ),
            )
        # sudo: the note keeps what the activities said, on a record that the user has just given away
        self.browse(bodies).sudo()._message_log_batch(bodies=bodies)
        activities.unlink()

    def _unsubscribe_salespeople(self):
        """Stop messages on pooled records to salespeople, who may no longer read them."""
        salesman, director = self.env.ref(GROUP_SALESMAN), self.env.ref(GROUP_DIRECTOR)
        # sudo: followers and users of every kind; managers of the pool keep their subscription
        followers = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("partner_id.user_ids.all_group_ids", "in", salesman.ids),
                    ("partner_id.user_ids.all_group_ids", "not in", director.ids),
                    # sudo: the pool is not readable for whoever releases a record into it without being its member
                    ("partner_id.user_ids", "not in", self.sudo().pool_id.manager_ids.ids),
                ]
            )
        )
        followers.unlink()
