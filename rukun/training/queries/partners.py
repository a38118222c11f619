"""Reading about partnerships: the public register, one of them, what waits for whom, what ends soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.people.access import circles_with, inside
from rukun.people.kinds import KELURAHAN, KINDS, RT, RW
from rukun.people.queries.invitations import still_to_invite
from rukun.training.access.partners import may_agree
from rukun.training.algo.receipts import hash_of
from rukun.training.algo.states import APPLIED, ENDED, SUSPENDED, VERIFIED, Span, standing_at
from rukun.training.models import Agreement, Document, Partnership, PartnershipState, Verification
from rukun.training.todo import Todo
from rukun.training.ways import AUTHORITIES, HELP, WAYS, Authority, Way
from rukun.ui.dates import in_words, last_day

ENDS_SOON = timedelta(days=60)
LAPSED_FOR = timedelta(days=90)
"""How long a partnership whose agreement ran out can still be prolonged, before it is ended."""
CONFIRMED = Q(agreements__awaiting="")
"""Of agreements only these count: another waits for an authority."""


@dataclass(frozen=True)
class Task:
    """A partnership that waits for the actor: ``authority`` to verify it, or its agreement where there is none.

    ``prolongs``: it is a partner, and another authority's agreement waits to be confirmed.
    """

    partnership: Partnership
    authority: Authority | None
    prolongs: bool = False


@dataclass(frozen=True)
class Step:
    """A state in a partnership's history. ``authority``: in whose name, in words."""

    state: str
    words: str
    since: datetime
    by: str
    authority: str
    reason: str


@dataclass(frozen=True)
class Detail:
    """One partnership at this moment. ``state`` is as it counts; ``waiting`` are authorities that have not spoken.

    ``proposed`` is an agreement that some authority has yet to confirm; it is none of the ``agreements``.
    """

    partnership: Partnership
    way: Way
    state: str
    history: list[Step]
    agreements: list[Any]
    proposed: Any
    verifications: list[Verification]
    waiting: list[Authority]

    @property
    def words(self) -> str:
        return state_in_words(self.state)

    @property
    def begins(self) -> datetime | None:
        return min((each.since for each in self.agreements), default=None)

    @property
    def ends(self) -> datetime | None:
        """The first moment at which it is over."""
        if self.partnership.closed_at is not None:
            return self.partnership.closed_at
        last = max((each.until for each in self.agreements), default=None)
        gone = self.partnership.organisation.closed_at if self.partnership.organisation else None
        return min(last, gone) if last and gone else last

    @property
    def prolonging(self) -> list[Authority]:
        """Those whose word is missing for what is proposed."""
        return awaited(self.proposed) if self.proposed else []

    @property
    def awaits_agreement(self) -> bool:
        return self.state == APPLIED and self.way.agreement and not self.waiting

    @property
    def help_in_words(self) -> list[str]:
        return [str(HELP[each]) for each in self.partnership.help_offered if each in HELP]


def register(unit: str = "", state: str = "", kind: str = "", now: datetime | None = None) -> QuerySet[Any]:
    """Whoever is or was a partner, by unit and name: the state as it counts is ``standing``, from ``begins`` on.

    ``ends`` is the first moment at which it is over. Without ``state`` those that have not ended.
    """
    now = now or timezone.now()
    newest = PartnershipState.objects.filter(partnership=OuterRef("pk"), since__lte=now).order_by("-since", "-pk")
    verified = PartnershipState.objects.filter(partnership=OuterRef("pk"), state=VERIFIED).order_by("since")
    gone = Q(organisation__closed_at__lte=now)
    over = Q(newest__in=[VERIFIED, SUSPENDED]) & (Q(last__lte=now) | gone)
    found = (
        Partnership.objects.filter(inside(unit))
        .annotate(
            newest=Subquery(newest.values("state")[:1]),
            verified_at=Subquery(verified.values("since")[:1]),
            begins=Min("agreements__since", filter=CONFIRMED),
            last=Max("agreements__until", filter=CONFIRMED),
        )
        .filter(verified_at__lte=now)
        .annotate(
            standing=Case(When(over, then=Value(ENDED)), default=F("newest"), output_field=CharField()),
            ends=Case(
                When(closed_at__isnull=False, then=F("closed_at")),
                When(gone, then=Least("last", "organisation__closed_at")),
                default=F("last"),
            ),
        )
    )
    found = found.filter(standing=state) if state else found.exclude(standing=ENDED)
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("organisation").order_by("unit", "name", "pk")


def detail_of(partnership: Partnership, now: datetime | None = None) -> Detail:
    """Everything about one partnership. Three queries."""
    now = now or timezone.now()
    way = WAYS[partnership.kind]
    states = list(partnership.states.all())
    entered = list(partnership.agreements.all())
    agreements = [each for each in entered if not each.awaiting]
    verifications = list(partnership.verifications.order_by("at", "pk"))
    spoken = {each.authority for each in verifications}
    state = standing_at(
        [(each.since, each.state) for each in states], [Span(each.since, each.until) for each in agreements], now
    )
    return Detail(
        partnership=partnership,
        way=way,
        state=ENDED if is_gone(partnership, now) else state,
        history=[
            Step(
                each.state,
                state_in_words(each.state),
                each.since,
                each.by,
                str(AUTHORITIES[each.authority].words) if each.authority else "",
                each.reason,
            )
            for each in states
        ],
        agreements=agreements,
        proposed=proposed_of(entered, now),
        verifications=verifications,
        waiting=[AUTHORITIES[code] for code in way.verifiers if code not in spoken],
    )


