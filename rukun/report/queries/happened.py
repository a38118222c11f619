"""What happened to what is owed about a report, in words for those who read the report: with names of officers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.commitment import verbs
from rukun.commitment.actions.confirming import DESK, OFFICE, REPORTER, SAMPLE
from rukun.commitment.owners import Owner, words_of
from rukun.commitment.queries import Claim, Commitment, Handoff, Happened, history_of, owner_of
from rukun.commitment.queries.claims import claims_of
from rukun.guard import Actor
from rukun.journal.verbs import words_for
from rukun.report.models import Report
from rukun.report.queries.photos import Shown, of_proof
from rukun.seal import CannotOpen
from rukun.ui.templatetags.units import unit as unit_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HANDED = (verbs.OFFERED.name, verbs.HANDED_OUTSIDE.name)
ANSWERED = (verbs.CONFIRMED.name, verbs.REJECTED.name, verbs.CONTESTED.name)
OBJECTED = (verbs.REJECTED.name, verbs.CONTESTED.name)
CLAIMED = (verbs.PROVEN.name, verbs.CANNOT_BE_DONE.name, verbs.OUTSIDE_ANSWERED.name)
RETURNED = (verbs.DECLINED.name, verbs.OFFER_EXPIRED.name)
"""It was handed on, and comes back without anybody having done anything."""
GOES_ON = (*HANDED, *CLAIMED, verbs.STARTED.name, verbs.COORDINATED.name, verbs.TAKEN.name, verbs.REASSIGNED.name,
           verbs.OWNER_GONE.name)  # fmt: skip
REPORTERS = {
    REPORTER: gettext_lazy("Pelapor"),
    DESK: gettext_lazy("Lewat kode pelapor, yang pernah diketahui petugas atau sistem lain"),
}
WAYS = {OFFICE: gettext_lazy("atas nama instansinya"), SAMPLE: gettext_lazy("sebagai pemeriksaan tambahan")}


@dataclass(frozen=True)
class Entry:
    """Something that happened: what, when, who, in whose words. ``facts`` say more, fit to be joined by commas."""

    verb: str
    words: str
    at: datetime
    who: str
    text: str
    facts: Sequence[str]
    claim: UUID | None
    photos: Sequence[Shown]


class Story:
    """All that happened to one promise, read once, for one reader of its report.

    ``owner`` in words; ``asked`` is the handing over that waits for an answer, and ``asked_whom`` to whom. What no key
    opens is ``unreadable``: then there are no entries, and all the rest is there. Some ten queries.
    """

    def __init__(self, actor: Actor, report: Report, owed: Commitment) -> None:
        handoffs = list(Handoff.objects.filter(commitment=owed).order_by("asked_at", "pk"))
        own = owner_of(owed)
        to = {
            each.pk: Owner(each.to_unit, each.to_organisation_id, each.to_title)
            for each in handoffs
            if not each.outside
        }
        names = words_of({own, *to.values()})
        self.owner = names[own]
        self._whom = {each.pk: each.authority if each.outside else names[to[each.pk]] for each in handoffs}
        self.asked = next((each for each in handoffs if each.ended_at is None), None)
        self.asked_whom = self._whom[self.asked.pk] if self.asked else ""
        self.claims: list[Claim] = claims_of(owed)
        self.photos = of_proof(actor, report, [each.pk for each in self.claims]) if self.claims else {}
        try:
            history, self.unreadable = history_of(owed), False
        except CannotOpen:
            history, self.unreadable = [], True
        self.entries = list(self._entries(history, handoffs))

    def last(self, *wanted: str) -> Entry | None:
        """The latest of these verbs."""
        return next((each for each in reversed(self.entries) if each.verb in wanted), None)

    def objection(self) -> Entry | None:
        """Why it is to be done once more: it stays until it is claimed anew, whoever has it by then."""
        taken_back = {each.pk for each in self.claims if each.verdict == "taken_back"}
        said = [each for each in self.entries if each.verb in (*OBJECTED, *CLAIMED) and each.claim not in taken_back]
        return said[-1] if said and said[-1].verb in OBJECTED else None

    def returned(self) -> Entry | None:
        """Why it came back from whom it was handed to, as long as nothing was done about it since."""
        found = self.last(*RETURNED, *GOES_ON)
        return found if found is not None and found.verb in RETURNED and self.asked is None else None

    def of_claim(self, claim: Claim) -> Entry | None:
        return next((each for each in self.entries if each.claim == claim.pk), None)

    def _entries(self, history: Sequence[Happened], handoffs: Sequence[Handoff]) -> Iterator[Entry]:
        begun = iter(handoffs)  # each of the two ways of handing over begins exactly one, in this order
        asked: Handoff | None = None
        for each in history:
            handed = next(begun, None) if each.verb in HANDED else None
            asked = handed or asked
            whom = asked if handed or each.verb == verbs.OFFER_EXPIRED.name else None
            facts = [_("kepada %s") % self._whom[whom.pk]] if whom else _facts(each)
            yield Entry(
                verb=each.verb,
                words=words_for(each.verb),
                at=each.at,
                who=_who(each),
                text=each.text,
                facts=facts,
                claim=each.claim,
                photos=self.photos.get(each.claim, []) if each.claim else [],
            )


def _who(step: Happened) -> str:
    if step.by.startswith("system:"):
        return _("Otomatis")
    if step.who:
        return f"{step.who}, {step.organisation}" if step.organisation else step.who
    if step.verb == verbs.CONTESTED.name:
        return str(REPORTERS[REPORTER])
    return str(REPORTERS.get(str(step.facts.get("way", "")), ""))


def _facts(step: Happened) -> list[str]:
    facts = step.facts
    found: list[str | _StrPromise]
    match step.verb:
        case verbs.PROVEN.name | verbs.CANNOT_BE_DONE.name | verbs.OUTSIDE_ANSWERED.name:
            found = _proof(facts)
        case verbs.CONFIRMED.name | verbs.REJECTED.name:
            found = [WAYS.get(str(facts.get("way")), "")]
        case verbs.RAISED.name:
            found = [unit_in_words(str(facts.get("to", "")))]
        case verbs.UNDONE.name:
            found = [words_for(str(facts.get("step", "")))]
        case _:
            found = []
    return [str(each) for each in found if each]


def _proof(facts: dict[str, Any]) -> "list[str | _StrPromise]":
    number = int(facts.get("photos", 0))
    shown = ngettext("%d foto", "%d foto", number) % number if number else ""
    if facts.get("outcome") == "cannot":
        return [_("tidak dapat dikerjakan"), shown]
    return [_("berita acara") if facts.get("kind") == Claim.MINUTES else _("foto keadaan"), shown]
