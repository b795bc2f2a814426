"""Each check refuses a bad addon and lets a good one pass: a check that cannot fail would be worth nothing."""

from pathlib import Path

import pytest

from . import access_matrix, checks
from .source import Suite

MANIFEST = {
    "name": "Field CRM: Test",
    "summary": "An addon of a test",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Field CRM contributors",
    "license": "LGPL-3",
    "depends": ["crm"],
    "data": ["security/ir.model.access.csv", "security/ir_rules.xml"],
}
MODEL = """
from odoo import fields, models

class Visit(models.Model):
    _name = "crm.visit"
    company_id = fields.Many2one("res.company")

class Partner(models.Model):
    _inherit = "res.partner"
    visit_total = fields.Float()
"""
ACCESS = """id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink
access_crm_visit_user,x,model_crm_visit,base.group_user,1,0,1,0
"""
RULES = """<odoo>
    <record id="crm_visit_rule_company" model="ir.rule">
        <field name="model_id" ref="model_crm_visit"/>
        <field name="domain_force">[('company_id', 'in',
            company_ids + [False])]</field>
    </record>
    <record id="crm_visit_rule_own" model="ir.rule">
        <field name="model_id" ref="model_crm_visit"/>
        <field name="groups" eval="[(4, ref('base.group_user'))]"/>
        <field name="perm_unlink" eval="False"/>
        <field name="domain_force">[('create_uid', '=', user.id)]</field>
    </record>
</odoo>
"""


class Bench:
    """Writes addons into a folder of the test and reads them back."""

    def __init__(self, folder: Path):
        self.folder = folder / "addons"

    def addon(self, name: str, files: dict[str, str] | None = None, **manifest) -> "Bench":
        shipped = {
            "__init__.py": "",
            "models/visit.py": MODEL,
            "security/ir.model.access.csv": ACCESS,
            "security/ir_rules.xml": RULES,
            "README.md": "x",
            "static/description/icon.png": "x",
            "static/description/index.html": "x",
            f"i18n/{name}.pot": "",
            "i18n/zh_CN.po": "",
            "tests/__init__.py": "from . import test_visit",
            "tests/test_visit.py": "",
        }
        shipped |= {f"readme/{fragment}.md": "x" for fragment in checks.FRAGMENTS}
        shipped |= {"__manifest__.py": repr(MANIFEST | manifest)} | (files or {})
        for path, text in shipped.items():
            if text is not None:
                target = self.folder / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        return self

    def code(self, text: str, path: str = "models/more.py") -> Suite:
        """A suite of one good addon with one more Python file."""
        return self.addon("crm_followup", {path: text}).suite

    @property
    def suite(self) -> Suite:
        return Suite(self.folder)

    @property
    def one(self):
        return next(iter(self.suite))


@pytest.fixture
def bench(tmp_path) -> Bench:
    return Bench(tmp_path)


def one_finding(findings, *words: str) -> None:
    found = list(findings)
    assert len(found) == 1, found
    for word in words:
        assert word in found[0]


ADDON_CHECKS = (
    checks.manifest_values,
    checks.manifest_order,
    checks.manifest_files,
    checks.shipped_files,
    checks.imported_tests,
)


def test_good_addon_passes_every_check(bench):
    addon = bench.addon("crm_followup").one
    assert [line for check in ADDON_CHECKS for line in check(addon)] == []
    suite_checks = (
        checks.dependencies, checks.foreign_names, checks.pure_tools, checks.safe_sql, checks.explained_sudo,
        checks.no_commit, checks.no_print, checks.company_rules, checks.access_lines, checks.known_models,
        checks.budgets,
    )  # fmt: skip
    assert [line for check in suite_checks for line in check(bench.suite)] == []


# ------------------------------------------------------------------------------------------------- manifests


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"summary": ""}, "no summary"),
        ({"author": ""}, "no author"),
        ({"license": "AGPL-3"}, "AGPL-3"),
        ({"version": "18.0.1.0.0"}, "19.0.x.y.z"),
        ({"version": "19.0.1"}, "19.0.x.y.z"),
        ({"summary": "It ends so."}, "full stop"),
        ({"description": "long"}, "DESCRIPTION.md"),
    ],
)
def test_manifest_value_is_refused(bench, values, word):
    one_finding(checks.manifest_values(bench.addon("crm_followup", **values).one), word)


