"""Officers are told what waits for them, in the transaction in which it happens. All of that is decided here.

Of a report that came in the worker tells, so that whoever sends it does not wait for that.

Who is told acts for whoever owes, and reads the report by that very seat. For an organisation at most a few: the desk
of its posko if somebody sits there, else those whose seat lies nearest to where it happened; once it is late, all of
them. Nobody is told what they did themselves, nor anything before a first look. See ``notices_officers`` for the words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from rukun.commitment import verbs
from rukun.commitment.owners import POSKO, Owner
from rukun.commitment.queries import Commitment, Handoff, Step, owner_of, waiting_claim
from rukun.commitment.queries.acting import who_act_for
from rukun.guard import ANYONE, Actor
from rukun.notify import connecting
from rukun.notify.actions.errands import leave
from rukun.notify.actions.gathering import tell_gathered, tell_posko_gathered
from rukun.notify.actions.telling import tell
from rukun.notify.algo.gsm7 import cut
from rukun.notify.notices import NOTICES
from rukun.people.queries.holders import Holder, at_their_strongest, sitting
from rukun.people.titles import titles_with
from rukun.report import access, follow
from rukun.report import notices_officers as notices
from rukun.report.categories import CATEGORIES
from rukun.report.models import Message, Report
from rukun.report.queries.readers import reads
from rukun.report.queries.rules import path_of
from rukun.report.talk_words import address
from rukun.territory.algo import codes
from rukun.training.access.duty import organisations_near
from rukun.ui.templatetags.units import unit as unit_in_words

MOST, MOST_CHECKING = 12, 3
"""So many are told of one thing at most; so many are asked to check one."""
DESKS = (POSKO, "ketua_rw")
"""Who is told of danger where they sit, besides those whose it is."""
RECEIVED = "received"
"""The errand that tells of a report."""
TO_OWNER = {
    verbs.REASSIGNED.name: notices.NEW,
    verbs.OWNER_GONE.name: notices.NEW,
    verbs.REJECTED.name: notices.REOPENED,
    verbs.CONTESTED.name: notices.REOPENED,
    verbs.GIVEN_BACK.name: notices.REOPENED,
    verbs.DECLINED.name: notices.DECLINED,
    verbs.OFFER_EXPIRED.name: notices.DECLINED,
    verbs.REMINDED.name: notices.REMINDER,
    verbs.OVERDUE.name: notices.LATE,
}
"""By what happened to a promise: what those who act for its owner are told."""
GIVEN = (verbs.REASSIGNED.name, verbs.OWNER_GONE.name)
"""Steps that may have given it to another owner, or not."""
TOLD = {*TO_OWNER, verbs.OFFERED.name, verbs.RAISED.name, verbs.SAMPLED.name}
GONE = ("withdrawn", "spam")


@dataclass(frozen=True)
class _Alert:
    notice: str
    report: Report
    persons: tuple[UUID, ...]


def received(*, report: Report, by: Actor) -> None:
    """It came in: whose it is will be told, a moment later. In the caller's transaction, after it was saved."""
    waits = _is_ordinary(report) and report.triage  # what few may know is read by the same few before a first look
    if waits or report.commitment is None or report.closed_at is not None:
        return
    if connecting.anything_on():
        leave(RECEIVED, {"report": str(report.pk), "by": by.label})
    elif _is_ordinary(report):  # nobody is told, but boards show it
        follow.around(report)


