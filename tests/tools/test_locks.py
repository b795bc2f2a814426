"""Two commands of one clone never work on the same thing together."""

import subprocess
import sys
import time

import pytest

from tools.bootstrap import locks, paths
from tools.bootstrap.console import Console, Failure

HOLD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tools.bootstrap import locks, paths
from tools.bootstrap.console import Console
paths.LOCAL = Path(sys.argv[2])
with locks.exclusive("test", Console(), wait=False):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def hold(folder, seconds):
    """Start a process that holds the lock, and return once it does."""
    command = [sys.executable, "-c", HOLD, str(paths.ROOT), str(folder), str(seconds)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_command_is_refused_in_words(tmp_path, monkeypatch):
    child = hold(tmp_path, 60)
    monkeypatch.setattr(paths, "LOCAL", tmp_path)
    try:
        with pytest.raises(Failure, match="`make test` is running"), locks.exclusive("test", Console(), wait=False):
            pytest.fail("two hold the lock")
    finally:
        child.kill()
        child.communicate()
    with locks.exclusive("test", Console(), wait=False):
        pass


def test_who_waits_goes_on_when_the_other_has_ended(tmp_path, monkeypatch):
    child = hold(tmp_path, 0.5)
    monkeypatch.setattr(paths, "LOCAL", tmp_path)
    start = time.monotonic()
    with locks.exclusive("test", Console(), wait=True):
        assert time.monotonic() - start < 10
    child.communicate()
