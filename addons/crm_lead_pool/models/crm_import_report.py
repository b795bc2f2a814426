import base64

from odoo import api, fields, models

from ..tools.sheet import build_sheet


class CrmImportReport(models.Model):
    """What became of one imported file: how many rows are in, which were refused and why.

    Refused rows are kept as they were in the file, ready to be corrected and imported again.
    """

    _name = "crm.import.report"
    _description = "Import Report"
    _order = "imported_at desc, id desc"
    _rec_name = "file_name"

    file_name = fields.Char("File", readonly=True)
    import_ref = fields.Integer(readonly=True, index=True, help="The upload that the rows came from.")
    user_id = fields.Many2one(
        "res.users", "Imported by", readonly=True, required=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one("res.company", readonly=True, required=True, default=lambda self: self.env.company)
    imported_at = fields.Datetime("Imported at", readonly=True, required=True, default=lambda self: self.env.cr.now())
    total_count = fields.Integer("Rows", readonly=True)
    imported_count = fields.Integer("Imported", readonly=True)
    refused_count = fields.Integer("Refused", readonly=True)
    header = fields.Json(readonly=True)
    line_ids = fields.One2many("crm.import.report.line", "report_id", "Rows to look at", readonly=True)
    refused_file = fields.Binary("Refused rows", readonly=True, attachment=True)
    refused_file_name = fields.Char(compute="_compute_refused_file_name")

    _counts_add_up = models.Constraint(
        "CHECK(total_count = imported_count + refused_count)", "Every row is either imported or refused."
    )

    @api.depends("file_name")
    def _compute_refused_file_name(self):
        for report in self:
            stem = (report.file_name or "").rpartition(".")[0] or report.file_name or self.env._("import")
            report.refused_file_name = self.env._("%(file)s - refused rows.xlsx", file=stem)

    def _add_batch(self, refused, rows, header):
        """Add one batch of the file to the report.

        :param refused: ``tools.refused.RefusedRows`` of the batch
        :param rows: dict of place in the batch → (number of the row in the file, its cells)
        :param header: the cells of the title row
        """
        self.ensure_one()
        notes = [("warning", index, text) for index, text in refused.warnings.items() if index not in refused.reasons]
        notes += [("refused", index, text) for index, text in refused.reasons.items()]
        self.write(
            {
                "header": header,
                "total_count": self.total_count + refused.total,
                "imported_count": self.imported_count + refused.imported,
                "refused_count": self.refused_count + len(refused.reasons),
                "line_ids": [
                    fields.Command.create(
                        {
                            "kind": kind,
                            "row": rows[index][0],
                            "reason": text,
                            "cells": [str(c or "") for c in rows[index][1]],
                        }
                    )
                    for kind, index, text in sorted(notes, key=lambda note: note[1])
                ],
            }
        )
        if refused.reasons:
            self.refused_file = base64.b64encode(self._build_refused_file())

    def _build_refused_file(self):
        """:return: the content of an XLSX file of the refused rows, with the reason as last column"""
        refused = self.line_ids.filtered(lambda line: line.kind == "refused").sorted("row")
        return build_sheet(
            self.env._("Refused rows"),
            [*(self.header or []), self.env._("Why the row was refused")],
            [[*line.cells, line.reason] for line in refused],
        )

    def _get_summary(self):
        """:return: one sentence for the user who imported"""
        self.ensure_one()
        return self.env._(
            "%(imported)s of %(total)s rows imported, %(refused)s refused. The import report holds the refused rows "
            "with the reason of each: correct them and import that file.",
            imported=self.imported_count,
            total=self.total_count,
            refused=self.refused_count,
        )

    def _get_action(self):
        """:return: the action that opens this report"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Report"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }


class CrmImportReportLine(models.Model):
    """One row of the file that was refused, or imported with a remark."""

    _name = "crm.import.report.line"
    _description = "Row of an Import Report"
    _order = "report_id, row, id"
    _rec_name = "row"

    report_id = fields.Many2one("crm.import.report", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="report_id.company_id")
    kind = fields.Selection(
        [("refused", "Refused"), ("warning", "Imported with a remark")], required=True, readonly=True
    )
    row = fields.Integer("Row in the file", readonly=True, help="Empty rows are not counted.")
    reason = fields.Text(readonly=True)
    cells = fields.Json(readonly=True)
    content = fields.Char("Row", compute="_compute_content")

    @api.depends("cells")
    def _compute_content(self):
        for line in self:
            line.content = " · ".join(cell for cell in line.cells or [] if cell)
