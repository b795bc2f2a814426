"""Sheets of plain values written as an XLSX workbook, row by row, so that memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and whether it holds dates or is summed up below."""

    heading: str
    width: int
    is_date: bool = False
    total: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name (31 characters in Excel), its columns, and rows of as many values; None is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]


def write_workbook(stream: BinaryIO, sheets: Sequence[Sheet], total_label: str = "Total") -> None:
    """Write the sheets to a binary stream.

    Values are written as what they are: a text that begins with ``=`` stays a text and is never a formula, since texts
    come from users.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        total = workbook.add_format({"bold": True, "top": 1})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name[:31]), sheet, bold, day, total, total_label)


def _write_sheet(worksheet, sheet, bold, day, total, total_label):
    for index, column in enumerate(sheet.columns):
        worksheet.set_column(index, index, column.width)
        worksheet.write_string(0, index, column.heading, bold)
    worksheet.freeze_panes(1, 0)
    sums = [0 for _column in sheet.columns]
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is None:
                continue
            if column.is_date:
                worksheet.write_datetime(last, index, value, day)
            else:
                worksheet.write(last, index, value)
            if column.total:
                sums[index] += value
    if last and any(column.total for column in sheet.columns):
        worksheet.write_string(last + 1, 0, total_label, total)
        for index, column in enumerate(sheet.columns):
            if column.total:
                worksheet.write_number(last + 1, index, sums[index], total)
