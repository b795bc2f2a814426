"""Running other programs, output to a log file and progress to the console; telling our processes from others'."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .console import Progress, duration, fail


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    console: Progress,
    what: str,
    advice: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    progress: Callable[[], str] | None = None,
) -> None:
    """Run a command as :func:`status` does; fail with the log's end when it does not succeed.

    :param what: what could not be done, for the failure
    :param advice: what to do then; the log's path is added
    """
    if status(command, log=log, console=console, env=env, cwd=cwd, progress=progress):
        fail(what, f"{advice}\nThe whole output is in {log}", tail(log))


def status(
    command: Sequence[str | Path],
    *,
    log: Path,
    console: Progress,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    progress: Callable[[], str] | None = None,
) -> int:
    """Run a command to its end, its output in `log`, and return its exit status.

    :param progress: gives what to show while it runs; without it the log's last line is shown
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
        )
        try:
            while process.poll() is None:
                text = progress() if progress else last_line(log)
                console.progress(f"{duration(time.monotonic() - start)}  {text}")
                try:
                    process.wait(0.5)
                except subprocess.TimeoutExpired:
                    continue
        except BaseException:
            process.terminate()
            process.wait(30)
            raise
    return process.returncode


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a text file, an empty text where there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def last_line(log: Path) -> str:
    """Return the last line of a growing log without reading it all."""
    try:
        with log.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 2000))
            lines = [line for line in stream.read().decode(errors="replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1].strip() if lines else ""


def command_line(pid: int) -> str:
    """Return the command line of a running process, an empty text when there is no such process."""
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            return (proc / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    result = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return result.stdout.strip()


def read_pid(pid_file: Path, *expected: str) -> int | None:
    """Return the process id in a pid file if that process runs and is ours, else None.

    After a restart of the machine the number may belong to anybody's process, so the command line must contain all of
    `expected` (for instance the program's name and a path below this clone).
    """
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    line = command_line(pid)
    return pid if line and all(part in line for part in expected) else None


def stop(pid: int, still_ours: Callable[[], bool], patience: float = 20) -> None:
    """Ask a process to end, and kill it when it has not within `patience` seconds."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 10)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not still_ours():
                return
            time.sleep(0.1)
