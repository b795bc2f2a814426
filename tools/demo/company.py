"""The company itself: country, currency, books, warehouse."""

from __future__ import annotations

import base64
import io

from .places import mobile
from .world import Text, World

NAME = Text("Yunchuan Foods Trading", "云川食品贸易有限公司")
STREET = Text("88 Qianjiang Road, Building 3", "钱江路88号3幢")
CITY = Text("Hangzhou", "杭州市")
LANGUAGES = ("en_US", "zh_CN")
WAREHOUSE = Text("Hangzhou Warehouse", "杭州仓")


def make(world: World) -> None:
    """Turn the database's first company into the demo company, with Chinese books in yuan."""
    env = world.env
    _languages(world)
    yuan = world.ref("base.CNY")
    yuan.active = True
    company = world.company = world.ref("base.main_company")
    company.partner_id.write({"tz": env.context["tz"], "lang": world.language})
    company.write(
        {
            "name": world.text(NAME),
            "country_id": world.ref("base.cn").id,
            "state_id": world.ref("base.state_cn_ZJ").id,
            "city": world.text(CITY),
            "street": world.text(STREET),
            "zip": "310016",
            "phone": mobile(1),
            "email": "hello@example.com",
            "website": False,
        }
    )
    company.partner_id.write({"partner_latitude": 30.2525, "partner_longitude": 120.2110})
    if world.has("l10n_cn"):
        # Odoo gave a company without country the generic chart; nothing is booked yet, so it may be replaced.
        env["account.chart.template"].try_loading("cn", company, install_demo=False)
    if world.has("account"):
        company.currency_id = yuan
    env["product.pricelist"].search([("company_id", "in", [company.id, False])]).write({"currency_id": yuan.id})
    if world.has("stock"):
        env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).name = world.text(WAREHOUSE)
    if world.has("stock_sms"):
        company.stock_text_confirmation = False  # no keeper wants to be asked at each delivery
    env["res.config.settings"].create({"group_use_lead": True}).execute()
    company.logo = _logo()
    world.say(f"{company.name}: {company.chart_template or 'no'} chart of accounts, {company.currency_id.name}")


def _languages(world: World) -> None:
    """Let people choose English and Chinese; new contacts get the language of the company.

    A database that was made with ``--load-language=zh_CN`` knows Chinese only: Odoo takes the first language for the
    only one.
    """
    installed = {code for code, _name in world.env["res.lang"].get_installed()}
    languages = world.env["res.lang"].with_context(active_test=False).search([("code", "in", LANGUAGES)])
    missing = languages.filtered(lambda language: language.code not in installed)
    if missing:
        world.env["base.language.install"].create({"lang_ids": [(6, 0, missing.ids)]}).lang_install()
    world.env["ir.default"].set("res.partner", "lang", world.language)
    users = world.env["res.users"].with_context(active_test=False).search([])
    users.partner_id.write({"lang": world.language})


def _logo() -> bytes:
    """Return a small logo: a river below a mountain, in two colours."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (180, 180), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.polygon([(20, 110), (70, 40), (95, 75), (115, 50), (160, 110)], fill="#1f6f5c")
    for top in (118, 138):
        draw.line([(20, top), (55, top + 8), (90, top), (125, top + 8), (160, top)], fill="#3a9bdc", width=8)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())
