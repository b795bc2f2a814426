"""`python -m tools.demo -c CONFIG -d DATABASE [--language zh_CN]`: fill a fresh database with the demo company."""

from __future__ import annotations

import argparse
from datetime import date

from . import load


def main() -> None:
    """Load the demo company and print its logins."""
    parser = argparse.ArgumentParser(prog="tools.demo", description=__doc__)
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-d", "--database", required=True)
    parser.add_argument("--addons-path")
    parser.add_argument("--language", default="en_US")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--today", type=date.fromisoformat)
    options = parser.parse_args()

    import odoo.api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    arguments = ["-c", options.config, "-d", options.database, "--no-http", "--max-cron-threads=0"]
    if options.addons_path:
        arguments.append(f"--addons-path={options.addons_path}")
    config.parse_config(arguments, setup_logging=True)
    with Registry(options.database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        for login in load(env, seed=options.seed, today=options.today, language=options.language):
            print("  ".join(login))


if __name__ == "__main__":
    main()
