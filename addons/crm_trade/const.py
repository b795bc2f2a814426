"""Values that the trade side shares between its computations, its SQL and its views."""

# Who may read trade figures: salespeople, and everybody who may read the books anyway. Portal users are not among them.
TRADE_GROUPS = "sales_team.group_sale_salesman,account.group_account_invoice,account.group_account_readonly"

# Trade labels from few purchases to many: (key, caption, purchases from which it holds).
TRADE_LABELS = [
    ("never", "Never bought", 0),
    ("first", "First-time buyer", 1),
    ("repeat", "Repeat buyer", 2),
]

# Ageing buckets of an open item: (key, caption, first day overdue). A credit that was not allocated yet has no age.
AGEING_BUCKETS = [
    ("not_due", "Not due", None),
    ("d1_30", "1-30 days", 1),
    ("d31_60", "31-60 days", 31),
    ("d61_90", "61-90 days", 61),
    ("d91", "Over 90 days", 91),
]
AGEING_CREDIT = ("credit", "Unallocated credit")

# Orders shown on the customer's page.
LAST_ORDERS_LIMIT = 10
