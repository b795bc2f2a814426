"""Six cities, their streets, and what shops and people there are called. All shops and people are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from .world import City, Text, World

CITIES = (
    City("hangzhou", Text("Hangzhou", "杭州市"), "base.state_cn_ZJ", 30.2741, 120.1551, "571", "310000"),
    City("shaoxing", Text("Shaoxing", "绍兴市"), "base.state_cn_ZJ", 30.0023, 120.5810, "575", "312000"),
    City("jiaxing", Text("Jiaxing", "嘉兴市"), "base.state_cn_ZJ", 30.7522, 120.7585, "573", "314000"),
    City("ningbo", Text("Ningbo", "宁波市"), "base.state_cn_ZJ", 29.8746, 121.5503, "574", "315000"),
    City("suzhou", Text("Suzhou", "苏州市"), "base.state_cn_JS", 31.3042, 120.5954, "512", "215000"),
    City("shanghai", Text("Shanghai", "上海市"), "base.state_cn_SH", 31.2304, 121.4737, "21", "200000"),
)

STREETS = (
    Text("Renmin Road", "人民路"),
    Text("Jiefang Road", "解放路"),
    Text("Zhongshan Road", "中山路"),
    Text("Jianguo Road", "建国路"),
    Text("Xinhua Road", "新华路"),
    Text("Wenhua Street", "文化街"),
    Text("Qingnian Road", "青年路"),
    Text("Heping Road", "和平路"),
    Text("Binhe Avenue", "滨河大道"),
    Text("Xueyuan Road", "学院路"),
    Text("Dongfeng Road", "东风路"),
    Text("Chaoyang Street", "朝阳街"),
)

#: kind of business → its name, XML id of its industry
KINDS = (
    (Text("Restaurant", "饭店"), "base.res_partner_industry_I"),
    (Text("Tea House", "茶楼"), "base.res_partner_industry_I"),
    (Text("Coffee", "咖啡"), "base.res_partner_industry_I"),
    (Text("Bakery", "烘焙坊"), "base.res_partner_industry_C"),
    (Text("Hot Pot", "火锅店"), "base.res_partner_industry_I"),
    (Text("Noodle House", "面馆"), "base.res_partner_industry_I"),
    (Text("Hotel", "宾馆"), "base.res_partner_industry_I"),
    (Text("Convenience Store", "便利店"), "base.res_partner_industry_G"),
    (Text("Supermarket", "超市"), "base.res_partner_industry_G"),
    (Text("Food Wholesale", "食品批发部"), "base.res_partner_industry_G"),
    (Text("Kindergarten Canteen", "幼儿园食堂"), "base.res_partner_industry_P"),
    (Text("Karaoke Club", "歌厅"), "base.res_partner_industry_R"),
)
RETAIL = "base.res_partner_industry_G"

SHOP_NAMES = (
    Text("Linjiang", "临江"),
    Text("Yunqi", "云栖"),
    Text("Qinghe", "青禾"),
    Text("Nanfeng", "南风"),
    Text("Xiaoman", "小满"),
    Text("Mingyue", "明月"),
    Text("Tingyu", "听雨"),
    Text("Guiyu", "桂语"),
    Text("Jinyuan", "锦园"),
    Text("Qiandao", "千岛"),
    Text("Wanghu", "望湖"),
    Text("Songjian", "松间"),
    Text("Zhuli", "竹里"),
    Text("Chunhe", "春和"),
    Text("Fuman", "福满"),
    Text("Tongyue", "同悦"),
    Text("Yongxing", "永兴"),
    Text("Baiwei", "百味"),
    Text("Jinsui", "金穗"),
    Text("Haitang", "海棠"),
    Text("Chenxi", "晨曦"),
    Text("Dongli", "东篱"),
    Text("Changqiao", "长桥"),
    Text("Lelin", "乐邻"),
    Text("Jiqing", "吉庆"),
    Text("Ruifeng", "瑞丰"),
    Text("Shiguang", "拾光"),
    Text("Muye", "沐野"),
    Text("Yuehe", "月河"),
    Text("Hefeng", "荷风"),
)
FAMILY_NAMES = (
    Text("Qian", "钱"),
    Text("Sun", "孙"),
    Text("Wu", "吴"),
    Text("Zheng", "郑"),
    Text("Feng", "冯"),
    Text("Chu", "褚"),
    Text("Wei", "卫"),
    Text("Han", "韩"),
    Text("Xu", "许"),
    Text("Lü", "吕"),
    Text("Shi", "施"),
    Text("Zhang", "张"),
    Text("Kong", "孔"),
    Text("Cao", "曹"),
    Text("Yan", "严"),
    Text("Hua", "华"),
    Text("Jin", "金"),
    Text("Tao", "陶"),
    Text("Jiang", "姜"),
    Text("Qi", "戚"),
)
GIVEN_NAMES = (
    Text("Aiqin", "爱琴"),
    Text("Baolin", "宝林"),
    Text("Chunlai", "春来"),
    Text("Dexing", "德兴"),
    Text("Enhui", "恩惠"),
    Text("Fugui", "富贵"),
    Text("Guifang", "桂芳"),
    Text("Haiyan", "海燕"),
    Text("Jianmin", "建民"),
    Text("Kaiyuan", "开元"),
    Text("Lanying", "兰英"),
    Text("Mingliang", "明亮"),
    Text("Ningning", "宁宁"),
    Text("Peihua", "佩华"),
    Text("Qiuju", "秋菊"),
    Text("Ronghua", "荣华"),
    Text("Shuzhen", "淑珍"),
    Text("Tianyou", "天佑"),
    Text("Wanfu", "万福"),
    Text("Xiulan", "秀兰"),
    Text("Yongnian", "永年"),
    Text("Zhaodi", "招娣"),
)


@dataclass(frozen=True)
class Shop:
    """An invented business at an invented address."""

    name: str
    kind: Text
    industry: str
    city: City
    street: str
    postcode: str
    latitude: float
    longitude: float
    landline: str
    contact: str
    mobile: str
    email: str


def shops(world: World) -> Iterator[Shop]:
    """Yield shops, no two of one name, city after city in turn; there are 360."""
    rng = world.chance("shops")
    pairs = [(head, *kind) for head in SHOP_NAMES for kind in KINDS]
    rng.shuffle(pairs)
    for number, (head, kind, industry) in enumerate(pairs):
        city = CITIES[number % len(CITIES)]
        separator = "" if world.language.startswith("zh") else " "
        yield Shop(
            name=world.text(head) + separator + world.text(kind),
            kind=kind,
            industry=industry,
            city=city,
            street=_street(world, rng),
            postcode=city.postcode,
            # within some six kilometres of the centre, denser towards it
            latitude=round(city.latitude + rng.triangular(-0.055, 0.055, 0), 6),
            longitude=round(city.longitude + rng.triangular(-0.06, 0.06, 0), 6),
            landline=f"+86 {city.area_code} 5550 {1000 + number:04}",
            contact=_person(world, rng),
            mobile=mobile(1000 + number),
            email=f"contact{number + 1:03}@example.com",
        )


def mobile(number: int) -> str:
    """Return a mobile number of valid form whose subscriber block, 0000, is nobody's."""
    return f"+86 192 0000 {number:04}"


def _street(world: World, rng: random.Random) -> str:
    street, house = rng.choice(STREETS), rng.randint(1, 399)
    return world.text(Text(f"{house} {street.en}", f"{street.zh}{house}号"))


def _person(world: World, rng: random.Random) -> str:
    family, given = rng.choice(FAMILY_NAMES), rng.choice(GIVEN_NAMES)
    return world.text(Text(f"{given.en} {family.en}", family.zh + given.zh))
