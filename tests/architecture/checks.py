"""The rules of the house as functions: each takes an addon or the suite and returns what is wrong, a line a finding.

They are kept apart from the tests so that a self-test can show each of them a bad addon and see it refused.
"""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path

from .source import ABSTRACT, MODEL, Addon, Source, Suite

# ----------------------------------------------------------------------------------------------- manifests

REQUIRED_KEYS = ("name", "summary", "version", "category", "author", "license", "depends", "data")
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
FRAGMENTS = ("DESCRIPTION", "CONFIGURE", "USAGE", "DEVELOP", "HISTORY")
SECTIONS = ("security", "data", "views", "menus")
NOT_DATA = ("static", "tests", "migrations")  # folders whose XML the manifest's data does not list


def section(name: str) -> int:
    """Where a data file belongs: 0 security, 1 data, 2 views (wizards and reports with them), 3 menus."""
    folder, stem = name.split("/")[0], Path(name).stem
    if folder == "security":
        return 0
    if stem in ("menu", "menus") or stem.endswith(("_menu", "_menus")):
        return 3
    return 1 if folder == "data" else 2


def manifest_values(addon: Addon) -> Iterator[str]:
    manifest = addon.manifest
    for key in REQUIRED_KEYS:
        if not manifest.get(key) and key not in ("data",):
            yield f"{addon.name}: the manifest has no {key}"
    if manifest.get("license") != "LGPL-3":
        yield f"{addon.name}: the license is {manifest.get('license')!r}, not 'LGPL-3'"
    if not VERSION.fullmatch(str(manifest.get("version"))):
        yield f"{addon.name}: the version {manifest.get('version')!r} is not 19.0.x.y.z"
    summary = str(manifest.get("summary", ""))
    if "\n" in summary or summary.endswith("."):
        yield f"{addon.name}: the summary is one line without a full stop"
    if "description" in manifest:
        yield f"{addon.name}: the description stands in readme/DESCRIPTION.md, not in the manifest"
    if manifest.get("application") and addon.name != "crm_followup":
        yield f"{addon.name}: only crm_followup is an application"


def manifest_order(addon: Addon) -> Iterator[str]:
    highest, above = 0, ""
    for name in addon.manifest.get("data", []):
        place = section(name)
        if place < highest:
            yield f"{addon.name}: {name} ({SECTIONS[place]}) stands after {above} ({SECTIONS[highest]})"
        else:
            highest, above = place, name


def manifest_files(addon: Addon) -> Iterator[str]:
    """Every file that is listed exists, and every XML and access file that exists is listed, once."""
    listed = [*addon.manifest.get("data", []), *addon.manifest.get("demo", [])]
    for name in listed:
        if not (addon.path / name).is_file():
            yield f"{addon.name}: {name} is listed but does not exist"
        if listed.count(name) > 1:
            yield f"{addon.name}: {name} is listed twice"
    for name in addon.manifest.get("demo", []):
        if not name.startswith("demo/"):
            yield f"{addon.name}: {name} is demo data outside demo/"
    for name in addon.manifest.get("data", []):
        if name.startswith("demo/"):
            yield f"{addon.name}: {name} would be loaded into every database"
    patterns = [
        pattern if isinstance(pattern, str) else pattern[-1]
        for bundle in addon.manifest.get("assets", {}).values()
        for pattern in bundle
    ]
    for path in [*addon.path.rglob("*.xml"), *addon.path.glob("security/*.csv")]:
        name = path.relative_to(addon.path).as_posix()
        if name.startswith("static/src/"):
            # "**/" stands for any depth, none included, as in Odoo
            flat = [pattern.replace("**/", "*").lstrip("/") for pattern in patterns]
            if not any(fnmatch.fnmatchcase(f"{addon.name}/{name}", pattern) for pattern in flat):
                yield f"{addon.name}: {name} is in no asset bundle"
        elif name.split("/")[0] not in NOT_DATA and name not in listed:
            yield f"{addon.name}: {name} is not listed in the manifest"


