"""Whoever reported by chat or SMS is told and asked there, in the transaction in which it happens.

Nothing here says what was reported, and no row says in the clear which contact reported it. Where nobody can be
reached, because they reported on the web or want no more messages, nothing happens: the receipt page has it all.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rukun import seal
from rukun.commitment.actions.desk import waiting_claim
from rukun.commitment.algo import states
from rukun.evidence import actions as evidence
from rukun.evidence.queries import Photo, Voice
from rukun.journal import actions as journal
from rukun.notify.actions.asking import ask, take_back
from rukun.notify.actions.contacts import contact_with_id
from rukun.notify.actions.telling import tell
from rukun.notify.errors import NobodyThere
from rukun.report.categories import ORDINARY
from rukun.report.models import Report, Talk
from rukun.report.notices import SITUATION, STATUS
from rukun.report.queries.joinable import with_merged
from rukun.report.talk_words import address
from rukun.seal.tables import about as belongs

QUESTION, CONFIRM = "report.question", "report.confirm"
AFTER_CLOSING = timedelta(days=14)
"""So long a closed report can be contested."""
SILENT = timedelta(days=90)
"""A number of which nothing was heard or told for so long may be somebody else's: it is not told of what was before."""
LEFT_OVER = timedelta(days=2)
"""A photo or voice note of a report that was never sent is older than any talk lasts."""
NEWS = {
    states.WORKING: _("sedang dikerjakan"),
    states.DONE: _("selesai"),
    states.CANNOT: _("tidak dapat dikerjakan"),
    states.REOPENED: _("dibuka lagi, karena menurut pelapor atau pemeriksa belum beres"),
    "spam": _("disisihkan petugas; Anda dapat membantahnya"),
}
"""What is worth a message. The rest of the way is on the receipt page."""


def keep_talk(*, report: Report, contact: UUID, language: str) -> None:
    """Remember by which contact a report came. In the caller's transaction; done twice it is done once."""
    given = {"language": language, "talked_at": timezone.now()}
    Talk.objects.get_or_create(report=report, defaults={**_sealed(contact, report.pk), **given})


def ask_reporter(*, report: Report, message: UUID) -> None:
    """Put a handler's question to whoever reported. In the caller's transaction, which holds the report."""
    if talk := _reached(report):
        given = {"report": str(report.pk), "message": str(message)}
        ask(contact_of(talk), QUESTION, given, _about(QUESTION, report))
        _said(talk)


def question_answered(*, report: Report) -> None:
    """They answered, here or on the receipt page: nobody waits for it any more."""
    take_back(question_about(report))


def question_about(report: Report) -> str:
    """What the questions in its talk are about, as the room ``notify`` knows it."""
    return _about(QUESTION, report)


def has_talk(report: Report) -> bool:
    """Whether a question goes to the talk by which it was reported, where that is still wanted. Changes nothing."""
    talk = Talk.objects.filter(report=report).first()
    try:
        return talk is not None and contact_with_id(contact_of(talk)).stopped_at is None
    except (NobodyThere, seal.CannotOpen):
        return False


def tell_course(*, report: Report, state: str) -> None:
    """It stands otherwise now: ask whether it is done, or tell what is worth it, each state once.

    In the caller's transaction, which holds the report. Of what was merged nobody asks.
    """
    if state != states.AWAITING:
        take_back(_about(CONFIRM, report))
    if state == states.VOID and report.closing == "spam":
        state = report.closing
    talk = _reached(report)
    if talk is None or talk.told == state:
        return
    if state == states.AWAITING:
        claim = waiting_claim(report.commitment) if report.commitment and report.merged_into_id is None else None
        if claim is not None:
            given = {"report": str(report.pk), "claim": str(claim.pk), "done": claim.outcome == "done"}
            ask(contact_of(talk), CONFIRM, given, _about(CONFIRM, report))
    elif state in NEWS:
        with translation.override(talk.language):
            day = date_format(timezone.localtime(report.received_at), "j F")
            values = {"day": day, "status": str(NEWS[state]), "page": address("report:receipt")}
        tell(STATUS, values, contact=contact_of(talk), about=_about(STATUS, report))
    talk.told = state
    _said(talk)


def knows(*, report: Report, state: str) -> None:
    """Whoever reported is bringing this state about right now, and is answered: no message tells them again."""
    Talk.objects.filter(report=report).update(told=state, talked_at=timezone.now())


