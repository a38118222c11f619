"""Whether persons may go on duty: one question for many at once, in six queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rukun.people.queries import duty_facts
from rukun.training.algo import fitness
from rukun.training.algo.fitness import CertificateSpan, Facts, Member, Needed, Partner, Reason, Rules, Signing
from rukun.training.algo.states import Span
from rukun.training.content import conduct, courses
from rukun.training.days import end_after
from rukun.training.models import Certificate, CodeSigning, MembershipState, PartnershipState, Suspension
from rukun.training.ways import WAYS
from rukun.ui.dates import first_moment


@dataclass(frozen=True)
class DutyStatus:
    """Whether somebody may go on duty at a moment, and every reason against it."""

    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def words(self) -> list[str]:
        return [in_words(each) for each in self.reasons]


@dataclass(frozen=True)
class TeamStatus:
    """Whether these may go on duty together: at least two of them must be fit. Whoever is not stays at home."""

    members: Mapping[UUID, DutyStatus]

    @property
    def fit_members(self) -> list[UUID]:
        return [key for key, status in self.members.items() if status.allowed]

    @property
    def fit(self) -> bool:
        return len(self.fit_members) >= fitness.FIT_TEAM


def rules() -> Rules:
    """What duty needs now, as the files of courses and code of conduct say."""
    return Rules(
        tuple(Needed(each.code, each.version, first_moment(each.since)) for each in courses().values() if each.needed),
        conduct().version,
        first_moment(conduct().since),
    )


def duty_status(person: UUID, at: datetime, unit: str = "", until: datetime | None = None) -> DutyStatus:
    """Whether one person may go on duty at ``at``: in ``unit``, or, without it, anywhere.

    With ``until``, the first moment after the shift, they must be fit from its beginning up to its end.
    """
    return duty_statuses([person], at, unit, until)[person]


def team_status(persons: Collection[UUID], at: datetime, unit: str = "", until: datetime | None = None) -> TeamStatus:
    """Whether these persons together may go on duty."""
    return TeamStatus(duty_statuses(persons, at, unit, until))


def duty_statuses(
    persons: Collection[UUID], at: datetime, unit: str = "", until: datetime | None = None
) -> dict[UUID, DutyStatus]:
    """The same for many, in the order given, in six queries however many they are.

    Somebody who is not known (or no longer) is not allowed either.
    """
    return duty_course(persons, [(at, until)], unit)[0]


def duty_course(
    persons: Collection[UUID], shifts: Sequence[tuple[datetime, datetime | None]], unit: str = ""
) -> list[dict[UUID, DutyStatus]]:
    """The same for several shifts, for the six queries of one: who is fit now may not be so tomorrow.

    A shift without end is its first moment alone.
    """
    return duty_course_in(persons, [(at, until, unit) for at, until in shifts])


def duty_course_in(
    persons: Collection[UUID], shifts: Sequence[tuple[datetime, datetime | None, str]]
) -> list[dict[UUID, DutyStatus]]:
    """The same for shifts in several units, each with its own: six queries, too."""
    keys = list(dict.fromkeys(persons))
    known, needed = _facts(keys), rules()
    return [
        {key: DutyStatus(fitness.why_not(known.get(key), needed, at, unit, until)) for key in keys}
        for at, until, unit in shifts
    ]


def in_words(reason: Reason) -> str:
    """A reason for the screen."""
    about = courses()[reason.about].title if reason.code in OF_A_COURSE else reason.about
    return str(WORDS[reason.code]).replace("%s", about)


OF_A_COURSE = (fitness.NO_PAPER, fitness.PAPER_EXPIRED, fitness.PAPER_REVOKED, fitness.REFRESH)
WORDS = {
    fitness.UNKNOWN: _("Orang itu tidak terdaftar."),
    fitness.RELEASED: _("Aksesnya sudah berakhir."),
    fitness.MINOR: _("Belum berusia 18 tahun. Yang bertugas harus orang dewasa."),
    fitness.SUSPENDED_NOW: _("Sedang ditangguhkan dari tugas."),
    fitness.NO_MEMBER: _("Bukan anggota organisasi mitra mana pun."),
    fitness.NOT_YET: _("Masih calon anggota %s: persetujuannya belum lengkap."),
    fitness.ON_LEAVE_NOW: _("Sedang cuti dari %s."),
    fitness.GONE: _("Sudah keluar dari %s."),
    fitness.NO_PARTNER: _("%s belum terdaftar sebagai mitra."),
    fitness.NOT_YET_PARTNER: _("%s belum selesai diverifikasi, atau perjanjiannya belum berlaku."),
    fitness.PARTNER_SUSPENDED: _("%s sedang ditangguhkan sebagai mitra."),
    fitness.PARTNER_ENDED: _("Kemitraan %s sudah berakhir."),
    fitness.REPORTS_ONLY: _("%s melapor dan memberi rekomendasi, tidak berjaga dan tidak menangani."),
    fitness.ELSEWHERE: _("Kemitraan %s tidak mencakup wilayah ini."),
    fitness.NO_PAPER: _("Belum punya sertifikat “%s”."),
    fitness.PAPER_EXPIRED: _("Sertifikat “%s” sudah habis masa berlakunya."),
    fitness.PAPER_REVOKED: _("Sertifikat “%s” dicabut."),
    fitness.REFRESH: _("“%s” sudah diperbarui: perlu penyegaran."),
    fitness.UNSIGNED: _("Kode etik belum ditandatangani."),
    fitness.SIGNING_EXPIRED: _("Tanda tangan kode etik sudah lewat setahun."),
    fitness.SIGN_AGAIN: _("Kode etik sudah diperbarui: perlu ditandatangani lagi."),
}
"""What is said of each reason; ``%s`` stands for the organisation or the course."""


def _facts(keys: list[UUID]) -> dict[UUID, Facts]:
    """Of those who are known. Six queries: persons, memberships, partnerships, certificates, signings, suspensions."""
    persons = duty_facts(keys)
    members = _members(keys)
    papers: dict[UUID, list[CertificateSpan]] = {}
    rows = Certificate.objects.filter(person__in=keys).values_list(
        "person_id", "course", "version", "issued_at", "expires_at", "revoked_at"
    )
    for key, course, version, issued, expires, revoked in rows:
        papers.setdefault(key, []).append(CertificateSpan(course, version, issued, expires, revoked))
    signings: dict[UUID, list[Signing]] = {}
    for key, when, version in CodeSigning.objects.filter(person__in=keys).values_list(
        "person_id", "signed_at", "version"
    ):
        signings.setdefault(key, []).append(Signing(version, when, end_after(when, fitness.SIGNED_FOR_MONTHS)))
    suspensions: dict[UUID, list[Span]] = {}
    numbers: dict[str, list[UUID]] = {}  # whoever goes and comes back under the same number stays suspended
    for key, facts in persons.items():
        numbers.setdefault(facts.mark, []).append(key)
    for each in Suspension.objects.filter(Q(person__in=keys) | Q(phone_mark__in=numbers)).only(
        "person", "phone_mark", "made_at", "until", "lifted_at"
    ):
        for key in {each.person_id, *numbers.get(each.phone_mark, ())}:
            suspensions.setdefault(key, []).append(span_of(each))
    return {
        key: Facts(
            adult=known.adult,
            released=known.released_at,
            members=tuple(members.get(key, ())),
            papers=tuple(papers.get(key, ())),
            signings=tuple(signings.get(key, ())),
            suspensions=tuple(suspensions.get(key, ())),
        )
        for key, known in persons.items()
    }


def _members(keys: list[UUID]) -> dict[UUID, list[Member]]:
    """The memberships of each person, with the partnerships of their organisations. Two queries."""
    histories: dict[UUID, list[tuple[datetime, str]]] = {}
    whose: dict[UUID, tuple[UUID, UUID, str, datetime | None]] = {}
    for state in MembershipState.objects.filter(membership__person__in=keys).values_list(
        "membership_id", "membership__person_id", "membership__organisation_id", "membership__organisation__name",
        "membership__organisation__closed_at", "since", "state",
    ):  # fmt: skip
        whose[state[0]] = state[1:5]
        histories.setdefault(state[0], []).append(state[5:])
    partners = _partners({organisation for _person, organisation, *_rest in whose.values()})
    members: dict[UUID, list[Member]] = {}
    for key, (person, organisation, name, closed) in whose.items():
        member = Member(name, tuple(histories[key]), tuple(partners.get(organisation, ())), closed)
        members.setdefault(person, []).append(member)
    return members


def _partners(organisations: Iterable[UUID]) -> dict[UUID, list[Partner]]:
    """The partnerships of each organisation. One query: every state beside every agreement; both are few."""
    histories: dict[UUID, dict[int, tuple[datetime, str]]] = {}
    agreements: dict[UUID, dict[int, Span]] = {}
    about: dict[UUID, tuple[UUID, str, str]] = {}
    for row in PartnershipState.objects.filter(partnership__organisation__in=list(organisations)).values_list(
        "partnership_id", "partnership__organisation_id", "partnership__unit", "partnership__kind",
        "pk", "since", "state",
        "partnership__agreements__pk", "partnership__agreements__since", "partnership__agreements__until",
        "partnership__agreements__awaiting",
    ):  # fmt: skip
        key, organisation, unit, kind, state_key, since, state, agreement, begins, ends, awaiting = row
        about[key] = (organisation, unit, kind)
        histories.setdefault(key, {})[state_key] = (since, state)
        if agreement and not awaiting:
            agreements.setdefault(key, {})[agreement] = Span(begins, ends)
    partners: dict[UUID, list[Partner]] = {}
    for key, (organisation, unit, kind) in about.items():
        spans = tuple(agreements.get(key, {}).values())
        partner = Partner(unit, WAYS[kind].duty, tuple(histories[key].values()), spans)
        partners.setdefault(organisation, []).append(partner)
    return partners


def span_of(suspension: Suspension) -> Span:
    """From when to when a suspension holds: to its end, or to when it was lifted before."""
    ends = [suspension.until] if suspension.lifted_at is None else [suspension.until, suspension.lifted_at]
    return Span(suspension.made_at, min(ends) if ends else None)
