"""From a machine with only Python, git and make to a running Odoo: Odoo, packages, PostgreSQL, databases."""
