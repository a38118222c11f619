"""The receipt code: nineteen random digits (63 bits) and a check digit, shown in groups of four.

The phone makes it, so that it is there before the line is. The check digit is ISO 7064 MOD 11,10: it notices every
single wrong digit and nearly every exchange of two neighbours.
"""

import secrets

DIGITS = 20
_ALSO = str.maketrans("OoIl", "0011")


def new_code() -> str:
    """A code nobody can guess."""
    drawn = f"{secrets.randbelow(10**19):019d}"
    return drawn + check_digit(drawn)


def check_digit(digits: str) -> str:
    """The last digit that belongs to the others.

    >>> check_digit("0794")
    '5'
    """
    product = 10
    for each in digits:
        total = (product + int(each)) % 10 or 10
        product = 2 * total % 11
    return str((11 - product) % 10)


def read(typed: str) -> str:
    """The twenty digits of a code, however they were typed; ``""`` for what cannot be one."""
    plain = "".join(each for each in typed[:100].translate(_ALSO) if not each.isspace() and each not in "-.–—")
    if len(plain) != DIGITS or not (plain.isascii() and plain.isdigit()) or check_digit(plain[:-1]) != plain[-1]:
        return ""
    return plain


def grouped(code: str) -> str:
    """As it is shown: ``1234 5678 …``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