def test_second_application_is_refused(bench):
    one_finding(checks.manifest_values(bench.addon("crm_trade", application=True).one), "application")


@pytest.mark.parametrize(
    "data",
    [
        ["views/visit_views.xml", "security/ir_rules.xml"],
        ["views/visit_views.xml", "data/visit_data.xml"],
        ["views/menus.xml", "views/visit_views.xml"],
        ["views/menus.xml", "report/visit_report_views.xml"],
    ],
)
def test_wrong_order_of_data_is_refused(bench, data):
    one_finding(checks.manifest_order(bench.addon("crm_followup", data=data).one), data[1], "after")


def test_listed_file_that_is_missing_is_refused(bench):
    addon = bench.addon("crm_followup", data=[*MANIFEST["data"], "views/none.xml"]).one
    one_finding(checks.manifest_files(addon), "none.xml", "does not exist")


@pytest.mark.parametrize("name", ["views/lost.xml", "wizards/lost.xml", "demo/lost.xml"])
def test_file_that_nobody_lists_is_refused(bench, name):
    one_finding(checks.manifest_files(bench.addon("crm_followup", {name: "<odoo/>"}).one), name, "not listed")


def test_template_outside_the_bundles_is_refused(bench):
    files = {"static/src/badge/badge.xml": "<templates/>"}
    one_finding(checks.manifest_files(bench.addon("crm_followup", files).one), "in no asset bundle")
    good = bench.addon("crm_followup", files, assets={"web.assets_backend": ["crm_followup/static/src/**/*"]}).one
    assert list(checks.manifest_files(good)) == []


def test_demo_among_data_is_refused(bench):
    files = {"demo/demo.xml": "<odoo/>"}
    addon = bench.addon("crm_followup", files, data=[*MANIFEST["data"], "demo/demo.xml"]).one
    one_finding(checks.manifest_files(addon), "every database")


def test_missing_icon_fragment_and_translation_are_refused(bench):
    files = {"static/description/icon.png": None, "readme/USAGE.md": None, "i18n/zh_CN.po": None}
    found = list(checks.shipped_files(bench.addon("crm_followup", files).one))
    assert [line.split()[1] for line in found] == ["static/description/icon.png", "readme/USAGE.md", "i18n/zh_CN.po"]


def test_test_file_that_is_not_imported_is_refused(bench):
    addon = bench.addon("crm_followup", {"tests/test_forgotten.py": ""}).one
    one_finding(checks.imported_tests(addon), "test_forgotten.py")


# ---------------------------------------------------------------------------------------------- dependencies


def siblings(bench, pool_files: dict[str, str], **manifest) -> Suite:
    """A pool that must not know of the trade addon, and the trade addon."""
    bare = {"models/visit.py": "", "security/ir.model.access.csv": "", "security/ir_rules.xml": "<odoo/>"}
    trade_model = MODEL.replace("crm.visit", "crm.deal").replace("visit_total", "deal_total")
    bench.addon("crm_followup", bare)
    bench.addon("crm_trade", bare | {"models/deal.py": trade_model}, depends=["crm_followup"])
    return bench.addon("crm_lead_pool", bare | pool_files, depends=["crm_followup"], **manifest).suite


@pytest.mark.parametrize(
    "code",
    [
        "def f(self):\n    return self.env['crm.deal']",
        "from odoo.addons.crm_trade.models import deal",
        "from odoo.addons import crm_trade",
        "import odoo.addons.crm_trade",
        "def f(self):\n    return self.env.ref('crm_trade.deal_action')",
        "def f(self):\n    return SQL('SELECT id FROM crm_deal')",
        "def f(self):\n    return self.env.ref('base.x') or 'model_crm_deal'",
    ],
)
def test_python_that_names_a_sibling_is_refused(bench, code):
    one_finding(checks.foreign_names(siblings(bench, {"models/pool.py": code})), "pool.py", "of a sibling")