def tell_of_received(left: Mapping[str, Any], left_at: datetime) -> None:
    """In the worker: whose it is now is told, unless somebody had it in hand meanwhile; and the rooms above."""
    report = Report.objects.filter(pk=left["report"], closed_at=None, merged_into=None).defer("account").first()
    if report is not None and _is_ordinary(report):
        follow.around(report)
    if report is None or report.commitment is None or report.commitment.taken_at > left_at:
        return  # erased, withdrawn, merged; or its new owner was told when they got it
    ordinary = _is_ordinary(report)
    late = timezone.now() - left_at >= NOTICES[notices.DANGER].lasts
    notice = notices.DANGER if ordinary and report.danger and not late else notices.NEW
    owner = owner_of(report.commitment)
    by = str(left["by"])
    persons = _meant(report, who_act_for([owner])[owner], by)
    if notice == notices.DANGER:  # whoever's it is: one who sleeps must not be the only one to know
        persons += _meant(report, sitting(DESKS, units=path_of(report.unit)), by, everybody=True)
    _tell([_Alert(notice, report, tuple(dict.fromkeys(persons)))])
    if ordinary:
        tell_posko_gathered(notice, codes.up_to(report.unit, codes.RW))


def passed(*, report: Report, by: Actor) -> None:
    """Somebody took a first look: whoever was not told when it came is told now. In the caller's transaction."""
    if _is_ordinary(report):
        received(report=report, by=by)


def answered(*, report: Report) -> None:
    """Whoever reported wrote: those whose it is are told, and who asked last. In the caller's transaction."""
    owed = _counting(report)
    if owed is None or not connecting.connected():
        return
    owner = owner_of(owed)
    persons = dict.fromkeys(_meant(report, who_act_for([owner])[owner], ANYONE.label))
    asked = Message.objects.filter(report=report, from_reporter=False).order_by("-sent_at", "-pk").first()
    if asked is not None and asked.by.startswith("person:"):
        key = UUID(asked.by.removeprefix("person:"))
        asker = at_their_strongest(key)
        if asker is not None and access.may_handle(asker, report).allowed:
            persons[key] = None
    _tell([_Alert(notices.ANSWERED, report, tuple(persons))])


def happened(steps: Sequence[Step]) -> None:
    """Something happened to promises about reports: for ``commitment.follow``, in the same transaction."""
    steps = [each for each in steps if each.verb in TOLD and not _same_owner(each)]
    if not steps or not connecting.connected():
        return
    reports = _reports(steps)
    offered = _offered(steps)
    owners = {owner_of(each.commitment) for each in steps} | set(offered.values())
    acting = who_act_for(owners)
    alerts = []
    for step in steps:
        owed = step.commitment
        report = reports.get(owed.about_id)
        if report is None or report.closing in GONE or owed.joined_id is not None:
            continue
        if step.verb == verbs.SAMPLED.name:
            alerts.append(_Alert(notices.SAMPLE, report, _checking(report, owed)))
        elif step.verb == verbs.RAISED.name:
            alerts.append(_Alert(notices.RAISED, report, _watching(report, str(step.facts["to"]))))
        elif step.verb == verbs.OFFERED.name:
            if to := offered.get(owed.pk):
                alerts.append(_Alert(notices.OFFERED, report, _meant(report, acting[to], step.by)))
        else:
            late = step.verb == verbs.OVERDUE.name
            persons = _meant(report, acting[owner_of(owed)], step.by, everybody=late)
            alerts.append(_Alert(TO_OWNER[step.verb], report, persons))
    _tell(alerts)


def _same_owner(step: Step) -> bool:
    """Whether a step by rules left it with whom it was."""
    return step.verb in GIVEN and step.commitment.taken_at != step.at


def _reports(steps: Iterable[Step]) -> dict[UUID, Report]:
    keys = {each.commitment.about_id for each in steps}
    return {each.pk: each for each in Report.objects.filter(pk__in=keys).defer("account")}


def _offered(steps: Iterable[Step]) -> dict[UUID, Owner]:
    """To whom those were offered here that were offered just now, by the promise."""
    keys = [each.commitment.pk for each in steps if each.verb == verbs.OFFERED.name]
    waiting = Handoff.objects.filter(commitment__in=keys, ended_at=None, authority="") if keys else []
    return {each.commitment_id: Owner(each.to_unit, each.to_organisation_id, each.to_title) for each in waiting}


def _counting(report: Report) -> Commitment | None:
    """What is owed about it, or about the report that counts for it."""
    while report.merged_into is not None:
        report = report.merged_into
    return report.commitment


