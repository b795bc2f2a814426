"""Writes the import templates: one workbook a channel and language.

Run it as ``python tools/import_templates.py``. The titles are the labels of the fields in that language,
so that Odoo's import finds each column by itself; ``test_templates_map_every_column`` fails when a label changes.
"""

import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parents[1] / "addons" / "crm_lead_pool"
sys.path.insert(0, str(ADDON / "tools"))

from sheet import build_sheet  # noqa: E402

# (technical name, English title, Chinese title, width in characters)
COLUMNS = [
    ("name", "Opportunity", "商机", 32),
    ("partner_name", "Company Name", "公司名称", 28),
    ("contact_name", "Contact Name", "联系人姓名", 16),
    ("phone", "Phone", "电话号码", 20),
    ("email_from", "Email", "电子邮件", 26),
    ("street", "Street", "街道", 36),
    ("city", "City", "城市", 14),
    ("state_id", "State", "省/州", 14),
    ("zip", "Zip", "邮编", 10),
    ("country_id", "Country", "国家/地区", 12),
    ("latitude", "Latitude", "纬度", 12),
    ("longitude", "Longitude", "经度", 12),
    ("source_id", "Source", "来源", 28),
    ("pool_id", "Pool", "公海", 16),
    ("description", "Notes", "备注", 40),
]

# Names of the sources in data/utm_source_data.xml.
CHANNELS = {
    "wecom": "WeCom / 企业微信",
    "dingtalk": "DingTalk / 钉钉",
    "baidu_form": "Baidu form / 百度表单",
    "douyin_form": "Douyin form / 抖音表单",
    "order_mall": "Order mall / 订货商城",
    "fair": "Trade fair / 展会",
    "street": "Street promotion / 地推",
}

# Rows in which the channel writes itself as soon as the first column is filled in.
PREFILLED_ROWS = 2000


def write_templates(folder: Path) -> list[Path]:
    """Write the files of all channels and languages below ``folder``; existing ones are replaced."""
    paths = []
    names = [column[0] for column in COLUMNS]
    for position, language in ((1, "en"), (2, "zh_CN")):
        (folder / language).mkdir(parents=True, exist_ok=True)
        for channel, source in CHANNELS.items():
            path = folder / language / f"{channel}.xlsx"
            path.write_bytes(
                build_sheet(
                    channel,
                    [column[position] for column in COLUMNS],
                    [],
                    [column[3] for column in COLUMNS],
                    prefill=(names.index("source_id"), source, PREFILLED_ROWS),
                )
            )
            paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write_templates(ADDON / "static" / "xlsx"):
        print(written.relative_to(ADDON))
