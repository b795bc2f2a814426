from . import (
    test_order_to_payment,
    test_tools,
    test_visit_access,
    test_visit_order,
    test_visit_route,
    test_visit_route_race,
    test_visit_stock_line,
)
