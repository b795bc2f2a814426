"""Formulas of the trade overview. Values only, no database: rows of one customer and one company go in, with the
rate into the currency of display, and the customer's figures come out."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OrderRow:
    """Confirmed orders of one customer in one company, amounts in that company's currency, tax included."""

    count: int
    total: float
    largest: float
    last_at: datetime
    year_count: int
    year_total: float


@dataclass(frozen=True)
class BooksRow:
    """Receivable accounts of one customer in one company, in that company's currency.

    ``due`` are open debits due before today, ``credits`` all open credits (negative): credit notes and payments that
    were not allocated yet.
    """

    invoiced: float
    received: float
    received_year: float
    receivable: float
    due: float
    credits: float


def overdue_amount(due: float, credits: float) -> float:
    """What is overdue after the open credits have been taken off; never negative.

    A credit can be used at once, so it pays the oldest debt first; what it exceeds is a claim of the customer.

    >>> overdue_amount(500.0, -120.0)
    380.0
    >>> overdue_amount(100.0, -120.0)
    0.0
    """
    return max(due + credits, 0.0)


@dataclass
class TradeFigures:
    """Figures of one customer over several companies, in one currency. Starts at nothing bought, nothing owed."""

    order_count: int = 0
    order_total: float = 0.0
    order_largest: float = 0.0
    year_count: int = 0
    year_total: float = 0.0
    last_order_at: datetime | None = None
    invoiced: float = 0.0
    received: float = 0.0
    received_year: float = 0.0
    receivable: float = 0.0
    overdue: float = 0.0

    def add_orders(self, row: OrderRow, rate: float) -> None:
        """Add one company's orders; ``rate`` leads from its currency into the currency of display."""
        self.order_count += row.count
        self.order_total += row.total * rate
        self.order_largest = max(self.order_largest, row.largest * rate)
        self.year_count += row.year_count
        self.year_total += row.year_total * rate
        if self.last_order_at is None or row.last_at > self.last_order_at:
            self.last_order_at = row.last_at

    def add_books(self, row: BooksRow, rate: float) -> None:
        """Add one company's books. A credit in one company does not lessen what is overdue in another."""
        self.invoiced += row.invoiced * rate
        self.received += row.received * rate
        self.received_year += row.received_year * rate
        self.receivable += row.receivable * rate
        self.overdue += overdue_amount(row.due, row.credits) * rate
