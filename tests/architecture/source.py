"""The addons as data: manifests, Python trees, XML trees, models, access lines and rules.

Everything is read from files, nothing is imported, so the checks run without Odoo and take a second or two. The
checks below take a :class:`Suite`, which may stand for the repository or for a small bad one that a self-test wrote.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
ABSTRACT, TRANSIENT, MODEL = "AbstractModel", "TransientModel", "Model"


@dataclass
class Source:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @cached_property
    def comment_lines(self) -> set[int]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0] for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def docstrings(self) -> set[int]:
        """The identities of the constants that are docstrings."""
        holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr):
                found.add(id(node.body[0].value))
        return found

    @cached_property
    def sudo_docstring_lines(self) -> set[int]:
        """The lines of docstrings that speak of sudo."""
        found: set[int] = set()
        for node in ast.walk(self.tree):
            if id(node) in self.docstrings and isinstance(node, ast.Constant) and "sudo" in str(node.value):
                found |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        return found

    def strings(self) -> Iterator[tuple[int, str]]:
        """(line, value) of every string that is no docstring; the fixed parts of f-strings too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in self.docstrings:
                yield node.lineno, node.value


@dataclass
class ModelClass:
    """One class that defines or extends a model.

    :ivar name: the model's name
    :ivar kind: AbstractModel, TransientModel or Model
    :ivar inherits: what ``_inherit`` lists
    :ivar fields: field name → name of the field's class
    """

    addon: str
    path: Path
    line: int
    name: str
    kind: str
    inherits: list[str]
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.name not in self.inherits


@dataclass
class Rule:
    addon: str
    xmlid: str
    model: str
    groups: list[str]
    domain: str
    perms: str
    path: Path
    line: int


@dataclass
class Access:
    addon: str
    xmlid: str
    model: str
    group: str
    perms: str
    path: Path
    line: int


class Addon:
    """One addon folder."""

    def __init__(self, path: Path):
        self.path = path
        self.name = path.name
        self.manifest: dict = ast.literal_eval((path / "__manifest__.py").read_text(encoding="utf-8"))

    def __repr__(self) -> str:
        return self.name

    @property
    def depends(self) -> list[str]:
        return self.manifest.get("depends", [])

    @cached_property
    def sources(self) -> list[Source]:
        found = []
        for path in sorted(self.path.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Source(path, text, ast.parse(text, str(path))))
        return found

    @property
    def code(self) -> list[Source]:
        """The sources without the tests."""
        return [source for source in self.sources if "tests" not in source.path.relative_to(self.path).parts]

    @cached_property
    def xml(self) -> dict[Path, etree._Element]:
        """Root elements of all XML files, vendored libraries left out."""
        return {path: etree.parse(str(path)).getroot() for path in self._files("*.xml")}

    @cached_property
    def scripts(self) -> dict[Path, str]:
        return {path: path.read_text(encoding="utf-8") for path in self._files("*.js")}

    def _files(self, pattern: str) -> list[Path]:
        return [path for path in sorted(self.path.rglob(pattern)) if "/static/lib/" not in path.as_posix()]

    def data_records(self, model: str) -> Iterator[tuple[Path, etree._Element]]:
        """``<record model=…>`` of the manifest's data files, in loading order."""
        for name in self.manifest.get("data", []):
            path = self.path / name
            if path.suffix == ".xml" and path in self.xml:
                for record in self.xml[path].iter("record"):
                    if record.get("model") == model:
                        yield path, record

    def full_id(self, xmlid: str) -> str:
        return xmlid if "." in xmlid or not xmlid else f"{self.name}.{xmlid}"

    @cached_property
    def models(self) -> list[ModelClass]:
        return [model for source in self.code for model in read_models(self.name, source)]

    @cached_property
    def own_fields(self) -> dict[str, set[str]]:
        """model → fields that this addon's classes define on it."""
        found: dict[str, set[str]] = {}
        for model in self.models:
            found.setdefault(model.name, set()).update(model.fields)
        return found


def constant(node: ast.expr | None) -> object:
    """The value of a literal, or None."""
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


