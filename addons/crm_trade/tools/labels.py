"""Trade label of a customer from the number of purchases."""


def trade_label(purchases: int, labels: list[tuple[str, str, int]]) -> str:
    """Key of the highest label whose threshold is reached; ``labels`` ascend and start at 0.

    >>> trade_label(1, [("never", "", 0), ("first", "", 1), ("repeat", "", 2)])
    'first'
    """
    return next(key for key, _caption, least in reversed(labels) if purchases >= least)


def label_range(key: str, labels: list[tuple[str, str, int]]) -> tuple[int, int | None]:
    """Least and most purchases (None: no end) of a label; KeyError when there is no such label."""
    for index, (candidate, _caption, least) in enumerate(labels):
        if candidate == key:
            following = labels[index + 1 :]
            return least, following[0][2] - 1 if following else None
    raise KeyError(key)
