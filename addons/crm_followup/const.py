"""Names that more than one file of the addon agrees on."""

STATES = [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")]

# From each state, where a follow-up may go. A record of what happened is never undone: it is corrected in its texts.
TRANSITIONS = {
    "planned": {"done", "cancelled"},
    "cancelled": {"planned"},
    "done": set(),
}

MATURITY_KINDS = [("open", "Open"), ("won", "Won"), ("lost", "Refused"), ("invalid", "Invalid")]

# The grade a record gets when it enters the suite.
NEW_MATURITY_XMLID = "crm_followup.maturity_d"
