"""Chromium for the browser tests, and Chinese glyphs for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from . import debian, paths, process
from .console import Progress

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium or Chrome: the one that E2E_CHROMIUM names, else one on PATH, else None."""
    named = os.environ.get("E2E_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for path in map(shutil.which, NAMES) if path), None)


def ensure(console: Progress) -> str | None:
    """Return the path of a browser, installed from the distribution if we are root; None where none can be had."""
    found = find()
    if found or os.environ.get("E2E_CHROMIUM") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    console.note("no Chromium: installing the distribution's")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for name, command in (
        ("update", ["apt-get", "-o", "APT::Sandbox::User=root", "update"]),
        ("install", ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]),
    ):
        if process.status(command, log=paths.log_file(f"chromium-{name}.log"), console=console, env=env):
            console.note(f"Chromium could not be installed; see {paths.log_file(f'chromium-{name}.log')}")
            return None
    return find()


def font_environment() -> dict[str, str]:
    """Return the environment that lets a browser draw Chinese, empty where the machine has such fonts itself."""
    fonts = debian.chinese_fonts()
    if fonts is None or _has_chinese_font():
        return {}
    config = paths.LOCAL / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"  <dir>{escape(str(fonts))}</dir>\n"
        f"  <cachedir>{escape(str(paths.LOCAL / 'fontconfig'))}</cachedir>\n"
        "</fontconfig>\n"
    )
    return {"FONTCONFIG_FILE": str(config)}


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    result = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(result.stdout.strip())
