from odoo.tests import BaseCase, tagged

from ..tools.masking import mask_email, mask_name, mask_phone, mask_street
from ..tools.ownership import Holder, event_kind
from ..tools.refused import RefusedRows
from ..tools.rows import split_good_and_bad


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_masks(self):
        cases = [
            (mask_phone, "+86 138 0013 8000", "+86 138 **** 8000"),
            (mask_phone, "021-64333333", "021-****3333"),
            (mask_phone, "95588", "9****"),
            (mask_phone, False, ""),
            (mask_email, "li.na@example.com", "l****@example.com"),
            (mask_email, "not an address", "n*************"),
            (mask_email, None, ""),
            (mask_name, "张三丰", "张**"),
            (mask_name, "", ""),
            (mask_street, "188 Nanjing East Road", "188 Na****"),
            (mask_street, "南京路1号", "南京****"),
        ]
        for mask, text, masked in cases:
            with self.subTest(text=text):
                self.assertEqual(mask(text), masked)

    def test_event_kind(self):
        nobody, me, other, pool, pool2 = Holder(), Holder(1), Holder(2), Holder(0, 7), Holder(0, 8)
        cases = [
            (nobody, nobody, ""),
            (me, pool, "release"),
            (me, nobody, "release"),
            (pool, pool2, "move"),
            (pool, me, "claim"),
            (pool, other, "assign"),
            (pool, nobody, "withdraw"),
            (nobody, me, "claim"),
            (nobody, other, "assign"),
            (me, other, "transfer"),
            (other, me, "take_back"),
        ]
        for before, after, kind in cases:
            with self.subTest(before=before, after=after):
                self.assertEqual(event_kind(before, after, actor=1), kind)

    def test_split_keeps_order_and_finds_each_bad_row(self):
        attempts = []

        def attempt(run):
            attempts.append(len(run))
            if any(row % 10 == 3 for row in run):
                raise ValueError(run)
            return [row * 2 for row in run]

        good, bad = split_good_and_bad(list(range(32)), attempt)
        self.assertEqual([row for row, _error in bad], [3, 13, 23])
        self.assertEqual([row for run, _result in good for row in run], [row for row in range(32) if row % 10 != 3])
        self.assertEqual([x for _run, result in good for x in result], [row * 2 for row in range(32) if row % 10 != 3])
        self.assertLessEqual(len(attempts), 2 * 3 * 5 + 1)

    def test_split_of_good_rows_takes_one_attempt_a_chunk(self):
        attempts = []
        split_good_and_bad(list(range(10)), attempts.append, size=4)
        self.assertEqual(attempts, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])

    def test_split_passes_fatal_errors_on(self):
        def attempt(run):
            raise KeyError("lost connection")

        with self.assertRaises(KeyError):
            split_good_and_bad([1, 2], attempt, fatal=(KeyError,))

    def test_refused_rows_translate_places(self):
        refused = RefusedRows(limit=4)
        self.assertEqual(refused.open(list("abcdef")), list("abcd"))
        refused.refuse_in_batch(1, "not parsed")
        refused.keep([0, 2, 3])
        refused.refuse(1, "not stored")
        self.assertEqual(refused.reasons, {1: "not parsed", 2: "not stored"})
        self.assertEqual((refused.total, refused.imported, refused.has_more), (4, 2, True))
