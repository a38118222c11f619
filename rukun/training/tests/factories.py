"""Partners and members for tests, made through the room's own actions."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions.certificates import mark
from rukun.training.actions.members import begin_membership, consent, sign_code
from rukun.training.actions.partners import apply_for_partnership, make_agreement, verify_partnership
from rukun.training.algo.codes import new_code
from rukun.training.content import conduct, courses
from rukun.training.days import end_after
from rukun.training.models import Certificate, Membership
from rukun.training.ways import WAYS

KELURAHAN = "31.73.07.1001"
RW = f"{KELURAHAN}.003"
_numbers = count(1)


def partner(unit: str = KELURAHAN, name: str = "Mitra Kampung", kind: str = "ormas") -> Organisation:
    """An organisation that is a verified partner from now on, for at least a year less a day.

    Its chair is ``Ketua`` and its name, known by number alone: they have not agreed to be a member yet, see ``chair``.
    """
    applied, _receipt = apply_for_partnership(
        actor=SYSTEM,
        kind=kind,
        name=name,
        unit=unit,
        chair_name=f"Ketua {name}",
        chair_phone=f"0813555{next(_numbers):05d}",
        legal_number="AHU-001.2025",
        purpose="Menjaga lingkungan bersama warga.",
        help_offered=["ronda"],
        application_id=new_id(),
    )
    for authority in WAYS[kind].verifiers:
        verify_partnership(
            actor=SYSTEM, partnership=applied, authority=authority, approved=True, reason="Dikenal baik di sini."
        )
    if WAYS[kind].agreement:
        today = timezone.localdate()
        make_agreement(
            actor=SYSTEM,
            partnership=applied,
            number="PKS/1/2026",
            since=today,
            until_last_day=today + timedelta(days=364),
        )
    applied.refresh_from_db()
    assert applied.organisation is not None
    return applied.organisation


def chair(organisation: Organisation) -> Person:
    """The chair, who has agreed by now to be a member, too."""
    who = Position.objects.get(organisation=organisation, title="ketua", until=None).person
    _agreed(who, organisation)
    return who


def member(organisation: Organisation, name: str = "Sari Wulandari") -> Person:
    """Somebody who is an active member from now on. They can sign in, and have nothing else that duty needs."""
    who = person(name=name)
    _agreed(who, organisation)
    return who


def candidate(organisation: Organisation, name: str = "Yusuf Maulana") -> Person:
    """Somebody whom the board let in, and who has not agreed yet."""
    who = person(name=name)
    begin_membership(actor=SYSTEM, person=who.pk, organisation=organisation.pk)
    return who


def membership_of(who: Person, organisation: Organisation) -> Membership:
    return Membership.objects.get(person=who, organisation=organisation, left_at=None)


def fit(who: Person) -> Person:
    """The same person, with a valid certificate of every course that duty needs, and the code of conduct signed."""
    sign_code(actor=actor_of(who), version=conduct().version)
    now = timezone.now()
    for each in courses().values():
        if each.needed:
            Certificate.objects.create(
                code=new_code(mark()),
                person=who,
                course=each.code,
                version=each.version,
                organisation="Mitra Kampung",
                issued_at=now,
                expires_at=end_after(now, each.months),
            )
    return who


def _agreed(who: Person, organisation: Organisation) -> None:
    joined = begin_membership(actor=SYSTEM, person=who.pk, organisation=organisation.pk)
    consent(actor=actor_of(who), membership=joined)
