from . import crm_visit_route_plan
