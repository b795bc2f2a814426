"""Telling good rows from bad ones when only a whole batch can be tried. Pure Python."""

from collections.abc import Callable, Sequence


def split_good_and_bad(
    rows: Sequence, attempt: Callable, *, size: int = 0, errors: tuple = (Exception,), fatal: tuple = ()
) -> tuple[list[tuple], list[tuple]]:
    """Run ``attempt`` on as large runs of rows as succeed, by halving the runs that fail.

    With ``b`` bad rows in a run of ``n`` the number of attempts is at most ``2 * b * log2(n) + 1``; a clean run
    takes one.

    :param rows: in order; results come back in the same order
    :param attempt: takes a run of rows and must leave nothing behind when it raises
    :param size: length of the runs to begin with; 0 for one run of all rows
    :param errors: exceptions that mean "a row is bad"
    :param fatal: exceptions that are passed on although they are ``errors``
    :return: pairs (run, result) of the runs that succeeded, and pairs (row, exception) of the rows that failed
    """
    good, bad = [], []
    step = size or max(len(rows), 1)
    stack = [rows[start : start + step] for start in range(0, len(rows), step)][::-1]
    while stack:
        run = stack.pop()
        try:
            good.append((run, attempt(run)))
        except fatal:
            raise
        except errors as error:
            if len(run) == 1:
                bad.append((run[0], error))
                continue
            middle = len(run) // 2
            stack += [run[middle:], run[:middle]]
    return good, bad
