from odoo.tools import SQL
from odoo.tools.sql import column_exists


def pre_init_hook(env):
    """Add the columns of partners before the ORM does.

    At installation no partner is in a pool, so the stored computed column is empty for every row: adding it here keeps
    the ORM from computing it one partner at a time in a database that has a million of them.
    """
    for column in ("pool_id", "commercial_pool_id"):
        if not column_exists(env.cr, "res_partner", column):
            env.cr.execute(SQL("ALTER TABLE res_partner ADD COLUMN %s int4", SQL.identifier(column)))
