"""What the company sells, and what lies in its warehouse."""

from __future__ import annotations

from .world import Text, World

#: category → products as (code, name, price without tax in yuan, cost)
ASSORTMENT = (
    (
        Text("Tea and Coffee", "茶与咖啡"),
        (
            ("TC01", Text("West Valley Green Tea 250 g", "西谷绿茶250克"), 68.0, 41.0),
            ("TC02", Text("Jasmine Tea 500 g", "茉莉花茶500克"), 86.0, 52.0),
            ("TC03", Text("Roasted Coffee Beans 1 kg", "烘焙咖啡豆1公斤"), 118.0, 74.0),
            ("TC04", Text("Milk Tea Powder 1 kg", "奶茶粉1公斤"), 45.0, 27.0),
        ),
    ),
    (
        Text("Drinks", "饮料"),
        (
            ("DR01", Text("Spring Water 550 ml × 24", "山泉水550毫升×24"), 26.0, 15.5),
            ("DR02", Text("Plum Juice 1 L × 12", "酸梅汤1升×12"), 84.0, 55.0),
            ("DR03", Text("Soy Milk 250 ml × 24", "豆奶250毫升×24"), 58.0, 38.0),
            ("DR04", Text("Rice Wine 500 ml × 12", "黄酒500毫升×12"), 168.0, 112.0),
            ("DR05", Text("Sparkling Lemon 330 ml × 24", "柠檬汽水330毫升×24"), 62.0, 40.0),
        ),
    ),
    (
        Text("Staples", "粮油"),
        (
            ("ST01", Text("Fragrant Rice 10 kg", "香米10公斤"), 72.0, 54.0),
            ("ST02", Text("Rapeseed Oil 5 L", "菜籽油5升"), 76.0, 58.0),
            ("ST03", Text("Wheat Flour 25 kg", "小麦粉25公斤"), 98.0, 78.0),
            ("ST04", Text("Dried Noodles 1 kg × 10", "挂面1公斤×10"), 88.0, 63.0),
        ),
    ),
    (
        Text("Sauces", "调味品"),
        (
            ("SA01", Text("Light Soy Sauce 1.9 L × 6", "生抽1.9升×6"), 96.0, 66.0),
            ("SA02", Text("Aged Vinegar 500 ml × 12", "陈醋500毫升×12"), 78.0, 51.0),
            ("SA03", Text("Chilli Oil 280 g × 24", "辣椒油280克×24"), 192.0, 131.0),
            ("SA04", Text("Hot Pot Base 400 g × 30", "火锅底料400克×30"), 285.0, 196.0),
        ),
    ),
    (
        Text("Snacks", "休闲食品"),
        (
            ("SN01", Text("Sunflower Seeds 5 kg", "葵花籽5公斤"), 92.0, 61.0),
            ("SN02", Text("Osmanthus Cake 200 g × 20", "桂花糕200克×20"), 156.0, 99.0),
            ("SN03", Text("Seaweed Crisps 50 g × 30", "海苔脆50克×30"), 132.0, 88.0),
        ),
    ),
)
STOCK_PER_PRODUCT = 12000


def make(world: World) -> None:
    """Make the products, named in both languages, and receive them into the warehouse."""
    env = world.env
    root = env.ref("product.product_category_goods", raise_if_not_found=False)
    values, names = [], []
    for category, goods in ASSORTMENT:
        parent = env["product.category"].create({"name": world.text(category), "parent_id": root.id if root else False})
        for code, name, price, cost in goods:
            names.append(name)
            values.append(
                {
                    "name": world.text(name),
                    "default_code": code,
                    "type": "consu",
                    "list_price": price,
                    "standard_price": cost,
                    "categ_id": parent.id,
                    "invoice_policy": "delivery",
                    **({"is_storable": True} if world.has("stock") else {}),
                }
            )
    products = world.products = env["product.product"].create(values)
    for product, name in zip(products, names):
        world.name(product, name)
    if world.has("stock"):
        _receive(world)
    world.say(f"{len(products)} products")


def _receive(world: World) -> None:
    """Receive the opening stock by one receipt, dated when the first orders were still to come."""
    env = world.env
    warehouse = env["stock.warehouse"].search([("company_id", "=", world.company.id)], limit=1)
    receipt = warehouse.in_type_id
    picking = env["stock.picking"].create(
        {
            "picking_type_id": receipt.id,
            "location_id": world.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "move_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": product.id,
                        "product_uom_qty": STOCK_PER_PRODUCT,
                        "product_uom": product.uom_id.id,
                        "location_id": world.ref("stock.stock_location_suppliers").id,
                        "location_dest_id": warehouse.lot_stock_id.id,
                    },
                )
                for product in world.products
            ],
        }
    )
    validate(world, picking, {picking.id: world.at(world.day(-290), 10)})


def validate(world: World, pickings, moments: dict) -> None:
    """Validate transfers in full and date them.

    :param moments: picking id → when it was done (UTC)
    """
    pickings.action_confirm()
    pickings.action_assign()
    result = pickings.with_context(skip_sms=True, skip_backorder=True).button_validate()
    left = pickings.filtered(lambda picking: picking.state != "done")
    if left:
        raise ValueError(f"These transfers could not be validated: {left.mapped('name')} {result}")
    for picking in pickings:
        picking.date_done = moments[picking.id]
    world.rewrite("stock.picking", {item.id: {"scheduled_date": moments[item.id]} for item in pickings})
    lines = pickings.move_line_ids
    world.rewrite("stock.move.line", {line.id: {"date": moments[line.picking_id.id]} for line in lines})
