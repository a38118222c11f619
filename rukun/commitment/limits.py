"""How many wrong links are tried in an hour, by all together.

Nobody guesses the 190 bits of a link, so that no address needs to be looked at, let alone kept; a right link is
answered in any case. Whoever tries many is told to wait, which well-behaved programs do. Without a cache nothing is
counted.
"""

import logging
import time

from django.core.cache import cache

HOUR = 3600
MOST = 60

logger = logging.getLogger(__name__)


def too_many_wrong_links() -> bool:
    """Count one more; whether that is too many for this hour."""
    key = f"commitment:wrong_links:{int(time.time() // HOUR)}"
    try:
        return not cache.add(key, 1, HOUR) and cache.incr(key) > MOST
    except ValueError:  # it ran out between the two
        return False
    except Exception as error:  # noqa: BLE001  whatever is wrong with the cache, a right link is answered
        logger.warning("The cache cannot be reached; nothing is limited (%s)", type(error).__name__)
        return False
