"""What each question of a talk makes of its answer. Whatever is told besides what was asked is kept as well."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rukun.report.algo import answers_in_words as answers
from rukun.report.algo import apart, personal, understanding
from rukun.report.algo.asking import chosen, go_on, missed, option_of, reminder
from rukun.report.algo.places_in_words import LEADS, is_where
from rukun.report.algo.times_in_words import goes_on, has_ended
from rukun.report.algo.told import (
    LONGEST_PLACE,
    NOWHERE,
    UNCLEAR,
    Heard,
    Line,
    Next,
    Rules,
    State,
    absorbed,
    iso,
    joined,
    more_words,
    named,
    placed,
    spotted,
    timed,
)

ANYTHING_ELSE = "keadaan"
"""The category of what nobody could name; the check says so before it is sent."""


def step(state: State, heard: Heard, rules: Rules) -> Next:
    if not understanding.says_something(heard.text) and not understanding.answer(heard.text) and not heard.choice:
        return Next(state, (Line("signs"), reminder(state, rules)))
    return _STEPS[state.step](state, heard, rules)


def _what(state: State, heard: Heard, rules: Rules) -> Next:
    story = understanding.without_greeting(heard.text)
    if understanding.answer(heard.text) or len(story) < 2:
        return missed(state, rules)
    return go_on(absorbed(state, replace(heard, text=story), rules), rules)


def _category(state: State, heard: Heard, rules: Rules) -> Next:
    said = understanding.answer(heard.text)
    code = chosen(heard, list(rules.kinds)) or named(heard.text, rules)
    if not code and said == "unknown":
        code = ANYTHING_ELSE if ANYTHING_ELSE in rules.kinds else next(iter(rules.kinds))
    if code:
        state = replace(state, category=code, guessed=False, agreed=False, subject="")
        return go_on(state if heard.picked else absorbed(state, heard, rules), rules)
    return _taken(state, heard, rules)


def _elsewhere(state: State, heard: Heard, rules: Rules) -> Next:
    option = option_of(state, heard)
    if option == "yes":
        return Next(None, (Line("elsewhere", {"category": state.category}),), "drop")
    if option == "other":
        return go_on(replace(state, category="", want="category"), rules)
    return _taken(state, heard, rules)


def _caution(state: State, heard: Heard, rules: Rules) -> Next:
    """Whether they go on here. Nothing is taken before they said so, and they are told that."""
    option = "web" if answers.is_afraid(heard.text) else option_of(state, heard)
    if option == "on":
        return go_on(replace(state, agreed=True), rules)
    if option == "web":
        return Next(None, (Line("to_web"),), "drop")
    if option == "other":
        return go_on(replace(state, category="", want="category"), rules)
    return missed(state, rules)


def _subject(state: State, heard: Heard, rules: Rules) -> Next:
    code = chosen(heard, list(rules.subjects)) or understanding.subject(heard.text)
    if code not in rules.subjects:
        return _taken(state, heard, rules)
    if not rules.subjects[code]:
        return Next(None, (Line("elsewhere", {"category": state.category, "subject": code}),), "drop")
    return go_on(_and_more(replace(state, subject=code), heard, rules), rules)


def _now(state: State, heard: Heard, rules: Rules) -> Next:
    option, at = option_of(state, heard), timed(state, heard)
    if option == "no":
        return go_on(replace(state, now="no"), rules)
    if option == "yes" or goes_on(heard.text):
        found = replace(state, now="yes", about="now", happened=iso(heard.now))
    elif has_ended(heard.text):
        found = replace(state if at.about == "now" else at, now="no")
    elif at.about:
        found = replace(at, now=at.now or "no")
    elif understanding.answer(heard.text) == "unknown":
        found = replace(state, now="no")
    elif state.tries >= 2:
        found = replace(state, now=UNCLEAR)
    else:
        return _taken(state, heard, rules)
    return go_on(found if option else _and_more(found, heard, rules), rules)


def _where(state: State, heard: Heard, rules: Rules) -> Next:
    said, number = understanding.answer(heard.text), answers.is_number(heard.text)
    if heard.spots:
        return go_on(_and_more(spotted(replace(state, tries=0), heard.spots), heard, rules), rules)
    if state.unit and (said in ("unknown", "no", "yes") or state.tries >= 2):
        return go_on(replace(more_words(state, heard.text), rough=False), rules)
    place = joined(state.place, heard.text, ", ")
    if said == "" and not number and is_where(heard.text) and len(place) <= LONGEST_PLACE:
        state = replace(state, place=place, kept=False)
    else:
        state = more_words(state, heard.text)
    if heard.home and (said == "unknown" or state.tries >= 1):
        lines = [Line("somewhere", {"where": heard.home.words})] if state.place else []
        return go_on(replace(placed(state, heard.home), place=state.place, rough=False), rules, *lines)
    return missed(state, rules)


def _which(state: State, heard: Heard, rules: Rules) -> Next:
    at = heard.picked or understanding.number(heard.text)
    if 0 < at <= len(state.options):
        return go_on(placed(state, state.options[at - 1]), rules)
    if 0 < len(heard.spots) < len(state.options):
        return go_on(_and_more(spotted(state, heard.spots), heard, rules), rules)
    if at == len(state.options) + 1 or understanding.answer(heard.text) in ("no", "unknown") or state.tries >= 2:
        return go_on(replace(more_words(state, heard.text), options=(), want="where"), rules)
    return _taken(state, heard, rules)


def _when(state: State, heard: Heard, rules: Rules) -> Next:
    option = option_of(state, heard)
    if option in ("now", "just"):
        ago = timedelta() if option == "now" else timedelta(minutes=30)
        about = "now" if option == "now" else "hour"
        return go_on(replace(state, about=about, happened=iso(heard.now - ago)), rules)
    if option == "unknown" or understanding.answer(heard.text) == "unknown":
        return go_on(_untimed(state, heard), rules)
    said = f"tadi {heard.text.strip()}" if understanding.part_of_day(heard.text) else heard.text
    if (at := timed(state, replace(heard, text=said))).about:
        at = more_words(at, heard.text) if at.about == "unknown" else _and_more(at, heard, rules)
        return go_on(at, rules)
    if state.tries >= 2:
        return go_on(_untimed(more_words(state, heard.text), heard), rules)
    return _taken(state, heard, rules)


def _untimed(state: State, heard: Heard) -> State:
    """They do not know when. Where it is not clear whether it goes on, it is taken to: the check says so."""
    if state.now == UNCLEAR:
        return replace(state, about="now", happened=iso(heard.now))
    return replace(state, about="unknown", happened="")


def _words(state: State, heard: Heard, rules: Rules) -> Next:
    if understanding.answer(heard.text) or sum(each.isalnum() for each in heard.text) < 3:
        return missed(state, rules)
    return go_on(more_words(replace(state, want=""), heard.text), rules)


def _personal(state: State, heard: Heard, rules: Rules) -> Next:
    option = option_of(state, heard)
    if option == "keep":
        return go_on(replace(state, kept=True), rules)
    if option == "remove" or state.tries >= 2:
        told = state if option else more_words(state, heard.text)
        words = personal.without(told.words, personal.find(told.words), landmarks=True)
        place = personal.without(state.place, personal.find_in_place(state.place), landmarks=True)
        return go_on(replace(state, kept=True, words=words, place=place), rules)
    return _taken(state, heard, rules)


def _check(state: State, heard: Heard, rules: Rules) -> Next:
    text, option, said = heard.text, option_of(state, heard), understanding.answer(heard.text)
    if option == "yes" or said == "done" or answers.agrees(text):
        return Next(state, (), "file")
    if option == "cancel":
        return Next(None, (Line("cancelled"),), "drop")
    if option == "change" or said in ("no", "undone") or answers.refuses(text):
        return go_on(replace(state, want="change"), rules)
    return missed(state, rules) if said or answers.is_number(text) else _check_in_words(state, heard, rules)


def _check_in_words(state: State, heard: Heard, rules: Rules) -> Next:
    text = heard.text
    if answers.wants_change(text):
        state = replace(state, want="change")
        named = understanding.part(text) or answers.says_more(text, "change")
        return _change_in_words(state, heard, rules) if named else go_on(state, rules)
    if found := _corrected(state, heard, rules):
        return go_on(found, rules)
    unmoved = state.where if heard.spots and state.unit else ""
    return go_on(more_words(state, text), rules, Line("added", {"where": unmoved}))


def _corrected(state: State, heard: Heard, rules: Rules) -> State | None:
    """With the place or time that a message names instead of what was told, if that is what it is for."""
    corrects, around = answers.corrects(heard.text), [*LEADS, *(each.words for each in heard.spots)]
    if heard.spots and (corrects or not answers.says_more(heard.text, "where", around)):
        there = heard.spots[0]
        known = len(heard.spots) == 1 and there.lat is None and not there.place and state.unit == there.unit
        found = state if known else spotted(replace(state, **NOWHERE), heard.spots)  # a pin is more than its RW
        return more_words(found, heard.text) if corrects or _says_more(state, heard, "where") else found
    if answers.says_more(answers.meant(heard.text), "when", [answers.CORRECTING]):
        return None
    found = timed(replace(state, about="", happened=""), heard)
    if not found.about:
        return None
    return more_words(found, heard.text) if corrects else found


_OPEN_AGAIN: dict[str, dict[str, Any]] = {
    "category": {"category": "", "agreed": False, "subject": "", "want": "category"},
    "where": {**NOWHERE, "want": "where"},
    "when": {"about": "", "happened": "", "now": "", "want": ""},
    "words": {"words": "", "kept": False, "want": "words"},
}


def _change(state: State, heard: Heard, rules: Rules) -> Next:
    option = option_of(state, heard)
    if option == "cancel":
        return Next(None, (Line("cancelled"),), "drop")
    if option:
        return go_on(replace(state, **_OPEN_AGAIN[option]), rules)
    return _change_in_words(state, heard, rules)


def _change_in_words(state: State, heard: Heard, rules: Rules) -> Next:
    part, more = understanding.part(heard.text), answers.says_more(heard.text, "change")
    if part in ("", "where", "when") and (found := _corrected(state, heard, rules)):
        return go_on(replace(found, want=""), rules)
    if part:
        state = replace(state, **_OPEN_AGAIN[part])
        told = replace(absorbed(state, heard, rules), want="" if part == "words" else state.want)
        return go_on(told if more else state, rules)
    said = understanding.answer(heard.text)
    if said == "yes" or answers.nothing_wrong(heard.text) or (state.tries >= 2 and not more):
        return go_on(replace(state, want=""), rules)
    if said or not more:
        return missed(state, rules)
    return go_on(replace(more_words(state, heard.text), want=""), rules, Line("added"))


def _more(state: State, heard: Heard, rules: Rules) -> Next:
    option = option_of(state, heard)
    if option == "add":
        return Next(None, (), "add", words=state.words)
    if option == "none":
        return Next(None, (Line("not_report"),), "drop")
    said, story = understanding.answer(heard.text), understanding.without_greeting(heard.text)
    if option == "new" or said == "report" or (said and state.tries >= 2):
        return go_on(replace(state, want=""), rules, Line("hello", {"short": True}))
    if said or answers.is_number(heard.text):
        return missed(state, rules)
    if apart.stands_alone(heard.text, heard.spots, heard.recent_unit, rules):
        fresh = State(state.id, state.code, words=state.words, told=state.told)  # of what was told before, the words
        return go_on(absorbed(fresh, replace(heard, text=story), rules), rules, Line("hello", {"short": True}))
    more = absorbed(state, heard, rules)
    return (
        go_on(replace(more, want=""), rules, Line("hello", {"short": True}))
        if state.tries >= 2
        else missed(more, rules)
    )


def _taken(state: State, heard: Heard, rules: Rules) -> Next:
    """It was no answer, but perhaps one to another question, and in any case part of the story."""
    more = absorbed(state, heard, rules)
    if (more.unit, more.options, more.about) != (state.unit, state.options, state.about):
        return go_on(more, rules, Line("added"))
    return missed(more, rules)


def _and_more(state: State, heard: Heard, rules: Rules) -> State:
    """What an answer tells besides is part of the story."""
    return absorbed(state, heard, rules) if _says_more(state, heard, state.step) else state


def _says_more(state: State, heard: Heard, step: str) -> bool:
    known = [each.words for each in (*heard.spots, *state.options)] if step in ("where", "which") else []
    return answers.says_more(heard.text, "where" if step == "which" else step, known)


_STEPS: dict[str, Callable[[State, Heard, Rules], Next]] = {
    "what": _what, "category": _category, "elsewhere": _elsewhere, "caution": _caution, "subject": _subject,
    "now": _now, "where": _where, "which": _which, "when": _when, "words": _words, "personal": _personal,
    "check": _check, "change": _change, "more": _more,
}  # fmt: skip
