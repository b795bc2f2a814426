from . import crm_followup_summary
