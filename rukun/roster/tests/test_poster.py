"""The roster as it hangs in the pos: everybody's name, on the pages that it is to take."""

import io
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from rukun.almanac.algo.nights import AKHIR_PEKAN, KINDS, MALAM_LIBUR, SAHUR
from rukun.people.models import Organisation, Position
from rukun.people.tests.factories import person
from rukun.roster.models import Duty, Post, Shift, Watch
from rukun.roster.print.poster import MARKS, WORDS, Poster, contact_of, poster_pdf
from rukun.roster.queries.own import NightShown, Place, nights_shown
from rukun.roster.queries.setup import today_in
from rukun.roster.tests.factories import families, group, published
from rukun.training.tests.factories import KELURAHAN, RW

pytestmark = [pytest.mark.django_db, pytest.mark.once]
A4, A3 = (842, 595), (1191, 842)
FIRST = date(2027, 2, 1)
LONG = "Raden Mas Haji Muhammad Suryaningrat Kusumawardhana"


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def size(pdf: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(box.width), round(box.height)


def full(names: int = 6, shifts: int = 4, nights: int = 31) -> Poster:
    """As much as there can be: long names, all kinds of nights, an empty place in each."""
    watch = Watch(organisation=Organisation(name="Siskamling RW 003 Kampung Contoh", unit=RW), unit=RW)
    posts = [
        Post(watch=watch, name=f"Pos Ronda Gang Melati {at}", unit=RW, made_at=timezone.now()) for at in range(shifts)
    ]
    rows = [Shift(post=post, begins=time(22), ends=time(2)) for post in posts]
    shown = []
    for at in range(nights):
        day = FIRST + timedelta(days=at)
        kinds = tuple(kind for kind in MARKS if kind != AKHIR_PEKAN or day.weekday() in (4, 5))
        people = tuple(LONG if (at, each) == (3, 0) else f"Keluarga Sulistyowati {at}-{each}" for each in range(names))
        places = [
            Place(row, row.post.name, "22.00–02.00", people, ("Aiptu Made",) if at % 7 == 0 else (), empty=at % 2)
            for row in rows
        ]
        shown.append(
            NightShown(day, kinds if at % 5 == 0 else (), ("Tahun Baru Imlek",) if at == 5 else (), False, places)
        )
    return Poster(watch, FIRST, FIRST + timedelta(days=nights - 1), 7, shown)


def test_a_whole_month_of_four_shifts_with_six_names_fits_one_a3_and_on_a4_each_page_has_the_head_of_the_table() -> (
    None
):
    printed = full()
    large = poster_pdf(printed, "a3")
    [one] = pages(large)
    assert size(large) == A3
    small = poster_pdf(printed, "a4")
    several = pages(small)
    assert (size(small), len(several) > 1) == (A4, True)
    for page in several[:-1]:
        assert "Pos Ronda Gang Melati 3" in page
        assert "Malam" in page
    for text in (one, " ".join(several)):
        flat = text.replace("\u200b", "")
        assert flat.count("Keluarga Sulistyowati 30-5") == 4
        assert all(f"Keluarga Sulistyowati {at}-0" in flat for at in range(31) if at != 3)
        assert LONG.split()[-2] in flat
        assert all(words in flat for words in WORDS.values())
        for said in ("Siskamling RW 003 Kampung Contoh", "Februari 2027", "110 polisi", "112", "Edisi 7", "Imlek"):
            assert said in flat, said
    assert f"Halaman 1 dari {len(several)}" in several[0]


def test_many_shifts_are_divided_into_several_tables_and_one_shift_stands_upright() -> None:
    wide = full(names=3, shifts=8, nights=30)
    text = " ".join(pages(poster_pdf(wide)))
    assert all(f"Pos Ronda Gang Melati {at}" in text for at in range(8))
    assert len(pages(poster_pdf(wide, "a3"))) == 1
    upright = poster_pdf(full(shifts=1, nights=7))
    assert (size(upright), len(pages(upright))) == ((595, 842), 1)
    assert "Belum ada jadwal" in pages(poster_pdf(full(shifts=1, nights=0)))[0]


def test_every_kind_of_night_has_a_shape_and_a_word() -> None:
    assert set(MARKS) == set(WORDS) == set(KINDS) - {"biasa"}
    assert len(set(MARKS.values())) == len(MARKS)


@time_machine.travel("2027-02-10T12:00+07:00", tick=False)
def test_whoever_may_see_the_nights_prints_them_and_nobody_else() -> None:
    made = families(households=6)
    made.watch.refresh_from_db()
    published(made, FIRST, 28)
    Duty.objects.filter(night=date(2027, 2, 13)).order_by("pk")[0].delete()
    Position.objects.filter(person=made.keeper).update(work_phone="+62215551234")
    address = reverse("roster:poster", args=[made.watch.pk])
    for who, status in ((made.people[1], 200), (made.keeper, 200), (person(), 404), (None, 302)):
        client = Client()
        if who is not None:
            client.force_login(who)
        assert client.get(address, {"bulan": "2027-02", "kertas": "a3"}).status_code == status
    client = Client()
    client.force_login(made.people[1])
    answer = client.get(address, {"bulan": "2027-02", "kertas": "zz"})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = " ".join(pages(answer.content))
    assert text.count(f"Keluarga {made.people[0].name}") >= 9
    assert made.people[1].name not in text.replace(f"Keluarga {made.people[0].name}", ""), "families by their name"
    assert contact_of(made.watch) == f"{made.keeper.name}, (021) 5551234"
    assert contact_of(made.watch) in text
    assert "Sahur" in text, "Ramadan of 2027 begins on 8 February"
    kinds = {night.date: night.kinds for night in nights_shown(made.watch, FIRST, date(2027, 2, 28))}
    assert SAHUR in kinds[date(2027, 2, 13)]
    assert AKHIR_PEKAN in kinds[date(2027, 2, 13)]
    assert any(MALAM_LIBUR in each for each in kinds.values())


def test_a_roster_of_an_organisation_far_in_the_east_says_its_own_hours() -> None:
    made = group(unit="91.71.01.1001", hours=((22, 2),))
    published(made, nights=1)
    today = today_in(made.watch.unit)
    [night] = nights_shown(made.watch, today - timedelta(days=1), today + timedelta(days=2))
    assert night.places[0].hours == "22.00–02.00"
    starts = Duty.objects.filter(watch=made.watch)[0].starts_at
    assert starts.astimezone(ZoneInfo("Asia/Jayapura")).hour == 22
    assert KELURAHAN not in made.watch.unit
