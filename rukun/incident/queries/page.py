"""One situation as its page shows it: facts, what waits for a second word, and everything that happened, in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.kinds import KINDS, LEADS, LEVELS, SHORT, STATES, Kind
from rukun.incident.models import Incident, Observation, Step
from rukun.incident.queries.board import DUE, SHAPES
from rukun.incident.queries.pulse import clock
from rukun.incident.words import opened
from rukun.journal.naming import names_of
from rukun.seal import CannotOpen

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


HOW: "dict[str, _StrPromise]" = {
    "answer": _later("Berhenti setelah seseorang menandainya “dipantau” atau “ditangani” di bawah."),
    "verify": _later("Berhenti setelah orang dari pihak lain memastikan, atau menolak."),
    "decide": _later("Berhenti setelah orang dari pihak lain memastikan, atau menolak."),
    "renew": _later("Berhenti setelah tingkatnya diperpanjang atau diubah. Bila tidak, tingkatnya habis."),
    "judge": _later("Berhenti setelah tingkatnya dinilai, atau keadaannya diubah."),
    "confirm": _later("Berhenti setelah orang dari pihak lain memastikan penutupan, atau menolak."),
    "close": _later("Berhenti setelah penutupan diusulkan, atau keadaannya diubah."),
}
"""What stops each clock, by ``Incident.due_what``."""


@dataclass(frozen=True)
class StepShown:
    """A step of the ladder. ``yes`` is what the second person's button says."""

    row: Step
    words: str
    who: str
    reason: str
    refusal: str
    yes: str
    decided_by: str
    evidence: tuple[str, ...] = ()
    may_decide: bool = False
    why_not: str = ""
    own: bool = False


@dataclass(frozen=True)
class Seen:
    """An observation with its words. ``may_withdraw``: the reader may take it back."""

    row: Observation
    text: str
    who: str
    source: str
    withdrawal: str = ""
    withdrawn_by: str = ""
    may_withdraw: bool = False


@dataclass(frozen=True)
class Facts:
    """What stands on top of the page.

    ``how``: what stops the clock of what is due. ``sure``: the level needs no further word. ``review``: the reader may
    say that the summary can be shared.
    """

    kind: Kind
    short: str
    level: "_StrPromise"
    sure: bool
    state: "_StrPromise"
    state_icon: str
    lead: "_StrPromise | str"
    due: "_StrPromise | str"
    how: "_StrPromise | str"
    late: bool
    clock: str
    is_open: bool
    writes: bool
    rings: bool
    why_not: str
    opened_by: str
    summary_by: str
    reviewed_by: str
    review: bool
    states: "list[tuple[str, _StrPromise]]"
    unreadable: bool = False


def facts_of(actor: Actor, found: Incident, names: dict[str, str], *, unreadable: bool = False) -> Facts:
    """``names`` as ``names_in`` gives them. No query but what the actor's rights cost."""
    writes = access.may_write(actor, found)
    is_open = found.closed_at is None
    hand = (Incident.WATCHED, Incident.HANDLED, Incident.CALMING)
    unread = bool(found.summary) and found.reviewed_at is None and found.summary_by != actor.label
    return Facts(
        kind=KINDS[found.kind],
        short=SHORT[found.level],
        level=LEVELS[found.level],
        sure=found.verified or found.level < Incident.AG,
        state=STATES[found.state],
        state_icon=SHAPES.get(found.state, "done"),
        lead=LEADS.get(found.lead, found.lead),
        due=DUE.get(found.due_what, ""),
        how=HOW.get(found.due_what, ""),
        late=found.due_at is not None and found.due_at < timezone.now(),
        clock=clock(found.due_at),
        is_open=is_open,
        writes=writes.allowed,
        rings=access.may_ring(actor, found).allowed,
        why_not="" if writes.allowed else str(writes.reason),
        opened_by=names.get(found.opened_by, ""),
        summary_by=names.get(found.summary_by, ""),
        reviewed_by=names.get(found.reviewed_by, ""),
        review=unread and access.may_review(actor, found).allowed,
        states=[(code, STATES[code]) for code in hand if code != found.state],
        unreadable=unreadable,
    )


def steps_of(found: Incident) -> list[Step]:
    return list(Step.objects.filter(incident=found))


def observations_of(found: Incident) -> list[Observation]:
    return list(Observation.objects.filter(incident=found))


def names_in(found: Incident, rows: Sequence[Any], more: Sequence[str] = ()) -> dict[str, str]:
    """Everybody who did something on the page, as the book of the posko names them. One query."""
    labels = {found.opened_by, found.summary_by, found.reviewed_by, found.closed_by, *more}
    for row in rows:
        labels |= {row.by, *(getattr(row, each, "") for each in ("decided_by", "parted_by", "withdrawn_by"))}
    return names_of(labels - {""})


def read(table: str, row: Any) -> dict[str, Any]:
    """A row's words; none where the key is not here any more (``unreadable`` then says so)."""
    try:
        return opened(table, row.pk, row.content)
    except CannotOpen:
        return {}


