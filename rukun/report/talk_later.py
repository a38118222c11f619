"""What whoever reported by chat or SMS is asked later: a handler's question, and whether it is done."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rukun.commitment.algo import states
from rukun.commitment.errors import CommitmentError
from rukun.evidence.errors import EvidenceError
from rukun.journal import actions as journal
from rukun.notify.algo.incoming import Said
from rukun.notify.desk import ENTRANCE, Heard, Say, Sender, Topic, Turn
from rukun.report.account import text_of
from rukun.report.actions import owing
from rukun.report.actions.dialogue import LONGEST_TEXT, answer
from rukun.report.actions.talking import add_to
from rukun.report.actions.telling import CONFIRM as CONFIRM_NAME
from rukun.report.actions.telling import QUESTION as QUESTION_NAME
from rukun.report.actions.telling import knows, question_answered
from rukun.report.actions.voices import add_voice
from rukun.report.algo import understanding
from rukun.report.algo.answers_in_words import is_done, meant
from rukun.report.algo.apart import cries, needs_ambulance, speaks_of_violence, stands_alone
from rukun.report.algo.told import Line
from rukun.report.algo.violence import only_names
from rukun.report.errors import ReportError
from rukun.report.errors.photos import NoVoices
from rukun.report.models import Message, Report
from rukun.report.notices import WAITING
from rukun.report.queries.places_of_talk import spot_at, spots_in
from rukun.report.queries.proof_photos import follow
from rukun.report.talk import RULES, lost, message_id, was_said
from rukun.report.talk_labels import choice_named
from rukun.report.talk_later_words import say
from rukun.report.talk_reader import speaking_to

LASTS = timedelta(days=7)
"""So long a claim waits for whoever reported; a question no longer."""
Values = Mapping[str, Any]
Ask = Callable[[Sender, Values], tuple[Say, ...]]
Take = Callable[[Sender, Heard, Values, Report], Turn]
KEPT = "kept"
"""Of a question's state: words of which it is asked whether they answer it."""


# A handler's question.


def hear_answer(sender: Sender, heard: Heard, values: Values) -> Turn:
    """Words, a photo or a place are the answer. Whoever does not want to answer need not."""
    return _heard(sender, heard, values, again_question, _answered)


def again_question(sender: Sender, values: Values) -> tuple[Say, ...]:
    """The question, in the handler's words."""
    with speaking_to(sender):
        report = _report(values)
        message = Message.objects.filter(pk=values["message"], report=report).first() if report else None
        if report is None or message is None:
            return (say(Line("report_gone")),)
        if values.get(KEPT):
            return (say(_WHOSE),)
        asked = Line("question", {"at": report.received_at, "text": text_of(message)})
        return say(asked), say(Line("ask_answer"))


def over_question(sender: Sender, values: Values) -> tuple[Say, ...]:
    with speaking_to(sender):
        return (say(Line("question_over")), *dropped(sender, values))


def dropped(sender: Sender, values: Values) -> tuple[Say, ...]:
    """That words were never sent of which nobody said whose they are."""
    with speaking_to(sender):
        return (say(Line("not_sent")),) if values.get(KEPT) else ()


def _answered(sender: Sender, heard: Heard, values: Values, report: Report) -> Turn:
    said, lines = heard.said, _danger(heard.said)
    if said.kind == "text" and _declines(said.text):
        return _turn(Line("unanswered"))
    text = said.text.strip()
    try:
        if said.kind == "photo":
            if heard.media is None:
                return _once_more(sender, values, again_question, *lines, Line("photo_refused", {"why": lost(heard)}))
            add_to(report=report, content=heard.media, sender=sender.id)
            text = text or _("Pelapor menjawab dengan foto.")
        elif said.kind == "place" and said.lat is not None and said.lon is not None:
            spot = spot_at(said.lat, said.lon)
            text = f"{said.lat:.5f}, {said.lon:.5f}" + (f" ({spot.words})" if spot else "")
        elif (twice := was_said(report, text)) or not understanding.says_something(text):
            return _once_more(sender, values, again_question, *lines, *([] if twice else [Line("signs")]))
        answer(report=report, text=text[:LONGEST_TEXT], message_id=message_id(heard), to_all=False)
    except EvidenceError as error:
        return _once_more(sender, values, again_question, *lines, Line("photo_refused", {"why": str(error)}))
    except ReportError as error:
        return _turn(*lines, Line("not_taken", {"why": str(error)}))
    return _turn(*lines, Line("answer_photo" if said.kind == "photo" else "answered"))


