"""Only our own processes are ever stopped, and a failed command shows what it said."""

import subprocess
import sys

import pytest

from tools.bootstrap import process
from tools.bootstrap.console import Console, Failure

SLEEP = "import time; print(1, flush=True); time.sleep(60)"


@pytest.fixture
def sleeper():
    """A process that sleeps, with a mark in its command line."""
    child = subprocess.Popen([sys.executable, "-c", SLEEP, "mark-of-this-clone"], stdout=subprocess.PIPE)
    child.stdout.readline()
    yield child
    child.kill()
    child.communicate()


def test_a_pid_file_counts_only_for_a_process_that_is_ours(tmp_path, sleeper):
    pid_file = tmp_path / "pid"
    pid_file.write_text(f"{sleeper.pid} 8069\n")
    assert process.read_pid(pid_file, "mark-of-this-clone") == sleeper.pid
    assert process.read_pid(pid_file, "mark-of-another-clone") is None


@pytest.mark.parametrize("content", ["", "nonsense", "999999999"])
def test_a_pid_file_without_a_process_counts_nothing(tmp_path, content):
    pid_file = tmp_path / "pid"
    pid_file.write_text(content)
    assert process.read_pid(pid_file) is None
    assert process.read_pid(tmp_path / "missing") is None


def test_stop_ends_the_process(tmp_path, sleeper):
    process.stop(sleeper.pid, lambda: sleeper.poll() is None)
    assert sleeper.wait(5) is not None


def test_a_failed_command_shows_its_last_words_and_its_log(tmp_path):
    log = tmp_path / "x.log"
    with pytest.raises(Failure) as caught:
        process.run(
            [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"],
            log=log,
            console=Console(),
            what="It did not work.",
            advice="Do this.",
        )
    text = caught.value.render()
    assert "FAILED: It did not work." in text
    assert "the reason" in text
    assert "What to do next: Do this." in text
    assert str(log) in text


def test_status_returns_the_exit_status(tmp_path):
    status = process.status([sys.executable, "-c", "raise SystemExit(5)"], log=tmp_path / "x.log", console=Console())
    assert status == 5
