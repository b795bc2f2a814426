"""Assemble each addon's README.md and static/description/index.html from its readme/ fragments.

    python tools/readme.py           write what changed
    python tools/readme.py --check   write nothing; exit 1 with a list if a file is missing or stale

The fragments (DESCRIPTION, CONFIGURE, USAGE, DEVELOP, HISTORY .md) are the source, the two files are made from
them and the manifest. The page shows what a user needs (no DEVELOP) and knows the Markdown that the fragments
use: headings, paragraphs, lists, tables, fenced code, and in a line code, bold, emphasis and links. Anything else
stands there as it was written.
"""

from __future__ import annotations

import argparse
import ast
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = {
    "DESCRIPTION": "",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "DEVELOP": "Development",
    "HISTORY": "History",
}
IN_PAGE = ("DESCRIPTION", "CONFIGURE", "USAGE", "HISTORY")
NOTE = "<!-- Made by tools/readme.py from readme/ and __manifest__.py: edit those. -->"

HEADING = re.compile(r"(#{1,5})\s+(.*)")
ITEM = re.compile(r"(\s*)(?:[-*]|(\d+)\.)\s+(.*)")
TABLE_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?$")


def deepen(text: str) -> str:
    """The fragment with each heading one level down, so that it stands below the section's; code blocks kept."""
    lines, fenced = [], False
    for line in text.strip().splitlines():
        fenced ^= line.startswith("```")
        lines.append(f"#{line}" if not fenced and HEADING.fullmatch(line) else line)
    return "\n".join(lines)


def inline(text: str) -> str:
    """HTML of one line of Markdown. Code is set aside first: nothing inside it is markup."""
    kept: list[str] = []

    def keep(match: re.Match) -> str:
        kept.append(f"<code>{html.escape(match[1], quote=False)}</code>")
        return f"\0{len(kept) - 1}\0"

    text = html.escape(re.sub(r"`([^`]+)`", keep, text), quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<![\w*])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?![\w*])", r"<i>\1</i>", text)
    text = re.sub(r"\[([^]]+)]\(([^)\s]+)\)", r'<a href="\2">\1</a>', text)
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], text)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def table(lines: list[str]) -> Iterator[str]:
    yield '<table class="table table-sm">'
    yield "<tr>" + "".join(f"<th>{inline(cell)}</th>" for cell in cells(lines[0])) + "</tr>"
    for line in lines[2:]:
        yield "<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in cells(line)) + "</tr>"
    yield "</table>"


def items(lines: list[str]) -> Iterator[str]:
    """A list, nested by indentation; a line that is no item goes on with the one above."""
    rows: list[list] = []  # [indent, tag, text]
    for line in lines:
        if match := ITEM.fullmatch(line):
            rows.append([len(match[1]), "ol" if match[2] else "ul", match[3]])
        else:
            rows[-1][2] += " " + line.strip()
    open_lists: list[tuple[int, str]] = []
    for level, tag, text in rows:
        while open_lists and open_lists[-1][0] > level:
            yield f"</li></{open_lists.pop()[1]}>"
        if open_lists and open_lists[-1][0] == level:
            yield "</li>"
        else:
            open_lists.append((level, tag))
            yield f"<{tag}>"
        yield f"<li>{inline(text)}"
    while open_lists:
        yield f"</li></{open_lists.pop()[1]}>"


def blocks(text: str) -> Iterator[list[str]]:
    """The blocks of a text: runs of lines between empty ones; a fenced block and a heading are blocks of their own."""
    block: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            if not fenced and block:
                yield block
                block = []
            fenced = not fenced
            block.append(line)
            if not fenced:
                yield block
                block = []
        elif fenced:
            block.append(line)
        elif not line.strip() or HEADING.fullmatch(line):
            if block:
                yield block
            block = []
            if line.strip():
                yield [line]
        else:
            if ITEM.fullmatch(line) and block and not ITEM.fullmatch(block[0]):
                yield block  # a list that follows its introduction without an empty line
                block = []
            block.append(line)
    if block:
        yield block


def to_html(text: str, base: int = 2) -> str:
    """HTML of a Markdown text whose first-level headings become ``<h{base}>``."""
    out: list[str] = []
    for block in blocks(text):
        first = block[0]
        if first.startswith("```"):
            code = html.escape("\n".join(block[1:-1]), quote=False)
            out.append(f"<pre>{code}</pre>")
        elif match := HEADING.fullmatch(first):
            level = base + len(match[1]) - 1
            out.append(f"<h{level}>{inline(match[2])}</h{level}>")
        elif len(block) > 1 and "|" in first and TABLE_RULE.fullmatch(block[1].strip()):
            out.extend(table(block))
        elif ITEM.fullmatch(first):
            out.extend(items(block))
        else:
            out.append(f"<p>{inline(' '.join(line.strip() for line in block))}</p>")
    return "\n".join(out)


def sections(addon: Path, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(title, text) of the fragments that exist and say something."""
    for name in names:
        fragment = addon / "readme" / f"{name}.md"
        if fragment.is_file() and (text := fragment.read_text(encoding="utf-8").strip()):
            yield FRAGMENTS[name], text


def assemble(addon: Path) -> dict[Path, str]:
    """What the addon's made files must contain."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))
    name, summary = manifest["name"], manifest.get("summary", "")

    readme = [f"# {name}", NOTE, f"*{summary}*"]
    for title, text in sections(addon, tuple(FRAGMENTS)):
        readme += [f"## {title}"] if title else []
        readme.append(deepen(deepen(text)) if title else deepen(text))
    readme.append(f"Licence: {manifest['license']} · technical name: `{addon.name}` · Odoo {manifest['version'][:4]}")

    page = [NOTE, '<section class="oe_container">', f"<h1>{html.escape(name)}</h1>"]
    page.append(f'<p class="lead">{html.escape(summary)}</p>')
    for title, text in sections(addon, IN_PAGE):
        page += [f"<h2>{title}</h2>"] if title else []
        page.append(to_html(text, base=3 if title else 2))
    page.append("</section>")
    return {
        addon / "README.md": "\n\n".join(readme) + "\n",
        addon / "static/description/index.html": "\n".join(page) + "\n",
    }


def main(argv: list[str] | None = None) -> int:
    """Write the stale files, or with ``--check`` only name them.

    :return: 1 if ``--check`` found any, else 0
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if something is stale")
    parser.add_argument("--addons", type=Path, default=ROOT / "addons", help="the folder with the addons")
    options = parser.parse_args(argv)
    stale = []
    for addon in sorted(path.parent for path in options.addons.glob("*/__manifest__.py")):
        for path, text in assemble(addon).items():
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(path)
                if not options.check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(options.addons.parent)}: {'stale' if options.check else 'written'}")
    if stale and options.check:
        print("Run: python tools/readme.py")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
