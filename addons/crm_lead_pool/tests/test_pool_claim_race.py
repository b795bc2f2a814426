import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import ClaimLost

THREADS = 10


@tagged("post_install", "-at_install", "pool_race")
class TestPoolClaimRace(BaseCase):
    """Real transactions on real connections: what the tests store is committed, and removed at the end."""

    def setUp(self):
        super().setUp()
        # While tests run at start-up the main thread holds the lock of the registries; a retry in a thread asks for it.
        self.patch(Registry, "_lock", threading.RLock())
        self.dbname = get_db_name()
        with self.transaction() as env:
            env = env(context={"no_reset_password": True, "tracking_disable": True})
            self.user_ids = [
                new_test_user(
                    env, f"racer_{number}", groups="sales_team.group_sale_salesman", name=f"Racer {number}"
                ).id
                for number in range(THREADS)
            ]
            self.pool_id = env["crm.pool"].create({"name": "Race", "member_ids": [(6, 0, self.user_ids)]}).id
            self.lead_id = env["crm.lead"].create({"name": "Raced Shop", "user_id": False, "pool_id": self.pool_id}).id
            self.entry_id = env["crm.pool.entry"].search([("lead_id", "=", self.lead_id)]).id
        self.addCleanup(self.remove)

    def transaction(self, uid=SUPERUSER_ID):
        return Transaction(self.dbname, uid)

    def remove(self):
        with self.transaction() as env:
            cr = env.cr
            cr.execute(
                "DELETE FROM crm_ownership_event WHERE record_name = 'Raced Shop' OR to_pool_id = %s", [self.pool_id]
            )
            cr.execute("DELETE FROM crm_pool_entry WHERE pool_id = %s", [self.pool_id])
            env["crm.lead"].browse(self.lead_id).unlink()
            env["crm.pool"].browse(self.pool_id).unlink()
            partners = env["res.users"].browse(self.user_ids).partner_id
            env["crm.team.member"].search([("user_id", "in", self.user_ids)]).unlink()
            env["res.users"].browse(self.user_ids).unlink()
            partners.unlink()

    def request_of(self, uid):
        """An environment on a connection of its own. Made by the main thread: it holds the registry while tests run."""
        cr = db_connect(self.dbname).cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, uid, {})

    def claim(self, env):
        """One request as the server runs it: again after a clash with another transaction.

        :return: None when won, else the text that the loser reads
        """
        try:
            retrying(lambda: env["crm.pool.entry"].browse(self.entry_id).action_claim(), env)
        except ClaimLost as lost:
            env.cr.rollback()
            return str(lost)
        return None

    def outcome(self):
        with self.transaction() as env:
            entry, lead = env["crm.pool.entry"].browse(self.entry_id), env["crm.lead"].browse(self.lead_id)
            claims = env["crm.ownership.event"].search([("lead_id", "=", lead.id), ("kind", "=", "claim")])
            return entry.claimed_by_id.id, lead.user_id.id, claims.to_user_id.ids, len(claims)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_cursors_one_wins(self):
        first, second = self.user_ids[:2]
        with self.transaction(first) as env:
            env["crm.pool.entry"].browse(self.entry_id).action_claim()
            env.flush_all()
            # The first holds the row and has not committed: the second has to wait for it.
            results = []
            request = self.request_of(second)
            thread = threading.Thread(target=lambda: results.append(self.claim(request)))
            thread.start()
            thread.join(0.5)
            self.assertTrue(thread.is_alive(), "The second claim must wait, not win")
        thread.join(30)
        self.assertEqual(len(results), 1)
        self.assertRegex(results[0], "Raced Shop: Claimed by Racer 0 at .*: choose another.")
        self.assertEqual(self.outcome(), (first, first, [first], 1))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_ten_threads_exactly_one_wins(self):
        barrier = threading.Barrier(THREADS)

        def run(request):
            barrier.wait(30)
            return request.uid, self.claim(request)

        with ThreadPoolExecutor(THREADS) as executor:
            results = list(executor.map(run, [self.request_of(uid) for uid in self.user_ids]))
        winners = [uid for uid, text in results if text is None]
        self.assertEqual(len(winners), 1)
        number = self.user_ids.index(winners[0])
        for _uid, text in results:
            if text is not None:
                self.assertRegex(text, f"Raced Shop: Claimed by Racer {number} at .*: choose another.")
        self.assertEqual(self.outcome(), (winners[0], winners[0], winners, 1))


class Transaction:
    """An environment on a connection of its own, committed at the end."""

    def __init__(self, dbname, uid):
        self.cr = db_connect(dbname).cursor()
        self.env = api.Environment(self.cr, uid, {})

    def __enter__(self):
        return self.env

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self.env.flush_all()
                self.cr.commit()
        finally:
            self.cr.close()
