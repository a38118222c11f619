"""Reports about one thing: which seem to be, and which somebody merged.

Merged reports are a tree: each points to the one it was merged into, and the one at the top counts. Only ordinary
reports are ever compared or merged.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import h3
from django.db.models import Min, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.journal.naming import names_of
from rukun.people.access import inside
from rukun.report import access
from rukun.report.account import Account, account_of
from rukun.report.algo.duplicates import FADING, Likeness, Reason, Told, likeness, window
from rukun.report.categories import CATEGORIES, ORDINARY, Category
from rukun.report.models import Report
from rukun.report.queries.fitting import fits
from rukun.seal import CannotOpen
from rukun.territory.algo import codes

RINGS = 2
"""Cells around a report's own in which others are looked for: some 700 metres."""
MOST = 60
"""Candidates that are compared: the nearest in time, half of them before and half after."""
FAR = 1000
"""Metres: what is told alike so far away may be anywhere in the kelurahan."""
UNFOLDED = 3
"""So many merged reports are listed at once."""
DIGITS = 8
"""Of a report's number, as people read it to each other: the last of its id."""
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class Suggestion:
    """Another report that seems to tell of the same thing. ``reasons`` are words fit to be joined by commas."""

    report: Report
    likeness: Likeness
    reasons: list[str]

    @property
    def category(self) -> Category:
        return CATEGORIES[self.report.category]

    @property
    def number(self) -> str:
        return number_of(self.report)


@dataclass(frozen=True)
class Tree:
    """A report that counts, and all that were merged into it, directly or not, in the order in which they came."""

    root: Report
    members: list[Report]


@dataclass(frozen=True)
class Member:
    """One of a tree, for the page of another. ``readable``: the actor may open it; ``partable``: and take it out."""

    report: Report
    number: str
    by: str
    readable: bool
    partable: bool


@dataclass(frozen=True)
class Box:
    """What the page of a report says of others about the same thing. ``hidden`` members lie outside the actor's area.

    ``root`` is empty where the report itself counts. ``merges``: the actor may merge it.
    """

    key: UUID
    number: str
    root: Member | None
    members: list[Member]
    hidden: int
    suggestions: list[Suggestion]
    merges: bool
    parts: bool

    @property
    def number_of_members(self) -> int:
        return len(self.members) + self.hidden

    @property
    def folded(self) -> bool:
        """Whether there are so many that they would push all else off a phone's screen."""
        return len(self.members) > UNFOLDED


def number_of(report: Report) -> str:
    """A report's number as people read it to each other."""
    return report.pk.hex[-DIGITS:]


# Trees.


def root_of(report: Report) -> Report:
    """The report that counts for it: the one at the top of its tree, or itself. A query for each step up."""
    while report.merged_into is not None:
        report = report.merged_into
    return report


def roots_of(reports: Iterable[Report]) -> dict[UUID, Report]:
    """For each report, by its id, the one that counts for it: what is owed about that one is owed about both.

    Those that were looked up come with what is owed and its owner, and without what is sealed. A query for each step
    up, for all of them together; none where none was merged.
    """
    chosen = list(reports)
    rows = Report.objects.select_related("commitment__owner_organisation").defer("account", "summary")
    above: dict[UUID | None, Report] = {}
    wanted = {each.merged_into_id for each in chosen} - {None}
    while wanted:
        found = list(rows.filter(pk__in=wanted))
        above |= {each.pk: each for each in found}
        wanted = {each.merged_into_id for each in found} - {None} - above.keys()
    roots = {}
    for each in chosen:
        top = each
        while top.merged_into_id in above:
            top = above[top.merged_into_id]
        roots[each.pk] = top
    return roots


def numbers_below(keys: Iterable[UUID]) -> Counter[UUID]:
    """How many were merged into each of these, directly or not. A query for each step down."""
    tops = {key: {key} for key in keys}
    numbers: Counter[UUID] = Counter()
    while tops:
        level: dict[UUID, set[UUID]] = {}
        for key, into in Report.objects.filter(merged_into__in=tops).order_by().values_list("pk", "merged_into"):
            level[key] = tops[into] if into is not None else set()
        for above in level.values():
            numbers.update(above)
        tops = level
    return numbers


