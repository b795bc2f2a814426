"""The addons' translations: export the templates, merge them, check that nothing is missing.

    make i18n
        the three steps below for all addons, on the database with the suite that the tests use
    python tools/i18n.py export --database NAME [--config odoo.conf] [ADDON …]
        writes addons/X/i18n/X.pot from a database where the addons are installed
    python tools/i18n.py update [ADDON …]
        merges X.pot into X/i18n/zh_CN.po, keeping translations; what is no longer in X.pot goes
    python tools/i18n.py check [ADDON …]
        every text translated, the same placeholders on both sides, nothing fuzzy or stale, files in the fixed form
    python tools/i18n.py format [ADDON …]
        brings files that were edited by hand into that form

Headers carry no date, host or program, and texts are in a fixed order: exporting twice gives no difference.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_CN"
WRAP = 78  # what polib and the OCA checks call pretty

# %(name)s, %s, %d, %5.2f, %%; and {name} as JavaScript and mail texts have it.
PERCENT = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdifrxXeEgGc%]")
# A percent sign in prose ("50 % of", "100% off") is none: it is followed by a blank or stands after a number.
PROSE_PERCENT = re.compile(r"(?<=[\d ])% |\d%(?!\()|%$")
BRACES = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)")


def placeholders(text: str) -> Counter:
    """The placeholders and HTML tags of a text, counted; they must be the same in its translation."""
    plain = PROSE_PERCENT.sub(" ", text)
    return Counter([*PERCENT.findall(plain), *BRACES.findall(text), *(f"<{tag}>" for tag in TAG.findall(text))])


def open_po(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=WRAP, encoding="utf-8")


def sort_key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def text_of(po: polib.POFile, metadata: dict[str, str], header: str) -> str:
    """The text of ``po`` in the fixed order with the fixed header."""
    po.metadata = metadata
    po.header = header
    po.wrapwidth = WRAP
    po.sort(key=sort_key)
    for entry in po:
        # Line numbers change with every edit, the places themselves hardly ever.
        entry.occurrences = sorted({(place, "0" if line else line) for place, line in entry.occurrences})
    text = str(po)
    return text if text.endswith("\n") else text + "\n"


def save(po: polib.POFile, path: Path, metadata: dict[str, str], header: str) -> bool:
    """Write ``po`` in the fixed form. :return: whether the file changed"""
    before = path.read_text(encoding="utf-8") if path.is_file() else None
    text = text_of(po, metadata, header)
    if text != before:
        path.write_text(text, encoding="utf-8")
    return text != before


def metadata(language: str = "") -> dict[str, str]:
    fields = {"Project-Id-Version": "Odoo Server 19.0", "Language": language, "MIME-Version": "1.0"}
    fields |= {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
    return fields | ({"Plural-Forms": "nplurals=1; plural=0;"} if language else {})


def header(addon: str) -> str:
    return f"Translation of Odoo Server.\nThis file contains the translation of the following modules:\n\t* {addon}\n"


# --------------------------------------------------------------------------- the three commands


def normalise_pot(pot: Path) -> bool:
    """Take the unstable parts out of a template that Odoo wrote."""
    po = open_po(pot)
    for entry in po:
        entry.msgstr = ""
    return save(po, pot, metadata(), header(pot.stem))


def export(
    addons: list[Path], database: str, config: str | None, python: str, env: dict[str, str] | None = None
) -> int:
    """Let Odoo write the templates of all addons in one run, then make them stable.

    :param env: the environment of the run, None for this one
    :return: Odoo's exit code; 1 if a template was not written (the addon is not installed in that database)
    """
    before = {path: path.read_bytes() for addon in addons if (path := pot_of(addon)).is_file()}
    for addon in addons:
        (addon / "i18n").mkdir(exist_ok=True)
        pot_of(addon).unlink(missing_ok=True)
    command = [python, "-m", "odoo", f"--addons-path={addons[0].parent}", "i18n", "export", "-d", database]
    command += ["-c", config] if config else []
    command += [addon.name for addon in addons]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    missing = [addon.name for addon in addons if not pot_of(addon).is_file()]
    for addon in addons:
        if addon.name not in missing:
            normalise_pot(pot_of(addon))
    if done.returncode or missing:
        for path, content in before.items():
            if not path.is_file():
                path.write_bytes(content)
        print(done.stdout + done.stderr)
        if missing:
            print(f"Not exported, because not installed in {database} or without a text: {', '.join(missing)}")
        return done.returncode or 1
    for pot in map(pot_of, addons):
        print(f"{pot.name}: {'same' if before.get(pot) == pot.read_bytes() else 'changed'}")
    return 0


def update(addon: Path) -> str:
    """Merge the template into the translation; texts that are new stay empty for the translator.

    :return: one line that says what changed
    """
    pot, path = open_po(pot_of(addon)), po_of(addon)
    old = {(entry.msgctxt, entry.msgid): entry for entry in open_po(path)} if path.is_file() else {}
    merged = polib.POFile(wrapwidth=WRAP)
    for entry in pot:
        known = old.pop((entry.msgctxt, entry.msgid), None)
        entry.msgstr = known.msgstr if known and not known.obsolete else ""
        entry.tcomment = known.tcomment if known else ""
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        merged.append(entry)
    changed = save(merged, path, metadata(LANGUAGE), header(addon.name))
    empty = sum(not entry.msgstr for entry in merged)
    return (
        f"{addon.name}: {'changed' if changed else 'same'}, {len(merged)} texts, {empty} to translate, {len(old)} gone"
    )


def check(addon: Path) -> Iterator[str]:
    """What is wrong with the translation of one addon."""
    pot_path, path = pot_of(addon), po_of(addon)
    for needed in (pot_path, path):
        if not needed.is_file():
            yield f"{addon.name}/i18n/{needed.name} is missing"
            return
    wanted = {(entry.msgctxt, entry.msgid) for entry in open_po(pot_path)}
    found = set()
    for entry in open_po(path):
        place = f"{addon.name}/i18n/{path.name}:{entry.linenum}"
        short = entry.msgid if len(entry.msgid) <= 60 else entry.msgid[:57] + "…"
        if entry.obsolete or (entry.msgctxt, entry.msgid) not in wanted:
            yield f"{place}: stale, no longer in the template: {short!r}"
            continue
        found.add((entry.msgctxt, entry.msgid))
        if not entry.msgstr.strip():
            yield f"{place}: not translated: {short!r}"
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            lost = placeholders(entry.msgid) - placeholders(entry.msgstr)
            more = placeholders(entry.msgstr) - placeholders(entry.msgid)
            yield f"{place}: placeholders differ (lost {sorted(lost)}, added {sorted(more)}): {short!r}"
        if entry.fuzzy:
            yield f"{place}: fuzzy: {short!r}"
    for file, language in ((pot_path, ""), (path, LANGUAGE)):
        if text_of(open_po(file), metadata(language), header(addon.name)) != file.read_text(encoding="utf-8"):
            yield f"{addon.name}/i18n/{file.name}: not in the fixed form, run: python tools/i18n.py format"
    for _context, msgid in sorted(wanted - found, key=lambda key: key[1]):
        yield f"{addon.name}/i18n/{path.name}: missing: {msgid!r}"


def suite_database() -> tuple[str, str, dict[str, str]]:
    """The tests' template database with the suite, made if need be. :return: name, configuration file, environment"""
    sys.path.insert(0, str(ROOT))
    from tools.bootstrap.console import Console
    from tools.testing.command import make_ready

    console = Console(total=4)
    workshop = make_ready(console)
    with console.step("A database with the suite"):
        database = workshop.suite(console)
    return database.name, str(database.config), workshop.environment()