@pytest.mark.parametrize(
    "xml",
    [
        '<odoo><menuitem id="m" parent="crm_trade.menu_trade"/></odoo>',
        '<odoo><field name="res_model">crm.deal</field></odoo>',
        '<odoo><field name="model_id" ref="model_crm_deal"/></odoo>',
    ],
)
def test_xml_that_names_a_sibling_is_refused(bench, xml):
    one_finding(checks.foreign_names(siblings(bench, {"views/pool_views.xml": xml})), "pool_views.xml")


def test_script_that_names_a_sibling_is_refused(bench):
    code = '/* crm.deal\n */\nimport {Deal} from "@crm_trade/deal";\norm.call("crm.deal", "x"); // crm.deal'
    found = list(checks.foreign_names(siblings(bench, {"static/src/pool.js": code})))
    assert [line.split(":")[1] for line in found] == ["3", "4"], found


def test_comment_docstring_and_longer_name_are_no_mention(bench):
    code = '"""Not for crm.deal."""\n# crm_trade.deal_action\nname = "crm.deal.other"\nother = "my_crm.deal"'
    xml = "<odoo><!-- crm_trade.menu_trade --></odoo>"
    suite = siblings(bench, {"models/pool.py": code, "views/pool_views.xml": xml})
    assert list(checks.foreign_names(suite)) == []


def test_name_of_a_dependency_is_allowed(bench):
    suite = siblings(bench, {"models/pool.py": "x = 'crm_followup.menu_root'"})
    assert list(checks.foreign_names(suite)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("models/pool.py", "def f(partner):\n    return partner.deal_total"),
        ("models/pool.py", "domain = [('partner_id.deal_total', '>', 0)]"),
        ("views/pool_views.xml", '<odoo><field name="deal_total"/></odoo>'),
    ],
)
def test_field_of_a_sibling_is_refused(bench, path, text):
    one_finding(checks.foreign_fields(siblings(bench, {path: text}), set()), "'deal_total' is a field of crm_trade")


def test_field_that_core_or_the_addon_has_too_is_allowed(bench):
    suite = siblings(bench, {"models/pool.py": "domain = [('deal_total', '>', 0)]"})
    assert list(checks.foreign_fields(suite, {"deal_total"})) == []


def test_forbidden_dependency_is_refused(bench):
    bench.addon("crm_followup").addon("crm_trade", depends=["crm_followup"])
    suite = bench.addon("crm_lead_pool", depends=["crm_followup", "crm_trade"]).suite
    one_finding(checks.dependencies(suite), "crm_lead_pool depends on")


@pytest.mark.parametrize(
    ("manifest", "word"),
    [
        ({"depends": ["crm_lead_pool", "crm_trade", "sale"], "auto_install": True}, "exactly two"),
        ({"depends": ["crm_lead_pool", "crm_trade"]}, "auto_install is missing"),
        ({"depends": ["crm_followup", "crm_trade"], "auto_install": True}, "stands on the other"),
    ],
)
def test_bad_glue_is_refused(bench, manifest, word):
    siblings(bench, {})
    one_finding(checks.dependencies(bench.addon("crm_glue", **manifest).suite), word)


def test_good_glue_may_name_both(bench):
    siblings(bench, {})
    files = {"models/glue.py": "x = 'crm.deal'\ny = 'crm_lead_pool.menu_pool'"}
    suite = bench.addon("crm_glue", files, depends=["crm_lead_pool", "crm_trade"], auto_install=True).suite
    assert [*checks.dependencies(suite), *checks.foreign_names(suite)] == []


@pytest.mark.parametrize(
    "code", ["import odoo", "from odoo.tools import float_round", "from ..models import visit", "from .. import models"]
)
def test_tools_that_reach_out_are_refused(bench, code):
    one_finding(checks.pure_tools(bench.code(code, "tools/days.py")), "tools/days.py:1")


