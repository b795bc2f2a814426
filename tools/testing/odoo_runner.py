"""Odoo's own test runner on a finished database.

    python -m tools.testing.odoo_runner CONFIG DATABASE ANSWER TAGS MODULE…

Run by Odoo's command line, the tests marked `at_install` see a registry without the addons that depend on theirs, that
is, without ours. Here the whole registry is loaded first, then both kinds of tests run: what matters is whether Odoo's
promises hold with the suite installed. The answer is a JSON file: test id → passed, failed, skipped.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import odoo.api
import odoo.http
from odoo.modules import module as odoo_module
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tests import loader
from odoo.tests.result import OdooTestResult
from odoo.tools import config


class Recorder(OdooTestResult):
    """Odoo's result object, which only counts; this one also remembers what became of each test."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: dict[str, str] = {}

    def startTest(self, test):
        """Take a test for passed until something else is heard."""
        super().startTest(test)
        self.outcomes.setdefault(test.id(), "passed")

    def addSkip(self, test, reason):
        """Remember a skipped test."""
        super().addSkip(test, reason)
        self.outcomes[test.id()] = "skipped"

    def addError(self, test, err):
        """Remember an error, unless the test gets another try."""
        super().addError(test, err)
        self._remember_failure(test)

    def addFailure(self, test, err):
        """Remember a failure, unless the test gets another try."""
        super().addFailure(test, err)
        self._remember_failure(test)

    def _remember_failure(self, test) -> None:
        # a sub-test counts as its test; an error in setUpClass has an id of its own
        if not self._soft_fail:
            self.outcomes[getattr(test, "test_case", test).id()] = "failed"


def main(arguments: list[str]) -> None:
    """Run the tests that the tags choose from the modules."""
    config_file, database, answer, tags, *modules = arguments
    config.parse_config(
        ["-c", config_file, "-d", database, "--max-cron-threads=0", "--test-tags=none_while_loading"],
        setup_logging=True,
    )
    threading.current_thread().testing = True
    threading.current_thread().dbname = database
    server.load_server_wide_modules()
    server.server = server.ThreadedServer(odoo.http.root)
    server.server.start(stop=False)
    registry = Registry(database)

    config["test_tags"] = tags
    recorder = Recorder()
    odoo_module.current_test = True
    for position in ("at_install", "post_install"):
        suite = loader.make_suite(modules, position)
        if suite.has_http_case():
            with registry.cursor() as cursor:
                odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})["ir.qweb"]._pregenerate_assets_bundles()
        suite(recorder)
    odoo_module.current_test = False
    Path(answer).write_text(json.dumps(recorder.outcomes, indent=0, sort_keys=True))
    server.server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
