"""Kampung Contoh exists once, verifies, and is nowhere to be found outside demo mode."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Q
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from rukun.config import urls as site
from rukun.demo import codes
from rukun.demo.actions import NIGHT, fill
from rukun.demo.cast import CAST, KELURAHAN
from rukun.demo.offices import SECOND_TERM, VACANT
from rukun.guard import System
from rukun.journal.models import Entry
from rukun.journal.verify import verify_journal
from rukun.people import actions as people
from rukun.people.algo import ranks
from rukun.people.errors import TooManyTerms
from rukun.people.models import Organisation, Person, Position
from rukun.people.phones import normalise
from rukun.people.titles import TITLES
from rukun.territory import queries as territory

pytestmark = pytest.mark.once

urlpatterns = [*site.urlpatterns, path("demo/", include("rukun.demo.urls"))]


class Here(Executor):
    """Does at once, where it is asked, what else a thread would do."""

    def __init__(self, *_threads: object, **_names: object) -> None:
        pass

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*given, **named))
        return done


@pytest.fixture(scope="module")
def kampung(django_db_setup: None, django_db_blocker: Any) -> Iterator[bool]:
    """Filled once; each test is rolled back to it. Gives what the filling said.

    In this thread alone: another one would wait for the transaction, and the transaction for it.
    """
    here = patch("rukun.notify.actions.delivering.ThreadPoolExecutor", Here)
    with django_db_blocker.unblock(), transaction.atomic(), here:
        yield fill()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_filling_twice_leaves_one_kampung_whose_journal_verifies(kampung: bool) -> None:
    assert kampung is True
    entries, persons = Entry.objects.count(), Person.objects.count()
    assert fill() is False
    assert (Entry.objects.count(), Person.objects.count()) == (entries, persons)
    assert verify_journal().sound
    assert Entry.objects.filter(verb="journal.log_written").count() == len(NIGHT)


@pytest.mark.django_db
@pytest.mark.usefixtures("kampung")
def test_every_office_of_the_kampung_is_held_except_two_that_are_vacant_on_purpose() -> None:
    now = timezone.now()
    held = Position.objects.filter(since__lte=now).exclude(until__lte=now)
    rws = [rw.code for rw in territory.parts_of(KELURAHAN)]
    rts = {rt.code for rw in rws for rt in territory.parts_of(rw)}
    assert (len(rws), len(rts)) == (8, 60)
    assert sorted(held.filter(title="ketua_rw").values_list("unit", flat=True)) == rws
    assert set(held.filter(title="ketua_rt").values_list("unit", flat=True)) == rts - set(VACANT)
    assert Organisation.objects.filter(kind="rt", unit__in=VACANT).count() == 2, "a vacant RT is still an RT"
    assert Position.objects.filter(unit=VACANT[1], until__lte=now).exists(), "it had a head until lately"
    for title in ("lurah", "sekretaris_kelurahan", "babinsa", "bhabinkamtibmas", "petugas_pelindungan"):
        assert held.filter(title=title, unit=KELURAHAN).count() == 1, title
    mitra = Counter(held.filter(organisation__name="Mitra Kampung").values_list("title", flat=True))
    assert mitra == {
        "ketua": 1, "wakil_ketua": 1, "sekretaris": 1, "bendahara": 1, "koordinator": 8, "anggota": 22,
    }  # fmt: skip
    assert sum(mitra.values()) == 34
    assert set(held.filter(title="koordinator").values_list("unit", flat=True)) == set(rws)


@pytest.mark.django_db
@pytest.mark.usefixtures("kampung")
def test_terms_are_five_years_and_one_rw_has_its_head_for_the_second_and_last_time() -> None:
    for position in Position.objects.filter(title__in=("ketua_rw", "ketua_rt")):
        assert position.until is not None
        assert timezone.localtime(position.until).year - timezone.localtime(position.since).year == 5
        assert str(timezone.localtime(position.since).year) in position.decree
    first, second = Position.objects.filter(unit=SECOND_TERM, title="ketua_rw").order_by("since")
    assert first.person == second.person
    assert first.until == second.since
    with pytest.raises(TooManyTerms):
        people.give_position(
            actor=System("test"), person=second.person, title="ketua_rw", unit=SECOND_TERM,
            organisation=second.organisation, since=second.until,
        )  # fmt: skip
    twice = Person.objects.annotate(terms=Count("positions", filter=Q(positions__title=second.title))).filter(
        terms__gt=1
    )
    assert list(twice) == [second.person]


@pytest.mark.django_db
@pytest.mark.usefixtures("kampung")
def test_ranks_stand_beside_names_numbers_are_distinct_and_public_offices_can_be_called() -> None:
    assert {position.title: position.rank for position in Position.objects.exclude(rank="")} == {
        "pelatih": "Aipda",
        "bhabinkamtibmas": "Aiptu",
        "babinsa": "Sertu",
    }
    persons = Person.objects.all()
    assert len({person.name for person in persons}) == len(persons)
    assert not [person.name for person in persons if ranks.split(person.name)[1]]
    assert all(re.fullmatch(r"\+628289901\d{4}", person.phone) for person in persons), "no number of a living network"
    now = timezone.now()
    public = [title.code for title in TITLES.values() if title.public]
    numbers = [
        *Position.objects.filter(title__in=public)
        .exclude(organisation__kind="siskamling")  # of a group that asked to be a partner nobody knows a work number
        .exclude(until__lte=now)
        .values_list("work_phone", flat=True),
        *Organisation.objects.exclude(kind__in=("rw", "rt", "siskamling")).values_list("work_phone", flat=True),
    ]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\+62(219901|8289902)\d{4}", number) for number in numbers)
    assert not Position.objects.exclude(title__in=public).exclude(work_phone="").exists()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.usefixtures("kampung")
def test_one_click_signs_in_as_a_role_and_a_made_up_role_is_not_found(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert all(role.name in page for role in CAST.values())
    assert "0828-9901-0007" in page, "a number to try the sign-in with"
    assert client.post("/demo/", {"person": "lurah"}).headers["Location"] == "/hari-ini/"
    assert client.post("/demo/", {"person": "presiden"}).status_code == 404


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_codes_that_would_have_been_sent_are_shown_for_a_quarter_of_an_hour_the_newest_first(client: Client) -> None:
    cache.clear()
    assert "Belum ada kode" in client.get("/demo/kode/").content.decode()
    person = people.add_person(actor=System("test"), name="Endah Puspita", phone="0828-9901-0909")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        codes.keep(person.phone, "111222")
        clock.shift(timedelta(minutes=10))
        codes.keep("+6282899010977", "333444")
        page = client.get("/demo/kode/").content.decode()
        assert page.index("333444") < page.index("111222")
        assert "Endah Puspita" in page
        assert "0828-9901-0977" in page
        clock.shift(timedelta(minutes=5))
        assert [each.code for each in codes.last()] == ["333444"]
        for number in range(codes.MOST + 5):
            codes.keep(person.phone, f"{number:06d}")
        assert len(codes.last()) == codes.MOST
    assert client.post("/demo/kode/").status_code == 405


@pytest.mark.django_db
@pytest.mark.usefixtures("kampung")
def test_outside_demo_mode_there_is_no_one_click_sign_in_and_no_page_of_codes(client: Client) -> None:
    assert client.post("/demo/", {"person": "lurah"}).status_code == 404
    assert client.get("/en/demo/").status_code == 404
    assert client.get("/demo/kode/").status_code == 404
    assert not Person.objects.exclude(password__startswith="!").exists(), "nobody of the cast has a password"


def test_the_cast_is_made_up_and_nobody_is_called_twice() -> None:
    assert len({role.phone for role in CAST.values()}) == len(CAST)
    assert all(normalise(role.phone) == role.phone for role in CAST.values())
    assert all(role.person_id.version == 7 for role in CAST.values())
    assert all(role.unit.startswith("99.") or not role.unit for role in CAST.values())
