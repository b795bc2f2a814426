"""Run every linter of the project, each with its time, all of them even if one fails.

    python tools/lint.py            report
    python tools/lint.py --fix      let the tools mend what they can, then report the rest
    python tools/lint.py ruff po    only the checks whose name starts so

The Python tools come from the project's virtual environment (``.local/venv``) or, without one, from where the
running interpreter has them. prettier and eslint need Node: without it (or without a way to install their packages)
they are left out with a banner; where ``CI`` is set that is a failure.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_MINIMUM = (20, 19)

# Checks of oca-checks-odoo-module that are off, and why.
ODOO_MODULE_OFF = (
    "weblate-component-too-long",  # OCA's translation server
    "prefer-readme-rst",  # the fragments and the assembled README are Markdown
    "file-not-used",  # tests/architecture does it, XML of static/ included
    "xml-create-user-wo-reset-password",  # demo users get their password from the file
    "xml-tag-position",  # no order of attributes is right everywhere
    "xml-header-wrong",  # prettier keeps whatever header is there, utf-8 in either case
    "xml-field-bool-without-eval",  # Odoo converts by the field's type: <field name="active">0</field> is fine
    "xml-field-numeric-without-eval",  # the same
)
PO_OFF = (
    "po-pretty-format",
)  # tools/i18n.py has the format; this one would empty texts that are the same in both, as "ID"


class Skipped(Exception):
    """The check cannot run on this machine; the text says why and what to do."""


@dataclass(frozen=True)
class Check:
    """One line of the report.

    :ivar command: what runs; non-zero means findings
    :ivar fix: what runs first with ``--fix`` (its own verdict does not count)
    :ivar node: needs the packages of package.json
    """

    name: str
    command: Callable[[], list[str]]
    fix: Callable[[], list[str]] | None = None
    node: bool = False


# --------------------------------------------------------------------------- where the tools are


def python_tool(name: str) -> str:
    """Path of a console script: the project's environment first, then the running interpreter's, then PATH."""
    for folder in (ROOT / ".local/venv/bin", Path(sys.executable).parent):
        if (folder / name).is_file():
            return str(folder / name)
    if found := shutil.which(name):
        return found
    raise FileNotFoundError(f"{name} is not installed. Install what requirements.txt lists, then run this again.")


def project_python() -> str:
    """The interpreter that has the project's packages."""
    own = ROOT / ".local/venv/bin/python"
    return str(own) if own.is_file() else sys.executable


def prepare_node() -> None:
    """Install the packages of package-lock.json if it changed since the last time.

    :raise Skipped: there is no Node, it is too old, or the packages cannot be had
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Skipped("there is no Node on this machine (node and npm, version 20.19 or later)")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < NODE_MINIMUM:
        raise Skipped(f"Node {version} is too old, 20.19 is needed")
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    marker = ROOT / "node_modules/.installed-lock"
    if marker.is_file() and marker.read_text() == wanted:
        return
    print("Installing prettier and eslint (npm ci) …", flush=True)
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Skipped("npm ci failed:\n" + indent(done.stdout + done.stderr))
    marker.write_text(wanted)


def node_tool(script: str) -> list[str]:
    return ["node", str(ROOT / "node_modules" / script)]


# --------------------------------------------------------------------------- what is checked


def addons() -> list[str]:
    return sorted(str(path.parent.relative_to(ROOT)) for path in ROOT.glob("addons/*/__manifest__.py"))


def files(*patterns: str) -> list[str]:
    """Files below the addons, vendored libraries left out, as paths relative to the repository."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if "/static/lib/" not in path.as_posix()}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def xml_files() -> list[str]:
    return files("addons/*/**/*.xml")


def js_files() -> list[str]:
    return files("addons/*/static/**/*.js")


def po_files() -> list[str]:
    return files("addons/*/i18n/*.po", "addons/*/i18n/*.pot")


def command(tool: str, *arguments: str, on: Iterable[str] = ()) -> list[str]:
    """The command line, or an empty list when there is nothing to run it on (``on`` given and empty)."""
    on = list(on)
    return [python_tool(tool), *arguments, *on] if on else []


def node_command(script: str, *arguments: str, on: Iterable[str]) -> list[str]:
    on = list(on)
    return [*node_tool(script), *arguments, *on] if on else []


