"""How it stands with the time and the state of a promise, in the few words that a line has room for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rukun.commitment.algo.states import AWAITING, CANNOT, DONE
from rukun.commitment.queries import Commitment
from rukun.report.queries.promise import STATES, late_words

UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Due:
    """``at`` is empty while the clock stands; ``words`` say why."""

    words: str
    at: datetime | None = None
    late: bool = False


def state_of(owed: Commitment) -> tuple[str, str]:
    """The badge and the words of a promise's state."""
    badge, words = STATES[owed.state]
    if owed.closing != UNCONFIRMED:
        return badge, str(words)
    return badge, {
        DONE: _("selesai tanpa konfirmasi"),
        CANNOT: _("tidak dapat dikerjakan, tanpa konfirmasi"),
    }[owed.state]


def due_of(owed: Commitment, *, outside: bool = False, now: datetime | None = None) -> Due | None:
    """When it is due, how late it is, or why its clock stands; nothing of one that is closed.

    ``outside``: an authority there has the word.
    """
    now = now or timezone.now()
    if owed.closed_at is not None:
        return None
    if owed.joined_id is not None:
        return Due(_("digabung: tanpa tenggat sendiri"))
    if owed.due_at is not None:
        late = owed.due_at < now
        words = _("terlambat %s") % late_words(now - owed.due_at) if late else _ahead(owed.due_at, now)
        return Due(words, owed.due_at, late)
    if outside:
        return Due(_("jam berhenti: di instansi luar"))
    return Due(_("jam berhenti: menunggu konfirmasi") if owed.state == AWAITING else _("jam berhenti"))


def _ahead(due_at: datetime, now: datetime) -> str:
    at = timezone.localtime(due_at)
    days = (at.date() - timezone.localtime(now).date()).days
    hour = date_format(at, "H.i")
    if days == 0:
        return _("tenggat hari ini %s") % hour
    if days == 1:
        return _("tenggat besok %s") % hour
    return _("tenggat %(day)s %(hour)s") % {"day": date_format(at, pgettext("tanggal pendek", "D, j M")), "hour": hour}
