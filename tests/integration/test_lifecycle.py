"""Each addon installs alone, all upgrade, and all uninstall, leaving a database that works as before."""

import pytest

from .lifecycle import ADDONS, run_odoo, scratch_database

# Runs in Odoo's shell, all steps in one process, as an administrator does them in Apps. Each look tells what is there
# of ours and whether Odoo's own screens and flows work.
STEPS = """
import json
from odoo.tools import SQL
OURS = {ours!r}

def modules(names):
    env.transaction.reset()
    return env["ir.module.module"].search([("name", "in", names)])

def look():
    env.transaction.reset()
    env.cr.execute(SQL("SELECT count(*) FROM ir_model_data WHERE module = ANY(%s)", OURS))
    data = env.cr.fetchone()[0]
    env.cr.execute(SQL("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"))
    columns = sorted(".".join(row) for row in env.cr.fetchall())
    lead = env["crm.lead"].create({{"name": "Still works", "partner_name": "Shop", "city": "Hangzhou"}})
    customer = lead._create_customer()
    for model in ("crm.lead", "res.partner", "sale.order", "account.move", "res.users"):
        env[model].get_views([(False, "form"), (False, "list"), (False, "search")])
    rule = env.ref("crm.crm_rule_personal_lead")
    seen = {{
        "installed": sorted(modules(OURS).filtered(lambda module: module.state == "installed").mapped("name")),
        "pending": modules(OURS).filtered(lambda module: module.state.startswith("to ")).mapped("name"),
        "data": data,
        "columns": columns,
        "customer": customer.city,
        "rule": [rule.active, rule.domain_force],
        "director": sorted(env.ref("sales_team.group_sale_salesman_all_leads").all_implied_ids.mapped("full_name")),
    }}
    env.cr.rollback()
    return seen

env["ir.module.module"].update_list()
env.cr.commit()
looks = [look()]
for step, names in {steps!r}:
    getattr(modules(names), "button_immediate_" + step)()
    looks.append(look())
print(json.dumps(looks))
"""


def looks_after(steps):
    """Take the steps on a database without the suite. :return: what was seen before and after each"""
    with scratch_database() as database:
        return run_odoo(database, script=STEPS.format(ours=ADDONS, steps=steps))


@pytest.mark.parametrize("addon", ADDONS)
def test_addon_alone_then_installs_upgrades_and_uninstalls(addon):
    before, installed, upgraded, after = looks_after(
        [("install", [addon]), ("upgrade", [addon]), ("uninstall", ADDONS[:1])]
    )
    assert before["installed"] == []
    assert addon in installed["installed"]
    assert installed["pending"] == []
    assert installed["data"] > 0
    assert upgraded == installed
    # everything of ours stands on the first addon, so all go with it
    assert ADDONS[0] == "crm_followup"
    assert after == before


def test_all_together_then_upgrade_and_uninstall():
    before, installed, upgraded, without_reports, after = looks_after(
        [("install", ADDONS), ("upgrade", ADDONS), ("uninstall", ["crm_reports"]), ("uninstall", ["crm_followup"])]
    )
    assert installed["installed"] == ADDONS
    assert upgraded == installed
    assert without_reports["installed"] == [addon for addon in ADDONS if addon != "crm_reports"]
    assert after == before
