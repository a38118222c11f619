"""Who reads a report, in words for whoever reports. It follows from the table of titles, so that it cannot drift."""

from uuid import UUID

from rukun.guard import covers
from rukun.people.access.people import Seat
from rukun.people.kinds import RT
from rukun.people.queries.organisations import offices_of
from rukun.people.titles import TITLES, Title, titles_with
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.training.access.duty import organisations_near


def readers_of(category: str, unit: str = "", subject: str = "") -> list[str]:
    """Titles whose holders read such a report of ``unit`` (without one: of some unit). No query.

    Empty where only an authority outside may hear it.
    """
    return [str(each.words) for each in _titles(category, unit, subject)]


def openers_of(unit: str) -> list[str]:
    """Titles whose holders may open how to reach whoever sent an ordinary report of ``unit``. No query."""
    return [str(each.words) for each in _holding(("reports.identity",), unit)]


def somebody_reads(category: str, unit: str, subject: str = "", organisation: UUID | None = None) -> bool:
    """Whether anybody holds one of these titles over ``unit`` now. A few queries.

    Who belongs, or lately did, to the ``organisation`` that a complaint is about does not count.
    """
    codes = {each.code for each in _titles(category, unit, subject)}
    parts = unit.split(".")
    holders = (
        held.person_id
        for depth in range(len(parts), 0, -1)
        for office in offices_of(".".join(parts[:depth]))
        for held in office.holders
        if held.title in codes
    )
    if organisation is None:
        return any(True for _each in holders)
    return any(organisation not in groups for groups in organisations_near(list(holders)).values())


def reads(seat: Seat, category: str, unit: str, subject: str = "", *, triage: bool = False) -> bool:
    """Whether whoever sits there reads such a report; before a first look only who handles it. No query."""
    capabilities = _capabilities(category, subject)
    if triage and CATEGORIES[category].kind == "ordinary":
        capabilities = ("reports.handle",)
    return covers(seat.unit, unit) and any(each in TITLES[seat.title].capabilities for each in capabilities)


def _titles(category: str, unit: str, subject: str) -> list[Title]:
    return _holding(_capabilities(category, subject), unit)


def _holding(capabilities: tuple[str, ...], unit: str) -> list[Title]:
    # A title is held for a unit and all below it: who sits below the report's own unit does not read it.
    depth = unit.count(".") + 1 if unit else RT
    found: list[Title] = []
    for capability in capabilities:
        found += [
            each
            for each in titles_with(capability)
            if each not in found and (not each.levels or min(each.levels) <= depth)
        ]
    return found


def _capabilities(category: str, subject: str) -> tuple[str, ...]:
    kind = CATEGORIES[category].kind
    if kind == "protected":
        return ("reports.protected",)
    if kind == "complaint":
        return SUBJECTS[subject].readers if subject in SUBJECTS else ()
    return ("reports.see",) if kind == "ordinary" else ()