def _declines(text: str) -> bool:
    """Whether they do not want to answer, or cannot. "Keluar" may well be what was asked: "masuk atau keluar gang?"."""
    return understanding.answer(text) in ("unknown", "cancel") and understanding.plain(text) != "keluar"


# Whether it is done.


def hear_word(sender: Sender, heard: Heard, values: Values) -> Turn:
    """A yes confirms; a no opens it again, with words that are asked for if they did not come with it."""
    return _heard(sender, heard, values, again_confirm, _word)


def again_confirm(sender: Sender, values: Values) -> tuple[Say, ...]:
    with speaking_to(sender):
        report = _report(values)
        if report is None:
            return (say(Line("report_gone")),)
        if values.get(KEPT):
            return (say(_WHOSE),)
        done = bool(values.get("done", True))
        if values.get("why"):
            return (say(Line("ask_why" if done else "ask_why_not")),)
        choices = tuple(f"{'confirm' if done else 'cannot'}:{each}" for each in ("yes", "no"))
        asked = {"at": report.received_at, "done": done, "follows": done and follow(UUID(values["claim"]))}
        return (say(Line("confirm", asked, choices)),)


def _word(sender: Sender, heard: Heard, values: Values, report: Report) -> Turn:
    said, lines = heard.said, _danger(heard.said)
    if said.kind == "photo":
        return _once_more(sender, {**values, "why": True}, again_confirm, *lines, _shown(sender, heard, report))
    if said.kind == "text" and understanding.answer(said.text) == "cancel":
        return _turn(*lines, Line("later"))
    asked_why = bool(values.get("why")) and said.kind == "text" and not said.choice
    chosen, words = ("no", said.text) if asked_why else _chosen(said, done=bool(values.get("done", True)))
    if chosen == "yes":
        return _confirmed(values, report, lines)
    if chosen == "no" and words:
        return _rejected(sender, values, report, words, lines)
    if chosen == "no":
        return _once_more(sender, {**values, "why": True}, again_confirm, *lines)
    return _once_more(sender, values, again_confirm, *lines, Line("confirm_how"))


def _chosen(said: Said, *, done: bool) -> tuple[str, str]:
    """Either "yes" or "no", or "" for neither; and the words that say why not, if there are enough of them.

    Only a bare answer is a yes: it closes the report. Of longer words the most that is taken is a no. That it is done
    is not said by "ok" or "sip", which mean that the message was read.
    """
    number = understanding.chosen(said.text, ("yes", "no")) if said.kind == "text" else ""
    means = understanding.answer(said.text)
    named = next((each for step in ("confirm", "cannot") if (each := choice_named(said.text, step))), "")
    chosen = (said.choice or named).partition(":")[2] or number
    agrees = is_done(said.text) or means == "done" or (means == "yes" and not done)
    chosen = chosen or ("yes" if agrees else "no" if means in ("no", "undone") else "")
    if not chosen and said.kind == "text" and understanding.says_undone(said.text):
        chosen = "no"
    plenty = sum(each.isalnum() for each in said.text) >= ENOUGH and not means and not named
    return chosen, said.text if plenty and said.kind == "text" else ""


ENOUGH = 12
"""Letters from which on somebody said already what is not done: "belum beres" alone does not."""