def below(keys: Iterable[UUID]) -> list[Report]:
    """All that were merged into these, directly or not, without what is sealed. A query for each step down."""
    found: list[Report] = []
    newest = set(keys)
    while newest:
        level = list(Report.objects.filter(merged_into__in=newest).defer("account").order_by())
        found += level
        newest = {each.pk for each in level}
    return sorted(found, key=lambda each: (each.received_at, each.pk))


def tree_of(report: Report) -> Tree:
    root = root_of(report)
    return Tree(root, below([root.pk]))


def merged_with(report: Report) -> list[Report]:
    """The others about the same thing, the one that counts first."""
    tree = tree_of(report)
    return [each for each in (tree.root, *tree.members) if each.pk != report.pk]


def first_merged_here(report: Report) -> datetime | None:
    """Since when this one counts for others too: for its own reporter, who learns nothing else of them."""
    found: dict[str, datetime | None] = Report.objects.filter(merged_into=report).aggregate(at=Min("merged_at"))
    return found["at"]


# What seems to be the same.


def suggestions_for(actor: Actor, report: Report, limit: int = 5) -> list[Suggestion]:
    """Open reports of the same kind, near in place and time, that seem to tell of the same thing: the likest first.

    Compares words, so it is for those who may handle both: empty for all others. What is shown of another's words are
    words of this report too. None that could not be merged now. Two queries, and one or two for each that is alike.
    """
    fading = FADING.get(report.category)
    if fading is None or report.closed_at or report.merged_into_id or not access.may_handle(actor, report).allowed:
        return []
    own = told(report)
    found = []
    for other in _candidates(actor, report):
        theirs = told(other)
        alike = likeness(own, theirs)
        if alike.worth_a_look:
            found.append(Suggestion(other, alike, in_words(own, theirs, alike.reasons)))
    found.sort(key=lambda each: (-each.likeness.score, each.report.received_at, each.report.pk))
    return list(islice((each for each in found if fits(report, each.report)), limit))


def told(report: Report) -> Told:
    """A report as it is compared; where its words cannot be opened, without them."""
    try:
        account = account_of(report)
    except CannotOpen:
        account = Account()
    point = None if account.lat is None or account.lon is None else (account.lat, account.lon)
    return Told(
        category=report.category,
        unit=report.unit,
        at=report.happened_at or report.received_at,
        about=report.happened_about if report.happened_at else "unknown",
        point=point,
        cell=report.cell,
        words=f"{account.words} {account.place}".strip(),
    )


def family_of(keys: Collection[UUID]) -> set[UUID]:
    """These reports and all that are merged with them, by their ids."""
    roots = {root_of(each).pk for each in Report.objects.filter(pk__in=keys).select_related("merged_into")}
    return roots | {each.pk for each in below(roots)} if roots else set()


def with_number(actor: Actor, typed: str) -> Report | None:
    """The ordinary report that the actor handles and whose number, id or address somebody typed."""
    text = typed.strip().lower()
    if whole := _ID.search(text):
        wanted = Q(pk=UUID(whole.group()))
    else:
        digits = "".join(each for each in text if each.isalnum())
        if len(digits) != DIGITS or not all(each in "0123456789abcdef" for each in digits):
            return None
        wanted = Q(pk__endswith=digits)
    found = list(_handled(actor).filter(wanted)[:2])
    return found[0] if len(found) == 1 else None