def _is_ordinary(report: Report) -> bool:
    return CATEGORIES[report.category].kind == "ordinary"


def _meant(report: Report, acting: Collection[Holder], by: str, *, everybody: bool = False) -> tuple[UUID, ...]:
    """Who of those that act for an owner is told of a report."""
    reading = [
        each
        for each in acting
        if reads(each.seat, report.category, report.unit, report.subject, triage=bool(report.triage))
    ]
    reading = _outside(report, reading)
    if not everybody:
        reading = [each for each in reading if each.seat.title == POSKO] or _nearest(reading)
    persons = dict.fromkeys(each.person for each in sorted(reading, key=_depth, reverse=True))
    return tuple(each for each in persons if f"person:{each}" != by)[:MOST]


def _outside(report: Report, holders: list[Holder]) -> list[Holder]:
    """Those who do not belong, and did not lately, to whom a complaint is about."""
    if report.organisation_id is None or not holders:
        return holders
    near = organisations_near([each.person for each in holders])
    return [each for each in holders if report.organisation_id not in near[each.person]]


def _nearest(holders: list[Holder]) -> list[Holder]:
    deepest = max((_depth(each) for each in holders), default=0)
    return [each for each in holders if _depth(each) == deepest]


def _depth(holder: Holder) -> int:
    return holder.seat.unit.count(".") if holder.seat.unit else -1


def _watching(report: Report, unit: str) -> tuple[UUID, ...]:
    """Who answers for the unit to which a delay was raised. Of what few may know, nobody."""
    if not _is_ordinary(report):
        return ()
    found = sitting({each.code for each in titles_with("commitments.watch")}, units=[unit])
    return tuple(dict.fromkeys(each.person for each in found))[:MOST]


def _checking(report: Report, owed: Commitment) -> tuple[UUID, ...]:
    """The nearest few who may say whether it is so: each is asked as if they were signed in."""
    claim = waiting_claim(owed)
    if claim is None:
        return ()
    found = sitting({each.code for each in titles_with("commitments.confirm")}, units=path_of(report.unit))
    chosen: list[UUID] = []
    for person in dict.fromkeys(each.person for each in sorted(found, key=_depth, reverse=True)):
        actor = at_their_strongest(person)
        if actor is not None and access.may_confirm(actor, report, claim).allowed:
            chosen.append(person)
        if len(chosen) == MOST_CHECKING:
            break
    return tuple(chosen)


def _tell(alerts: Sequence[_Alert]) -> None:
    """One call for each notice. Of what few may know there is one notice, whatever happened.

    Danger is never gathered, so that nobody takes a second one, elsewhere, for more of the first. A posko's sinks hear
    no place anyway: for them one in ten minutes is enough.
    """
    by_notice: dict[str, list[_Alert]] = defaultdict(list)
    for each in alerts:
        by_notice[each.notice if _is_ordinary(each.report) else notices.FEW].append(each)
    with translation.override(settings.LANGUAGE_CODE):  # not in that of whoever reported; and it is for several at once
        for notice, some in by_notice.items():
            page = "report:late" if notice == notices.RAISED else "report:reports"
            whom = [(person, _values(each.report, notice, page)) for each in some for person in each.persons]
            one = len(some) == 1 and notice not in (notices.FEW, notices.RAISED)  # of these one sees the list alone
            url = reverse("report:report", args=[some[0].report.pk]) if one else reverse(page)
            if notice == notices.DANGER:  # each for itself: a second one may be elsewhere
                for person, values in whom:
                    tell(notice, values, person=person, url=url)
                continue
            tell_gathered(notice, whom, more=notices.MORE, values={"page": address("report:reports")}, url=url)


def _values(report: Report, notice: str, page: str) -> Mapping[str, str]:
    if notice == notices.FEW:
        return {"page": address(page)}
    return {
        "category": str(CATEGORIES[report.category].words),
        "where": cut(unit_in_words(codes.up_to(report.unit, codes.RW)), notices.LONGEST_PLACE),
        "page": address(page),
    }
