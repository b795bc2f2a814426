"""A manager counts the follow-ups of each salesperson: as list, pivot table, graph, and as a workbook to take along."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from .client import ZONE, Client, Device
from .rpc import Rpc

MANAGER = "manager1"
MENU = "crm_reports.crm_followup_report_menu"
MEASURES = {
    "Done": "done_count",
    "Visits Done": "visit_count",
    "Done on Time": "on_time_count",
    "Planned": "planned_count",
    "Overdue": "overdue_count",
    "Grade Up": "grade_up_count",
    "Grade Down": "grade_down_count",
}


def counts(manager: Rpc, domain: list) -> dict[str, dict[str, int]]:
    """Return the measures by the name of the salesperson, as the server counts them for the manager."""
    groups = manager.call(
        "crm.followup.report",
        "formatted_read_group",
        domain,
        ["user_id"],
        [f"{name}:sum" for name in MEASURES.values()],
    )
    return {group["user_id"][1]: {name: group[f"{name}:sum"] for name in MEASURES.values()} for group in groups}


@pytest.fixture
def manager(people: Callable[..., Client], device: Device) -> Client:
    """The manager of three reps, in front of the report."""
    client = people(MANAGER, device)
    client.open_menu(MENU)
    return client


class TestFollowupsPerSalesperson:
    """Step 6 of the main job."""

    def test_the_list_has_a_group_for_each_of_his_people(self, manager: Client, rpc: Callable[[str], Rpc]):
        """Himself and his three reps, nobody else's."""
        manager.screenshot("report-list")
        names = [re.sub(r"\s*\(\d+\)$", "", text) for text in manager.page.locator(".o_group_name").all_inner_texts()]
        expected = counts(rpc(MANAGER), [("date", ">=", "today -30d"), ("date", "<=", "today")])
        assert len(expected) == 4
        assert sorted(names) == sorted(expected)

    def test_the_pivot_table_shows_the_same_numbers(self, manager: Client, rpc: Callable[[str], Rpc]):
        """One row for each salesperson, the columns in the order of the head."""
        manager.choose_view("pivot")
        manager.screenshot("report-pivot")
        expected = counts(rpc(MANAGER), [("date", ">=", "today -30d"), ("date", "<=", "today")])
        shown = {}
        for row in manager.page.locator(".o_pivot table tbody tr").all()[1:]:
            cells = row.locator("td").all_inner_texts()
            shown[row.locator("th").inner_text().strip()] = int(cells[0].replace(",", "") or 0)
        assert shown == {name: measures["done_count"] for name, measures in expected.items()}

    def test_the_graph_is_drawn(self, manager: Client):
        """Bars by salesperson and kind of follow-up."""
        manager.choose_view("graph")
        manager.page.locator(".o_graph_canvas_container canvas").wait_for()
        manager.page.wait_for_timeout(800)  # the bars grow
        manager.screenshot("report-graph")

    def test_the_workbook_holds_the_numbers_and_each_follow_up(
        self, manager: Client, rpc: Callable[[str], Rpc], tmp_path
    ):
        """A sheet that counts and a sheet that tells; the total below is right."""
        manager.open_menu("crm_reports.crm_followup_summary_menu")
        manager.screenshot("report-workbook")
        # the dialog shows dates in the reader's own way; the file's name has them plainly
        with manager.page.expect_download() as download:
            manager.press("action_export")
        file = tmp_path / "summary.xlsx"
        download.value.save_as(file)
        begin, end = map(date.fromisoformat, re.findall(r"\d{4}-\d\d-\d\d", download.value.suggested_filename))
        assert end == datetime.now(ZoneInfo(ZONE)).date()

        domain = [("date", ">=", begin.isoformat()), ("date", "<=", end.isoformat())]
        expected = counts(rpc(MANAGER), domain)
        book = openpyxl.load_workbook(file)
        summary, details = book["Summary"], book["Details"]
        head, *rows, total = summary.iter_rows(values_only=True)
        assert head == ("Salesperson", *MEASURES)
        assert {row[0]: row[1:] for row in rows} == {name: tuple(row.values()) for name, row in expected.items()}
        assert total[0] == "Total"
        assert total[1:] == tuple(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))
        assert details.max_row - 1 == rpc(MANAGER).call("crm.followup.report", "search_count", domain)
        if manager.device.is_phone:
            return
        told = {row[1] for row in details.iter_rows(min_row=2, values_only=True)}
        assert told == set(expected)
