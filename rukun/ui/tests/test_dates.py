from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rukun.ui.dates import DayField, NotADate, first_moment, in_words, moment_after, read, written_out

pytestmark = pytest.mark.pure

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@pytest.mark.parametrize(
    "text",
    [
        "Senin, 3 Maret 2025",
        "senin 3 maret 2025",
        "SENIN,3 MARET 2025",
        "Senin, tanggal 3 Maret 2025",
        "tgl. 3 Maret 2025",
        "3 Maret 2025",
        "3 Mar 2025",
        "3 Mar. 2025",
        "03 maret 2025",
        "3-Mar-2025",
        "03/03/2025",
        "3-3-2025",
        "3.3.2025",
        "Sen 3/3/2025",
        "2025-03-03",
        "2025/3/3",
        "Monday, 3 March 2025",
        "Monday, March 3, 2025",
        "Mar 3rd, 2025",
        " 3\u00a0Maret  2025. ",
        "３ Maret ２０２５",
    ],
)
def test_a_date_is_understood_however_it_is_written(text: str) -> None:
    assert read(text) == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jum'at, 7 Maret 2025", date(2025, 3, 7)),
        ("Jum’at 7/3/2025", date(2025, 3, 7)),
        ("Ahad, 9 Maret 2025", date(2025, 3, 9)),
        ("17 Agt 2025", date(2025, 8, 17)),
        ("1 Nopember 2025", date(2025, 11, 1)),
        ("1 Dec 2025", date(2025, 12, 1)),
        ("4/3/2025", date(2025, 3, 4)),
        ("29 Februari 2024", date(2024, 2, 29)),
    ],
)
def test_other_spellings_and_day_before_month(text: str, day: date) -> None:
    assert read(text) == day


def test_a_wrong_weekday_is_refused_and_the_right_one_is_said() -> None:
    with pytest.raises(NotADate) as error:
        read("Selasa, 3 Maret 2025")
    assert str(error.value) == "3 Maret 2025 jatuh pada hari Senin, bukan Selasa. Periksa tanggal atau harinya."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31 Februari 2025", "31 Februari 2025 tidak ada"),
        ("29/2/2025", "29 Februari 2025 tidak ada"),
        ("3/13/2025", "bulan ke-13"),
        ("0/3/2025", "tidak ada"),
        ("3/0/2025", "bulan ke-0"),
        ("3/3/25", "empat angka"),
        ("3 Maret 0001", "empat angka"),
        ("3 Maret 9999", "empat angka"),
        ("besok", "tidak terbaca"),
        ("Senin", "tidak terbaca"),
        ("3 Maret", "tidak terbaca"),
        ("Sunen, 3 Maret 2025", "tidak terbaca"),
        ("3 Marett 2025", "tidak terbaca"),
        ("2025", "tidak terbaca"),
        ("", "tidak terbaca"),
        ("Senin, " * 30 + "3 Maret 2025", "tidak terbaca"),
        ("٣ Maret 2025", "tidak terbaca"),
    ],
)
def test_what_is_no_date_is_refused_with_an_example(text: str, word: str) -> None:
    with pytest.raises(NotADate) as error:
        read(text)
    assert word in str(error.value)
    assert "3 Maret 2025" in str(error.value)


@given(DAYS, st.sampled_from(["id", "en"]))
def test_every_date_written_out_is_read_back_in_both_languages(day: date, language: str) -> None:
    with translation.override(language):
        assert read(written_out(day)) == day
        assert read(in_words(day)) == day
    assert read(day.isoformat()) == day
    assert read(f"{day.day}/{day.month}/{day.year}") == day


@given(DAYS, st.integers(1, 6))
def test_every_date_with_another_weekday_is_refused(day: date, off: int) -> None:
    wrong, right = WEEKDAYS[(day.weekday() + off) % 7], WEEKDAYS[day.weekday()]
    with pytest.raises(NotADate) as error:
        read(f"{wrong}, {in_words(day)}")
    assert f"hari {right}, bukan {wrong}" in str(error.value)


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_refused_in_words(text: str) -> None:
    day = None
    with suppress(NotADate):
        day = read(text)
    assert day is None or day.year in range(1900, 2200)


@given(DAYS)
def test_a_day_lasts_from_its_first_moment_to_the_moment_after(day: date) -> None:
    begins, over = first_moment(day), moment_after(day)
    assert begins.tzinfo is not None
    assert (begins.date(), begins.hour, begins.minute) == (day, 0, 0)
    assert (over - timedelta(microseconds=1)).date() == day
    assert over == first_moment(day + timedelta(days=1))


def test_a_day_begins_at_midnight_in_jakarta_whatever_the_reader_sees() -> None:
    from django.utils import timezone

    with timezone.override(ZoneInfo("America/New_York")):
        assert first_moment(date(2025, 3, 3)) == datetime(2025, 3, 2, 17, tzinfo=ZoneInfo("UTC"))


class Asked(forms.Form):
    since = DayField(label="Mulai")
    until = DayField(label="Sampai", required=False, help_text="Hari terakhir")


def test_the_field_gives_a_date_and_says_what_is_wrong() -> None:
    form = Asked({"since": "senin 3 maret 2025", "until": " "})
    assert form.is_valid()
    assert form.cleaned_data == {"since": date(2025, 3, 3), "until": None}
    wrong = Asked({"since": "Selasa, 3 Maret 2025", "until": "31 Februari 2025"})
    assert "hari Senin, bukan Selasa" in wrong.errors["since"][0]
    assert "tidak ada" in wrong.errors["until"][0]
    assert 'value="Selasa, 3 Maret 2025"' in str(wrong["since"]), "what was typed stays"
    assert Asked({}).errors["since"]


def test_the_field_shows_a_day_or_moment_written_out() -> None:
    shown = Asked(
        initial={"since": date(2025, 3, 3), "until": datetime(2025, 3, 2, 17, tzinfo=ZoneInfo("UTC"))},
    )
    assert 'value="Senin, 3 Maret 2025"' in str(shown["since"])
    assert 'value="Senin, 3 Maret 2025"' in str(shown["until"])
    assert "Misalnya" in shown["since"].help_text
    assert shown["until"].help_text == "Hari terakhir"


def test_a_day_that_stays_is_no_change() -> None:
    sent = Asked({"since": "3/3/2025"}, initial={"since": date(2025, 3, 3)})
    assert not sent.has_changed()
