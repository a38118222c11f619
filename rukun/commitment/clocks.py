"""How long there is for what: the one table of clocks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.almanac.algo.working import A_DAY

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOUR = 3600


@dataclass(frozen=True)
class Kind:
    """``allowance`` in seconds, of working time if ``working``, else of plain time.

    ``waits_outside``: it stands while an authority outside is asked. What tells of danger waits for nobody.
    """

    code: str
    words: "_StrPromise"
    allowance: int
    working: bool
    waits_outside: bool = True


CLOCKS = {
    each.code: each
    for each in (
        Kind("segera", _("24 jam, siang dan malam"), 24 * HOUR, working=False, waits_outside=False),
        Kind("tiga_hari", _("3 hari kerja"), 3 * A_DAY, working=True),
        Kind("lima_hari", _("5 hari kerja"), 5 * A_DAY, working=True),
        Kind("sepuluh_hari", _("10 hari kerja"), 10 * A_DAY, working=True),
        Kind("dua_puluh_hari", _("20 hari kerja"), 20 * A_DAY, working=True),
    )
}
