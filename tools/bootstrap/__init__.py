"""From a machine with only Python, git and make to a running Odoo: fetches Odoo, makes the venv, PostgreSQL and databases."""
