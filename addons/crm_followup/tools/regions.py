"""Chinese divisions: the two-digit codes of GB/T 2260 beside those of ISO 3166-2, which Odoo uses."""

# Source: GB/T 2260-2007, two-digit province level codes; ISO 3166-2:CN subdivision codes.
GBT2260_TO_ISO = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM",
    "21": "LN", "22": "JL", "23": "HL",
    "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD",
    "41": "HA", "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI",
    "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ",
    "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ",
    "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip

# Codes outside the standard that many Chinese data sets give the two special administrative regions.
CUSTOMARY_CODES = {"91": "HK", "92": "MO"}

# ISO 3166-2:CN letters of the regions with a telephone plan of their own; Odoo has each as a country too.
OWN_TELEPHONE_PLAN = ("HK", "MO", "TW")


def iso_from_gbt2260(code: str) -> str | None:
    """The ISO 3166-2:CN letters of a GB/T 2260 code.

    :param code: two digits, or a longer division code of which the first two digits name the province ("440305")
    :return: e.g. "GD", or None where the text is no such code
    """
    code = code.strip()
    if not code.isdigit() or len(code) not in (2, 4, 6):
        return None
    return GBT2260_TO_ISO.get(code[:2]) or CUSTOMARY_CODES.get(code)
