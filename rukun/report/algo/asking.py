"""The questions of a talk: which is next, how it is put, and which of its offers an answer takes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rukun.report.algo import personal, understanding
from rukun.report.algo.times_in_words import is_lasting
from rukun.report.algo.told import (
    Heard,
    Line,
    Next,
    Rules,
    State,
    kind_of,
)

OPTIONS: dict[str, tuple[str, ...]] = {
    "now": ("yes", "no"),
    "when": ("now", "just", "unknown"),
    "caution": ("on", "web", "other"),
    "elsewhere": ("yes", "other"),
    "personal": ("remove", "keep"),
    "check": ("yes", "change", "cancel"),
    "change": ("category", "where", "when", "words", "cancel"),
    "more": ("add", "new", "none"),
}
"""What the steps offer, in the order of their numbers; at most three of them become buttons."""
BUTTONS = 3
PATIENCE = 3
"""Answers that were not understood, after which a list is asked for in other words."""


def go_on(state: State, rules: Rules, *lines: Line) -> Next:
    """Ask for the next thing that is missing."""
    step = _missing(state, rules)
    state = replace(state, step=step, tries=0 if step != state.step else state.tries)
    return Next(state, (*lines, question(state, rules)))


def missed(state: State, rules: Rules) -> Next:
    """It was no answer: ask once more, with a word on how to answer."""
    state = replace(state, tries=state.tries + 1)
    asked = reminder(state, rules)
    if state.step == "category" and state.tries >= PATIENCE:
        asked = replace(asked, values={**asked.values, "simply": True})
    return Next(
        state,
        (asked,) if asked.code == "ask_number" else (Line("again", {"step": state.step, "tries": state.tries}), asked),
    )


def reminder(state: State, rules: Rules) -> Line:
    """The question that was just put, put again: of a long list only how to answer it."""
    listed = {"category": rules.kinds, "subject": rules.subjects}.get(state.step)
    return question(state, rules) if listed is None else Line("ask_number", {"step": state.step, "most": len(listed)})


def _missing(state: State, rules: Rules) -> str:
    kind = rules.kinds.get(state.category)
    if state.want == "more":
        return "more"
    if kind is None:
        return "category" if state.words or state.photos or state.want == "category" else "what"
    lacks = (
        ("elsewhere", kind.kind == "elsewhere"),
        ("caution", kind.kind != "ordinary" and not state.agreed),
        ("subject", kind.kind == "complaint" and not state.subject),
        (state.want, state.want in ("change", "words")),
        ("now", kind.danger == "ask" and not state.now),
        ("words", not kind.danger and sum(each.isalnum() for each in state.words) < 3),
        ("which", bool(state.options)),
        ("where", not state.unit or state.rough),
        ("when", kind.timed and not state.about),
        ("personal", not state.kept and bool(_personal_in(state))),
    )
    return next((step for step, is_so in lacks if is_so), "check")


def _personal_in(state: State) -> list[str]:
    """What points at a person, in the place and in the words."""
    found = [*personal.find_in_place(state.place), *personal.find(state.words)]
    return list(dict.fromkeys(each.words for each in found))


def question(state: State, rules: Rules) -> Line:
    step = state.step
    values: dict[str, Any] = {"category": state.category}
    if step == "category":
        values = {"codes": list(rules.kinds)}
    elif step == "subject":
        values = {"codes": list(rules.subjects)}
    elif step == "which":
        values = {"places": [each.words for each in state.options]}
    elif step == "where":
        values["rough"] = state.where if state.unit else ""
    elif step == "personal":
        values = {"found": ", ".join(_personal_in(state))}
    elif step == "check":
        values |= {
            "where": state.where, "place": state.place, "about": state.about, "happened": state.moment,
            "words": state.words, "photos": state.photos, "voices": state.voices, "timed": kind_of(state, rules).timed,
            "lasting": is_lasting(state.words),
        }  # fmt: skip
    options = OPTIONS.get(step, ())
    choices = tuple(f"{step}:{each}" for each in options) if len(options) <= BUTTONS else ()
    return Line(f"ask_{step}", values, choices)


def chosen(heard: Heard, options: Sequence[str]) -> str:
    """The option that was named by its number, alone or with words of its label."""
    return understanding.chosen(str(heard.picked or heard.text), options)


_YES_OR_NO = {
    "caution": ("on", "web"),
    "elsewhere": ("yes", "other"),
    "personal": ("remove", "keep"),
    "now": ("yes", "no"),
    "check": ("yes", "change"),
}
"""What a plain yes or no means at the steps where it is an answer."""


def option_of(state: State, heard: Heard) -> str:
    """Which of the offered options was chosen: by a button, its number, or a yes or no where that is one."""
    options = OPTIONS.get(state.step, ())
    if heard.choice:
        option = heard.choice.partition(":")[2]
        return option if option in options else ""
    if option := chosen(heard, options):
        return option
    said = understanding.answer(heard.text)
    yes, no = _YES_OR_NO.get(state.step, ("", ""))
    return yes if said == "yes" else no if said == "no" else ""