def with_receipt(code: str) -> Partnership | None:
    """The application that a receipt's code belongs to."""
    wanted = hash_of(code)
    return Partnership.objects.filter(receipt_hash=wanted).first() if wanted else None


def papers_of(partnership: Partnership) -> QuerySet[Document]:
    """The documents, without reading what is in them."""
    return Document.objects.defer("content").filter(partnership=partnership)


def alike(partnership: Partnership) -> QuerySet[Partnership]:
    """Other open applications and partnerships of the same name in the same unit: perhaps sent twice by two people."""
    return Partnership.objects.filter(unit=partnership.unit, name__iexact=partnership.name, closed_at=None).exclude(
        pk=partnership.pk
    )


def worklist_for(actor: Actor) -> list[Task]:
    """What waits for a word of an authority for which the actor speaks, the oldest first.

    Applications, and partnerships that another person's agreement would prolong.
    """
    mine = {code: _in_scopes(actor.scopes(each.capability)) for code, each in AUTHORITIES.items()}
    if not any(actor.scopes(each.capability) for each in AUTHORITIES.values()):
        return []
    anywhere = Q(pk__in=[])
    for within in mine.values():
        anywhere |= within
    newest = PartnershipState.objects.filter(partnership=OuterRef("pk")).order_by("-since", "-pk")
    now = timezone.now()
    proposed = Agreement.objects.filter(partnership=OuterRef("pk"), until__gt=now).exclude(awaiting="")
    waiting = (
        Partnership.objects.filter(anywhere, closed_at=None)
        .annotate(newest=Subquery(newest.values("state")[:1]))
        .filter(Q(newest=APPLIED) | Q(Exists(proposed), newest=VERIFIED, organisation__closed_at=None))
        .order_by("applied_at", "pk")
        .prefetch_related("verifications", "agreements")
    )
    tasks: list[Task] = []
    for each in waiting:
        if each.newest == VERIFIED:
            entered = proposed_of(each.agreements.all(), now)
            if entered and entered.by != actor.label:
                tasks += [Task(each, who, True) for who in awaited(entered) if _speaks(actor, who.code, each.unit)]
            continue
        spoken = {one.authority for one in each.verifications.all()}
        way = WAYS[each.kind]
        left = [code for code in way.verifiers if code not in spoken]
        tasks += [Task(each, AUTHORITIES[code]) for code in left if _speaks(actor, code, each.unit)]
        if not left and _speaks(actor, "kelurahan", each.unit):
            tasks.append(Task(each, None))
    return tasks


def ending_soon(actor: Actor, now: datetime | None = None) -> list[Any]:
    """Partners whose last agreement ends within sixty days, or ended lately: of the actor's units and organisations.

    As ``register`` gives them, the first to end first.
    """
    now = now or timezone.now()
    own = {key for key, _unit in circles_with(actor, "members.manage")}
    mine = Q(organisation__in=own)
    for code, each in AUTHORITIES.items():
        kinds = [way.kind for way in WAYS.values() if code in way.verifiers]
        mine |= _in_scopes(actor.scopes(each.capability)) & Q(kind__in=kinds)
    if not own and not any(actor.scopes(each.capability) for each in AUTHORITIES.values()):
        return []
    newest = PartnershipState.objects.filter(partnership=OuterRef("pk"), since__lte=now).order_by("-since", "-pk")
    return list(
        Partnership.objects.filter(mine, closed_at=None)
        .annotate(newest=Subquery(newest.values("state")[:1]), ends=Max("agreements__until", filter=CONFIRMED))
        .filter(newest__in=[VERIFIED, SUSPENDED], ends__gt=now - LAPSED_FOR, ends__lte=now + ENDS_SOON)
        .exclude(organisation__closed_at__lte=now)
        .prefetch_related("agreements")
        .order_by("ends", "pk")
    )