def _confirmed(values: Values, report: Report, lines: list[Line]) -> Turn:
    done = bool(values.get("done", True))
    try:
        with journal.atomic():
            knows(report=report, state=states.DONE if done else states.CANNOT)
            owing.confirmed_by_reporter(report=report, claim_id=UUID(values["claim"]))
    except CommitmentError:
        return _turn(*lines, Line("already"))
    except ReportError as error:
        return _turn(*lines, Line("not_taken", {"why": str(error)}))
    return _turn(*lines, Line("confirmed"))


def _rejected(sender: Sender, values: Values, report: Report, words: str, lines: list[Line]) -> Turn:
    try:
        with journal.atomic():
            knows(report=report, state=states.REOPENED)
            owing.rejected_by_reporter(report=report, claim_id=UUID(values["claim"]), words=words[:1000])
    except CommitmentError as error:
        if error.field:  # too few words
            return _once_more(sender, {**values, "why": True}, again_confirm, *lines)
        return _turn(*lines, Line("already"))
    except ReportError as error:
        return _turn(*lines, Line("not_taken", {"why": str(error)}))
    return _turn(*lines, Line("reopened"))


def _shown(sender: Sender, heard: Heard, report: Report) -> Line:
    """A photo of what is not done. Of words with it nobody knows yet whether they are a yes."""
    if heard.media is None:
        return Line("photo_refused", {"why": lost(heard)})
    try:
        add_to(report=report, content=heard.media, sender=sender.id)
    except (EvidenceError, ReportError) as error:
        return Line("photo_refused", {"why": str(error)})
    return Line("why_photo")


# For both.


def _heard(sender: Sender, heard: Heard, values: Values, ask: Ask, take: Take) -> Turn:
    """Violence is nothing that an answer to a handler may lie beside: it ends this, and goes its own way."""
    said = heard.said
    with speaking_to(sender):
        report = _report(values)
        joined = f"{values[KEPT]}\n{said.text}" if values.get(KEPT) else ""
        if speaks_of_violence(said.text, RULES) or speaks_of_violence(joined, RULES):
            if report is not None:  # others may look at that phone: nothing follows by itself
                question_answered(report=report)
            apart = speaks_of_violence(said.text, RULES) and not only_names(str(values.get(KEPT, "")))
            return Turn(then=ENTRANCE, said="" if apart else joined)
        if report is None:
            new = stands_alone(said.text, (), "", RULES)
            return Turn((say(Line("report_gone")),), then=ENTRANCE if new else "")
        whose = _named(said) if values.get(KEPT) else ""
        if not whose and (found := _always(sender, heard, values, ask, report)):
            return found
        if values.get(KEPT):
            return _whose(sender, heard, values, ask, take, report, whose)
        if said.kind == "text" and not said.choice and _is_apart(said.text, report):
            return Turn((*map(say, _danger(said)), say(_WHOSE)), {**values, KEPT: said.text})
        return take(sender, heard, values, report)


def _is_apart(text: str, report: Report) -> bool:
    """Whether it may be a report of its own, or begin one: a danger, a complaint, another RW, "suami saya"."""
    return only_names(text) or stands_alone(text, spots_in(meant(text)), report.unit, RULES)


def _named(said: Said) -> str:
    """Whether they said that what was kept is the answer, or a new report."""
    if said.kind != "text":
        return said.choice
    number = understanding.chosen(said.text, ("whose:answer", "whose:new"))
    new = "whose:new" if understanding.answer(said.text) == "report" else ""
    return said.choice or number or choice_named(said.text, "whose") or new


def _whose(sender: Sender, heard: Heard, values: Values, ask: Ask, take: Take, report: Report, chosen: str) -> Turn:
    """Whether what was kept is the answer. It is a report where that stays unclear: better asked about than lost."""
    said, kept = heard.said, str(values[KEPT])
    rest = {name: each for name, each in values.items() if name not in (KEPT, "tries")}
    tries = int(values.get("tries", 0)) + 1
    if chosen == "whose:answer":
        return take(sender, replace(heard, said=replace(said, kind="text", text=kept, choice="")), rest, report)
    if understanding.answer(said.text) == "cancel":
        return _once_more(sender, rest, ask, Line("cancelled"))
    if said.kind == "text" and f"\n{kept}".endswith(f"\n{said.text}"):  # it came twice
        return _once_more(sender, values, ask)
    if said.kind == "text" and not chosen and not understanding.answer(said.text):
        kept = f"{kept}\n{said.text}"
    if chosen == "whose:new" or tries >= MOST_TRIES:
        return Turn(state=rest, then=ENTRANCE, said=f"lapor {kept}")
    return _once_more(sender, {**values, KEPT: kept, "tries": tries}, ask, *_danger(said), Line("whose_kept"))


