"""The talk by which somebody reports on WhatsApp, Telegram or SMS: what ``algo.talking`` decides is done and said here.

Id and receipt code are made when a talk begins and lie in its sealed state, so that a message that is heard twice makes
one report.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun import seal
from rukun.evidence.errors import EvidenceError
from rukun.guard.ids import new_id
from rukun.notify.algo.incoming import Said
from rukun.notify.channels import SMS
from rukun.notify.desk import ENTRANCE, Heard, Say, Sender, Topic, Turn
from rukun.report.account import text_of
from rukun.report.actions.dialogue import LONGEST_TEXT, answer
from rukun.report.actions.intake import Draft
from rukun.report.actions.talking import add_to, drop, file_talk, keep_photo
from rukun.report.actions.telling import last_talk, talks_with
from rukun.report.actions.voices import add_voice, drop_voices, keep_voice
from rukun.report.algo import apart, codes, talking, told, understanding
from rukun.report.algo.answers_in_words import meant, tells
from rukun.report.algo.asking import question
from rukun.report.algo.told import Became, Kind, Line, Next, Rules, State
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.errors import ReportError
from rukun.report.errors.intake import Taken
from rukun.report.models import Message, Report, Talk
from rukun.report.queries.places_of_talk import home, no_rw, rws_here, spot_at, spots_in
from rukun.report.queries.readers import somebody_reads
from rukun.report.queries.receipt import status_of
from rukun.report.talk_labels import choice_named
from rukun.report.talk_reader import speaking_to
from rukun.report.talk_words import say, spelt_out

RULES = Rules(
    {each.code: Kind(each.kind, each.danger, each.timed) for each in CATEGORIES.values()},
    {each.code: bool(each.readers) for each in SUBJECTS.values()},
)
LASTS = timedelta(hours=20)
"""Shorter than the day in which WhatsApp lets us answer, so that the end can be told."""
RECENTLY = timedelta(hours=1)
"""So long after a report, what comes without "lapor" may belong to it."""
MOST_TOLD = 3
"""Reports whose status is told at once."""


def hear(sender: Sender, heard: Heard, values: Mapping[str, Any]) -> Turn:
    """What follows from a message of somebody who reports, or who may be about to."""
    state = State.read(values)
    recent = None if _is_apart(heard.said) else last_talk(sender.id, RECENTLY)
    given = _understood(sender, heard, state, recent)
    twice = state is None and recent is not None and heard.said.kind == "text" and was_said(recent.report, given.text)
    found = Next(None, (Line("added_to_report"),)) if twice else talking.turn(state, given, RULES)
    language = found.language or sender.language
    with speaking_to(replace(sender, language=language)):
        found = _done(sender, heard, given, state, found, recent, language)
        found = talking.back(state, found, RULES) if state else found
        lines = spelt_out(found.lines) if sender.channel == SMS else found.lines
        says = tuple(say(each) for each in _with_numbers(lines, found.state))
    return Turn(says=says, state=found.state.plain() if found.state else None, language=found.language)


def again(sender: Sender, values: Mapping[str, Any]) -> tuple[Say, ...]:
    """The question that is open, for whoever was asked something more urgent meanwhile."""
    state = State.read(values)
    with speaking_to(sender):
        lines = talking.again(state, RULES) if state else (Line("hello_help"),)
        return tuple(say(each) for each in _with_numbers(lines, state))


def over(sender: Sender, values: Mapping[str, Any]) -> tuple[Say, ...]:
    """Nobody answered for long: what was told goes, and they are told that it does; of violence they are not."""
    state = State.read(values)
    if state is None:
        return ()
    _drop_all(state)
    if told.is_private(state, RULES):
        return ()  # nobody asked for a message now, and others may look at that phone
    with speaking_to(sender):
        return (say(Line("expired")),)


def stopped(sender: Sender, values: Mapping[str, Any]) -> tuple[Say, ...]:
    """They want no more messages: what was told goes, and they are told that it was not sent."""
    state = State.read(values)
    if state is None:
        return ()
    _drop_all(state)
    with speaking_to(sender):
        return (say(Line("not_sent")),)


def _drop_all(state: State) -> None:
    """What was told, and what waits behind it."""
    drop(report_id=UUID(state.id))
    if before := State.read(state.behind or {}):
        _drop_all(before)


def _with_numbers(lines: Sequence[Line], state: State | None) -> list[Line]:
    """Where an RW is asked for: which there are."""
    asked = {"ask_where", "no_rw"}.intersection(each.code for each in lines)
    rws = rws_here(state.unit if state else "") if asked else ()
    return [replace(each, values={**each.values, "rws": rws}) if each.code in asked else each for each in lines]


TALK = Topic(ENTRANCE, hear, again, LASTS, over, stopped=stopped)


def message_id(heard: Heard) -> UUID:
    """The id of what becomes of a message: the same when it is heard again."""
    return UUID(seal.mark("heard", str(heard.id))[:32], version=4) if heard.id else new_id()


def was_said(report: Report, text: str) -> bool:
    """Whether these words were an answer about this report a moment ago: they came twice."""
    since = timezone.now() - talking.TWICE
    last = Message.objects.filter(report=report, from_reporter=True, sent_at__gte=since).last() if tells(text) else None
    return last is not None and text_of(last) == text.strip()[:LONGEST_TEXT]


def _understood(sender: Sender, heard: Heard, state: State | None, recent: Talk | None) -> told.Heard:
    """The message with what its words mean here, and what became of its photo or voice note."""
    said = heard.said
    text = said.text[: told.LONGEST_WORDS]
    fresh, code = (UUID(state.id), state.code) if state else (new_id(), codes.new_code())
    given = told.Heard(
        now=timezone.localtime(),
        kind=said.kind,
        text=text,
        choice=said.choice if said.kind == "choice" else "",
        live=said.live,
        home=home(),
        id=str(fresh),
        code=code,
        other=(str(new_id()), codes.new_code()),
        recent=recent is not None,
        recent_unit=recent.report.unit if recent is not None else "",
    )
    if state is not None and said.kind == "text" and (named := _named(sender, text, state)):
        return replace(given, kind="choice", choice=named)
    if said.kind == "place" and said.lat is not None and said.lon is not None:
        return replace(given, spot=spot_at(said.lat, said.lon))
    if said.kind in ("text", "photo", "voice") and text and not understanding.answer(text):
        rw = understanding.number(text) if state and state.step == "where" else 0
        given = replace(given, picked=_picked(sender, text, state))
        where = f"rw {rw}" if rw else meant(text) if state else text
        given = replace(given, spots=spots_in(where, state.unit if state and state.rough else ""))
        given = replace(given, no_rw=0 if given.spots else no_rw(where))
    if said.kind in ("photo", "voice"):
        between = state is not None and talking.comes_between(state, given, RULES)
        kept_for = UUID(given.other[0]) if between else fresh
        file, why = _kept(sender, heard, state, kept_for, recent)
        given = replace(given, file=file, why=why)
    return given


def _is_apart(said: Said) -> bool:
    """Whether it belongs to no earlier report: violence, of which nothing may come to what others read, in any case."""
    captioned = said.kind != "text" and understanding.says_something(said.text)
    alone = captioned and apart.stands_alone(said.text, (), "", RULES)
    return alone or apart.speaks_of_violence(said.text, RULES)


def _named(sender: Sender, text: str, state: State) -> str:
    with speaking_to(sender):
        return choice_named(text, state.step)


def _picked(sender: Sender, text: str, state: State | None) -> int:
    """The number of an answer of the list that was put, written with words of that answer: "2 tempat"."""
    if state is None or not text.lstrip()[:1].isdigit():
        return 0
    with speaking_to(sender):
        listed = say(question(state, RULES)).text.splitlines()[1:]
    return understanding.number_with_label(text, [each.partition(" ")[2] for each in listed])


def _kept(sender: Sender, heard: Heard, state: State | None, fresh: UUID, recent: Talk | None) -> tuple[Became, str]:
    """What becomes of a photo or voice note, and why it is not taken."""
    voice = heard.said.kind == "voice"
    if state is not None and state.step == "more":
        return "later", ""
    if voice and state is not None and told.is_private(state, RULES):
        return "private", ""
    if heard.media is None:
        return "refused", lost(heard)
    try:
        if state is None and recent is not None:
            (add_voice if voice else add_to)(report=recent.report, content=heard.media, sender=sender.id)
            return "attached", ""
        (keep_voice if voice else keep_photo)(report_id=fresh, content=heard.media, sender=sender.id)
    except (EvidenceError, ReportError) as error:
        return "refused", str(error)
    return "kept", ""


def lost(heard: Heard) -> str:
    """Why a photo or voice note is not taken that could not be fetched."""
    if heard.said.kind == "voice":
        return _("rekamannya tidak sampai ke kami.")
    return _("gambarnya tidak sampai ke kami. Mohon kirim sekali lagi.")


def _done(
    sender: Sender,
    heard: Heard,
    given: told.Heard,
    state: State | None,
    found: Next,
    recent: Talk | None,
    language: str,
) -> Next:
    """Do what the talk decided; with the lines that tell of it."""
    if found.effect == "file" and found.state is not None:
        return _filed(sender, found.state, found, language)
    if found.effect == "add":
        found = replace(found, lines=(*found.lines, _added(heard, recent, found.words)))
    if found.effect == "status":
        found = replace(found, lines=(*found.lines, *_statuses(sender)))
    if found.effect in ("add", "drop") or (found.state is None and state is None and given.file == "kept"):
        drop(report_id=UUID(given.id))
    had = (state is not None and state.voices) or (given.kind == "voice" and given.file == "kept")
    if had and found.state is not None and not found.state.voices:
        drop_voices(report_id=UUID(found.state.id))
    return found


def _filed(sender: Sender, state: State, found: Next, language: str) -> Next:
    try:
        report = file_talk(draft=_draft(state), channel=sender.channel, sender=sender.id, language=language).report
    except Taken:
        fresh = replace(state, id=str(new_id()), code=codes.new_code(), photos=0, voices=0)
        why = _("nomornya sudah dipakai. Kirim foto dan pesan suaranya sekali lagi, bila ada.")
        return talking.wrong(fresh, "", why, RULES)
    except ReportError as error:
        return talking.wrong(state, error.field, str(error), RULES)
    lines = [Line("receipt", {"code": state.code, "grouped": codes.grouped(state.code)})]
    protected = CATEGORIES[state.category].kind == "protected"
    if not somebody_reads(report.category, report.unit, report.subject, report.organisation_id):
        lines.append(Line("nobody_protects" if protected else "nobody"))
    if protected:
        lines.append(Line("quiet"))
    elif sender.stopped:
        lines.append(Line("only_on_page"))
    return replace(found, state=None, lines=(*found.lines, *lines))


def _draft(state: State) -> Draft:
    category = CATEGORIES[state.category]
    timed = category.timed and bool(state.about)
    return Draft(
        id=UUID(state.id),
        code=state.code,
        category=state.category,
        unit=state.unit,
        lat=state.lat,
        lon=state.lon,
        place=state.place,
        happened=state.moment if timed else None,
        happened_about=state.about if timed else "unknown",
        words=state.words,
        subject=state.subject if category.kind == "complaint" else "",
    )


def _added(heard: Heard, recent: Talk | None, words: str) -> Line:
    if recent is None:
        return Line("report_gone")
    try:
        answer(report=recent.report, text=words[:LONGEST_TEXT], message_id=message_id(heard), to_all=False)
    except ReportError as error:
        return Line("not_taken", {"why": str(error)})
    return Line("added_to_report")


def _statuses(sender: Sender) -> list[Line]:
    lines = []
    for talk in talks_with(sender.id, MOST_TOLD):
        with suppress(seal.CannotOpen):
            status = status_of(talk.report)
            lines.append(Line("status", {"at": talk.report.received_at, "status": status.words}))
    return lines or [Line("no_report")]
