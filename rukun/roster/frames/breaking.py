"""Which broken rules keep a roster from being published, and which may be broken if somebody says why."""

from collections.abc import Sequence

from rukun.roster.algo import rules
from rukun.roster.algo.checking import Violation
from rukun.roster.algo.problem import Place
from rukun.roster.frames.frame import Frame
from rukun.roster.models import Duty


def broken_rules(frame: Frame, duties: Sequence[Duty]) -> tuple[list[Violation], list[Violation]]:
    """What keeps a draft from being published, and what needs a reason: rules that nobody has given one for yet.

    A reason is one for that night, post and person, for no other.
    """
    never, waivable = [], []
    reasoned = [(frame.place(each.night, each.shift_id), each) for each in duties if each.reason]
    for violation in frame.violations(frame.assignment(duties)):
        if violation.rule in rules.ALWAYS:
            never.append(violation)
        elif violation.rule != rules.FIXED and not any(_covers(each, place, violation) for place, each in reasoned):
            waivable.append(violation)
    return never, waivable


def _covers(duty: Duty, place: Place, violation: Violation) -> bool:
    """Whether what was said when this duty was made says why."""
    night, post = place
    return (
        violation.rule in duty.broken
        and night in violation.nights
        and post in violation.posts
        and (not violation.people or str(duty.watcher_id) in violation.people)
    )
