from datetime import date, datetime

import pytz

from odoo.tests import BaseCase

from ..const import AGEING_BUCKETS, AGEING_CREDIT, TRADE_LABELS
from ..tools.figures import BooksRow, OrderRow, TradeFigures, overdue_amount
from ..tools.labels import label_range, trade_label
from ..tools.periods import local_date, utc_midnight, year_start


class TestTools(BaseCase):
    def test_credits_reduce_what_is_overdue_but_never_below_zero(self):
        self.assertEqual(overdue_amount(900.0, -150.0), 750.0)
        self.assertEqual(overdue_amount(100.0, -150.0), 0.0)
        self.assertEqual(overdue_amount(0.0, 0.0), 0.0)

    def test_figures_of_two_companies_are_added_in_one_currency(self):
        figures = TradeFigures()
        figures.add_orders(OrderRow(2, 300.0, 200.0, datetime(2026, 1, 5), 1, 100.0), 1.0)
        figures.add_orders(OrderRow(1, 900.0, 900.0, datetime(2025, 1, 5), 0, 0.0), 0.5)
        figures.add_books(BooksRow(500.0, 100.0, 50.0, 400.0, 400.0, -500.0), 1.0)
        figures.add_books(BooksRow(200.0, 0.0, 0.0, 200.0, 200.0, 0.0), 0.5)
        self.assertEqual(
            figures,
            TradeFigures(
                order_count=3,
                order_total=750.0,
                order_largest=450.0,
                year_count=1,
                year_total=100.0,
                last_order_at=datetime(2026, 1, 5),
                invoiced=600.0,
                received=100.0,
                received_year=50.0,
                receivable=500.0,
                # The credit of the first company pays nothing in the second.
                overdue=100.0,
            ),
        )

    def test_label_follows_the_thresholds(self):
        self.assertEqual(
            [trade_label(count, TRADE_LABELS) for count in (0, 1, 2, 9)], ["never", "first", "repeat", "repeat"]
        )
        self.assertEqual(label_range("never", TRADE_LABELS), (0, 0))
        self.assertEqual(label_range("first", TRADE_LABELS), (1, 1))
        self.assertEqual(label_range("repeat", TRADE_LABELS), (2, None))
        with self.assertRaises(KeyError):
            label_range("loyal", TRADE_LABELS)

    def test_year_begins_at_the_users_midnight(self):
        shanghai = pytz.timezone("Asia/Shanghai")
        self.assertEqual(year_start(date(2026, 6, 15)), date(2026, 1, 1))
        self.assertEqual(utc_midnight(date(2026, 1, 1), shanghai), datetime(2025, 12, 31, 16, 0))
        self.assertEqual(utc_midnight(date(2026, 1, 1), pytz.utc), datetime(2026, 1, 1))
        self.assertEqual(local_date(datetime(2025, 12, 31, 16, 30), shanghai), date(2026, 1, 1))

    def test_constants_are_in_order(self):
        self.assertEqual([least for _key, _caption, least in TRADE_LABELS], sorted({row[2] for row in TRADE_LABELS}))
        self.assertEqual([first for _key, _caption, first in AGEING_BUCKETS], [None, 1, 31, 61, 91])
        self.assertNotIn(AGEING_CREDIT[0], [row[0] for row in AGEING_BUCKETS])
