from . import crm_followup_report
