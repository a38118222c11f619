"""Codes, months, initials, and until when a certificate counts: arithmetic alone."""

import calendar
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rukun.training.algo import fitness
from rukun.training.algo.codes import ALPHABET, LENGTH, Reading, mark_of, new_code, read
from rukun.training.algo.fitness import CertificateSpan, Facts, Needed, Rules, why_not
from rukun.training.algo.initials import MOST, initials
from rukun.training.algo.lacking import ENDS, VALID, standing
from rukun.training.algo.months import months_after

pytestmark = pytest.mark.pure
MARK = mark_of(b"a public key of thirty-two bytes")
LETTERS = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def code() -> str:
    """A code for hypothesis to damage: ``new_code`` draws by itself, so it is made once for each example."""
    return new_code(MARK).replace("-", "")


def test_a_code_is_read_however_somebody_types_it() -> None:
    made = new_code(MARK)
    assert [len(part) for part in made.split("-")] == [4, 4, 4, 4]
    assert made.startswith(MARK)
    plain = made.replace("-", "")
    for typed in (made, plain, made.lower(), made.replace("-", " "), f"  {made}.", made.replace("-", "–"),
                  f"https://rukun.example/sertifikat/{made}/", f"http://localhost:8000/sertifikat/{made}"):  # fmt: skip
        assert read(typed, MARK) == (Reading.OURS, made), typed
    alike = plain.replace("0", "O").replace("1", "l")
    assert read(alike, MARK) == (Reading.OURS, made)
    assert read(plain.replace("1", "I"), MARK) == (Reading.OURS, made)


def test_the_code_of_another_installation_is_told_from_one_that_is_garbled() -> None:
    other = mark_of(b"another public key, of another place")
    assert other != MARK
    made = new_code(other)
    assert read(made, MARK) == (Reading.FOREIGN, made)
    for nonsense in ("", "-", "halo", made[:-1], f"{made}0", "U" * LENGTH, "１" * LENGTH, "ß" * 8, "/", "0" * 5000):
        assert read(nonsense, MARK) == (Reading.GARBLED, ""), nonsense


def test_no_two_codes_are_alike_and_all_letters_are_used() -> None:
    made = {new_code(MARK) for _ in range(2000)}
    assert len(made) == 2000
    assert set("".join(made)) == set(ALPHABET) | {"-"}


@given(place=st.integers(0, LENGTH - 1), letter=st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_noticed(place: int, letter: str) -> None:
    made = code()
    assume(made[place] != letter)
    assert read(made[:place] + letter + made[place + 1 :], MARK)[0] is Reading.GARBLED


@given(one=st.integers(0, LENGTH - 1), other=st.integers(0, LENGTH - 1))
def test_two_letters_swapped_are_always_noticed(one: int, other: int) -> None:
    made = list(code())
    assume(made[one] != made[other])
    made[one], made[other] = made[other], made[one]
    assert read("".join(made), MARK)[0] is Reading.GARBLED


@given(LETTERS)
def test_one_of_thirty_two_sequences_of_letters_is_a_code(letters: str) -> None:
    readings = [read(letters[:-1] + each, MARK)[0] for each in ALPHABET]
    assert readings.count(Reading.GARBLED) == len(ALPHABET) - 1


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text: str) -> None:
    reading, found = read(text, MARK)
    assert (reading is Reading.GARBLED) == (found == "")
    assert set(found) <= set(ALPHABET) | {"-"}


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-08-31", -6, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(begin: str, months: int, end: str) -> None:
    moment = datetime.fromisoformat(f"{begin}T23:59:00+07:00")
    assert months_after(moment, months) == datetime.fromisoformat(f"{end}T23:59:00+07:00")


@given(MOMENTS, st.integers(-60, 60))
def test_so_many_months_later_it_is_that_month_and_never_a_later_day(moment: datetime, months: int) -> None:
    later = months_after(moment, months)
    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == min(moment.day, last)
    assert later.timetz() == moment.timetz()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sari Wulandari", "S. W."),
        ("Suharto", "S."),
        ("nur'aini", "N."),
        ("M.Rizki Pratama", "M. R. P."),
        ("Budi Santoso, S.H., M.Si.", "B. S."),
        ("H. Mahmud", "H. M."),
        ("I Made Sutama", "I. M. S."),
        ("  Dewi   Lestari ", "D. L."),
        ("Élodie Ünal", "É. Ü."),
        ("E\u0301lodie", "É."),
        ("ßtefan", "S."),
        ("(Bang) Jali", "B. J."),
        ("4N70N", "N."),
        ("陳小明", "陳."),
        ("", ""),
        ("12 34", ""),
        (" , S.H.", ""),
        ("a b c d e f g", "A. B. C. D. E."),
    ],
)
def test_of_a_name_only_its_initials_remain(name: str, short: str) -> None:
    assert initials(name) == short


@given(st.text(max_size=120))
def test_initials_never_give_away_more_than_one_letter_of_a_part(name: str) -> None:
    found = initials(name)
    parts = found.split()
    assert len(parts) <= MOST
    for part in parts:
        assert len(part) == 2
        assert part[1] == "."
        assert part[0] not in string.digits


VERSIONS = st.integers(1, 4)
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(days=500))


@st.composite
def papers(draw: st.DrawFn) -> CertificateSpan:
    issued, course = draw(MOMENTS), draw(st.sampled_from(["pelaporan", "hak-anak"]))
    revoked = draw(st.none() | SPANS.map(lambda after: issued + after))
    return CertificateSpan(course, draw(VERSIONS), issued, issued + draw(SPANS), revoked)


def against(needed: Needed, held: list[CertificateSpan], at: datetime) -> list[str]:
    """What duty itself says of this course at a moment."""
    facts = Facts(True, None, (), tuple(held), (), ())
    found = why_not(facts, Rules((needed,), 1, datetime(2020, 1, 1, tzinfo=UTC)), at)
    return [each.code for each in found if each.about == needed.course]


@given(st.lists(papers(), max_size=5), VERSIONS, MOMENTS, MOMENTS, SPANS)
def test_how_somebody_stands_agrees_with_what_duty_says(
    held: list[CertificateSpan], version: int, since: datetime, now: datetime, ahead: timedelta
) -> None:
    needed, by = Needed("pelaporan", version, since), now + ahead
    found = standing(needed, held, now, by)
    assert (found.code in (VALID, ENDS)) == (not against(needed, held, now))
    if found.until is None:
        assert [found.code] == against(needed, held, now)
        return
    known = [each for each in held if each.issued <= now]
    assert not against(needed, known, found.until - timedelta(microseconds=1))
    assert against(needed, known, found.until)
    assert (found.code == VALID) == (by < found.until)


def test_a_certificate_of_the_version_before_counts_for_the_time_of_the_refresher() -> None:
    since = datetime(2026, 6, 1, tzinfo=UTC)
    needed = Needed("pelaporan", 3, since)

    def held(version: int) -> list[CertificateSpan]:
        return [CertificateSpan("pelaporan", version, since - timedelta(days=30), since + timedelta(days=335))]

    assert standing(needed, held(2), since, since + timedelta(days=1)).code == VALID
    soon = standing(needed, held(2), since, since + timedelta(days=90))
    assert (soon.code, soon.until) == (ENDS, since + fitness.GRACE)
    assert standing(needed, held(2), since + fitness.GRACE, since + timedelta(days=90)).code == fitness.REFRESH
    assert standing(needed, held(1), since, since).code == fitness.REFRESH
