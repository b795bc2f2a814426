from . import test_followup_report, test_followup_summary, test_workbook
