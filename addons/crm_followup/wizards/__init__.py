from . import crm_followup_done
