"""The chart of an organisation: on the page, and on paper."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from rukun.guard import ANYONE, Actor, covers
from rukun.people import actions
from rukun.people.actor import actor_of
from rukun.people.kinds import KINDS
from rukun.people.models import Organisation, Person, Position
from rukun.people.print import chart_pdf
from rukun.people.queries import chart
from rukun.people.queries.chart import Group, Seat, chart_of, should_have
from rukun.people.tests.circles import KELURAHAN, RW_03, RW_04, circle, holds, organisation, somebody
from rukun.people.tests.factories import SYSTEM, person
from rukun.people.titles import TITLES
from rukun.ui.dates import last_day

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ODD = r'Siti #let x = 1 $a^2$ *tebal* _miring_ "kutip" \ @acuan <b> `kode` [isi] // =judul'


def lines(groups: list[Group], depth: int = 0) -> Iterator[str]:
    """The chart as one reads it: two blanks for each step down."""
    for group in groups:
        for seat in group.seats:
            yield "  " * depth + f"{group.title.code} {seat.name or '-'}"
            yield from lines(seat.below, depth + 1)


def text_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(text_of(pdf)).replace("\u200b", "").split())


def paper(shown: Organisation, actor: Actor = SYSTEM) -> bytes:
    return chart_pdf(shown, chart_of(actor, shown))


def test_members_stand_under_the_coordinator_of_their_unit_and_empty_seats_are_seen() -> None:
    made = circle(members=4)
    assert list(lines(chart_of(SYSTEM, made).groups)) == [
        "ketua Haji Mahmud",
        "  sekretaris Dewi Lestari",
        "  bendahara -",
        "  koordinator Yusuf Koordinator",
        "    anggota Anggota 00",
        "    anggota Anggota 03",
        "  koordinator Ratna Koordinator",
        "    anggota Anggota 01",
        "  anggota Anggota 02",
    ]


def test_the_public_sees_the_chair_and_how_many_others_there_are() -> None:
    made = circle(members=4)
    assert list(lines(chart_of(ANYONE, made).groups)) == ["ketua Haji Mahmud"]
    assert chart_of(ANYONE, made).hidden == 7
    twice = Position.objects.get(person__name="Dewi Lestari").person
    holds(made, "pembina", twice)
    assert chart_of(ANYONE, made).hidden == 7


def test_whoever_sees_people_in_one_rw_sees_the_members_of_that_rw() -> None:
    made = circle(members=4)
    seen = chart_of(actor_of(person("ketua_rw", RW_03)), made)
    assert list(lines(seen.groups)) == [
        "ketua Haji Mahmud",
        "  koordinator Yusuf Koordinator",
        "    anggota Anggota 00",
        "    anggota Anggota 03",
    ]
    member = Position.objects.get(person__name="Anggota 01").person
    assert "  anggota Anggota 01" in list(lines(chart_of(actor_of(member), made).groups))


def test_a_seat_empties_and_fills_with_time() -> None:
    made = organisation("rw", RW_03, "RW 03")
    now = timezone.now()
    actions.give_position(
        actor=SYSTEM, person=somebody("Ibu Baru"), title="ketua_rw", unit=RW_03, since=now + timedelta(days=9)
    )
    public = chart_of(ANYONE, made)
    assert list(lines(public.groups)) == ["ketua_rw -", "  sekretaris_rw -"]
    assert public.upcoming == []
    assert [each.person.name for each in chart_of(SYSTEM, made).upcoming] == ["Ibu Baru"]
    with time_machine.travel(now + timedelta(days=10), tick=False):
        assert next(lines(chart_of(ANYONE, made).groups)) == "ketua_rw Ibu Baru"
        assert "  bendahara_rw -" in list(lines(chart_of(SYSTEM, made).groups))


def test_a_polsek_should_have_a_chief_and_police_for_its_kelurahan_and_a_polres_neither() -> None:
    polsek, polres = organisation("polri", "31.73.07", "Polsek"), organisation("polri", "31.73", "Polres")
    assert list(lines(chart_of(ANYONE, polsek).groups)) == ["kapolsek -", "  bhabinkamtibmas -"]
    assert chart_of(SYSTEM, polres).groups == []


def unit_of(level: int) -> str:
    return ".".join(["31", "73", "07", "1001", "003", "002"][:level])


def test_every_seat_that_should_be_filled_is_in_the_chart_of_each_kind_of_organisation() -> None:
    shown = 0
    for kind in KINDS.values():
        for level in kind.levels or (0, 3, 4):
            made = Organisation(kind=kind.code, name=kind.code, unit=unit_of(level))
            expected = sorted(title.code for title in TITLES.values() if should_have(made, title))
            assert sorted(line.split()[0] for line in lines(chart_of(SYSTEM, made).groups)) == expected, kind.code
            shown += len(expected)
    assert shown > 40


def test_a_rank_stands_before_the_name_once() -> None:
    polsek = organisation("polri", "31.73.07", "Polsek")
    holds(polsek, "bhabinkamtibmas", "Aiptu Made Wirawan", KELURAHAN, rank="Ipda")
    holds(polsek, "bhabinkamtibmas", "Hadi Sersan", RW_03, rank="Aipda")
    holds(polsek, "bhabinkamtibmas", "Bripka Tanpa Isian", RW_04)
    assert list(lines(chart_of(SYSTEM, polsek).groups)) == [
        "kapolsek -",
        "  bhabinkamtibmas Ipda Made Wirawan",
        "  bhabinkamtibmas Aipda Hadi Sersan",
        "  bhabinkamtibmas Bripka Tanpa Isian",
    ]


def seats(groups: list[Group], above: Seat | None = None) -> Iterator[tuple[Seat, Seat | None]]:
    for group in groups:
        for seat in group.seats:
            yield seat, above
            yield from seats(seat.below, seat)


UNITS = [KELURAHAN, RW_03, RW_04, f"{RW_03}.002"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["pembina", "wakil_ketua", "koordinator", "anggota"]), st.sampled_from(UNITS)),
        max_size=12,
    ),
    st.booleans(),
)
def test_everybody_stands_in_the_chart_once_below_whoever_is_there_for_their_unit(
    held: list[tuple[str, str]], led: bool
) -> None:
    made = Organisation(kind="pokdar", name="Pokdar", unit=KELURAHAN)
    taken = [*held, *([("ketua", RW_04)] if led else [])]
    positions = [
        Position(person=Person(name=f"{number:02}"), title=title, unit=unit)
        for number, (title, unit) in enumerate(taken)
    ]
    found = list(seats(chart._tree(made, positions, whole=True)))
    assert sorted(seat.name for seat, _ in found if seat.position) == sorted(each.person.name for each in positions)
    for seat, above in found:
        if seat.title.below:
            assert above is not None
            assert covers(above.unit, seat.unit)
        around = [each for each, _ in found if each.title.code == seat.title.below and covers(each.unit, seat.unit)]
        if around:
            assert above is not None
            assert len(above.unit) == max(len(each.unit) for each in around)


# On paper.


def test_paper_says_what_the_page_says_and_no_name_becomes_markup() -> None:
    with time_machine.travel("2025-03-03 20:00:00+00:00", tick=False):  # already Tuesday in Jakarta
        made = organisation(name=f"Pokdar {ODD}", work_phone="(021) 5484444")
        holds(made, "ketua", ODD, decree=r"SK #7/$2025$ \\ @x")
        holds(made, "anggota", "Anggota Satu", RW_03)
        pdf = paper(made)
    text = words_of(pdf)
    for words in (
        f"Pokdar {ODD}",
        "Bagan pengurus · Pokdar Kamtibmas (Citra Bhayangkara)",
        "Wilayah Kelurahan 31.73.07.1001",
        "Telepon (021) 5484444",
        f"Ketua {ODD}",
        r"SK #7/$2025$ \\ @x",
        "Sekretaris belum terisi",
        "Bendahara belum terisi",
        "Anggota Anggota Satu RW 03",
        "Dicetak Selasa, 4 Maret 2025 dari Posko Uji",
        "Halaman 1 dari 1",
    ):
        assert words in text, words
    assert PdfReader(io.BytesIO(pdf)).metadata.title == f"Pokdar {ODD}"  # type: ignore[union-attr]
    assert PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width == pytest.approx(595, abs=1)


def test_paper_for_the_public_names_no_member() -> None:
    made = circle(members=4)
    text = words_of(paper(made, ANYONE))
    assert "Haji Mahmud" in text
    assert "Selain itu ada 7 pengurus dan anggota lain." in text
    assert "Anggota 0" not in text
    assert "belum terisi" not in text
    actions.end_position(actor=SYSTEM, position=Position.objects.get(person__name="Dewi Lestari"))
    for each in Position.objects.filter(title="koordinator"):
        actions.end_position(actor=SYSTEM, position=each)
    assert "Selain itu ada beberapa pengurus dan anggota lain." in words_of(paper(made, ANYONE))


def test_the_same_day_and_data_give_the_same_bytes_and_another_language_changes_nothing() -> None:
    with time_machine.travel("2025-03-03 05:00:00+00:00", tick=False), translation.override("en"):
        made = circle(members=2)
        first = paper(made)
    assert "Ratna Koordinator" in words_of(first)
    with time_machine.travel("2025-03-03 09:00:00+00:00", tick=False):
        assert paper(made) == first
    with time_machine.travel("2025-03-04 05:00:00+00:00", tick=False):
        assert paper(made) != first


def test_many_members_flow_over_pages_and_long_names_stay_on_the_paper() -> None:
    made = organisation()
    long = "Abdurrahman" * 10
    holds(made, "ketua", long)
    names = [f"Anggota {number:03} {'Kusumawijaya ' * 6}".strip() for number in range(60)]
    for name in names:
        holds(made, "anggota", name)
    pdf = paper(made)
    pages = text_of(pdf)
    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page
    text = words_of(pdf)
    assert long in text.replace(" ", "")
    assert [name for name in names if name not in text] == []
    # A line that ran off the paper would hold the whole name.
    assert max(len(line) for page in pages for line in page.splitlines()) < len(long)


def test_an_end_at_midnight_is_the_last_day_before_it() -> None:
    midnight = datetime(2030, 3, 3, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert last_day(midnight) == date(2030, 3, 2)
    assert last_day(midnight + timedelta(hours=14)) == date(2030, 3, 3)