def read_models(addon: str, source: Source) -> Iterator[ModelClass]:
    """The model classes of a file: subclasses of models.Model and its two sisters."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        kinds = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
        kind = next((kind for kind in (ABSTRACT, TRANSIENT, MODEL) if kind in kinds), None)
        if not kind:
            continue
        attributes: dict[str, ast.expr] = {}
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                attributes[statement.targets[0].id] = statement.value
        inherit = constant(attributes.get("_inherit"))
        inherits = [inherit] if isinstance(inherit, str) else list(inherit or [])
        name = constant(attributes.get("_name")) or (inherits[0] if inherits else "")
        model = ModelClass(addon, source.path, node.lineno, str(name), kind, inherits)
        for attribute, value in attributes.items():
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
                if isinstance(value.func.value, ast.Name) and value.func.value.id == "fields":
                    model.fields[attribute] = value.func.attr
        if model.name:
            yield model


class Suite:
    """All addons of a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.addons = {path.parent.name: Addon(path.parent) for path in sorted(folder.glob("*/__manifest__.py"))}

    def __iter__(self) -> Iterator[Addon]:
        return iter(self.addons.values())

    def relative(self, path: Path) -> str:
        return path.relative_to(self.folder.parent).as_posix()

    def reach(self, name: str) -> set[str]:
        """The suite's addons that ``name`` stands on, at any depth."""
        found: set[str] = set()
        todo = [name]
        while todo:
            addon = self.addons.get(todo.pop())
            for dependency in addon.depends if addon else ():
                if dependency in self.addons and dependency not in found:
                    found.add(dependency)
                    todo.append(dependency)
        return found

    @cached_property
    def new_models(self) -> dict[str, ModelClass]:
        """Models that the suite brings, by name."""
        return {model.name: model for addon in self for model in addon.models if model.is_new}

    def all_fields(self, name: str, seen: frozenset = frozenset()) -> set[str]:
        """The fields of a model as far as the suite's own classes (and mixins) define them."""
        found: set[str] = set()
        for addon in self:
            for model in addon.models:
                if model.name == name:
                    found |= set(model.fields)
                    for parent in model.inherits:
                        if parent != name and parent not in seen:
                            found |= self.all_fields(parent, seen | {name})
        return found

    @cached_property
    def _by_table(self) -> dict[str, str]:
        names = {model.name for addon in self for model in addon.models}
        names |= {parent for addon in self for model in addon.models for parent in model.inherits}
        return {name.replace(".", "_"): name for name in names}

    def model_of(self, ref: str) -> str:
        """``crm.model_crm_lead`` → ``crm.lead``; a model of Odoo that no class of ours names is guessed by its dots."""
        table = ref.split(".")[-1].removeprefix("model_")
        return self._by_table.get(table, table.replace("_", "."))

    @cached_property
    def access(self) -> list[Access]:
        found = []
        for addon in self:
            for name in addon.manifest.get("data", []):
                path = addon.path / name
                if path.name != "ir.model.access.csv" or not path.is_file():
                    continue
                with path.open(encoding="utf-8", newline="") as lines:
                    for number, row in enumerate(csv.DictReader(lines), start=2):
                        perms = [row[f"perm_{perm}"] for perm in ("read", "write", "create", "unlink")]
                        model = self.model_of(row.get("model_id:id") or row.get("model_id/id") or "")
                        group = addon.full_id(row.get("group_id:id") or row.get("group_id/id") or "")
                        letters = "".join(letter if on == "1" else "-" for letter, on in zip("rwcu", perms))
                        found.append(Access(addon.name, row["id"], model, group, letters, path, number))
        return found

    @cached_property
    def rules(self) -> list[Rule]:
        found = []
        for addon in self:
            for path, record in addon.data_records("ir.rule"):
                found.append(read_rule(self, addon, path, record))
        return found


def read_rule(suite: Suite, addon: Addon, path: Path, record: etree._Element) -> Rule:
    nodes = {node.get("name"): node for node in record.iter("field")}

    def text(name: str) -> str:
        node = nodes.get(name)
        if node is None:
            return ""
        return node.get("eval") or "".join(node.itertext())

    model = nodes["model_id"].get("ref") if "model_id" in nodes else ""
    if not model and "model_id" in nodes:  # search="[('model', '=', 'crm.lead')]"
        model = (re.findall(r"'([\w.]+)'\)", nodes["model_id"].get("search") or "") or [""])[0].replace(".", "_")
    perms = "".join(
        letter
        for letter, perm in zip("rwcu", ("read", "write", "create", "unlink"))
        if text(f"perm_{perm}").strip() not in ("0", "False")
    )
    groups = [addon.full_id(ref) for ref in re.findall(r"ref\(['\"]([\w.]+)['\"]\)", text("groups"))]
    domain = re.sub(r"(?<=[\[(]) | (?=[\])])", "", re.sub(r"\s+", " ", text("domain_force")).strip())
    domain = re.sub(r",(?=[\])])", "", domain)
    return Rule(
        addon.name, record.get("id") or "", suite.model_of(model or ""), sorted(groups), domain, perms, path,
        record.sourceline,
    )  # fmt: skip
