"""Checks of the source tree itself; they read files and need no Odoo."""
