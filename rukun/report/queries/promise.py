"""What is owed about a report, as its readers see it: how it stands, and what the reader may do about it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.almanac.algo.working import A_DAY
from rukun.commitment import verbs
from rukun.commitment.access import may_work
from rukun.commitment.actions.confirming import CONTESTED_WITHIN
from rukun.commitment.actions.desk import ANSWERED_WITHIN, CHECKED_WITHIN, measure_of, moment
from rukun.commitment.actions.undoing import WITHIN
from rukun.commitment.algo import states
from rukun.commitment.algo.stages import OVERDUE, REMINDED
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import words_of
from rukun.commitment.queries import Claim, Commitment, may_contest, owner_of, undoable
from rukun.guard import ANYONE, Actor, Decision
from rukun.journal.verbs import words_for
from rukun.report import access
from rukun.report.actions.owing import heir_of
from rukun.report.models import Report
from rukun.report.queries.happened import ANSWERED, Entry, Story
from rukun.report.queries.photos import Shown
from rukun.ui.templatetags.units import unit as unit_in_words

HOUR = 3600
STATES = {
    states.RECEIVED: ("new", gettext_lazy("diterima, belum dikerjakan")),
    states.COORDINATED: ("working", gettext_lazy("dikoordinasikan")),
    states.WORKING: ("working", gettext_lazy("dikerjakan")),
    states.AWAITING: ("waiting", gettext_lazy("menunggu konfirmasi")),
    states.DONE: ("done", gettext_lazy("selesai")),
    states.CANNOT: ("off", gettext_lazy("tidak dapat dikerjakan")),
    states.REOPENED: ("new", gettext_lazy("dibuka lagi")),
    states.VOID: ("off", gettext_lazy("gugur")),
}
"""Badge and words of each state."""
OFFERS = {
    states.RECEIVED: ("start", "coordinate", "claim", "cannot"),
    states.REOPENED: ("start", "coordinate", "claim", "cannot"),
    states.COORDINATED: ("start", "claim", "cannot"),
    states.WORKING: ("claim", "cannot"),
}
"""What its owner may do next, the likeliest first: names of addresses."""
DID = {
    verbs.COORDINATED.name: gettext_lazy("Anda mencatat bahwa ini dikoordinasikan"),
    verbs.STARTED.name: gettext_lazy("Anda memulai pengerjaannya"),
    verbs.OFFERED.name: gettext_lazy("Anda menawarkannya kepada pihak lain"),
    verbs.HANDED_OUTSIDE.name: gettext_lazy("Anda meneruskannya ke instansi luar"),
    verbs.PROVEN.name: gettext_lazy("Anda menyatakan ini selesai"),
    verbs.CANNOT_BE_DONE.name: gettext_lazy("Anda menyatakan ini tidak dapat dikerjakan"),
    verbs.CONFIRMED.name: gettext_lazy("Anda memastikan hasilnya"),
    verbs.REJECTED.name: gettext_lazy("Anda menyatakan ini belum beres"),
}
"""What somebody may take back, said to whoever did it."""


@dataclass(frozen=True)
class Waiting:
    """What is claimed and waits for somebody else's word, which the reader ``may`` say. ``until``: so long it does."""

    claim: Claim
    entry: Entry | None
    photos: Sequence[Shown]
    until: datetime
    may: Decision

    @property
    def done(self) -> bool:
        return self.claim.outcome == "done"

    @property
    def hidden(self) -> bool:
        """Whether there are photos that the reader does not see yet."""
        return any(not each.seen for each in self.photos)


@dataclass(frozen=True)
class Undo:
    """The reader's own last step, which can still be taken back for some ``minutes``."""

    words: str
    at: datetime
    minutes: int


