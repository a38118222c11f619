"""The talk by which somebody reports: what was told so far, what is asked next, and when it is sent. No database.

What a message means beyond its own words, where a name lies for instance, ``Heard`` brings along. What is said is
codes with values; ``report.talk_words`` has the sentences. Every step can be answered wrongly any number of times, and
is either asked again or, where that may be, left open; "batal" ends every one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rukun.report.algo import answers_in_words as answers
from rukun.report.algo import apart, understanding
from rukun.report.algo.answering import step
from rukun.report.algo.asking import go_on, question, reminder
from rukun.report.algo.danger import speaks_of_danger_anyhow
from rukun.report.algo.times_in_words import still
from rukun.report.algo.told import (
    NOWHERE,
    Heard,
    Line,
    Next,
    Rules,
    State,
    absorbed,
    guessed,
    is_dangerous,
    is_private,
    iso,
    kind_of,
    placed,
)
from rukun.report.algo.violence import only_names

_SMALL_TALK = {
    "status": Next(None, (), "status"),
    "help": Next(None, (Line("help"), Line("hello_help"))),
    "thanks": Next(None, (Line("welcome"),)),
    **dict.fromkeys(("yes", "no", "done", "undone", "unknown"), Next(None, (Line("idle"),))),
}


TWICE = timedelta(minutes=1)
"""So soon after itself a message is heard but once."""
MOST_WAITING = 3
"""Unfinished reports behind one another; what comes then belongs to the last."""
MOST_JOINED = 4
"""Lines before a message with which it is read as one."""


def turn(state: State | None, heard: Heard, rules: Rules) -> Next:
    """What follows from a message. Where danger speaks from it, 110 and 112 come before anything else.

    That is said once a talk, and whenever somebody only calls for help.
    """
    if state is not None and _is_echo(state, heard):
        return Next(replace(state, last_at=heard.now.isoformat()), (reminder(state, rules),))
    state = _going_on(state, heard, rules)
    found = _of_violence(state, heard, rules) or _between(state, heard, rules) or _fixed(state, heard, rules)
    found = found or (_begin(heard, rules) if state is None else step(state, heard, rules))
    found = _without_voices(_without_rw(found, heard), rules)
    spoken = heard.kind in ("text", "photo", "voice")
    after = found.state
    first = state is None or not state.told or (after is not None and after.id != state.id)
    danger = (spoken and apart.cries(heard.text)) or (after is not None and is_dangerous(after, heard.now, rules))
    if (danger and first) or (spoken and understanding.answer(heard.text) == "cry"):
        after = replace(after, told=True) if after else None
        protected = after is not None and kind_of(after, rules).kind == "protected"
        values = {"protected": protected, "sick": apart.needs_ambulance(heard.text)}
        lines = (replace(each, values={"short": True}) if each.code == "hello" else each for each in found.lines)
        found = replace(found, state=after, lines=(Line("danger", values), *lines))
    if found.state is not None and heard.kind == "text":
        found = replace(found, state=replace(found.state, last=heard.text, last_at=heard.now.isoformat()))
    return found


def _is_echo(state: State, heard: Heard) -> bool:
    """Whether the same was heard a moment ago, sent twice by a phone. A "ya" may answer two questions."""
    if heard.kind != "text" or heard.text != state.last or not answers.tells(heard.text):
        return False
    return heard.now - datetime.fromisoformat(state.last_at) < TWICE


def again(state: State, rules: Rules) -> tuple[Line, ...]:
    """The open question once more, for whoever was interrupted; of violence only that there is one."""
    if is_private(state, rules):
        return (Line("go_on"),)
    return (question(state, rules),)


def wrong(state: State, about: str, why: str, rules: Rules) -> Next:
    """The report was not taken, for a reason that lies in the field ``about``: ask for that again."""
    cleared: dict[str, dict[str, Any]] = {
        "category": {"category": "", "agreed": False},
        "subject": {"subject": ""},
        "unit": NOWHERE,
        "place": NOWHERE,
        "happened": {"about": "", "happened": "", "now": ""},
        "words": {"words": "", "want": "words"},
    }
    return go_on(replace(state, tries=0, **cleared.get(about, {})), rules, Line("wrong", {"why": why}))


# What means the same at every step.


def _going_on(state: State | None, heard: Heard, rules: Rules) -> State | None:
    """Of a danger that was told as past: that it goes on, "masih", is heard whatever was asked."""
    if state is None or heard.kind not in ("text", "photo", "voice") or state.step in ("more", "now", "when"):
        return state
    past = state.about not in ("", "now") or state.now == "no"
    dangerous = kind_of(state, rules).danger or speaks_of_danger_anyhow(state.words)
    if not (past and dangerous and still(heard.text, heard.now)):
        return state
    return replace(state, about="now", happened=iso(heard.now), now="yes")


def _between(state: State | None, heard: Heard, rules: Rules) -> Next | None:
    """A report in the midst of another that is not finished: that one waits behind it, and comes back."""
    if state is None or not comes_between(state, heard, rules):
        return None
    fresh = State(*heard.other, behind=state.plain())
    given = replace(heard, text=understanding.without_greeting(heard.text))
    if heard.kind != "text":
        return _sent(fresh, given, rules)
    return go_on(absorbed(fresh, given, rules), rules, Line("hello", {"short": True}))


def comes_between(state: State, heard: Heard, rules: Rules) -> bool:
    """Whether it is a report of its own in the midst of another: "lapor …" of something else, or a danger."""
    if _waits(state, heard, rules):
        return True
    story = understanding.without_greeting(heard.text)
    if state.step == "more" or not (state.words or state.unit) or len(story) < 2 or _waiting(state) >= MOST_WAITING:
        return False
    if heard.kind != "text" or not understanding.begins_with_report(heard.text):
        return heard.kind in ("text", "photo", "voice") and apart.is_new_danger(state, story, heard.spots, rules)
    about = understanding.about(story)
    dangerous = apart.in_danger(story) and not apart.in_danger(state.words)
    differs = bool(about and state.category and about != state.category)
    return dangerous or differs or apart.is_elsewhere(heard.spots, state.unit)


def _waiting(state: State) -> int:
    """How many reports wait behind it."""
    before = State.read(state.behind or {})
    return 1 + _waiting(before) if before else 0


def back(state: State, found: Next, rules: Rules) -> Next:
    """Once a report is over, however it ended: go on with the one that waits behind it."""
    before = State.read(state.behind) if state.behind and found.state is None else None
    if before is None:
        return found
    return replace(found, state=before, lines=(*found.lines, Line("unfinished"), *again(before, rules)))


def _without_rw(found: Next, heard: Heard) -> Next:
    """Tell of an RW that is not here, instead of only asking once more."""
    if not heard.no_rw or found.state is None or found.state.unit:
        return found
    lines = (each for each in found.lines if each.code not in ("again", "added"))
    return replace(found, lines=(Line("no_rw", {"rw": heard.no_rw}), *lines))


def _of_violence(state: State | None, heard: Heard, rules: Rules) -> Next | None:
    """Violence told in the midst of something else, also word by word: a report that only those few read.

    An unfinished report of something else waits behind it; where nothing else was told, all of it is that report.
    """
    if state is None or not (story := _violent(state, heard, rules)):
        return None
    hello = [Line("hello")] if state.step == "more" else []
    if waits := _waits(state, heard, rules):
        fresh, hello = State(*heard.other, behind=waits.plain()), [Line("hello", {"short": True})]
        fresh = replace(fresh, words=story.removesuffix(heard.text).strip())
    else:
        fresh = State(
            state.id, state.code, words=state.words, photos=state.photos, voices=state.voices, unit=state.unit,
            where=state.where, place=state.place, lat=state.lat, lon=state.lon, rough=state.rough, behind=state.behind,
        )  # fmt: skip
    code = guessed(story, rules)
    fresh = replace(fresh, category=code, guessed=bool(code))
    return go_on(absorbed(fresh, heard, rules), rules, *hello) if heard.kind == "text" else _sent(fresh, heard, rules)


def _violent(state: State, heard: Heard, rules: Rules) -> str:
    """The last words of a talk that tell of violence, with this message; "" where they do not, or where it is known."""
    if heard.kind not in ("text", "photo", "voice") or kind_of(state, rules).kind == "protected":
        return ""
    before, story = _told_before(state)[-MOST_JOINED:], heard.text
    while before and (not apart.speaks_of_violence(story, rules) or only_names(before[-1])):
        story = f"{before.pop()}\n{story}"
    new = apart.speaks_of_violence(heard.text, rules) or not apart.speaks_of_violence(state.words, rules)
    known = state.step != "more" and not understanding.about(story)  # no more than a husband in a story of another kind
    return story if new and not known and apart.speaks_of_violence(story, rules) else ""


def _waits(state: State, heard: Heard, rules: Rules) -> State | None:
    """The unfinished report of something else behind which violence would lie; ``None`` where it is the same story."""
    story = _violent(state, heard, rules)
    if not story or not state.category or state.step == "more" or _waiting(state) >= MOST_WAITING:
        return None
    lines = [*_told_before(state), *heard.text.splitlines()]
    words = "\n".join(lines[: len(lines) - len(story.splitlines())])
    place = "" if only_names(state.place) else state.place
    return replace(state, words=words, place=place) if words or state.unit else None


def _told_before(state: State) -> list[str]:
    """The words before this message, with those that were taken for a place: "suami saya" is none."""
    return [*state.words.splitlines(), *([state.place] if only_names(state.place) else [])]


def _fixed(state: State | None, heard: Heard, rules: Rules) -> Next | None:
    said = understanding.answer(heard.text) if heard.kind == "text" else ""
    if said == "cancel" or heard.choice == "check:cancel":
        return Next(None, (Line("cancelled" if state else "nothing"),), "drop" if state else "")
    if said in ("english", "bahasa"):
        language = "en" if said == "english" else "id"
        return Next(
            state, (Line("language"), question(state, rules) if state else Line("hello_help")), language=language
        )
    if state is None:
        return None
    if heard.kind in _ANYWHERE:
        return _ANYWHERE[heard.kind](state, heard, rules)
    lines: tuple[Line, ...] = ()
    if said in ("greeting", "thanks") and not (state.step == "when" and understanding.part_of_day(heard.text)):
        lines = (reminder(state, rules),)
    elif said == "begin":
        lines = (Line("unfinished" if _has_told(state) else "hello"), question(state, rules))
    elif remark := _remark(state, heard, said):
        lines = (Line(remark), reminder(state, rules))
    return Next(state, lines) if lines else None


def _has_told(state: State) -> bool:
    return bool(state.words or state.photos or state.voices or state.unit or state.category)


def _remark(state: State, heard: Heard, said: str) -> str:
    """What is said of a message that answers no question, before the open one is put again."""
    if heard.kind == "other":
        return "other"
    if heard.kind == "choice":
        return "" if heard.choice.startswith(f"{state.step}:") else "old_button"
    if said == "report":
        return "unfinished" if state.step != "more" else ""
    return "help" if said == "help" else ""


def _begin(heard: Heard, rules: Rules) -> Next:
    """The first message of a talk."""
    fresh = State(heard.id, heard.code)
    if heard.kind == "text":
        return _begin_in_words(fresh, heard, rules)
    if heard.kind == "choice":
        return Next(None, (Line("old_button"),))
    if heard.file == "attached":
        more = understanding.says_something(heard.text)
        return Next(None, (Line(f"{heard.kind}_added"),), "add" if more else "", words=heard.text)
    if heard.kind in _ANYWHERE:
        found = _ANYWHERE[heard.kind](fresh, heard, rules)
        return replace(found, lines=(Line("hello"), *found.lines))
    return Next(fresh, (Line(heard.kind), Line("hello"), question(fresh, rules)))


def _begin_in_words(fresh: State, heard: Heard, rules: Rules) -> Next:
    text, said = heard.text, understanding.answer(heard.text)
    english = understanding.is_english(text) or text.strip().casefold() in ("hello", "help", "report")
    language = "en" if english else ""
    if said in _SMALL_TALK or understanding.number(text):
        return replace(_SMALL_TALK.get(said, _SMALL_TALK["yes"]), language=language)
    if not said and not understanding.says_something(text):
        return Next(None, (Line("signs"), Line("hello_help")))
    urgent = apart.cries(text) or apart.speaks_of_violence(text, rules)
    if not said and understanding.asks_after(text) and not urgent:
        return Next(None, (), "status", language=language)
    story = "" if said else understanding.without_greeting(text)
    if len(story) < 2 or understanding.answer(story):
        first = "help" if understanding.plain(text) == "help" else "hello"  # in English, where it may be a cry too
        return Next(fresh, (Line(first), question(fresh, rules)), language=language)
    told = absorbed(fresh, replace(heard, text=story), rules)
    if heard.recent and not apart.stands_alone(text, heard.spots, heard.recent_unit, rules):
        return replace(go_on(replace(told, want="more"), rules), language=language)
    again = {"short": True} if heard.recent else {}
    return replace(go_on(told, rules, Line("hello", again)), language=language)


def _pinned(state: State, heard: Heard, rules: Rules) -> Next:
    if heard.spot is None:
        return go_on(state, rules, Line("outside"))
    there = replace(placed(state, heard.spot), place=state.place, rough=False)
    if heard.live and state.unit:
        return Next(there, ())  # it moves on all the time: nobody wants an answer to each
    return go_on(there, rules, Line("pin", {"where": heard.spot.words}))


def _sent(state: State, heard: Heard, rules: Rules) -> Next:
    """A photo; or a voice note, to which nobody listens: what was asked stays asked."""
    if heard.file == "kept":
        spoken = heard.kind == "voice"
        state = replace(state, photos=state.photos + (not spoken), voices=state.voices + spoken)
    if understanding.says_something(heard.text) and state.step != "more":
        state = absorbed(state, heard, rules)
    ending = {"kept": "", "attached": "_added", "later": "_later", "private": "_private"}.get(heard.file, "_refused")
    return go_on(state, rules, Line(heard.kind + ending, {"why": heard.why}))


_ANYWHERE: dict[str, Callable[[State, Heard, Rules], Next]] = {"place": _pinned, "photo": _sent, "voice": _sent}
"""What is taken whatever was asked."""


def _without_voices(found: Next, rules: Rules) -> Next:
    """Of violence no voice note is kept: it would tell who spoke to whoever hears it, on that phone too."""
    if found.state is None or not found.state.voices or not is_private(found.state, rules):
        return found
    state = replace(found.state, voices=0)
    lines = [question(state, rules) if each.code == "ask_check" else each for each in found.lines]
    return replace(found, state=state, lines=(Line("voice_private"), *(each for each in lines if each.code != "voice")))
