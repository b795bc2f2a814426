"""`python3 -m tools COMMAND [NAME=value …]`: what the Makefile calls. Runs on any Python 3, to say which is needed."""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 10), (3, 13)


def main():
    """Find a Python that Odoo 19 can use, then hand over to tools.commands."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        _switch_python()
    from tools import commands

    return commands.main(sys.argv[1:])


def _switch_python():
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, "-m", "tools"] + sys.argv[1:])
    sys.exit(
        f"FAILED: this is Python {sys.version_info[0]}.{sys.version_info[1]}; "
        "Odoo 19 with the pinned packages runs on Python 3.10 to 3.13.\n"
        "What to do next: install one of them and name it: make PYTHON=python3.12 run"
    )


if __name__ == "__main__":
    sys.exit(main())
