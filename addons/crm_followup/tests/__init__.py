from . import test_convert, test_followup_done, test_followup_rights, test_hierarchy, test_maturity, test_regions
