"""Values that the visit side shares."""

# Fields of a route that say on which days it is driven, Monday first like datetime.date.weekday().
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Kind of the visits that a route makes.
VISIT_TYPE_XMLID = "crm_followup.type_visit"
