"""The commands behind the Makefile, and how their NAME=value options are read."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable

from .bootstrap import paths, venv
from .bootstrap.console import Console, Failure, fail

#: command → (what it does, options that it knows)
COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "run": (
        "start PostgreSQL and Odoo with the demo company, installing what is missing",
        {
            "LANGUAGE": "language of the demo users: en_US or zh_CN",
            "PORT": "port of the web client, 8069 if not given",
            "HOST": "address to listen on, 127.0.0.1 if not given; 0.0.0.0 for phones in the same network",
            "DEMO": "0: without the demo company",
        },
    ),
    "stop": ("stop Odoo and PostgreSQL of this clone", {}),
    "reset": (
        "drop the demo database and make it anew",
        {"FORCE": "1: do not ask", "LANGUAGE": "", "PORT": "", "HOST": "", "DEMO": ""},
    ),
    "test": (
        "everything that checks the project",
        {
            "ONLY": "one stage, or several with commas: lint, plain, addons, integration, e2e, core",
            "ADDON": "for ONLY=addons: one addon, or several with commas",
            "ARGS": "further arguments for pytest, for instance ARGS='-k claim -x'",
        },
    ),
    "core-tests": (
        "Odoo's own tests with the suite installed",
        {"BASELINE": "1: without the suite, and rewrite the list of known failures"},
    ),
    "lint": ("ruff, pylint-odoo, OCA checks, XML and JavaScript style", {}),
    "i18n": ("write the .pot files and check the translations", {}),
    "readme": ("assemble the addons' README files", {}),
    "clean": (
        "remove everything made in this clone, databases included; the cache of downloads stays",
        {"FORCE": "1: do not ask"},
    ),
    "help": ("this list", {}),
}

#: commands that are a module of their own, which a version of the project may not have yet
OWN_MODULES = {"lint", "i18n", "readme"}


def main(arguments: list[str]) -> int:
    """Run the command and return the exit status."""
    # whoever ends us (a CI system, systemd) sends TERM: end what we have started then, too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        command, options = parse(arguments)
        return _handler(command)(options)
    except Failure as failure:
        print(failure.render(), file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing is lost: the next run goes on from here.", file=sys.stderr)
        return 130


def parse(arguments: list[str]) -> tuple[str, dict[str, str]]:
    """Return command and options; fail on what the command does not know, so that a typing error is not swallowed."""
    command, *rest = arguments or ["help"]
    if command not in COMMANDS:
        fail(f"There is no command `{command}`.", "`make help` lists them.")
    known = COMMANDS[command][1]
    options = {}
    for argument in rest:
        # core-tests --baseline reads as naturally as BASELINE=1
        name, _equals, value = argument.lstrip("-").partition("=")
        name = name.upper()
        if name in {"PYTHON", "MAKEFLAGS"}:
            continue
        if name not in known:
            choice = f"It knows {', '.join(known)}." if known else "It takes none."
            fail(f"`{command}` has no option {name}.", choice)
        options[name] = value if _equals else "1"
    return command, options


def _handler(command: str) -> Callable[[dict[str, str]], int]:
    if command in {"run", "stop", "reset", "clean"}:
        from . import running

        return getattr(running, command)
    if command in {"test", "core-tests"}:
        from .testing import command as testing

        return testing.test if command == "test" else testing.core_tests
    return {"help": show_help}.get(command) or (lambda options: run_module(command))


def run_module(name: str) -> int:
    """Run `tools.<name>` with the virtual environment's Python, the environment made first when it is missing."""
    if importlib.util.find_spec(f"tools.{name}") is None:
        fail(f"tools/{name}.py does not exist in this version of the project.", "`git log -- tools` tells more.")
    from .bootstrap import prepare

    console = Console()
    prepare.odoo_and_packages(console)
    environment = {**os.environ, "PATH": f"{venv.python().parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [venv.python(), "-m", f"tools.{name}"]
    return subprocess.run(command, cwd=paths.ROOT, env=environment, check=False).returncode


def show_help(_options: dict[str, str]) -> int:
    """Print the commands with their options."""
    print("make COMMAND [NAME=value …]\n")
    for command, (purpose, options) in COMMANDS.items():
        if command in OWN_MODULES and importlib.util.find_spec(f"tools.{command}") is None:
            continue
        target = "test-core" if command == "core-tests" else command
        print(f"  {target:<11} {purpose}")
        for name, meaning in options.items():
            if meaning:
                print(f"  {'':<11}   {name}=…  {meaning}")
    print(f"\nEnvironment: ODOO_HOME, PGHOST/PGPORT/PGUSER/PGPASSWORD, FIELD_CRM_CACHE. Files made here: {paths.LOCAL}")
    return 0
