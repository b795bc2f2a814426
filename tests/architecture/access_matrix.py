"""The table of who may do what: model × group, the access line and the record rules that narrow it.

    python -m tests.architecture.access_matrix            print the difference to the checked-in table
    python -m tests.architecture.access_matrix --write    write tests/architecture/access_matrix.csv anew

A row without a group stands for everybody: its rules are the global ones, which nobody passes by. Whoever changes a
right writes the table anew, and the reviewer sees the change of rights as a change of lines.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import sys
from pathlib import Path

from .source import ROOT, Suite

TABLE = Path(__file__).with_name("access_matrix.csv")
COLUMNS = ("model", "group", "read", "write", "create", "unlink", "rules")
EVERYBODY = ""


def build(suite: Suite) -> str:
    """The table as CSV text, sorted by model and group."""
    perms: dict[tuple[str, str], set[str]] = {}
    for access in suite.access:
        perms.setdefault((access.model, access.group), set()).update(access.perms)
    rules: dict[tuple[str, str], list[str]] = {}
    for rule in suite.rules:
        limited = "" if rule.perms == "rwcu" else f" ({rule.perms})"
        for group in rule.groups or [EVERYBODY]:
            rules.setdefault((rule.model, group), []).append(f"{rule.addon}.{rule.xmlid}{limited}: {rule.domain}")
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for model, group in sorted(perms.keys() | rules.keys()):
        granted = perms.get((model, group))
        letters = ["" if granted is None else str(int(letter in granted)) for letter in "rwcu"]
        table.writerow([model, group, *letters, "\n".join(sorted(rules.get((model, group), [])))])
    return out.getvalue()


def difference(suite: Suite, table: Path = TABLE) -> list[str]:
    """Lines of a diff from the checked-in table to what the sources say; empty when they agree."""
    stored = table.read_text(encoding="utf-8") if table.is_file() else ""
    return list(
        difflib.unified_diff(
            stored.splitlines(), build(suite).splitlines(), "checked-in table", "sources", lineterm="", n=1
        )
    )


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table anew")
    options = parser.parse_args(argv)
    suite = Suite(ROOT / "addons")
    changed = difference(suite)
    print("\n".join(changed) or "The table agrees with the sources.")
    if options.write:
        TABLE.write_text(build(suite), encoding="utf-8")
        return 0
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