@dataclass(frozen=True)
class Promise:
    """How it stands; words are empty where there is nothing to say.

    ``gone``: its owner is there no longer, and who has it next. ``due`` (with ``late``), or ``stands``: why its clock
    does not run. ``clock``: how it counts. ``told``: who heard that it is late. ``closed``, ``contest``: how it ended,
    and until when whoever reported may object; ``objection`` is what opened it again, ``returned`` why it is not with
    whom it was handed to. ``offers`` are what the reader may do, ``why_not`` why nothing.
    """

    owed: Commitment
    badge: str
    state: str
    owner: str
    gone: str
    due: str
    late: bool
    stands: str
    clock: str
    told: str
    closed: str
    contest: str
    objection: Entry | None
    returned: Entry | None
    entries: Sequence[Entry]
    unreadable: bool
    waiting: Waiting | None
    offers: Sequence[str]
    why_not: str
    undo: Undo | None


def promise_for(actor: Actor, report: Report) -> Promise | None:
    """What is owed about a report that the actor reads; ``None`` where nothing is. Some fifteen queries."""
    owed = report.commitment
    if owed is None:
        return None
    story = Story(actor, report, owed)
    works = may_work(actor, owed)
    turn = owed.state in states.OWNERS_TURN and owed.joined_id is None
    due, late = due_words(owed)
    badge, state = STATES[owed.state]
    return Promise(
        owed=owed,
        badge=badge,
        state=str(state),
        owner=story.owner,
        gone=_gone(owed, story),
        due=due,
        late=late,
        stands=_stands(owed, story),
        clock=_clock(owed),
        told=_told(owed),
        closed=_closed(owed, story),
        contest=_contest(owed),
        objection=story.objection() if turn else None,
        returned=story.returned() if turn else None,
        entries=story.entries,
        unreadable=story.unreadable,
        waiting=_waiting(actor, report, story),
        offers=OFFERS[owed.state] if turn and works.allowed and story.asked is None else (),
        why_not="" if works.allowed or not turn else str(works.reason),
        undo=_undo(actor, owed),
    )


def due_words(owed: Commitment) -> tuple[str, bool]:
    """When its time is over and how far away that is, and whether it is over. Empty while the clock stands.

    One query where working time counts.
    """
    if owed.due_at is None:
        return "", False
    now = moment(owed)
    when = date_format(timezone.localtime(owed.due_at), "l j F H.i")
    if now < owed.due_at:
        left = span_words(measure_of(owed).between(now, owed.due_at), working=CLOCKS[owed.clock].working)
        return _("Tenggat %(when)s, %(left)s lagi") % {"when": when, "left": left}, False
    late = late_words(now - owed.due_at)
    return _("Terlambat %(late)s, tenggatnya %(when)s") % {"late": late, "when": when}, True


