"""States, kinds and names that several files share."""

ENTRY_STATES = [
    ("open", "Open"),
    ("claimed", "Claimed"),
    ("assigned", "Assigned"),
    ("withdrawn", "Withdrawn"),
]

EVENT_KINDS = [
    ("create", "Entered"),
    ("import", "Imported"),
    ("release", "Released"),
    ("claim", "Claimed"),
    ("assign", "Assigned"),
    ("transfer", "Transferred"),
    ("take_back", "Taken Back"),
    ("move", "Moved to Another Pool"),
    ("withdraw", "Withdrawn from the Pool"),
]

# What becomes of the open entry when its record leaves the pool by an event of this kind.
ENTRY_STATE_OF_KIND = {
    "claim": "claimed",
    "assign": "assigned",
    "transfer": "assigned",
    "take_back": "assigned",
}

OWNERSHIP_FIELDS = frozenset({"user_id", "pool_id"})

GROUP_SALESMAN = "sales_team.group_sale_salesman"
GROUP_SUPERIOR = "crm_followup.group_sales_superior"
GROUP_DIRECTOR = "sales_team.group_sale_salesman_all_leads"

# Rows that one INSERT or one savepoint takes at most while a file is imported.
IMPORT_CHUNK = 500
