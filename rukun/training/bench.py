"""What it costs to know who is fit for duty. On SQLite, as ratios on the same machine."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.actions import add_person, establish_organisation
from rukun.people.queries import duty_facts
from rukun.training.algo.states import ACTIVE, CANDIDATE, VERIFIED
from rukun.training.content import conduct, courses
from rukun.training.models import (
    Agreement,
    Certificate,
    CodeSigning,
    Membership,
    MembershipState,
    Partnership,
    PartnershipState,
    Suspension,
)
from rukun.training.queries.fitness import duty_status, duty_statuses

KELURAHAN = "31.73.07.1001"
SYSTEM = System("bench")
PERSONS, CIRCLES, ALONE = 1000, 30, 50
MOST_QUERIES = 6
Row = tuple[str, object, object, object, str]


def bench_duty() -> list[Row]:
    """A thousand persons of thirty partners at once: queries, and time beside asking one by one and one bare query."""
    persons, at = _thousand(), timezone.now()
    asked = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    with connection.execute_wrapper(counted):
        found = duty_statuses(persons, at)
    fit = sum(each.allowed for each in found.values())
    assert 0 < fit < PERSONS, fit
    together = _seconds(lambda: duty_statuses(persons, at), 5)
    alone = _seconds(lambda: [duty_status(each, at) for each in persons[:ALONE]], 1) * PERSONS / ALONE
    bare = _seconds(lambda: duty_facts(persons), 20)
    return [
        ("training: duty of 1,000, queries", asked, MOST_QUERIES, asked / MOST_QUERIES, "beside: the most allowed"),
        ("training: duty of 1,000, ms", together * 1e3, alone * 1e3, together / alone, "beside: one by one"),
        ("training: duty of 1,000, ms", together * 1e3, bare * 1e3, together / bare, "beside: their names alone"),
    ]


def _thousand() -> list[UUID]:
    """Members of thirty partners with all that duty needs; some are suspended, some have not signed."""
    now = timezone.now()
    long_ago, later = now - timedelta(days=30), now + timedelta(days=300)
    with journal.atomic():
        persons = [
            add_person(actor=SYSTEM, name=f"Anggota {n}", phone=f"+62816{n + 10_000:08d}", unit=KELURAHAN).pk
            for n in range(PERSONS)
        ]
        circles = [_partner(number) for number in range(CIRCLES)]
    members = Membership.objects.bulk_create(
        Membership(
            person_id=key, organisation_id=circles[n % CIRCLES], made_at=long_ago, accepted_at=long_ago,
            consented_at=long_ago,
        )
        for n, key in enumerate(persons)
    )  # fmt: skip
    for state in (CANDIDATE, ACTIVE):
        MembershipState.objects.bulk_create(
            MembershipState(membership=each, state=state, since=long_ago, by=SYSTEM.label) for each in members
        )
    Certificate.objects.bulk_create(
        Certificate(
            code=str(new_id()), person_id=key, course=each.code, version=each.version, issued_at=long_ago,
            expires_at=later,
        )
        for key in persons
        for each in courses().values()
    )  # fmt: skip
    CodeSigning.objects.bulk_create(
        CodeSigning(person_id=key, version=conduct().version, signed_at=long_ago) for key in persons[100:]
    )
    Suspension.objects.bulk_create(
        Suspension(
            person_id=key, unit=KELURAHAN, reason="Alasan.", by=SYSTEM.label, authority="polsek", made_at=long_ago,
            until=later,
        )
        for key in persons[:200]
    )  # fmt: skip
    return persons


def _partner(number: int) -> UUID:
    now = timezone.now()
    made = establish_organisation(actor=SYSTEM, kind="ormas", name=f"Mitra {number}", unit=KELURAHAN)
    partnership = Partnership.objects.create(
        kind="ormas", organisation_id=made.pk, name=made.name, unit=KELURAHAN, chair_name="Ketua", chair_phone="+62",
        receipt_hash=str(new_id()), applied_by=SYSTEM.label, applied_at=now,
    )  # fmt: skip
    PartnershipState.objects.create(
        partnership=partnership, state=VERIFIED, since=now - timedelta(days=60), by=SYSTEM.label
    )
    Agreement.objects.create(
        partnership=partnership, since=now - timedelta(days=60), until=now + timedelta(days=300), by=SYSTEM.label,
        made_at=now,
    )  # fmt: skip
    key: UUID = made.pk
    return key


def _seconds(work: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times