def late_words(by: timedelta) -> str:
    """How late something is, said alike wherever it is: by whole days as they pass, as its due time is a day too."""
    if by >= timedelta(days=1):
        return ngettext("%d hari", "%d hari", by.days) % by.days
    if by >= timedelta(hours=1):
        hours = by // timedelta(hours=1)
        return ngettext("%d jam", "%d jam", hours) % hours
    minutes = max(1, by // timedelta(minutes=1))
    return ngettext("%d menit", "%d menit", minutes) % minutes


def span_words(seconds: int, *, working: bool) -> str:
    """So much time in words, by working days or as it passes."""
    day = A_DAY if working else 24 * HOUR
    if seconds > day - HOUR if working else seconds > 2 * day - HOUR:
        number = max(1, round(seconds / day))
        words = (
            ngettext("%d hari kerja", "%d hari kerja", number) if working else ngettext("%d hari", "%d hari", number)
        )
        return words % number
    number = max(1, round(seconds / HOUR))
    return (
        ngettext("%d jam kerja", "%d jam kerja", number) if working else ngettext("%d jam", "%d jam", number)
    ) % number


def answered_first(claim: Claim, report: Report) -> str:
    """Who had answered a claim before somebody else did, in words to add to that news."""
    if claim.verdict == "taken_back":
        return _("Buktinya sudah ditarik kembali oleh pengirimnya.")
    if report.commitment is None:
        return ""
    first = Story(ANYONE, report, report.commitment).last(*ANSWERED)
    if first is None or not first.who:
        return ""
    when = date_format(timezone.localtime(first.at), "j F, H.i")
    return _("Yang lebih dulu: %(who)s, %(when)s.") % {"who": first.who, "when": when}


def _gone(owed: Commitment, story: Story) -> str:
    """Its owner was dissolved, or the office is empty: who has it next, or that another one has it since."""
    if owed.closed_at is None and not owner_of(owed).stands:
        heir = heir_of(owed)
        if heir is None or heir == owner_of(owed):
            return _(
                "Pihak ini sudah bubar, atau jabatannya kosong, dan belum ada penggantinya. Teruskan ke pihak lain."
            )
        return _("Pihak ini sudah bubar, atau jabatannya kosong; dialihkan ke %s.") % words_of([heir])[heir]
    changed = story.last(verbs.OWNER_GONE.name)
    if changed is not None and changed.at == owed.taken_at and owed.closed_at is None:
        return _("Pihak sebelumnya sudah bubar, atau jabatannya kosong; dialihkan ke sini.")
    return ""


def _stands(owed: Commitment, story: Story) -> str:
    if owed.closed_at is not None or owed.due_at is not None:
        return ""
    if owed.joined_id is not None:
        return _("Digabung: tenggatnya tidak dihitung di sini, tetapi waktunya tetap terpakai.")
    if owed.state == states.AWAITING:
        return _("Jam berhenti karena menunggu konfirmasi.")
    if story.asked is not None and story.asked.outside:
        return _("Jam berhenti karena menunggu jawaban %s.") % story.asked_whom
    return ""


def _clock(owed: Commitment) -> str:
    kind = CLOCKS[owed.clock]
    if not kind.working:
        return _("Waktunya %s, hari libur juga dihitung.") % kind.words
    return _("Waktunya %s, pukul 08.00–16.00; hari libur tidak dihitung.") % kind.words


def _told(owed: Commitment) -> str:
    if owed.closed_at is not None:
        return ""
    if owed.raised_to:
        return _("Keterlambatannya sudah disampaikan ke %s.") % unit_in_words(owed.raised_to)
    return _("Tenggatnya sudah diingatkan.") if REMINDED <= owed.stage < OVERDUE else ""


def _closed(owed: Commitment, story: Story) -> str:
    if owed.closed_at is None:
        return ""
    answer = story.last(verbs.CONFIRMED.name)
    who = answer.who if answer else ""
    return {
        "reporter": _("Dikonfirmasi oleh pelapor."),
        # Of earlier ones alone: by such a code nothing is closed any more.
        "desk": _("Dikonfirmasi lewat kode dari posko: petugas pernah melihat kode itu, jadi dihitung terpisah."),
        "office": _("Dikonfirmasi oleh %s, dari pihak lain.") % who,
        "sample": _("Dikonfirmasi lewat pemeriksaan tambahan, oleh %s.") % who,
        "unconfirmed": _("Ditutup tanpa konfirmasi: tidak ada yang memastikannya. Dihitung terpisah."),
        "void": _("Tidak ada lagi yang harus dikerjakan: laporannya ditarik atau disisihkan."),
    }[owed.closing]


def _contest(owed: Commitment) -> str:
    if owed.closed_at is None or not may_contest(owed):
        return ""
    until = owed.closed_at + timedelta(days=CONTESTED_WITHIN)
    return _("Pelapor masih dapat membantahnya sampai %s.") % date_format(timezone.localtime(until), "l j F")


def _waiting(actor: Actor, report: Report, story: Story) -> Waiting | None:
    claim = next((each for each in story.claims if not each.verdict), None)
    if claim is None:
        return None
    until = claim.sampled_at + CHECKED_WITHIN if claim.sampled_at else claim.at + ANSWERED_WITHIN
    may = access.may_confirm(actor, report, claim)
    return Waiting(claim, story.of_claim(claim), story.photos.get(claim.pk, []), until, may)


def _undo(actor: Actor, owed: Commitment) -> Undo | None:
    step = undoable(actor, owed)
    if step is None or owed.joined_id is not None:
        return None
    left = WITHIN - (moment(owed) - step.at)
    return Undo(
        str(DID.get(step.verb) or words_for(step.verb).capitalize()), step.at, ceil(left / timedelta(minutes=1))
    )
