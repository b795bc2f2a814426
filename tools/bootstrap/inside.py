"""What runs inside an Odoo environment: `python -m tools.bootstrap.inside CONFIG DATABASE ANSWER TASK [ARGUMENT…]`.

Called with the virtual environment's Python by :meth:`tools.bootstrap.database.Database.inside`; the answer is a
JSON file.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def environment(config_file: str, database: str) -> Iterator[Any]:
    """Yield an Odoo environment as superuser; the work is committed when the block ends without an error."""
    import odoo.api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", config_file, "-d", database, "--no-http", "--max-cron-threads=0"], setup_logging=True)
    with Registry(database).cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})


def task_demo(env: Any, language: str) -> dict:
    """Fill the database with the demo company; answer with its logins, None where there is no generator."""
    if importlib.util.find_spec("tools.demo") is None:
        return {"logins": None}
    from tools.demo import load

    logins = load(env(context=dict(env.context, lang=language)))
    set_language(env, language)
    return {"logins": [list(login) for login in logins]}


def task_language(env: Any, language: str) -> dict:
    """Let all users work in the language."""
    return {"users": set_language(env, language)}


def set_language(env: Any, language: str) -> int:
    """Set the language of all internal users, the inactive ones included, and the default; return how many."""
    users = env["res.users"].with_context(active_test=False).search([("share", "=", False)])
    (users.partner_id | env["res.company"].search([]).partner_id).write({"lang": language})
    env["ir.default"].set("res.partner", "lang", language)
    return len(users)


def main(arguments: list[str]) -> None:
    """Run the task that the command line names."""
    config_file, database, answer, task, *rest = arguments
    with environment(config_file, database) as env:
        result = globals()[f"task_{task}"](env, *rest)
    Path(answer).write_text(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
