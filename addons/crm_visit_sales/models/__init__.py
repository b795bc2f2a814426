from . import crm_followup, crm_visit_route, crm_visit_route_line, crm_visit_stock_line, sale_order