def _candidates(actor: Actor, report: Report) -> list[Report]:
    """Those near in place and time, at most ``MOST``: half of them before it and half after."""
    hours = timedelta(hours=window(report.category))
    near = _handled(actor).filter(_near(report), category=report.category, closed_at=None, merged_into=None)
    near = near.exclude(pk=report.pk).select_related("commitment")
    came = report.received_at
    before = near.filter(received_at__lte=came, received_at__gte=came - hours).order_by("-received_at", "-pk")
    after = near.filter(received_at__gt=came, received_at__lte=came + hours).order_by("received_at", "pk")
    return [*before[: MOST // 2], *after[: MOST // 2]]


def _near(report: Report) -> Q:
    level = codes.KELURAHAN if FADING[report.category].metres >= FAR else codes.RW
    unit = codes.up_to(report.unit, level)
    # Of what names no RW, another that names none either: all of a kelurahan would be too much to look through.
    near = inside(unit) if codes.level_of(unit) >= level else Q(unit=report.unit)
    if report.cell is None:
        return near
    around = h3.grid_disk(h3.int_to_str(report.cell), RINGS)
    return near | Q(cell__in=[h3.str_to_int(each) for each in around])


def _handled(actor: Actor) -> QuerySet[Report]:
    """Ordinary reports that the actor handles, as ``access.may_handle`` says of each."""
    scopes = Q(pk__in=[])
    for scope in actor.scopes("reports.handle"):
        scopes |= inside(scope)
    return Report.objects.filter(scopes, category__in=ORDINARY)


# In words.


def in_words(own: Told, other: Told, reasons: Iterable[Reason]) -> list[str]:
    """Why another report seems to tell of the same thing: "sekitar 40 meter", "20 menit kemudian"."""
    return [words for each in reasons if (words := _reason(each, own, other))]


def _reason(reason: Reason, own: Told, other: Told) -> str:
    match reason.code:
        case "metres":
            return _distance(reason.number)
        case "same_rt":
            return _("RT yang sama")
        case "same_rw":
            return _("RW yang sama")
        case "same_kelurahan":
            return _("kelurahan yang sama")
        case "hours":
            return _time(own.at, other.at, vague=reason.number == 0 and "now" not in (own.about, other.about))
        case _:
            return _("kata-kata mirip: %s") % ", ".join(reason.words)


def _distance(metres: float) -> str:
    if metres < 15:
        return _("di tempat yang sama")
    if metres < 1000:
        step = 10 if metres < 200 else 50
        return _("sekitar %d meter") % (round(metres / step) * step)
    return _("sekitar %s kilometer") % number_format(metres / 1000, 1)


def _time(own: datetime, other: datetime, *, vague: bool) -> str:
    apart = abs(other - own)
    if vague or apart < timedelta(minutes=3):
        return _("kira-kira pada waktu yang sama")
    if apart < timedelta(minutes=90):
        number = round(apart / timedelta(minutes=1))
        long = ngettext("%d menit", "%d menit", number) % number
    elif apart < timedelta(hours=36):
        number = round(apart / timedelta(hours=1))
        long = ngettext("%d jam", "%d jam", number) % number
    else:
        number = round(apart / timedelta(days=1))
        long = ngettext("%d hari", "%d hari", number) % number
    return (_("%s kemudian") if other > own else _("%s sebelumnya")) % long


# For the page of a report.


def box_for(actor: Actor, report: Report) -> Box | None:
    """What its page says of others about the same thing; ``None`` where nothing is ever merged. Some seven queries."""
    if CATEGORIES[report.category].kind != "ordinary":
        return None
    tree = tree_of(report)
    own = report.merged_into_id is None
    others = [each for each in (tree.members if own else [tree.root, *tree.members]) if each.pk != report.pk]
    if not own:
        above = {tree.root.pk, *(each.pk for each in others if each.merged_into_id == report.pk)}
        others = [each for each in others if each.pk in above]
    keys = [each.pk for each in others]
    visible = set(access.reports_visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    names = names_of({each.merged_by for each in others} - {""}) if others else {}
    members = [
        Member(
            each,
            number_of(each),
            names.get(each.merged_by, ""),
            readable=each.pk in visible,
            partable=each.merged_into_id is not None and access.may_handle(actor, each).allowed,
        )
        for each in others
    ]
    root = next((each for each in members if not own and each.report.pk == tree.root.pk), None)
    handles = access.may_handle(actor, report).allowed
    return Box(
        key=report.pk,
        number=number_of(report),
        root=root,
        members=[each for each in members if each.readable and each is not root],
        hidden=sum(not each.readable for each in members if each is not root),
        suggestions=suggestions_for(actor, report, limit=3),
        merges=handles and own and report.closed_at is None,
        parts=handles and not own,
    )
