"""Odoo's web client as a person uses it: page objects over Playwright, for a desktop and for a phone.

Every page object watches: an error in the browser's console, a failed page script or an error dialog that no test
expected fails the test.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, TimeoutError, expect

SCREENSHOTS = Path(__file__).resolve().parents[2] / ".local" / "screenshots"
ZONE = "Asia/Shanghai"
#: what opens when a menu is unfolded: below its button, or from the bottom of a phone
FOLDED = ":is(.o-dropdown--menu, .o_bottom_sheet)"
ROOT_MENU = "crm_followup.menu_root"

#: console noise of the browser itself that says nothing about the page
HARMLESS = re.compile(r"favicon|net::ERR_ABORTED|ResizeObserver loop|status of 40[34].*/web/(image|content)")


@dataclass(frozen=True)
class Device:
    """What the person holds in hand."""

    name: str
    options: dict[str, Any]

    @property
    def is_phone(self) -> bool:
        """Whether the client shows its small layout."""
        return self.name == "phone"


DESKTOP = Device("desktop", {"viewport": {"width": 1366, "height": 768}})
PHONE = Device(
    "phone",
    {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
        "user_agent": (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Mobile Safari/537.36"
        ),
    },
)


class Client:
    """The web client of one logged-in person on one device."""

    #: seconds that anything on the page may take
    patience = 20
    #: seconds for the first page of a server, which compiles all assets
    first_patience = 120

    def __init__(self, browser: Browser, base_url: str, database: str, device: Device) -> None:
        self.device = device
        self.base_url = base_url
        self.database = database
        self.person = ""
        self.problems: list[str] = []
        self._expecting_refusal = False
        self._context = browser.new_context(
            base_url=base_url, timezone_id=ZONE, locale="en-US", accept_downloads=True, **device.options
        )
        self._context.set_default_timeout(self.patience * 1000)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("dialog", self._on_dialog)
        self._pending: set[Request] = set()
        self.page.on("request", self._on_request)
        self.page.on("requestfinished", self._on_answer)
        self.page.on("requestfailed", self._on_answer)

    # --- watching -----------------------------------------------------------------------------------------------------

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not HARMLESS.search(f"{message.text} {message.location.get('url', '')}"):
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        if request.resource_type in ("fetch", "xhr"):
            self._pending.add(request)

    def _on_answer(self, request: Request) -> None:
        self._pending.discard(request)

    def _on_dialog(self, dialog: Dialog) -> None:
        # a page that is left with changes asks; nothing else in Odoo uses the browser's own dialogs
        self.problems.append(f"browser dialog: {dialog.message}")
        dialog.accept()

    def check(self) -> None:
        """Fail when anything went wrong since the last check."""
        shown = self.page.locator(".o_error_dialog")
        if shown.count() and not self._expecting_refusal:
            self.problems.append(f"error dialog: {self._read_error(shown.first)}")
        problems, self.problems = self.problems, []
        assert not problems, "\n".join(problems)

    def _read_error(self, dialog: Locator) -> str:
        details = dialog.get_by_text("See technical details")
        if details.count():
            details.first.click()
        return dialog.inner_text()

    def close(self) -> None:
        """Check a last time and close the browser window."""
        try:
            self.check()
        finally:
            self._context.close()

    # --- session ------------------------------------------------------------------------------------------------------

    def login(self, login: str) -> Client:
        """Log in at the login page (in the demo company the password is the login)."""
        self.person = login
        self.page.goto(f"/web/login?db={self.database}", timeout=self.first_patience * 1000)
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(login)
        self.page.locator("button[type=submit]").first.click(timeout=self.first_patience * 1000)
        self.page.locator(".o_web_client .o_main_navbar").wait_for(timeout=self.first_patience * 1000)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the client has nothing to load or draw."""
        deadline = time.monotonic() + self.patience
        quiet = 0
        # twice in a row: an answer often leads to the next question; the pause also lets animations end
        while quiet < 2:
            self.page.wait_for_timeout(80)
            quiet = 0 if self._pending else quiet + 1
            if time.monotonic() > deadline:
                raise AssertionError(f"The page still waits for {[request.url for request in self._pending]}")
        expect(self.page.locator(".o_blockUI, .o_loading_indicator")).to_have_count(0)

    # --- getting around -----------------------------------------------------------------------------------------------

    def goto(self, path: str) -> None:
        """Open an address of the client, such as ``my-day`` or ``action-123``."""
        self.page.goto(f"/odoo/{path}")
        self.page.locator(".o_action_manager > .o_action, .modal .o_form_view").first.wait_for()
        self.settle()
        self.check()

    def open_record(self, model: str, record_id: int) -> None:
        """Open the form of a record."""
        self.goto(f"{model}/{record_id}")
        self.page.locator(".o_form_view .o_form_renderer").first.wait_for()

    def open_menu(self, xmlid: str) -> None:
        """Open a menu of Field CRM as a person does: the app, its section, the entry."""
        path = self._menu_path(xmlid)
        (self._open_phone_menu if self.device.is_phone else self._open_desktop_menu)(path)
        self.page.locator(".o_action_manager > .o_action, .modal .o_form_view").first.wait_for()
        self.settle()
        self.check()

    def _menu_path(self, xmlid: str) -> list[str]:
        """Return the XML ids from the section below the app to the menu."""
        menus = self.page.request.get("/web/webclient/load_menus").json()
        parents = {child: key for key, menu in menus.items() for child in menu["children"]}
        found = [menu for menu in menus.values() if menu.get("xmlid") == xmlid]
        assert found, f"The menu {xmlid} is not offered to this user"
        menu, path = found[0], []
        while menu["xmlid"] != ROOT_MENU:
            path.insert(0, menu["xmlid"])
            menu = menus[parents[menu["id"]]]
        return path

    def _open_desktop_menu(self, path: list[str]) -> None:
        page = self.page
        if not page.locator(f".o_menu_brand[data-menu-xmlid='{ROOT_MENU}']").count():
            page.locator(".o_navbar_apps_menu button").click()
            page.locator(f".o_app[data-menu-xmlid='{ROOT_MENU}']").click()
            page.locator(f".o_menu_brand[data-menu-xmlid='{ROOT_MENU}']").wait_for()
            self.settle()
        section, *rest = path
        if not page.locator(f".o_menu_sections > [data-menu-xmlid='{section}']").count():
            # a narrow window folds the last sections away
            page.locator(".o_menu_sections .o_menu_sections_more").click()
            section, *rest = path[-1:]
        page.locator(f"[data-menu-xmlid='{section}']:visible").last.click()
        for xmlid in rest:
            page.locator(f".o-dropdown--menu [data-menu-xmlid='{xmlid}']").click()

    def _open_phone_menu(self, path: list[str]) -> None:
        sidebar = self._open_sidebar()
        entry = sidebar.locator(f"li[data-menu-xmlid='{path[-1]}']")
        if not entry.count():
            # another app is open: change to ours first
            if not sidebar.locator(f"li[data-menu-xmlid='{ROOT_MENU}']").count():
                sidebar.locator(".o_sidebar_topbar a.btn").click()
            sidebar.locator(f"li[data-menu-xmlid='{ROOT_MENU}']").click()
            self.settle()
            sidebar = self._open_sidebar()
        entry.click()

    def _open_sidebar(self) -> Locator:
        self.page.locator(".o_menu_toggle").click()
        sidebar = self.page.locator(".o_app_menu_sidebar")
        sidebar.wait_for()
        self.page.wait_for_timeout(300)  # it slides in
        return sidebar

    def choose_view(self, kind: str) -> None:
        """Switch to another kind of view: list, kanban, pivot, graph, calendar."""
        page = self.page
        if self.device.is_phone:
            # a phone folds the kinds of view into one button; there they are known by name alone
            page.locator(".o_cp_switch_buttons button").first.click()
            page.locator(f"{FOLDED} .dropdown-item").filter(has_text=re.compile(kind, re.I)).first.click()
        else:
            page.locator(f".o_switch_view.o_{kind}").click()
        page.locator(f".o_{kind}_view").wait_for()
        self.settle()
        self.check()

    # --- search -------------------------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Search for a text with the search field's first proposal."""
        page = self.page
        field = page.locator(".o_searchview_input")
        if not field.count() or not field.first.is_visible():
            page.locator(".o_control_panel_navigation button:has(.fa-search)").click()
        field = page.locator(".o_searchview_input").first
        field.fill(text)
        page.locator(".o_searchview_autocomplete .o-dropdown-item, .o_searchview_autocomplete li").first.wait_for()
        field.press("Enter")
        self.settle()

    # --- lists and cards ----------------------------------------------------------------------------------------------

    def rows(self) -> Locator:
        """Return the rows of the list, or the cards of the board: whatever this device shows."""
        return self.page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)")

    def row(self, text: str) -> Locator:
        """Return the one row or card with a text."""
        return self.rows().filter(has_text=text).first

    def open_first_record(self) -> None:
        """Open the first record of a list or board, where a row opens its record; a group is unfolded first."""
        page = self.page
        while (
            not self.rows().count() and page.locator(".o_group_header.o_group_has_content:not(.o_group_open)").count()
        ):
            page.locator(".o_group_header.o_group_has_content:not(.o_group_open)").first.click()
            self.settle()
        cell = page.locator(".o_data_row .o_data_cell:not(.o_list_button):not(:has(input))")
        (cell if cell.count() else self.rows()).first.click()
        self.settle()
        self.check()

    # --- forms --------------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Locator:
        """The topmost form: that of the dialog when one is open."""
        dialog = self.page.locator(".modal:not(.o_inactive_modal) .o_form_view")
        return dialog.last if dialog.count() else self.page.locator(".o_form_view").last

    def field(self, name: str) -> Locator:
        """Return the widget of a field in the topmost form."""
        return self.form.locator(f".o_field_widget[name='{name}']").first

    def text(self, name: str) -> str:
        """Return what a field shows."""
        widget = self.field(name)
        control = widget.locator("input, textarea, select")
        if control.count() and control.first.is_visible():
            return control.first.input_value()
        return widget.inner_text().strip()

    def fill(self, name: str, value: str) -> None:
        """Type a text, number or date into a field."""
        control = self.field(name).locator("input, textarea").first
        if not control.count():  # dates of Odoo 19 turn into a field when they are clicked
            self.field(name).locator("button").first.click()
            control = self.field(name).locator("input, textarea").first
        control.click()
        control.fill(value)
        control.press("Tab")

    def choose(self, name: str, value: str) -> None:
        """Choose a record in a many-to-one field, or an option of a list."""
        widget = self.field(name)
        if widget.locator("select").count():
            widget.locator("select").select_option(label=value)
            return
        if self.device.is_phone:
            self._choose_on_phone(widget, value)
            return
        control = widget.locator("input").first
        control.click()
        control.fill(value)
        self._proposal(value).click()
        self.settle()

    def _proposal(self, value: str) -> Locator:
        items = self.page.locator(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)")
        return items.filter(has_text=value).first

    def _choose_on_phone(self, widget: Locator, value: str) -> None:
        """Phones open a dialog with the records instead of a list below the field."""
        page = self.page
        widget.locator("input").first.click()
        page.wait_for_timeout(300)
        dialog = page.locator(".modal .o_kanban_view, .modal .o_list_view")
        proposal = self._proposal(value)
        if not dialog.count() and not proposal.count():
            widget.locator("input").first.fill(value)
            page.wait_for_timeout(500)
        if dialog.count():
            page.locator(".modal .o_kanban_record, .modal .o_data_row").filter(has_text=value).first.click()
        else:
            proposal.click()
        self.settle()

    def press(self, name: str = "", *, label: str = "") -> None:
        """Press a button by its technical name, or by what is written on it: in the topmost form, or folded away."""
        button = self._button(f"button[name='{name}']:visible" if name else f"button:visible:has-text('{label}')")
        button.click()
        self.settle()
        self.check()

    def _button(self, selector: str) -> Locator:
        dialog = self.page.locator(".modal:not(.o_inactive_modal)")
        scope = dialog.last if dialog.count() else self.page.locator(".o_action_manager")
        if not scope.locator(selector).count():
            more = scope.locator(".o_statusbar_buttons button[title=More]:visible, button.o_button_more:visible")
            for index in range(more.count()):
                more.nth(index).click()
                folded = self.page.locator(f"{FOLDED} {selector}")
                try:
                    folded.first.wait_for(timeout=1500)
                except TimeoutError:
                    self.page.keyboard.press("Escape")
                    continue
                self.page.wait_for_timeout(400)  # a phone slides it in
                return folded.first
        return scope.locator(selector).first

    def dismiss(self) -> None:
        """Close the dialog without doing anything."""
        self.page.locator(".modal:not(.o_inactive_modal) .btn-close, .modal .o_form_button_cancel").first.click()
        self.page.locator(".modal").wait_for(state="detached")
        self.settle()

    def has_button(self, name: str) -> bool:
        """Return whether the page offers a button, folded away ones included."""
        return self.page.locator(f"button[name='{name}']").count() > 0

    def save(self) -> None:
        """Save the form."""
        self.page.locator(".o_form_button_save:visible").first.click()
        self.settle()
        self.check()

    def tab(self, name: str) -> None:
        """Open a page of the form's notebook by its technical name."""
        self.form.locator(f".o_notebook_headers a[name='{name}']").first.click()
        self.settle()

    # --- what this suite is used for ---------------------------------------------------------------------------------

    def claim(self, name: str, *, wait: bool = True) -> None:
        """Press Claim on the pool's entry of a name, in the list or on the card.

        :param wait: until the record is open that is now the user's own
        """
        self.row(name).locator("button[name=action_claim]").click()
        if wait:
            self.page.locator(".o_form_view .o_form_renderer").wait_for()
        self.settle()

    def add_order_line(self, product: str, quantity: float) -> None:
        """Add a product to the quotation that is open."""
        if self.device.is_phone:
            self.form.locator(".o_field_widget[name='order_line'] .o_cp_buttons button").first.click()
        else:
            self.form.locator(".o_field_x2many_list_row_add a").first.click()
        self.settle()
        name = "product_template_id" if self.field("product_template_id").count() else "product_id"
        self.choose(name, product)
        self.fill("product_uom_qty", str(quantity))
        if self.device.is_phone:
            self.page.locator(".modal .o_form_button_save:visible, .modal-footer .btn-primary:visible").first.click()
            self.settle()

    # --- refusals -----------------------------------------------------------------------------------------------------

    @contextmanager
    def refusal(self) -> Iterator[list[str]]:
        """Expect that the server refuses what is done inside; afterwards the list holds the words that were shown."""
        words: list[str] = []
        self._expecting_refusal = True
        try:
            yield words
            dialog = self.page.locator(".modal .o_error_dialog, .o_error_dialog")
            dialog.first.wait_for()
            words.append(self._read_error(dialog.first))
            self.page.locator(".modal .modal-footer button:visible").first.click()
            dialog.first.wait_for(state="detached")
        finally:
            self._expecting_refusal = False
        self.check()

    # --- looking ------------------------------------------------------------------------------------------------------

    def screenshot(self, name: str) -> Path:
        """Save what is on the screen as ``.local/screenshots/<name>-<device>.png`` for somebody to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{self.device.name}.png"
        self.page.screenshot(path=path)
        return path