def _always(sender: Sender, heard: Heard, values: Values, ask: Ask, report: Report) -> Turn | None:
    """What means the same whatever was asked."""
    said = heard.said
    means = understanding.answer(said.text) if said.kind == "text" else ""
    if means in ("report", "status") or understanding.begins_with_report(said.text):
        return Turn(state=dict(values), then=ENTRANCE)
    if means in ("english", "bahasa"):
        language = "en" if means == "english" else "id"
        with speaking_to(replace(sender, language=language)):
            asked = ask(replace(sender, language=language), values)
            return Turn((say(Line("language")), *asked), dict(values), language)
    old = said.kind == "choice" and said.choice.partition(":")[0] not in ("confirm", "cannot", "whose")
    unread = "other" if said.kind == "other" else "old_button" if old else ""
    remark = {"cry": "danger", "help": "confirm_help", "begin": "confirm_help"}.get(means, unread)
    if remark:
        return _once_more(sender, values, ask, Line(remark))
    if heard.unseen:
        return _unseen(sender, heard, values, ask)
    if said.kind == "voice":
        return _once_more(sender, values, ask, *_danger(said), _spoken(sender, heard, report))
    polite = means in ("greeting", "thanks") and not understanding.part_of_day(said.text)
    return _once_more(sender, values, ask) if polite else None


def _unseen(sender: Sender, heard: Heard, values: Values, ask: Ask) -> Turn:
    """They were told only that there is news: what they say now is a report of its own, or asks for it."""
    said = heard.said
    fixed = understanding.answer(said.text) or understanding.number(said.text) or is_done(said.text)
    tells = not fixed and len(understanding.without_greeting(said.text).split()) >= TELLING
    reports = understanding.begins_with_report(said.text) or understanding.about(said.text)
    if tells or reports or said.kind in ("photo", "voice", "place"):
        return Turn(state=dict(values), then=ENTRANCE)
    return _once_more(sender, values, ask, *_danger(said))


_WHOSE = Line("ask_whose", choices=("whose:answer", "whose:new"))
MOST_TRIES = 3
TELLING = 3
"""Words from which on a message tells something, whatever it is about."""


def _danger(said: Said) -> list[Line]:
    return [Line("danger", {"sick": needs_ambulance(said.text)})] if cries(said.text) else []


def _spoken(sender: Sender, heard: Heard, report: Report) -> Line:
    """A voice note belongs to the report, as a photo does; nobody listens to it for an answer."""
    if heard.media is None:
        return Line("voice_refused", {"why": lost(heard)})
    try:
        add_voice(report=report, content=heard.media, sender=sender.id)
    except NoVoices:
        return Line("voice_private")
    except (EvidenceError, ReportError) as error:
        return Line("voice_refused", {"why": str(error)})
    return Line("voice")


def _report(values: Values) -> Report | None:
    return Report.objects.filter(pk=values["report"]).first()


def _turn(*lines: Line) -> Turn:
    return Turn(tuple(say(each) for each in lines))


def _once_more(sender: Sender, values: Values, ask: Ask, *lines: Line) -> Turn:
    return Turn((*map(say, lines), *ask(sender, values)), dict(values))


QUESTION = Topic(
    QUESTION_NAME, hear_answer, again_question, LASTS, over_question, dropped, outside=WAITING, several=True
)
CONFIRM = Topic(CONFIRM_NAME, hear_word, again_confirm, LASTS, dropped, dropped, outside=WAITING)
