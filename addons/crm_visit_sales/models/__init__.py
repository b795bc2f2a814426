from . import crm_visit_route
from . import crm_visit_route_line
from . import crm_visit_stock_line
from . import crm_followup
from . import sale_order
