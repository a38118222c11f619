"""The code of a certificate: short enough to read out, and it says which installation made it.

``7QF2-K3MD-9XTR-HB4W``: three letters of the installation's mark, twelve drawn at random (60 bits), one that checks the
others. Crockford's base 32: no I, L, O or U; whoever types O means 0, I and L mean 1. The check letter is the sum of
the values, each times its place, modulo 31, so that one wrong letter and two neighbours swapped are noticed.
"""

import hashlib
import secrets
from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARK, RANDOM = 3, 12
LENGTH = MARK + RANDOM + 1
PRIME = 31


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
    """What was typed, however it was grouped: what it is, and the code as it is stored."""
    plain = "".join(each for each in text.upper() if each.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH or any(each not in ALPHABET for each in plain) or _check(plain[:-1]) != plain[-1]:
        return Reading.GARBLED, ""
    return (Reading.OURS if plain.startswith(mark) else Reading.FOREIGN), grouped(plain)


def grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _check(body: str) -> str:
    return ALPHABET[sum(place * ALPHABET.index(each) for place, each in enumerate(body, 1)) % PRIME]