def shipped_files(addon: Addon) -> Iterator[str]:
    """What every addon brings besides code."""
    wanted = ["__init__.py", "static/description/icon.png", "static/description/index.html", "README.md"]
    wanted += [f"readme/{fragment}.md" for fragment in FRAGMENTS]
    wanted += [f"i18n/{addon.name}.pot", "i18n/zh_CN.po"]
    for name in wanted:
        path = addon.path / name
        if not path.is_file():
            yield f"{addon.name}: {name} is missing"
        elif name.startswith("readme/") and not path.read_text(encoding="utf-8").strip():
            yield f"{addon.name}: {name} is empty"
    if not list((addon.path / "tests").glob("test_*.py")):
        yield f"{addon.name}: there are no tests"


def imported_tests(addon: Addon) -> Iterator[str]:
    """Every test file is imported by tests/__init__.py; otherwise Odoo never runs it, and says nothing."""
    init = addon.path / "tests/__init__.py"
    tree = ast.parse(init.read_text(encoding="utf-8")) if init.is_file() else ast.Module([], [])
    known = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    for path in sorted((addon.path / "tests").glob("test_*.py")):
        if path.stem not in known:
            yield f"{addon.name}: tests/{path.name} is not imported by tests/__init__.py and would never run"


# ----------------------------------------------------------------------------------------------- dependencies

# What an addon of the suite may stand on within the suite (docs: the picture in the design notes).
ALLOWED = {
    "crm_followup": set(),
    "crm_lead_pool": {"crm_followup"},
    "crm_trade": {"crm_followup"},
    "crm_reports": {"crm_followup"},
    "crm_visit_sales": {"crm_trade"},
}


def dependencies(suite: Suite) -> Iterator[str]:
    for addon in suite:
        inside = {name for name in addon.depends if name in suite.addons or name in ALLOWED}
        if addon.name in ALLOWED:
            if inside != ALLOWED[addon.name]:
                yield f"{addon.name} depends on {sorted(inside)} of the suite, not on {sorted(ALLOWED[addon.name])}"
            if addon.manifest.get("auto_install"):
                yield f"{addon.name} installs itself: only glue does that"
            continue
        # Glue joins two addons that do not know each other, one of them ours.
        if len(addon.depends) != 2 or not inside:
            yield f"{addon.name} is glue: it depends on exactly two addons, not on {addon.depends}"
        if not addon.manifest.get("auto_install"):
            yield f"{addon.name} is glue: auto_install is missing"
        first, *rest = addon.depends or [""]
        if any(first in suite.reach(other) or other in suite.reach(first) for other in rest):
            yield f"{addon.name} is glue between addons one of which stands on the other: the code belongs there"


SQL_WORDS = re.compile(r"\b(?:SELECT|FROM|JOIN|UPDATE|INSERT|DELETE|WHERE)\b")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def spoken(addon: Addon) -> Iterator[tuple[Path, int, str, str]]:
    """(file, line, kind, text) of everything in an addon that can name something of another.

    Kinds: ``string`` and ``attribute`` of Python, ``import``, ``xml`` (attributes and texts, no comments), ``js``.
    """
    for source in addon.sources:
        for line, text in source.strings():
            yield source.path, line, "string", text
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    yield source.path, node.lineno, "import", f"{node.module}.{alias.name}"
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield source.path, node.lineno, "import", alias.name
            elif isinstance(node, ast.Attribute):
                yield source.path, node.lineno, "attribute", node.attr
            elif isinstance(node, ast.keyword) and node.arg:
                yield source.path, node.value.lineno, "attribute", node.arg
    for path, root in addon.xml.items():
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            for text in (*node.attrib.values(), node.text or "", node.tail or ""):
                if text.strip():
                    yield path, node.sourceline, "xml", text
    for path, text in addon.scripts.items():
        bare = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
        for number, line in enumerate(bare.splitlines(), start=1):
            yield path, number, "js", line


