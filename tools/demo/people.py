"""Who works in the demo company, and who stands above whom."""

from __future__ import annotations

from typing import Any

from .places import CITIES, mobile
from .world import City, Login, Text, World

HEAD = Text("Shen Guoliang", "沈国梁")
MANAGERS = (
    (Text("Gu Wenlan", "顾文澜"), Text("Team West", "浙北组")),
    (Text("Lu Qiming", "陆启明"), Text("Team East", "沿海组")),
)
REPS = (
    Text("Fang Xiaodan", "方晓丹"),
    Text("Yao Yifan", "姚一帆"),
    Text("Jiang Xiaoman", "蒋小曼"),
    Text("Liang Zhiyuan", "梁知远"),
    Text("Song Yutong", "宋雨桐"),
    Text("Cheng Lihua", "程立华"),
)
CASHIER = Text("He Jingqiu", "何静秋")
KEEPER = Text("Fan Dayong", "范大勇")
ADMINISTRATOR = Text("Administrator", "系统管理员")

#: of so many businesses one is looked after by the head of sales, or by a manager
HEADS_SHARE, MANAGERS_SHARE = 31, 13

ROLE_HEAD = Text("Head of sales", "销售总监")
ROLE_MANAGER = Text("Sales manager", "销售经理")
ROLE_REP = Text("Salesperson, {city}", "销售员（{city}）")
ROLE_CASHIER = Text("Cashier", "出纳")
ROLE_KEEPER = Text("Warehouse keeper", "仓管员")
ROLE_ADMINISTRATOR = Text("CRM administrator", "系统管理员")


def make(world: World) -> None:
    """Make the users with their roles, the hierarchy and the two teams."""
    world.head = _user(world, "head", HEAD, ROLE_HEAD, "sales_team.group_sale_salesman_all_leads", 10)
    for number, (name, _team) in enumerate(MANAGERS, 1):
        manager = _user(world, f"manager{number}", name, ROLE_MANAGER, "crm_followup.group_sales_superior", 10 + number)
        manager.superior_id = world.head
        world.managers.append(manager)
    for number, (name, city) in enumerate(zip(REPS, CITIES), 1):
        role = Text(*(pattern.format(city=world.text(city.name)) for pattern in ROLE_REP))
        rep = _user(world, f"rep{number}", name, role, "sales_team.group_sale_salesman", 20 + number)
        rep.superior_id = world.managers[(number - 1) * len(MANAGERS) // len(REPS)]
        world.reps.append(rep)
    if world.has("account"):
        world.cashier = _user(world, "cashier", CASHIER, ROLE_CASHIER, "account.group_account_invoice", 31)
    if world.has("stock"):
        world.keeper = _user(world, "keeper", KEEPER, ROLE_KEEPER, "stock.group_stock_user", 32)
    _administrator(world)
    _teams(world)
    world.say(f"{len(world.logins)} people")


def _user(world: World, login: str, name: Text, role: Text, group: str, number: int) -> Any:
    user = world.env["res.users"].create(
        {
            "name": world.text(name),
            "login": login,
            "password": login,
            "email": f"{login}@example.com",
            "phone": mobile(number),
            "tz": world.env.context["tz"],
            "lang": world.language,
            "company_id": world.company.id,
            "company_ids": [(6, 0, world.company.ids)],
            "group_ids": [(6, 0, [world.ref("base.group_user").id, world.ref(group).id])],
            "notification_type": "inbox",
        }
    )
    world.logins.append(Login(world.text(role), user.name, login, login))
    return user


def _administrator(world: World) -> None:
    admin = world.admin = world.ref("base.user_admin")
    admin.write(
        {
            "name": world.text(ADMINISTRATOR),
            "email": "admin@example.com",
            "tz": world.env.context["tz"],
            "lang": world.language,
            "notification_type": "inbox",
            "group_ids": [(4, world.ref("sales_team.group_sale_manager").id)],
        }
    )
    world.logins.append(Login(world.text(ROLE_ADMINISTRATOR), admin.name, admin.login, "admin"))


def _teams(world: World) -> None:
    for (_name, team), manager in zip(MANAGERS, world.managers):
        members = [rep.id for rep in world.reps if rep.superior_id == manager]
        world.env["crm.team"].create(
            {
                "name": world.text(team),
                "user_id": manager.id,
                "company_id": world.company.id,
                "use_leads": True,
                "member_ids": [(6, 0, [manager.id, *members])],
            }
        )


def owner_in(world: World, city: City, number: int) -> Any:
    """Return who looks after the business that is the ``number``-th in its list: mostly the rep of the city.

    Managers and the head of sales keep some for themselves.
    """
    rep = world.reps[CITIES.index(city)]
    if number % HEADS_SHARE == HEADS_SHARE - 1:
        return world.head
    return rep.superior_id if number % MANAGERS_SHARE == MANAGERS_SHARE - 1 else rep


def settle(world: World) -> None:
    """See to it that nothing is left over that Odoo wanted to send while the company was made."""
    world.env["mail.mail"].search([]).unlink()
