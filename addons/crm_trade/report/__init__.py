from . import crm_trade_receivable_report
