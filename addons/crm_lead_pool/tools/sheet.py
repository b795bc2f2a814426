"""Workbooks of one sheet, written with xlsxwriter. No Odoo."""

import io

import xlsxwriter


def build_sheet(
    title: str,
    header: list[str],
    rows: list[list],
    widths: list[int] | None = None,
    prefill: tuple[int, str, int] | None = None,
) -> bytes:
    """Make an XLSX file of text cells: what was typed as text (leading zeros, long numbers) stays text.

    :param title: name of the sheet; Excel allows 31 characters
    :param header: the first row, in bold and frozen
    :param rows: as many cells as the header has, at most
    :param widths: width of each column in characters; 18 where not given
    :param prefill: (column, text, number of rows): the text shows in a row as soon as its first cell is filled in
    :return: the content of the file
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E7E9ED", "border": 1})
    text = book.add_format({"num_format": "@"})
    for column, label in enumerate(header):
        sheet.set_column(column, column, (widths or [])[column] if column < len(widths or []) else 18, text)
        sheet.write_string(0, column, label, bold)
    for index, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write_string(index, column, "" if value in (None, False) else str(value), text)
    if prefill:
        column, value, count = prefill
        quoted = value.replace('"', '""')
        sheet.set_column(column, column, len(value) + 10)
        for index in range(1, count + 1):
            sheet.write_formula(index, column, f'=IF(A{index + 1}="","","{quoted}")', None, "")
    sheet.freeze_panes(1, 0)
    book.close()
    return output.getvalue()