def renewals_due(actor: Actor, now: datetime | None = None) -> list[Todo]:
    """What the actor's own day should say about partners: who waits for a word, whose agreement ends."""
    now = now or timezone.now()
    told = []
    tasks = worklist_for(actor)
    if waiting := sum(each.authority is not None and not each.prolongs for each in tasks):
        words = ngettext("%d pengajuan mitra menunggu Anda.", "%d pengajuan mitra menunggu Anda.", waiting)
        told.append(Todo(words % waiting, reverse("training:partners")))
    if agreed := sum(each.authority is None for each in tasks):
        words = ngettext(
            "%d pengajuan mitra sudah dibenarkan semua pihak. Catat perjanjiannya.",
            "%d pengajuan mitra sudah dibenarkan semua pihak. Catat perjanjiannya.",
            agreed,
        )
        told.append(Todo(words % agreed, reverse("training:partners")))
    asked = [each.partnership for each in tasks if each.prolongs]
    for each in asked:
        words = _("Perpanjangan kemitraan %(name)s menunggu Anda.") % {"name": each.name}
        told.append(Todo(words, reverse("training:partner", args=[each.pk])))
    own = {key for key, _unit in circles_with(actor, "members.manage")}
    for each in ending_soon(actor, now):
        if each in asked:
            continue
        if waiting_for := prolonged_by(each, now):
            words = _("Kemitraan %(name)s berlaku sampai %(day)s. Perpanjangannya menunggu %(waiting)s.")
        elif each.ends <= now:
            words = _("Kemitraan %(name)s sudah berakhir pada %(day)s. Anggotanya tidak dapat bertugas.")
        elif each.organisation_id not in own and may_agree(actor, each).allowed:
            words = _("Kemitraan %(name)s berakhir setelah %(day)s. Perpanjang sebelumnya.")
        else:
            words = _("Kemitraan %(name)s berakhir setelah %(day)s. Hubungi %(who)s untuk memperpanjang.")
        about = {
            "name": each.name,
            "day": in_words(last_day(each.ends)),
            "who": _who_prolongs(WAYS[each.kind]),
            "waiting": ", ".join(waiting_for),
        }
        told.append(Todo(words % about, reverse("training:partner", args=[each.pk])))
    return told


def chairs_to_invite(actor: Actor, partnership: Partnership | None = None) -> list[Any]:
    """Chairs of partners, or of one, who have no way to sign in yet and whom the actor may invite: their positions."""
    if not (scopes := actor.scopes("people.manage")):
        return []
    partners = Partnership.objects.filter(_in_scopes(scopes), closed_at=None, agreements__isnull=False)
    if partnership is not None:
        partners = partners.filter(pk=partnership.pk)
    return still_to_invite(actor, "ketua", partners.exclude(organisation=None).values_list("organisation", flat=True))


def invitations_due(actor: Actor) -> list[Todo]:
    """New partners whose chair nobody has invited to sign in yet. Two queries, none for who invites nobody."""
    return [
        Todo(
            _("Undang ketua %(name)s: ia belum punya cara masuk.") % {"name": each.organisation.name},
            reverse("people:invite", args=[each.pk]),
        )
        for each in chairs_to_invite(actor)
    ]


def history_of(partnership: Partnership) -> list[tuple[datetime, str]]:
    return [(each.since, each.state) for each in partnership.states.all()]


def spans_of(partnership: Partnership) -> list[Span]:
    """From when to when it is a partner, by agreements that nobody has yet to confirm."""
    return [Span(each.since, each.until) for each in partnership.agreements.all() if not each.awaiting]


def proposed_of(entered: Iterable[Agreement], now: datetime) -> Agreement | None:
    """The agreement that some authority has yet to confirm, as long as it could still come to hold."""
    return next((each for each in entered if each.awaiting and each.until > now), None)


def awaited(agreement: Agreement) -> list[Authority]:
    """The authorities that have yet to confirm an agreement."""
    return [AUTHORITIES[code] for code in agreement.awaiting.split()]


def prolonged_by(partnership: Partnership, now: datetime | None = None) -> list[str]:
    """The authorities, in words, whose word is missing for what would prolong a partnership; empty without that."""
    entered = proposed_of(partnership.agreements.all(), now or timezone.now())
    return [str(each.words) for each in awaited(entered)] if entered else []


def is_gone(partnership: Partnership, now: datetime | None = None) -> bool:
    """Whether the group's organisation was closed, so that it is nobody's partner any more."""
    closed = partnership.organisation.closed_at if partnership.organisation else None
    return closed is not None and closed <= (now or timezone.now())


def levels_of(way: Way) -> tuple[int, ...]:
    """The levels of units for which such a group may be a partner, of those at which it can stand."""
    stands = KINDS[way.kind].levels
    return tuple(each for each in way.levels if not stands or each in stands)


def units_in_words(levels: Iterable[int]) -> list[str]:
    words = {KELURAHAN: _("kelurahan"), RW: _("RW"), RT: _("RT")}
    return [words[each] for each in levels]


def state_in_words(state: str) -> str:
    return {
        APPLIED: _("diajukan"),
        VERIFIED: _("mitra terverifikasi"),
        SUSPENDED: _("ditangguhkan"),
        ENDED: _("berakhir"),
    }[state]


def _who_prolongs(way: Way) -> str:
    """Whom to ask to prolong a partnership: who makes its agreement, else any of those who verify such groups."""
    codes = ("kelurahan",) if way.agreement else way.verifiers
    return _(" atau ").join(str(AUTHORITIES[code].words) for code in codes)


def _in_scopes(scopes: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for each in scopes:
        found |= inside(each)
    return found


def _speaks(actor: Actor, authority: str, unit: str) -> bool:
    return actor.may(AUTHORITIES[authority].capability, unit).allowed
