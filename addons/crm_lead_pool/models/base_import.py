from odoo import api, models

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..exceptions import ImportRowsLost
from ..tools.refused import RefusedRows
from ..tools.rows import split_good_and_bad


class BaseImport(models.TransientModel):
    """Import of prospects: good rows are stored, bad rows are kept with their reasons.

    Odoo refuses a whole file for one bad cell. Its test run stays as it is; the import itself puts bad rows aside at
    the three places where they show: parsing (here), conversion and storing (``crm.lead``).
    """

    _name = "base_import.import"
    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        if dryrun or not self._keeps_refused_rows(fields):
            return super().execute_import(fields, columns, options, dryrun)
        refused = RefusedRows(options.get("limit") or 0)
        skip = options.get("skip") or 0
        keeping = self.with_context(crm_refused_rows=refused)
        result = super(BaseImport, keeping).execute_import(fields, columns, options, dryrun)
        if result.get("messages") and not result.get("ids"):
            return result  # the file as a whole cannot be read: nothing was stored
        return self._report_import(refused, skip, fields, columns, options, result)

    def _get_mapping_suggestion(self, header, fields_tree, header_types, mapping_fields):
        """Find the column of prospects by its label, also where the label holds a slash or several fields share it.

        Odoo takes a slash for a path, but “省/州” is how Chinese calls a state; and it takes the first of two fields of
        the same label, even if that one only helps to search and would swallow the column.
        """
        if self.res_model == "crm.lead" and not mapping_fields.get(header.lower()):
            Lead = self.env["crm.lead"]
            for field in fields_tree:
                stored = Lead._fields.get(field["name"])
                is_own = field["model_name"] == "crm.lead" and stored is not None and stored.store
                if is_own and field["string"].casefold() == header.strip().casefold():
                    return {"field_path": [field["name"]], "distance": 0}
        return super()._get_mapping_suggestion(header, fields_tree, header_types, mapping_fields)

    def _keeps_refused_rows(self, fields):
        """Whether rows can be told apart: not where several rows make one record."""
        if self.res_model != "crm.lead":
            return False
        Lead = self.env["crm.lead"]
        names = {name.split("/")[0].split(".")[0] for name in fields if name} - {"id", ""}
        return not any(name in Lead._fields and Lead._fields[name].type == "one2many" for name in names)

    def _get_refused_rows(self):
        refused = self.env.context.get("crm_refused_rows")
        return refused if isinstance(refused, RefusedRows) else None

    @api.model
    def _convert_import_data(self, fields, options):
        data, import_fields = super()._convert_import_data(fields, options)
        refused = self._get_refused_rows()
        return (data if refused is None else refused.open(data)), import_fields

    def _parse_import_data(self, data, import_fields, options):
        refused = self._get_refused_rows()
        if refused is None:
            return super()._parse_import_data(data, import_fields, options)
        parse = super()._parse_import_data

        def attempt(indices):
            # Cells are parsed in place: a run that fails must leave the rows as they were.
            return parse([list(data[index]) for index in indices], import_fields, options)

        good, bad = split_good_and_bad(list(range(len(data))), attempt, errors=(ImportValidationError,))
        for index, error in bad:
            refused.refuse_in_batch(index, error.message)
        refused.keep([index for indices, _rows in good for index in indices])
        return [row for _indices, rows in good for row in rows]

    def _report_import(self, refused, skip, fields, columns, options, result):
        """Write the report of this batch and complete the answer to the client."""
        if len(result["ids"] or []) != refused.imported:
            # Neither a lost row nor a doubled one may go unnoticed: the transaction is rolled back.
            raise ImportRowsLost(self.env._("The rows of the file do not add up: nothing was imported."))
        # sudo: reports are written by the import alone
        Report = self.env["crm.import.report"].sudo()
        report = (
            Report.search([("import_ref", "=", self.id), ("user_id", "=", self.env.uid)], limit=1) if skip else Report
        )
        if not report:
            report = Report.create({"file_name": self.file_name, "import_ref": self.id})
        rows, header = self._get_file_rows(refused, skip, fields, columns, options)
        report._add_batch(refused, rows, header)
        result["nextrow"] = skip + refused.total if refused.has_more else 0
        result["messages"] = []
        if report.refused_count and not refused.has_more:
            result["import_report"] = {"message": report._get_summary(), "action": report._get_action()}
        if not refused.has_more and not report.imported_count:
            # Without any record the client shows nothing at all, unless there is a message.
            result["messages"] = [{"type": "error", "message": report._get_summary(), "not_matching_error": True}]
        return result

    def _get_file_rows(self, refused, skip, fields, columns, options):
        """Find the rows that were put aside in the file, with all their columns.

        :return: (dict of place in the batch → (number of the row in the file, cells), cells of the title row)
        """
        wanted = refused.reasons.keys() | refused.warnings.keys()
        if not wanted:
            return {}, list(columns)
        _length, lines = self._read_file(options)
        header = lines[0] if options.get("has_headers") else list(columns)
        first = 1 if options.get("has_headers") else 0
        used = [index for index, field in enumerate(fields) if field]
        # Odoo passes over rows without anything to import; so must we, or the places would shift.
        numbered = [
            (number, cells)
            for number, cells in enumerate(lines[first:], first + 1)
            if any(cells[index] for index in used)
        ]
        return {index: numbered[skip + index] for index in wanted}, list(header)