@pytest.mark.parametrize(
    "code", ["import datetime", "from . import other", "from ..const import N", "from .. import const"]
)
def test_pure_tools_pass(bench, code):
    assert list(checks.pure_tools(bench.code(code, "tools/days.py"))) == []


# ------------------------------------------------------------------------------------------------------ code


@pytest.mark.parametrize(
    "code",
    [
        "self.env.cr.execute(f'DELETE FROM {table}')",
        "self.env.cr.execute('DELETE FROM %s' % table)",
        "self.env.cr.execute('DELETE FROM ' + table)",
        "cr.execute(query)",
        "return self.env.execute_query(SQL(f'SELECT {x}'))",
        "query = 'SELECT ' + x\n    self.env.cr.execute(query)",
        "query = SQL('SELECT 1')\n    query = text\n    self.env.cr.execute(query)",
        "return SQL('SELECT ' + x)",
    ],
)
def test_composed_sql_is_refused(bench, code):
    assert list(checks.safe_sql(bench.code(f"def f(self, cr, x, table, text):\n    {code}")))


@pytest.mark.parametrize(
    "code",
    [
        "self.env.cr.execute('SELECT 1')",
        "self.env.cr.execute(SQL('SELECT %s', x))",
        "query = SQL('SELECT %s', x)\n    self.env.cr.execute(query)",
        "return self.env.execute_query(SQL('SELECT %s FROM %s', x, SQL.identifier(table)))",
        "pool.execute(task)",
    ],
)
def test_literal_sql_passes(bench, code):
    assert list(checks.safe_sql(bench.code(f"def f(self, cr, x, table, pool, task):\n    {code}"))) == []


def test_sudo_without_reason_is_refused(bench):
    code = "def f(self):\n    # far above\n\n\n\n    x = 1\n    return self.sudo().name\n"
    one_finding(checks.explained_sudo(bench.code(code)), "more.py:7")


@pytest.mark.parametrize(
    "code",
    [
        "def f(self):\n    return self.sudo().name  # counting needs no right\n",
        "def f(self):\n    # counting needs no right\n    return (\n        self.env['x'].sudo()\n    )\n",
        "def f(self):\n    return self.sudo(False)\n",
        'def f(self):\n    """In sudo mode: the reader may not see it."""\n    return self.sudo().lead_id\n',
    ],
)
def test_sudo_with_reason_passes(bench, code):
    assert list(checks.explained_sudo(bench.code(code))) == []


def test_sudo_in_tests_needs_no_reason(bench):
    assert list(checks.explained_sudo(bench.code("def f(self):\n    self.sudo()", "tests/common.py"))) == []


@pytest.mark.parametrize("code", ["self.env.cr.commit()", "self._cr.commit()", "cr.rollback()"])
def test_commit_is_refused(bench, code):
    one_finding(checks.no_commit(bench.code(f"def f(self, cr):\n    {code}")), "more.py:2")


def test_print_is_refused(bench):
    one_finding(checks.no_print(bench.code("print('here')")), "more.py:1")


# -------------------------------------------------------------------------------------------------- security


@pytest.mark.parametrize(
    "rules",
    [
        "<odoo/>",
        RULES.replace("company_ids + [False]", "[user.company_id.id]"),
        RULES.replace("company_ids", "x").replace("create_uid', '=', user.id", "company_id', 'in', company_ids"),
    ],
    ids=["none", "not by companies", "only for a group"],
)
def test_model_without_company_rule_is_refused(bench, rules):
    suite = bench.addon("crm_followup", {"security/ir_rules.xml": rules}).suite
    one_finding(checks.company_rules(suite), "crm.visit", "company rule")


def test_company_from_a_mixin_needs_a_rule(bench):
    code = """
from odoo import fields, models
class Mixin(models.AbstractModel):
    _name = "crm.mixin"
    company_id = fields.Many2one("res.company")
class Route(models.Model):
    _name = "crm.route"
    _inherit = ["crm.mixin"]
"""
    one_finding(checks.company_rules(bench.code(code)), "crm.route")


def test_rule_file_that_is_not_loaded_does_not_count(bench):
    suite = bench.addon("crm_followup", data=["security/ir.model.access.csv"]).suite
    one_finding(checks.company_rules(suite), "crm.visit")


