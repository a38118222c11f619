"""The code of a certificate: short enough to read out, and it says which installation made it.

``7QF2-K3MD-9XTR-HB44``: three letters of the installation's mark, twelve drawn at random (60 bits), one that checks the
others. Crockford's base 32: no I, L, O or U; whoever types O means 0, I and L mean 1. The letters are the elements of
the field with 32 elements, and a code is a number with base 2 there whose value is 0: so one wrong letter is always
noticed, and so are two swapped, wherever they stand.
"""

import hashlib
import secrets
from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARK, RANDOM = 3, 12
LENGTH = MARK + RANDOM + 1
FIELD = 0b100101
"""The polynomial x⁵ + x² + 1, by which the field of 32 elements is made; it is primitive, so 2 has order 31."""


class Reading(Enum):
    """What a typed code turns out to be."""

    OURS = "ours"
    FOREIGN = "foreign"  # well formed, of another installation
    GARBLED = "garbled"  # mistyped, or no code at all


def mark_of(public_key: bytes) -> str:
    """The mark of the installation with this public key."""
    digest = hashlib.sha256(b"rukun.certificate.1" + public_key).digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:MARK])


def new_code(mark: str) -> str:
    body = mark + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return grouped(body + _check(body))


def read(text: str, mark: str) -> tuple[Reading, str]:
    """What was typed, however it was grouped: what it is, and the code as it is stored.

    The whole address that a QR holds will do, too.
    """
    text = text.strip().rstrip("/").rpartition("/")[2]
    plain = "".join(each for each in text.upper() if each.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH or any(each not in ALPHABET for each in plain) or _check(plain[:-1]) != plain[-1]:
        return Reading.GARBLED, ""
    return (Reading.OURS if plain.startswith(mark) else Reading.FOREIGN), grouped(plain)


def grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _check(body: str) -> str:
    value = 0
    for each in body:
        value = _doubled(value ^ ALPHABET.index(each))
    return ALPHABET[value]


def _doubled(value: int) -> int:
    return value << 1 ^ (FIELD if value & 16 else 0)
