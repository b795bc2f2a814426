"""What stands on the screen, and what is wrong with it whatever it shows."""

from __future__ import annotations

import re

from playwright.sync_api import Page

#: a name of a field or model that should have been a label
RAW_NAME = re.compile(r"^[a-z][a-z0-9]*([_.][a-z0-9]+)+$")

#: what is read for each kind of text: selector of the elements
TEXTS = {
    "menu": ".o_menu_sections > *, .o-dropdown--menu .dropdown-item",
    "title": ".o_breadcrumb .active, .o_last_breadcrumb_item, .modal-title",
    "column": ".o_list_table th .text-truncate, .o_pivot th.o_pivot_measure_row",
    "label": ".o_form_label, .o_notebook_headers a, .o_horizontal_separator, .o_facet_value",
    "button": ".o_control_panel button, .o_statusbar_buttons button, .o_kanban_record button, .modal footer button",
}

READ = """selectors => Object.fromEntries(Object.entries(selectors).map(([kind, selector]) => [kind,
    [...document.querySelectorAll(selector)].filter(e => e.offsetParent !== null).map(e => e.innerText.trim())
        .filter(Boolean)]))"""

#: texts of one line that are wider than their box; an ellipsis hides the rest of it
CUT = """selector => [...document.querySelectorAll(selector)].filter(e => e.offsetParent !== null
    && e.scrollWidth > e.clientWidth + 1
    && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)).map(e => e.innerText.trim()).filter(Boolean)"""

OVERFLOW = "() => document.scrollingElement.scrollWidth - window.innerWidth"


def texts(page: Page) -> dict[str, list[str]]:
    """Return the visible texts of the client by kind: menu, title, column, label, button."""
    return page.evaluate(READ, TEXTS)


def raw_names(page: Page) -> list[str]:
    """Return names of fields that stand where a label should."""
    return sorted({text for found in texts(page).values() for text in found if RAW_NAME.match(text)})


def cut_texts(page: Page) -> list[str]:
    """Return column titles, labels and buttons that do not fit into their place."""
    return page.evaluate(CUT, ", ".join(TEXTS[kind] for kind in ("menu", "column", "label", "button")))


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return max(0, page.evaluate(OVERFLOW))
