"""Masking of what a pool shows. The masked text is what is stored: the full data never reaches the entry.

Pure functions, no Odoo.
"""

MASK = "*"


def mask_name(name: str) -> str:
    """Keep the first character: ``张三丰`` → ``张**``, ``Wang Fang`` → ``W********``."""
    name = (name or "").strip()
    return name[:1] + MASK * max(len(name) - 1, 0)


def mask_phone(phone: str) -> str:
    """Hide the four digits before the last four, as is customary: ``+86 138 0013 8000`` → ``+86 138 **** 8000``.

    Separators stay. Numbers of fewer than nine digits show their first digit only.
    """
    phone = (phone or "").strip()
    positions = [index for index, char in enumerate(phone) if char.isdigit()]
    hidden = positions[-8:-4] if len(positions) >= 9 else positions[1:]
    chars = list(phone)
    for index in hidden:
        chars[index] = MASK
    return "".join(chars)


def mask_email(email: str) -> str:
    """Keep the first character and the domain: ``li.na@example.com`` → ``l****@example.com``."""
    email = (email or "").strip()
    local, at, domain = email.rpartition("@")
    if not at:
        return mask_name(email)
    # A fixed number of stars: the length of the address is nobody's business.
    return f"{local[:1]}****@{domain}"


def mask_street(street: str) -> str:
    """Keep the first six characters or half of the text, whichever is less, so that house and unit stay hidden."""
    street = (street or "").strip()
    shown = min(6, len(street) // 2)
    return street[:shown] + (MASK * 4 if street else "")
