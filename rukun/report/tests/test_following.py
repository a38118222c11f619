"""Figures of what was promised, in sentences and on paper; and what was raised to somebody because it is late."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
import time_machine

from rukun.commitment.actions import ticking
from rukun.commitment.models import Claim, Commitment, Handoff
from rukun.commitment.owners import Owner
from rukun.evidence.models import Photo
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.handling import set_aside
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Report
from rukun.report.queries.following import as_late, late_for, months_of, span_in_words, told
from rukun.report.queries.inbox import reports_for
from rukun.report.queries.today import todo_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town
from rukun.report.tests.inbox import logged_in, page

pytestmark = pytest.mark.django_db

PAGE, PAPER, LATE = "/laporan/tindak-lanjut/", "/laporan/tindak-lanjut.pdf", "/laporan/terlambat/"
DISTRICT = "31.73.07"
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)  # nine o'clock in Jakarta
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "Rahasia di balik tembok"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def made(number: int = 1, category: str = "ketertiban", unit: str = RW, **closed: Any) -> list[Report]:
    """Reports that come now; with ``closed`` their promises stand as if that had happened to them."""
    found = []
    for _each in range(number):
        one, _code = report(category, unit, words=SECRET)
        if closed:
            Commitment.objects.filter(about_id=one.pk).update(**closed)
        found.append(one)
    return found


def owned(one: Report, owner: Owner) -> None:
    Commitment.objects.filter(about_id=one.pk).update(
        owner_title=owner.title, owner_unit=owner.unit, owner_organisation=owner.organisation
    )


def done(way: str = "reporter", after: timedelta = 3 * DAY, **more: Any) -> dict[str, Any]:
    return {
        "state": "done", "closing": way, "closed_at": MONDAY + after, "answered_at": MONDAY + 5 * HOUR,
        "running_since": None, "due_at": None, "wake_at": None, **more,
    }  # fmt: skip


def test_sentences_say_of_how_many_and_never_a_mean() -> None:
    with at(MONDAY):
        made(7, **done())
        made(2, **done("unconfirmed", 20 * DAY))
        made(1)
    with at(MONDAY + 22 * DAY):
        found = told(KELURAHAN, "2026-11", "2026-11")
        assert found.answered == (
            "9 dari 10 dijawab dalam 2 hari. Separuhnya dalam 1 hari, 9 dari 10 dalam 1 hari. "
            "1 tidak atau belum dijawab."
        )
        assert found.closed == (
            "7 dari 10 berakhir dan dikonfirmasi orang lain dalam 7 hari. "
            "Separuhnya dalam 3 hari; sejauh ini belum 9 dari 10."
        )
        assert dict(found.answers)["sampai 1 hari"] == 9
        assert dict(found.answers)["tidak atau belum dijawab"] == 1
        assert [each[1:] for each in found.endings] == [(7, 0), (0, 0), (0, 0), (2, 0)]
        assert told(OTHER, "2026-11", "2026-11").answered == "Dalam masa ini tidak ada laporan yang dihitung."
        assert told(OTHER, "2026-11", "2026-11").answers == []
        assert months_of(KELURAHAN) == ["2026-11"]
        assert [span_in_words(each) for each in (0, 1, 8, 9)] == ["4 jam", "1 hari", "90 hari", "lebih dari 90 hari"]
    with at(datetime(2027, 2, 1, tzinfo=UTC)):
        assert months_of(KELURAHAN) == ["2027-02", "2027-01", "2026-12", "2026-11"]
        assert told(KELURAHAN, "2026-11", "2027-01").period == "November 2026 sampai Januari 2027"


@pytest.mark.once
def test_what_a_code_that_the_posko_wrote_down_closed_earlier_is_still_told_apart() -> None:
    seen = "pelapor, dengan kode yang dicatat posko"
    with at(MONDAY):
        made(1, **done())
    with at(MONDAY + 22 * DAY):
        assert seen not in [each[0] for each in told(KELURAHAN, "2026-11", "2026-11").endings]
    with at(MONDAY):
        made(2, **done("desk"))
    with at(MONDAY + 22 * DAY):
        assert (seen, 2, 0) in told(KELURAHAN, "2026-11", "2026-11").endings


def test_the_lurah_sees_numbers_that_lead_to_lists_and_the_camat_numbers_alone() -> None:
    with at(MONDAY):
        made(3, **done())
        made(2)
        made(1, unit=f"{OTHER}.001")
        withdraw(report=made()[0])
        lurah, camat, kapolsek = (
            logged_in(person(title, unit, name=title))
            for title, unit in (("lurah", KELURAHAN), ("camat", DISTRICT), ("kapolsek", DISTRICT))
        )
    with at(MONDAY + 10 * DAY):
        text = page(lurah, PAGE)
        assert "2 laporan masih terbuka: 2 melewati tenggat, 0 menunggu konfirmasi." in text
        assert f'href="/laporan/?wilayah={KELURAHAN}&amp;status=terlambat">2</a>' in text
        assert "3 dari 5 dijawab dalam 2 hari." in text
        assert "Yang tidak dikatakan angka ini" in text
        assert 'role="img"' in text
        for other in (camat, kapolsek):
            text = page(other, PAGE)
            assert "3 laporan masih terbuka" in text
            assert ('href="/laporan/?' in text) == (other is kapolsek)
            assert "2 laporan masih terbuka" in page(other, PAGE, wilayah=KELURAHAN)
            assert "Kelurahan Slipi: apa yang dijanjikan" in page(other, PAGE, wilayah="Slipi")
        text = page(lurah, PAGE, wilayah=OTHER)
        assert "tidak ditampilkan kepada Anda" in text
        assert "2 laporan masih terbuka" in text, "and those of their own unit are shown instead"
        narrower = page(lurah, PAGE, wilayah=RW)
        assert "Kelurahan Palmerah: apa" in narrower, "never of less than a kelurahan"
        assert "Angka satu RT atau RW tidak ada di sini" in narrower
        assert "Angka satu RT atau RW" not in page(lurah, PAGE, wilayah=KELURAHAN)
        assert "Tidak ada laporan dalam masa ini" not in page(lurah, PAGE, sampai="2026-11")
        for wrong in ("bulan=2026-13", "bulan=1999-01&sampai=x", "wilayah=Xyzxyz"):
            assert 'role="alert"' in page(lurah, f"{PAGE}?{wrong}"), wrong
        for text in (page(lurah, PAGE), page(camat, PAGE)):
            assert SECRET not in text


@pytest.mark.once
def test_without_any_report_the_page_says_what_will_be_there() -> None:
    lurah = logged_in(person("lurah", KELURAHAN))
    text = page(lurah, PAGE)
    assert "Tidak ada yang terbuka" in text
    assert "Tidak ada laporan dalam masa ini" in text
    text = page(lurah, LATE)
    assert "Tidak ada keterlambatan yang diteruskan kepada Anda" in text
    assert 'href="/laporan/?status=terlambat"' in text


@pytest.mark.once
def test_what_was_set_aside_or_withdrawn_is_told_apart_also_where_nothing_else_is() -> None:
    with at(MONDAY):
        lurah, posko = person("lurah", KELURAHAN, name="Lurah"), actor_of(person("petugas_posko", KELURAHAN))
        for each in (*made(2), *made(1, unit=f"{OTHER}.001"), *made(1, "kekerasan")):
            if each.area == KELURAHAN and each.category == "ketertiban":
                set_aside(actor=posko, report=each, reason="Hanya tautan iklan.")
            else:
                withdraw(report=each)
        withdraw(report=made()[0])
    with at(MONDAY + DAY):
        found = told(KELURAHAN, "2026-11", "2026-11")
        assert found.apart == ["2 disisihkan sebagai bukan laporan.", "1 ditarik oleh pelapornya."]
        assert found.figures.made == 0
        assert told(KELURAHAN, "2026-10", "2026-10").apart == []
        assert told(DISTRICT, "2026-10", "2026-12").apart[1] == "2 ditarik oleh pelapornya."
        text = page(logged_in(lurah), PAGE, bulan="2026-11", sampai="2026-11")
        assert "2 disisihkan sebagai bukan laporan." in text
        assert "Hanya yang masih tersimpan" in text


@pytest.mark.once
def test_what_was_late_when_it_went_outside_stays_in_the_list_and_both_count_alike() -> None:
    with at(MONDAY):
        lurah = person("lurah", KELURAHAN, name="Lurah")
        [one] = made()
        owned(one, Owner(RW, title="ketua_rw"))
    for days in (3, 9):
        with at(MONDAY + days * DAY):
            ticking.tick()
    with at(MONDAY + 16 * DAY):
        ticking.tick()
        [line] = as_late(actor_of(lurah), list(late_for(actor_of(lurah))))
        assert line.due is not None
        owed = Commitment.objects.get(about_id=one.pk)
        Commitment.objects.filter(pk=owed.pk).update(due_at=None, running_since=None)
        words = "1 keterlambatan diteruskan kepada Anda."
        assert not late_for(actor_of(lurah)).exists(), "its end waits for somebody else's word"
        assert words not in [each.words for each in todo_for(actor_of(lurah))]
        Handoff.objects.create(
            commitment=owed, authority="Dinas Bina Marga", asked_by="person:x", asked_at=MONDAY,
            expires_at=MONDAY + 40 * DAY,
        )  # fmt: skip
        [line] = as_late(actor_of(lurah), list(late_for(actor_of(lurah))))
        assert line.due is None
        assert words in [each.words for each in todo_for(actor_of(lurah))]
        assert "Sudah terlambat ketika diteruskan ke instansi luar" in page(logged_in(lurah), LATE)


def test_whoever_owes_it_is_told_what_is_new_what_is_nearly_due_and_whose_proof_waits() -> None:
    with at(MONDAY):
        head = actor_of(person("ketua_rw", RW, name="Ketua"))
        lurah = actor_of(person("lurah", KELURAHAN, name="Lurah"))
        new, near, today, proven = made(4)
        for each in (new, near, today, proven):
            owned(each, Owner(RW, title="ketua_rw"))
        for one, fields in (
            (near, {"stage": 1, "answered_at": MONDAY, "state": "working", "due_at": MONDAY + 2 * DAY}),
            (today, {"stage": 1, "answered_at": MONDAY, "state": "working", "due_at": MONDAY + HOUR}),
            (proven, {"answered_at": MONDAY, "state": "awaiting", "due_at": None, "running_since": None}),
        ):
            Commitment.objects.filter(about_id=one.pk).update(**fields)
        owed = Commitment.objects.get(about_id=proven.pk)
        claim = Claim.objects.create(
            id=new_id(), commitment=owed, outcome="done", kind="photo", by=head.label, at=MONDAY
        )
        assert not reports_for(head, state="bukti-belum-ditutupi").exists(), "no photo"
        photo = Photo.objects.create(
            about_label="claim", about_id=claim.pk, apart=False, sha256="0" * 64, phash=b"", added_at=MONDAY
        )
        found = {each.words: each.url for each in todo_for(head)}
        for words, only in (
            ("1 laporan tenggatnya segera lewat.", near),
            ("1 laporan jatuh tempo hari ini.", today),
            ("1 laporan baru menjadi tanggung jawab Anda: jawab atau mulai.", new),
            ("1 laporan: foto bukti Anda menunggu wajahnya ditutupi petugas.", proven),
        ):
            state = found[words].partition("status=")[2].partition("&")[0]
            assert list(reports_for(head, state=state, mine=True)) == [only], words
        words = "1 laporan: foto bukti menunggu ditutupi sebelum pelapor melihatnya."
        assert words in [each.words for each in todo_for(lurah)]
        Photo.objects.filter(pk=photo.pk).update(cleared_at=MONDAY)
        assert words not in [each.words for each in todo_for(lurah)]


@pytest.mark.once
def test_whoever_answers_for_nothing_sees_none_of_it() -> None:
    for title, unit in (("ketua_rw", RW), ("bhabinkamtibmas", KELURAHAN), ("petugas_pelindungan", KELURAHAN)):
        client = logged_in(person(title, unit, name=title))
        for path in (PAGE, PAPER, LATE):
            assert client.get(path).status_code == 403, (title, path)


@pytest.mark.once
def test_a_sheet_for_a_meeting_is_one_page_whatever_the_numbers() -> None:
    with at(MONDAY):
        lurah = logged_in(person("lurah", KELURAHAN))
        for number in (0, 3):
            made(number, **done())
            answer = lurah.get(PAPER)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "application/pdf"
            sheets = pypdf.PdfReader(BytesIO(answer.content)).pages
            assert len(sheets) == 1
            text = " ".join(sheets[0].extract_text().split())
            assert f"Dijanjikan dalam masa ini: {number} laporan." in text
            assert "bukan orang" in text


def test_what_is_late_is_told_to_the_level_it_was_raised_to_and_stays_with_those_told_before() -> None:
    lurah, other = (actor_of(person("lurah", unit, name=unit)) for unit in (KELURAHAN, OTHER))
    camat = actor_of(person("camat", DISTRICT, name="Camat"))
    with at(MONDAY):
        of_rw, of_lurah, early = made(3)
        owned(of_rw, Owner(RW, title="ketua_rw"))
        owned(of_lurah, Owner(KELURAHAN, title="lurah"))
        owned(early, Owner(RW, title="ketua_rw"))
        made(1, "kekerasan")
        Commitment.objects.filter(about_id=early.pk).update(allowance=10**7)
    seen: list[tuple[int, int]] = []
    for days in (0, 3, 9, 16, 40):
        with at(MONDAY + days * DAY):
            ticking.tick()
            assert not late_for(other).exists()
            assert early.pk not in late_for(lurah).values_list("pk", flat=True)
            for each in late_for(lurah):
                assert each.pk == of_rw.pk, "what the lurah owes is told to the camat"
            seen.append((late_for(lurah).count(), late_for(camat).count()))
    assert seen[0] == seen[1] == (0, 0)
    assert seen[-1] == (1, 2), "raised to the camat, the lurah goes on to see it"
    assert seen == sorted(seen)
    with at(MONDAY + 40 * DAY):
        lines = as_late(camat, list(late_for(camat)))
        assert "Lurah Palmerah" in {each.owner for each in lines}
        assert not any(each.readable for each in lines)
        assert as_late(lurah, list(late_for(lurah)))[0].readable
        assert lines[0].days > 30
        withdraw(report=of_rw)
        assert late_for(lurah).count() == 0


@pytest.mark.once
def test_a_thousand_late_ones_stand_on_pages_and_take_few_queries(django_assert_max_num_queries: Any) -> None:
    with at(MONDAY):
        officers = [person(each, DISTRICT, name=each) for each in ("camat", "kapolsek")]
        for unit in (RW, NEXT_RW, RT):
            made(12, unit=unit, owner_unit=KELURAHAN, owner_title="lurah", owner_organisation=None,
                 raised_to=DISTRICT, stage=3)  # fmt: skip
    with at(MONDAY + 20 * DAY):
        camat, kapolsek = map(logged_in, officers)
        with django_assert_max_num_queries(16):
            text = page(camat, LATE)
        assert text.count("terlambat ") >= 25
        assert SECRET not in text
        assert "Buka laporan" not in text
        assert text.count("Buka laporan") == 0
        assert page(kapolsek, LATE, page="2").count("Buka laporan") == 11
        assert "36 laporan terlambat" in page(camat, PAGE)
        with django_assert_max_num_queries(25):
            page(camat, PAGE)
