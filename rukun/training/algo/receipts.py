"""The code by which whoever applied looks up what came of it: kept as a hash alone.

``7QF2K-3MD9X-TRHB4``: fifteen letters of Crockford's base 32 (75 bits, so that nobody finds one by trying), grouped
otherwise than the code of a certificate. It follows from the application's id and a key, so that the same form sent
again is answered with the same code.
"""

import hashlib
import hmac
from uuid import UUID

from rukun.training.algo.codes import ALPHABET

LENGTH, GROUP = 15, 5
_MISREAD = str.maketrans("OIL", "011")


def receipt_of(application: UUID, key: bytes) -> str:
    """The code of an application; without the ``key`` nobody finds it, for the id stands in public addresses."""
    drawn = int.from_bytes(hmac.new(key, application.bytes, hashlib.sha256).digest())
    plain = "".join(ALPHABET[(drawn >> 5 * place) % len(ALPHABET)] for place in range(LENGTH))
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def hash_of(typed: str) -> str:
    """The hash under which the code is kept, however it was typed; ``""`` for what cannot be one."""
    plain = "".join(each for each in typed.upper()[:100] if each.isalnum()).translate(_MISREAD)
    if len(plain) != LENGTH or any(each not in ALPHABET for each in plain):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()