def oca_module(*arguments: str) -> list[str]:
    return command("oca-checks-odoo-module", "--disable=" + ",".join(ODOO_MODULE_OFF), *arguments, on=addons())


def oca_po(*arguments: str) -> list[str]:
    return command("oca-checks-po", "--disable=" + ",".join(PO_OFF), *arguments, on=po_files())


def prettier(*arguments: str) -> list[str]:
    return node_command("prettier/bin/prettier.cjs", "--log-level=warn", *arguments, on=xml_files() + js_files())


def eslint(*arguments: str) -> list[str]:
    return node_command("eslint/bin/eslint.js", "--max-warnings=0", *arguments, on=js_files())


def own_tool(name: str, *arguments: str) -> list[str]:
    return [project_python(), str(ROOT / "tools" / name), *arguments]


CHECKS = (
    Check("ruff check", lambda: command("ruff", "check", "--quiet", "--output-format=concise", on=["."]),
          lambda: command("ruff", "check", "--quiet", "--fix", on=["."])),
    Check("ruff format", lambda: command("ruff", "format", "--quiet", "--diff", on=["."]),
          lambda: command("ruff", "format", "--quiet", on=["."])),
    Check("pylint-odoo", lambda: command("pylint", "--rcfile=pyproject.toml", on=addons())),
    Check("odoo module", oca_module),
    Check("po files", oca_po),
    Check("translations", lambda: own_tool("i18n.py", "check"), lambda: own_tool("i18n.py", "format")),
    Check("readmes", lambda: own_tool("readme.py", "--check"), lambda: own_tool("readme.py")),
    Check("prettier", lambda: prettier("--check"), lambda: prettier("--write"), node=True),
    Check("eslint", eslint, lambda: eslint("--fix"), node=True),
)  # fmt: skip


# --------------------------------------------------------------------------- running


def indent(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.rstrip().splitlines())


def run(argv: list[str]) -> tuple[bool, str]:
    """Run one command in the repository's root; (clean, what it said)."""
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def run_check(check: Check, fix: bool) -> tuple[bool, str]:
    """(clean, output) of one check; a tool that is missing counts as a finding."""
    try:
        if fix and check.fix and (mend := check.fix()):
            run(mend)
        argv = check.command()
    except FileNotFoundError as missing:
        return False, str(missing)
    return run(argv) if argv else (True, "")


def banner(reason: str, names: list[str]) -> str:
    rule = "!" * 100
    return (
        f"\n{rule}\n!! NOT CHECKED: {', '.join(names)}\n!! {reason.rstrip()}\n"
        f"!! Install Node 20.19 or later and run this again. In CI this is a failure.\n{rule}\n"
    )


def main(argv: list[str] | None = None) -> int:
    """Run the checks and print the report.

    :return: 0 when everything that could run is clean, 1 otherwise (and, where ``CI`` is set, if Node is missing)
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="mend what the tools can mend")
    parser.add_argument("names", nargs="*", help="only the checks whose name starts so")
    options = parser.parse_args(argv)
    chosen = [check for check in CHECKS if not options.names or check.name.startswith(tuple(options.names))]
    if not chosen:
        parser.error("no such check; there are: " + ", ".join(check.name for check in CHECKS))

    started = time.monotonic()
    failed: list[str] = []
    skipped: list[str] = []
    reason = ""
    for check in chosen:
        if check.node and not reason:
            try:
                prepare_node()
            except Skipped as missing:
                reason = str(missing)
        if check.node and reason:
            skipped.append(check.name)
            print(f"  {check.name:<14} SKIPPED", flush=True)
            continue
        began = time.monotonic()
        clean, said = run_check(check, options.fix)
        print(f"  {check.name:<14} {'ok' if clean else 'FAILED':<7} {time.monotonic() - began:5.1f} s", flush=True)
        if not clean:
            failed.append(check.name)
            print(indent(said), flush=True)

    if skipped:
        print(banner(reason, skipped), flush=True)
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            failed += skipped
    verdict = "FAILED: " + ", ".join(failed) if failed else f"{len(chosen) - len(skipped)} checks clean"
    print(f"lint: {verdict} in {time.monotonic() - started:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
