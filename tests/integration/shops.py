"""The real shops that lie beside the project, as rows; a test that needs them skips where they are absent."""

import csv
from pathlib import Path

import pytest

SHOPS = Path(__file__).resolve().parents[3] / "shared" / "data" / "shops_cn.csv"

needs_shops = pytest.mark.skipif(
    not SHOPS.is_file(), reason="the file of real shops, shared/data/shops_cn.csv beside the project, is absent"
)

# Column of the file → field of crm.lead; the number and the kind of ownership have no place in a prospect.
FIELD_OF_COLUMN = {
    "Store Name": "name",
    "Street Address": "street",
    "City": "city",
    "State/Province": "state_id",
    "Postcode": "zip",
    "Phone Number": "phone",
    "Longitude": "longitude",
    "Latitude": "latitude",
}


def read_shops() -> list[dict[str, str]]:
    with SHOPS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