def can_read(rows: Sequence[tuple[str, Any]]) -> bool:
    """Whether the words of all these rows can be opened."""
    for table, row in rows:
        try:
            opened(table, row.pk, row.content)
        except CannotOpen:
            return False
    return True


def seen_in(actor: Actor, found: Incident, rows: Sequence[Observation], names: dict[str, str]) -> list[Seen]:
    """What was observed, what was withdrawn too. No query but what the actor's rights cost."""
    return [_seen(actor, found, each, read("Observation", each), names) for each in rows]


def _seen(actor: Actor, found: Incident, row: Observation, words: dict[str, Any], names: dict[str, str]) -> Seen:
    return Seen(
        row=row,
        text=words.get("text", ""),
        who=names.get(row.by, ""),
        source=_source(row.source),
        withdrawal=words.get("withdrawal", ""),
        withdrawn_by=names.get(row.withdrawn_by, ""),
        may_withdraw=found.closed_at is None
        and (row.withdrawn_at is None or bool(words.get("text")))
        and access.may_withdraw(actor, found, row).allowed,
    )


def rests_on_withdrawn(found: Incident, steps: Sequence[Step], rows: Sequence[Observation]) -> bool:
    """Whether something that the level in force, or the one that waits, was judged on was withdrawn since. No query."""
    if found.closed_at is not None or found.level == Incident.NONE:
        return False
    gone = {str(each.pk) for each in rows if each.withdrawn_at is not None}
    last = {each.state: each for each in steps if each.state in (Step.WAITING, Step.HOLDS)}
    return any(ref["id"] in gone for each in last.values() for ref in each.evidence)


def shown_steps(steps: Sequence[Step], names: dict[str, str]) -> list[StepShown]:
    """All of them with their words, for the timeline. No query.

    What ended before its time did not run out: the situation was opened again, and nothing said before holds.
    """
    shown, held = [], None
    for step in steps:
        early = held is not None and held.until is not None and held.until > step.at
        shown.append(shown_step(step, names, fell=step.what == "expired" and early))
        if step.state == Step.HOLDS:
            held = step
    return shown


def shown_step(step: Step, names: dict[str, str], *, fell: bool = False) -> StepShown:
    """A step with its words. No query."""
    words = read("Step", step)
    return StepShown(
        row=step,
        words=step_words(step, fell=fell),
        who=names.get(step.by, ""),
        reason=words.get("reason", ""),
        refusal=words.get("refusal", ""),
        yes=_("Ya, benar: pastikan %s") % _to(step),
        decided_by=names.get(step.decided_by, ""),
    )


def waiting_step(
    actor: Actor,
    found: Incident,
    steps: Sequence[Step],
    names: dict[str, str],
    evidence: dict[str, str],
    withdrawn: Collection[str] = (),
) -> StepShown | None:
    """The step that waits for a second word, and whether the actor's word counts.

    ``evidence``: words by its keys; ``withdrawn``: ids of observations that were taken back.
    """
    step = next((each for each in steps if each.state == Step.WAITING), None)
    if step is None:
        return None
    may = access.may_decide(actor, found, step.by, step.houses)
    shown = shown_step(step, names)
    return StepShown(
        **{
            **shown.__dict__,
            "evidence": tuple(
                evidence.get(f"{each['what']}:{each['id']}", "") or _of(each, withdrawn) for each in step.evidence
            ),
            "may_decide": may.allowed,
            "why_not": "" if may.allowed else str(may.reason),
            "own": step.by == actor.label,
        }
    )


def step_words(step: Step, *, fell: bool = False) -> str:
    """Up, down, renewed, expired: in words with the level's name. ``fell``: it ended because it was opened again."""
    if step.what == "expired" and fell:
        return _("%s: tingkat gugur karena dibuka lagi") % _name(step.before)
    if step.what == "expired":
        return _("Masa berlaku %s habis") % _name(step.before)
    if step.what == "renewed":
        return _("%s diperpanjang") % _name(step.level)
    if step.what == "lowered":
        return _("Turun ke %s") % _name(step.level)
    return _("Naik ke %s") % _name(step.level)


def _to(step: Step) -> str:
    if step.what == "lowered":
        return _("turun ke %s") % _name(step.level)
    return _name(step.level)


def _name(level: int) -> str:
    return f"{SHORT[level]} ({LEVELS[level]})" if SHORT[level] else str(LEVELS[level])


def _of(ref: dict[str, str], withdrawn: Collection[str]) -> str:
    if ref["what"] == "report":
        return _("laporan warga")
    return _("pengamatan yang sudah ditarik") if ref["id"] in withdrawn else _("pengamatan")


def _source(code: str) -> str:
    return {
        "seen": _("dilihat sendiri"),
        "told": _("diceritakan orang di tempat"),
        "call": _("dari telepon atau radio"),
    }.get(code, code)