def tell_situation_over(*, reports: Collection[UUID]) -> int:
    """The situation that these reports tell of was closed: whoever reported by chat is told so, and nothing else.

    Neither a receipt nor a promise changes, nor what was told of them last: their own course goes on. With the
    ordinary reports that were merged into these, of which nobody else tells anything; not what was withdrawn or set
    aside. In the caller's transaction, which from here on holds the reports. Returns how many are told.
    """
    told = 0
    rows = Report.objects.select_for_update(of=("self",)).filter(pk__in=with_merged(reports), category__in=ORDINARY)
    for report in rows.exclude(closing__in=("withdrawn", "spam")).defer("account").order_by("pk"):
        talk = _reached(report)
        if talk is None:
            continue
        with translation.override(talk.language):
            day = date_format(timezone.localtime(report.received_at), "j F")
        values = {"day": day, "page": address("report:receipt")}
        tell(SITUATION, values, contact=contact_of(talk), about=_about(SITUATION, report))
        _said(talk)
        told += 1
    return told


def tell_no_more(*, report: Report) -> bool:
    """Forget by which contact it came, and ask nothing any more. In the caller's transaction. Whether it was known."""
    known, _rows = Talk.objects.filter(report=report).delete()
    for topic in (QUESTION, CONFIRM):
        take_back(_about(topic, report))
    return bool(known)


def contact_joined(old: UUID, new: UUID) -> None:
    """Two contacts turned out to be one. In the caller's transaction."""
    for key in Talk.objects.filter(mark=_mark(old)).values_list("pk", flat=True):
        Talk.objects.filter(pk=key).update(**_sealed(new, key))


def forget_talks() -> int:
    """Erase whom reports came from that are closed long since, or who wants no messages. Returns how many.

    Photos and voice notes of reports that were never sent go too.
    """
    now, before = timezone.now(), Talk.objects.count()
    Talk.objects.filter(report__closed_at__lte=now - AFTER_CLOSING).delete()
    for talk in list(Talk.objects.select_related("report")):
        _reached(talk.report)
    for kind in (Photo, Voice):
        old = kind.objects.filter(Q(about_label="report"), added_at__lte=now - LEFT_OVER)
        orphans = old.exclude(about_id__in=Report.objects.values("pk")).values_list("about_id", flat=True)
        evidence.erase_about("report", list(orphans.distinct().order_by()))
    return before - Talk.objects.count()


def last_talk(contact: UUID, since: timedelta) -> Talk | None:
    """The talk about an open report that this contact had last, not longer ago than that. One query."""
    found = Talk.objects.filter(mark=_mark(contact), talked_at__gte=timezone.now() - since, report__closed_at=None)
    return found.select_related("report").order_by("-talked_at", "-pk").first()


def talks_with(contact: UUID, most: int) -> list[Talk]:
    """The talks that this contact had about reports, the last first; none that was silent for long."""
    found = Talk.objects.filter(mark=_mark(contact), talked_at__gte=timezone.now() - SILENT)
    return list(found.select_related("report").order_by("-report__received_at")[:most])


def contact_of(talk: Talk) -> UUID:
    """Raises ``seal.CannotOpen``."""
    return UUID(seal.unseal_words(talk.contact, belongs("report.Talk", "contact", talk.pk))["contact"])


def _reached(report: Report) -> Talk | None:
    """The talk, if whoever reported still wants to hear of it; else it is forgotten."""
    talk = Talk.objects.filter(report=report).first()
    if talk is None:
        return None
    try:
        stopped = contact_with_id(contact_of(talk)).stopped_at is not None
    except NobodyThere:
        stopped = True
    except seal.CannotOpen:  # a key is missing; perhaps it comes back
        return None
    if stopped:
        with journal.atomic():
            tell_no_more(report=report)
        return None
    return talk


def _said(talk: Talk) -> None:
    talk.talked_at = timezone.now()
    talk.save(update_fields=["told", "talked_at"])


def _sealed(contact: UUID, report: UUID) -> dict[str, Any]:
    sealed = seal.seal_words({"contact": str(contact)}, belongs("report.Talk", "contact", report))
    return {"contact": sealed, "mark": _mark(contact)}


def _mark(contact: UUID) -> str:
    return seal.mark("talk", str(contact))


def _about(topic: str, report: Report) -> str:
    """What stands with a question or a message to whoever reported: it leads to no report without our keys."""
    return seal.mark("told about", f"{topic} {report.pk}")
