from . import (
    test_res_partner_actions,
    test_res_partner_figures,
    test_res_partner_label,
    test_tools,
    test_trade_access,
    test_trade_receivable_report,
)
