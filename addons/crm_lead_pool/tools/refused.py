"""Book-keeping of one batch of an import: which rows were read, which were put aside, and why. No Odoo."""


class RefusedRows:
    """Rows of one batch that were refused, by their place in the batch.

    Rows that cannot be parsed are dropped before the others are loaded, so what ``load`` calls row 3 may be row 5 of
    the batch: ``keep`` says which rows are left, and ``refuse`` and ``warn`` translate.

    :param limit: rows of a batch at most; 0 for all
    """

    def __init__(self, limit: int = 0):
        self.limit = limit
        self.reasons: dict[int, str] = {}
        self.warnings: dict[int, str] = {}
        self.found: dict[tuple, tuple] = {}  # what was looked up by name in this batch
        self.total = 0
        self.has_more = False
        self._kept: list[int] = []

    def open(self, rows: list) -> list:
        """Take the rows of this batch from all that remain of the file."""
        window = rows[: self.limit] if self.limit else rows
        self.total = len(window)
        self.has_more = len(rows) > len(window)
        self._kept = list(range(self.total))
        return window

    def keep(self, indices: list[int]) -> None:
        """Say which rows of the batch go on to be loaded, in order."""
        self._kept = indices

    def refuse_in_batch(self, index: int, reason: str) -> None:
        """Put aside the row at ``index`` of the batch."""
        self.reasons[index] = reason

    def refuse(self, index: int, reason: str) -> None:
        """Put aside the row that ``load`` knows as ``index``."""
        self.reasons[self._kept[index]] = reason

    def warn(self, index: int, text: str) -> None:
        """Note something about the row that ``load`` knows as ``index``; it is stored all the same."""
        self.warnings[self._kept[index]] = text

    @property
    def imported(self) -> int:
        return self.total - len(self.reasons)