@pytest.mark.parametrize("kind", ["Model", "TransientModel"])
def test_model_without_access_line_is_refused(bench, kind):
    code = f"from odoo import models\nclass A(models.{kind}):\n    _name = 'crm.bare'"
    one_finding(checks.access_lines(bench.code(code)), "crm.bare has no line")


def test_abstract_model_needs_no_access_line(bench):
    code = "from odoo import models\nclass A(models.AbstractModel):\n    _name = 'crm.bare'"
    assert list(checks.access_lines(bench.code(code))) == []


def test_access_for_everybody_is_refused(bench):
    files = {"security/ir.model.access.csv": ACCESS.replace("base.group_user", "")}
    one_finding(checks.access_lines(bench.addon("crm_followup", files).suite), "portal included")


def test_matrix_shows_lines_and_rules(bench):
    table = access_matrix.build(bench.addon("crm_followup").suite)
    assert table.splitlines() == [
        "model,group,read,write,create,unlink,rules",
        "crm.visit,,,,,,\"crm_followup.crm_visit_rule_company: [('company_id', 'in', company_ids + [False])]\"",
        "crm.visit,base.group_user,1,0,1,0,\"crm_followup.crm_visit_rule_own (rwc): [('create_uid', '=', user.id)]\"",
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"security/ir.model.access.csv": ACCESS.replace("1,0,1,0", "1,0,1,1")},
        {"security/ir_rules.xml": RULES.replace("('create_uid', '=', user.id)", "(1, '=', 1)")},
        {"security/ir_rules.xml": RULES.replace("base.group_user", "base.group_portal")},
    ],
    ids=["right", "domain", "group"],
)
def test_matrix_notices_a_change(bench, tmp_path, files):
    stored = tmp_path / "matrix.csv"
    stored.write_text(access_matrix.build(bench.addon("crm_followup").suite), encoding="utf-8")
    assert access_matrix.difference(bench.suite, stored) == []
    changed = access_matrix.difference(bench.addon("crm_followup", files).suite, stored)
    assert any(line.startswith("+crm.visit") for line in changed)


# -------------------------------------------------------------------------------------------- the repository

S = "/"  # kept apart, so that this file does not itself name what it forbids


@pytest.mark.parametrize(
    "text",
    [
        f"see {S}home{S}li{S}odoo.conf",
        f"path = '{S}root{S}.cache'",
        f"{S}tmp{S}job-17{S}stdout",
        f"cd {S}work{S}main",
        "C:" + "\\Users\\li",
        "https://regis" + "try.npm" + "js.org/x",
        "index-url = https://pypi" + ".org/simple",
        "https://files.python" + "hosted.org/packages",
        "deb http://deb.deb" + "ian.org/debian sid main",
        "https://mir" + "ror.example.com/x",
        "https://bot:" + "secret@example.com/",
    ],
)
def test_trace_of_a_machine_is_refused(tmp_path, text):
    (tmp_path / "notes.md").write_text(f"first\n{text}\n", encoding="utf-8")
    found = list(checks.machine_traces(tmp_path, ["notes.md"]))
    assert found and all(line.startswith("notes.md:2: ") for line in found)


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/odoo/odoo/issues/1",
        "docs/work/main.md and ./tmp/x and $HOME/tmp/x",
        "/var/lib/odoo and /home/odoo/data and /mnt/extra-addons",
        "http://localhost:8069/odoo/mirror",
        "tmpfs: /tmp",
    ],
)
def test_ordinary_text_is_no_trace(tmp_path, text):
    (tmp_path / "notes.md").write_text(text, encoding="utf-8")
    assert list(checks.machine_traces(tmp_path, ["notes.md"])) == []


def test_budgets_are_reported(bench):
    code = "def long(self):\n" + "    x = 1\n" * 31 + "# more\n" * 400
    found = list(checks.budgets(bench.code(code)))
    assert [line.split(": ")[1] for line in found] == ["432 lines (budget 400)", "long() 31 lines"]