def all_steps(addons: list[Path]) -> int:
    """Export, update and check. :return: 0, or 1 when the export failed or a translation is missing or wrong"""
    database, config, environment = suite_database()
    if code := export(addons, database, config, project_python(), environment):
        return code
    for addon in addons:
        print(update(addon))
    return report(addons)


def report(addons: list[Path]) -> int:
    """Print what is wrong. :return: 1 if anything is"""
    wrong = [line for addon in addons for line in check(addon)]
    print("\n".join(wrong) if wrong else f"{len(addons)} addons completely translated")
    return 1 if wrong else 0


# --------------------------------------------------------------------------- command line


def pot_of(addon: Path) -> Path:
    return addon / "i18n" / f"{addon.name}.pot"


def po_of(addon: Path) -> Path:
    return addon / "i18n" / f"{LANGUAGE}.po"


def project_python() -> str:
    own = ROOT / ".local/venv/bin/python"
    return str(own) if own.is_file() else sys.executable


def main(argv: list[str] | None = None) -> int:
    """Run one of the commands. :return: 0, or 1 when something is missing or wrong"""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--addons", type=Path, default=ROOT / "addons", help="the folder with the addons")
    commands = parser.add_subparsers(dest="command")
    for name in ("export", "update", "check", "format"):
        command = commands.add_parser(name)
        command.add_argument("names", nargs="*", metavar="ADDON", help="default: all")
        if name == "export":
            command.add_argument("-d", "--database", required=True, help="a database with the addons installed")
            command.add_argument("-c", "--config", help="Odoo's configuration file")
    options = parser.parse_args(argv)
    addons = sorted(path.parent.resolve() for path in options.addons.glob("*/__manifest__.py"))
    if not options.command:
        return all_steps(addons)
    if options.names:
        addons = [addon for addon in addons if addon.name in options.names]
        if unknown := set(options.names) - {addon.name for addon in addons}:
            parser.error(f"no such addon: {', '.join(sorted(unknown))}")
    if not addons:
        return 0
    if options.command == "export":
        return export(addons, options.database, options.config, project_python())
    if options.command == "format":
        for addon in addons:
            for path, language in ((pot_of(addon), ""), (po_of(addon), LANGUAGE)):
                if path.is_file() and save(open_po(path), path, metadata(language), header(addon.name)):
                    print(f"{addon.name}/i18n/{path.name}: written")
        return 0
    if options.command == "update":
        for addon in addons:
            print(update(addon))
        return 0
    return report(addons)


if __name__ == "__main__":
    sys.exit(main())
