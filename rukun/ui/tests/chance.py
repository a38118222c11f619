"""What a page says apart from what is random in it."""

import re

RANDOM = re.compile(
    r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12,}"  # ids and tokens in hexadecimal
    r"|[0-9A-Za-z]{32,}"  # CSRF tokens
    r'|nonce[="\':]+[\w+/=-]+'
)


def without_chance(text: str) -> str:
    """``text`` without ids, tokens and nonces: short numbers and words come in those by chance, one run in hundreds."""
    return RANDOM.sub("", text)