def foreign_names(suite: Suite) -> Iterator[str]:
    """An addon names no addon, XML id, model or table of a sibling that it does not stand on."""
    for addon in suite:
        foreign = set(suite.addons) - suite.reach(addon.name) - {addon.name}
        if not foreign:
            continue
        prefix = re.compile(r"(?<![\w.])(?:" + "|".join(sorted(foreign)) + r")(?:\.[a-z_]|/static/|/)")
        module = re.compile(r"odoo\.addons\.(?:" + "|".join(sorted(foreign)) + r")\b")
        models = {model.name for model in suite.new_models.values() if model.addon in foreign}
        # "crm.visit" is also the beginning of "crm.visit.route", hence the bounds
        words = "|".join(re.escape(name) for name in sorted(models, key=len, reverse=True)) or r"(?!)"
        model = re.compile(rf"(?<![\w.])(?:{words})(?![\w.])")
        table_words = "|".join(name.replace(".", "_") for name in sorted(models)) or r"(?!)"
        table = re.compile(rf"(?<![\w.])(?:{table_words})(?!\w)")
        reference = re.compile(rf"\bmodel_(?:{table_words})(?!\w)")
        for path, line, kind, text in spoken(addon):
            patterns = [module] if kind == "import" else [] if kind == "attribute" else [prefix, model, reference]
            if kind == "string" and SQL_WORDS.search(text):
                patterns.append(table)
            for pattern in patterns:
                if match := pattern.search(text):
                    yield f"{suite.relative(path)}:{line}: {addon.name} names {match[0]!r} of a sibling"
                    break


def foreign_fields(suite: Suite, core_fields: set[str]) -> Iterator[str]:
    """An addon uses no field that only a sibling adds to a model they share (``res.partner``, ``crm.lead`` …).

    :param core_fields: names that Odoo's own models have; they are nobody's
    """
    for addon in suite:
        near = suite.reach(addon.name) | {addon.name}
        own = {name for other in near for model in suite.addons[other].models for name in model.fields}
        foreign: dict[str, str] = {}
        for other in sorted(set(suite.addons) - near):
            for model in suite.addons[other].models:
                if not model.is_new:
                    foreign |= {name: other for name in model.fields if name not in own | core_fields}
        if not foreign:
            continue
        word = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(foreign))) + r")(?!\w)")
        for path, line, kind, text in spoken(addon):
            if kind in ("string", "attribute", "xml", "js") and (match := word.search(text)):
                yield f"{suite.relative(path)}:{line}: {match[0]!r} is a field of {foreign[match[0]]}"


def pure_tools(suite: Suite) -> Iterator[str]:
    """tools/ holds functions of values: it imports neither odoo nor anything of the addon outside tools/."""
    for addon in suite:
        folder = addon.path / "tools"
        for source in addon.sources:
            if folder not in source.path.parents:
                continue
            depth = len(source.path.relative_to(folder).parts)
            for node in ast.walk(source.tree):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""] if not node.level else []
                    # const.py is plain values, so tools may read it
                    if node.level > depth and (node.module or "").split(".")[0] != "const":
                        outside = [alias.name for alias in node.names if node.module or alias.name != "const"]
                        if outside:
                            yield f"{suite.relative(source.path)}:{node.lineno}: reaches out of tools/"
                for name in names:
                    if name.split(".")[0] == "odoo":
                        yield f"{suite.relative(source.path)}:{node.lineno}: tools/ imports {name}"


# ----------------------------------------------------------------------------------------------- code


def is_cursor(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id in ("cr", "cursor")) or (
        isinstance(node, ast.Attribute) and node.attr in ("cr", "_cr", "cursor")
    )


def calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def is_safe_sql(node: ast.expr, safe_names: set[str]) -> bool:
    """Whether an expression is a literal, ``SQL("literal", …)``, or a name that only ever holds such."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in safe_names
    if isinstance(node, ast.IfExp):
        return is_safe_sql(node.body, safe_names) and is_safe_sql(node.orelse, safe_names)
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Name) and function.id == "SQL":
            return not node.args or is_safe_sql(node.args[0], safe_names)
        # Query.select() and subselect() of the ORM, SQL.identifier() and SQL("…").join() return SQL
        return isinstance(function, ast.Attribute) and function.attr in ("select", "subselect", "identifier", "join")
    return False


def safe_sql(suite: Suite) -> Iterator[str]:
    """Nothing reaches the database but literals and SQL objects, and an SQL object begins with a literal.

    ``env.execute_query`` takes SQL objects only (Odoo asserts it), so there the second half is what counts.
    """
    for addon in suite:
        for source in addon.sources:
            functions = [n for n in ast.walk(source.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
            safe: dict[int, set[str]] = {}
            for function in functions:
                held: dict[str, list[ast.expr]] = {}
                for node in ast.walk(function):
                    if isinstance(node, ast.Assign):
                        for target in node.targets:
                            if isinstance(target, ast.Name):
                                held.setdefault(target.id, []).append(node.value)
                    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                        held.setdefault(node.target.id, []).append(node.value)
                names = {name for name, values in held.items() if all(is_safe_sql(value, set()) for value in values)}
                for node in ast.walk(function):
                    safe[id(node)] = names
            for call in calls(source):
                function, names = call.func, safe.get(id(call), set())
                place = f"{suite.relative(source.path)}:{call.lineno}"
                if isinstance(function, ast.Attribute) and call.args:
                    executes = function.attr == "execute" and is_cursor(function.value)
                    if executes and not is_safe_sql(call.args[0], names):
                        yield f"{place}: {ast.unparse(call)[:80]} – pass SQL(…) or a literal"
                if isinstance(function, ast.Name) and function.id == "SQL" and call.args:
                    if not is_safe_sql(call.args[0], names):
                        yield f"{place}: {ast.unparse(call)[:80]} – the first argument of SQL() is a literal"


def explained_sudo(suite: Suite) -> Iterator[str]:
    """Every ``sudo()`` outside tests says why: in a comment on its line or on one of the three lines before, or, where
    it is the whole point of a method, in the docstring (which then has the word sudo).
    """
    for addon in suite:
        for source in addon.code:
            for call in calls(source):
                if not isinstance(call.func, ast.Attribute) or call.func.attr != "sudo":
                    continue
                if call.args and constant_false(call.args[0]):
                    continue  # sudo(False) gives rights up
                line = call.func.end_lineno or call.lineno
                lines = {*range(line - 3, line + 1), *range(call.lineno - 3, call.lineno + 1)}
                if not lines & (source.comment_lines | source.sudo_docstring_lines):
                    yield f"{suite.relative(source.path)}:{line}: sudo() without a comment that says why"


def constant_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def no_commit(suite: Suite) -> Iterator[str]:
    """Only ``_commit_progress`` commits; tests with two cursors may."""
    for addon in suite:
        for source in addon.code:
            for call in calls(source):
                function = call.func
                if isinstance(function, ast.Attribute) and function.attr in ("commit", "rollback"):
                    if is_cursor(function.value):
                        yield f"{suite.relative(source.path)}:{call.lineno}: {ast.unparse(call)}"


def no_print(suite: Suite) -> Iterator[str]:
    for addon in suite:
        for source in addon.sources:
            for call in calls(source):
                if isinstance(call.func, ast.Name) and call.func.id in ("print", "breakpoint"):
                    yield f"{suite.relative(source.path)}:{call.lineno}: {call.func.id}()"


# ----------------------------------------------------------------------------------------------- security


def company_rules(suite: Suite) -> Iterator[str]:
    """Every stored model with a company has a rule for everybody that keeps to the companies chosen."""
    ruled = {rule.model for rule in suite.rules if not rule.groups and "company_ids" in rule.domain}
    for name, model in sorted(suite.new_models.items()):
        if model.kind == MODEL and "company_id" in suite.all_fields(name) and name not in ruled:
            yield f"{suite.relative(model.path)}:{model.line}: {name} has company_id and no global company rule"


def access_lines(suite: Suite) -> Iterator[str]:
    """Every model of ours that is not abstract has an access line, and every access line names a group."""
    lined = {access.model for access in suite.access}
    for name, model in sorted(suite.new_models.items()):
        if model.kind != ABSTRACT and name not in lined:
            yield f"{suite.relative(model.path)}:{model.line}: {name} has no line in ir.model.access.csv"
    for access in suite.access:
        if not access.group:
            yield f"{suite.relative(access.path)}:{access.line}: {access.xmlid} grants to everybody, portal included"


def known_models(suite: Suite) -> Iterator[str]:
    """Rules and access lines with a local reference mean a model that the addon defines or extends."""
    for addon in suite:
        local = {model.name for model in addon.models}
        for access in suite.access:
            if access.addon == addon.name and access.model not in local and "." not in access.model:
                yield f"{suite.relative(access.path)}:{access.line}: {access.model} is no model"


# ----------------------------------------------------------------------------------------------- the repository

# What belongs to one machine. Written so that no pattern matches its own source.
MACHINE = {
    "a folder of a person": re.compile(r"(?<![\w.$}{)])/(?:home|Users)/(?!odoo\b)[a-z][\w.-]*"),
    "a folder of one machine": re.compile(r"(?<![\w.$}{)*-])/(?:root|work|workspace|tmp)/[\w.-]+"),
    "a drive of one machine": re.compile(r"\b[A-Z]:\\\\?(?:Users|work|temp)\b"),
    "a host of a package registry": re.compile(
        r"(?:(?:registry|pypi|npm|mirrors?|artifactory|nexus|deb|ftp|archive|files)\.[\w.-]*"
        r"(?:npmjs|yarnpkg|pypi|pythonhosted|python|debian|ubuntu)|\bpypi|\bnpmjs|\bpythonhosted)\.(?:org|com|io|net)\b"
    ),
    "a mirror or registry by address": re.compile(
        r"https?://[^\s/\"'<>]*(?:registry|artifactory|nexus|mirror)[^\s/\"'<>]*"
    ),
    "a password in an address": re.compile(r"https?://[^\s/:@\"'<>{}$]+:[^\s/@\"'<>{}$]+@"),
}
TEXT_SUFFIXES = {
    "", ".py", ".xml", ".csv", ".js", ".mjs", ".json", ".md", ".txt", ".toml", ".cfg", ".ini", ".conf", ".yml", ".yaml",
    ".sh", ".po", ".pot", ".html", ".scss", ".css", ".svg", ".env", ".lock", ".template", ".sql",
}  # fmt: skip


def machine_traces(root: Path, names: list[str]) -> Iterator[str]:
    """Nothing in the repository names a path of a machine, a registry's host or a password.

    :param names: the files to read, relative to ``root``
    """
    for name in names:
        path = root / name
        if path.suffix not in TEXT_SUFFIXES or not path.is_file() or path.stat().st_size > 3_000_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            for what, pattern in MACHINE.items():
                if match := pattern.search(line):
                    yield f"{name}:{number}: {what}: {match[0]}"


# ----------------------------------------------------------------------------------------------- budgets

BUDGETS = (("models", 400), ("wizards", 400), ("tools", 400), ("tests", 300))
METHOD_BUDGET = 30
COMPONENT_BUDGET = 150


def budgets(suite: Suite) -> Iterator[str]:
    """What is longer than makes one stop and think. A report, not a verdict."""
    for addon in suite:
        for source in addon.sources:
            parts = source.path.relative_to(addon.path).parts
            length = len(source.text.splitlines())
            for folder, limit in BUDGETS:
                if folder in parts and length > limit:
                    yield f"{suite.relative(source.path)}: {length} lines (budget {limit})"
            if "tests" in parts:
                continue
            for node in ast.walk(source.tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    body = node.body[1:] if id(getattr(node.body[0], "value", None)) in source.docstrings else node.body
                    size = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                    if size > METHOD_BUDGET:
                        yield f"{suite.relative(source.path)}:{node.lineno}: {node.name}() {size} lines"
        for path, text in addon.scripts.items():
            if "/static/src/" in path.as_posix() and (length := len(text.splitlines())) > COMPONENT_BUDGET:
                yield f"{suite.relative(path)}: {length} lines (budget {COMPONENT_BUDGET})"
