"""A posko's shift: counted by the machine, signed by two, read by whoever works there, printed to be filed."""

import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from rukun.alarm.models import Called, Ring
from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.incident.actions.handover import (
    LONGEST,
    forget_handovers,
    give_shift,
    take_back,
    take_shift,
)
from rukun.incident.actions.measures import record_measure
from rukun.incident.errors_opening import IdTaken, UnknownUnit
from rukun.incident.errors_shift import (
    AlreadyTaken,
    HandoverGone,
    HandoverWaits,
    NotGiver,
    OwnHandover,
    WordsTooLong,
)
from rukun.incident.models import Handover
from rukun.incident.queries.shift import (
    MOST_ROWS,
    NEXT_SHIFT,
    printed_lines,
    shown,
    since_last,
    summary_of,
    waiting_for,
)
from rukun.incident.tests.factories import (
    AG,
    KELURAHAN,
    NEXT_RW,
    OTHER,
    RW,
    at_level,
    at_once,
    incident,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.journal.actions import write_log
from rukun.journal.models import Entry
from rukun.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
START = "/papan/giliran/"
WORDS = "Lampu ujung utara mati. Lihat lagi pukul 03.00."


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def given(actor: Actor, words: str = WORDS, **more: Any) -> Handover:
    return give_shift(actor=actor, **{"handover_id": new_id(), "unit": KELURAHAN, "words": words, **more})


def as_client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=UUID(actor.label.removeprefix("person:"))))
    return client


def page(client: Client, path: str, expected: int = 200, **asked: str) -> str:
    answered = client.get(path, asked)
    assert answered.status_code == expected, (answered.status_code, answered.headers.get("Location"))
    return " ".join(re.sub(r"<[^>]+>", " ", answered.content.decode()).split())


def rung(unit: str = RW, **more: Any) -> Ring:
    now = timezone.now()
    given = {"message": "kumpul", "narrow": False, "drill": False, **more}
    row = Ring.objects.create(
        id=new_id(), about_label="incident", about_id=new_id(), unit=unit, area=KELURAHAN, channel_seconds=120,
        circle_seconds=300, needed=4, rung_at=now, rung_by="system:test", circle_at=now, next_at=now,
        until=now + timedelta(hours=2), **given,
    )  # fmt: skip
    for answer in (Called.COMES, Called.COMES, Called.WITHDREW, ""):
        Called.objects.create(ring=row, person=new_id(), circle=0, role=Called.DUTY, unit=unit, answer=answer)
    return row


def a_night(desk: Actor, police: Actor) -> None:
    """One AG that holds and is overdue soon, one without a level, one next door of another kelurahan."""
    row = at_level(incident(desk), AG, desk, police)
    incident(desk, unit=NEXT_RW, kind="banjir", place="lapangan")
    record_measure(actor=desk, incident=row, measure_id=new_id(), kind="call_110", done_at=timezone.now())
    report_near(row)
    rung()
    rung(drill=True)


def test_a_shift_is_counted_by_the_machine_and_signed_by_two_persons_one_after_the_other() -> None:
    desk, police = two_houses()
    chair, elsewhere = officer("ketua_rw"), officer(f"petugas_posko@{OTHER}", "Tono")
    a_night(desk, police)
    first = given(desk)
    found = shown(first).summary
    said = {"opened": 2, "closed": 0, "verified": 1, "waiting": 0, "observed": 1}
    assert {each: found.numbers[each] for each in said} == said
    assert (found.raised, found.open, found.measures) == ({2: 1}, (1, 0, 1, 0), {"call_110": 1})
    assert [found.numbers[each] for each in ("rings", "drills", "called", "comes", "withdrew")] == [1, 1, 4, 2, 1]
    assert [(each.level, each.place, each.verified) for each in found.rows] == [
        (2, "jembatan", True),
        (0, "lapangan", False),
    ]
    assert first.until - first.since == timedelta(hours=24)
    assert WORDS.encode() not in bytes(first.content)

    assert waiting_for(police) == [first]
    assert waiting_for(desk) == []
    for who, refusal in ((desk, OwnHandover), (chair, Refused), (elsewhere, Refused)):
        with pytest.raises(refusal):
            take_shift(actor=who, handover=first)
    with pytest.raises(HandoverWaits):
        given(police)
    taken = take_shift(actor=police, handover=first)
    assert take_shift(actor=police, handover=first).taken_at == taken.taken_at
    with pytest.raises(AlreadyTaken):
        take_shift(actor=officer("lurah", "Bu Lurah"), handover=first)
    with pytest.raises(AlreadyTaken):
        take_back(actor=desk, handover=first)

    assert since_last(KELURAHAN, timezone.now()) == first.until
    quiet = given(police, words="")
    assert (quiet.since, shown(quiet).summary.numbers["opened"]) == (first.until, 0)
    assert shown(quiet).summary.open == (1, 0, 1, 0), "what is open goes on to the next shift"
    with pytest.raises(NotGiver):
        take_back(actor=desk, handover=quiet)
    take_back(actor=police, handover=quiet)
    take_back(actor=police, handover=quiet)
    with pytest.raises(HandoverGone):
        take_shift(actor=desk, handover=quiet)
    assert since_last(KELURAHAN, timezone.now()) == first.until
    did = Entry.objects.filter(verb__startswith="incident.shift").order_by("pk").values_list("verb", flat=True)
    assert [each.removeprefix("incident.shift_") for each in did] == ["given", "taken", "given", "taken_back"]


def test_a_handover_is_refused_where_one_may_not_write_or_wrote_too_much_and_the_same_tap_twice_is_one() -> None:
    desk, _police = two_houses()
    with pytest.raises(Refused):
        given(officer("camat"))
    with pytest.raises(Refused):
        given(desk, unit=OTHER)
    with pytest.raises(WordsTooLong):
        given(desk, words="a" * (LONGEST + 1))
    key = new_id()
    assert given(desk, handover_id=key) == given(desk, handover_id=key)
    for other in ({"words": "Kata lain."}, {"unit": RW}):
        with pytest.raises(IdTaken):
            given(desk, handover_id=key, **other)
    head = officer("ketua_rw")
    with pytest.raises(IdTaken):
        given(head, unit=RW, handover_id=key)
    assert given(head, unit=RW).unit == RW, "each posko hands over for itself"
    client = as_client(head)
    for nowhere in (f"{RW}.abc", f"{RW}.{'9' * 300}", f"{RW}.\x00", f"{RW}.<b>", f"{RW}.099"):
        with pytest.raises(UnknownUnit):
            given(head, unit=nowhere)
        asked = urlencode({"wilayah": nowhere})
        assert client.get(f"{START}?{asked}").status_code == 404
        assert client.post(f"{START}serah/?{asked}", {"handover_id": new_id(), "words": WORDS}).status_code == 404
    assert Handover.objects.count() == 2


def test_a_clock_that_was_set_back_makes_no_span_that_ends_before_it_begins_and_after_ninety_days_it_is_gone() -> None:
    desk, police = two_houses()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        take_shift(actor=police, handover=given(desk))
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        early = given(desk)
        assert early.since == early.until == early.given_at == now
        assert take_shift(actor=police, handover=early).taken_at == now
    with time_machine.travel(now + timedelta(days=91), tick=False):
        assert (forget_handovers(), Handover.objects.count()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_at_once_make_one_handover_and_two_who_take_at_once_sign_it_once() -> None:
    desk, police = two_houses()
    lurah = officer("lurah", "Bu Lurah")
    assert sorted(at_once(lambda: given(desk), lambda: given(police))) == ["HandoverWaits", "done"]
    row = Handover.objects.get()
    others = [each for each in (desk, police, lurah) if each.label != row.given_by]
    works = [lambda each=each: take_shift(actor=each, handover=row) for each in others]
    assert sorted(at_once(*works)) == ["AlreadyTaken", "done"]
    row.refresh_from_db()
    assert row.taken_by in [each.label for each in others]


def test_the_pages_show_it_warn_of_names_once_and_lose_no_word() -> None:
    desk, police = two_houses()
    client, other = as_client(desk), as_client(police)
    assert "Belum ada serah terima" in page(client, START)
    a_night(desk, police)
    write_log(actor=desk, unit=RW, text="Hujan deras sejak tengah malam.", log_id=new_id())
    start = page(client, START, wilayah=KELURAHAN)
    for said in ("Serahkan giliran", "jembatan", "AG", "Masih terbuka", "dipanggil 4 orang: 2 siap"):
        assert said in start, said
    assert "Hujan deras" in page(client, f"{START}mutasi/", wilayah=KELURAHAN)

    sent = client.post(f"{START}serah/?wilayah={KELURAHAN}", {"handover_id": new_id(), "words": "Telepon 081234567890"})
    assert "Hapus dulu" in sent.content.decode()
    assert "081234567890" in sent.content.decode(), "what was typed stays"
    sent = client.post(f"{START}serah/?wilayah={KELURAHAN}", {"handover_id": new_id(), "words": "Tanya Budi Santoso"})
    text = sent.content.decode()
    assert "Ini bukan orang, simpan" in text
    assert not Handover.objects.exists()
    sure = re.search(r'name="sure" value="(\w+)"', text)
    assert sure is not None
    long = client.post(f"{START}serah/?wilayah={KELURAHAN}", {"words": "a " * LONGEST})
    assert "Terlalu panjang" in long.content.decode()
    went = client.post(f"{START}serah/?wilayah={KELURAHAN}", {"handover_id": new_id(), "words": f"{WORDS}\nSekian."})
    row = Handover.objects.get()
    own = page(client, went["Location"])
    assert "Tarik kembali" in own
    assert "Ya, saya terima" not in own
    assert "Serah terima Anda menunggu penerima." in page(client, START)
    again = client.post(f"{START}serah/?wilayah={KELURAHAN}", {"handover_id": new_id(), "words": "Kata kedua"})
    assert "masih menunggu penerima" in again.content.decode()
    assert "Kata kedua" in again.content.decode()

    assert "Menunggu diterima" in page(other, START)
    assert "Ya, saya terima" in page(other, f"{START}{row.pk}/")
    refused = client.post(f"{START}{row.pk}/terima/", follow=True).content.decode()
    assert "Yang menerima adalah orang lain" in refused
    assert "Giliran Anda terima" in other.post(f"{START}{row.pk}/terima/", follow=True).content.decode()
    done = page(client, f"{START}{row.pk}/")
    for said in ("Sari Wulandari", "Budi Santoso", "Lampu ujung utara mati", "Seperti saat diserahkan"):
        assert said in done, said
    assert "dari Sari Wulandari kepada Budi Santoso" in page(other, START)
    assert "Hujan deras" in page(client, f"{START}mutasi/", giliran=str(row.pk))

    back = given(desk)
    assert client.post(f"{START}{back.pk}/tarik/")["Location"].startswith(START)
    page(client, f"{START}{back.pk}/", 404)


def test_only_those_who_work_at_that_posko_open_it_and_whoever_signed_it_not_stands_in_the_journal() -> None:
    desk, police = two_houses()
    row = take_shift(actor=police, handover=given(desk))
    chair = officer("ketua_rw")
    for who, status in ((officer("camat"), 403), (officer(f"petugas_posko@{OTHER}"), 404), (chair, 404)):
        client = as_client(who)
        page(client, f"{START}{row.pk}/", status)
        page(client, f"{START}{row.pk}/lembar.pdf", status)
        assert client.post(f"{START}{row.pk}/terima/").status_code == status
    page(as_client(chair), START, 404, wilayah=KELURAHAN)
    page(as_client(desk), f"{START}mutasi/", 404, giliran="bukan")
    assert Client().get(START).status_code == 302
    lurah = as_client(officer("lurah"))
    page(as_client(desk), f"{START}{row.pk}/")
    page(lurah, f"{START}{row.pk}/")
    assert Entry.objects.filter(verb="incident.read", object_id=str(row.pk)).count() == 1


def test_the_sheet_has_both_names_and_times_lines_to_sign_on_and_the_journal_of_the_span(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, police = two_houses()
    a_night(desk, police)
    write_log(actor=desk, unit=RW, text="Hujan deras sejak tengah malam.", log_id=new_id())
    row = given(desk)
    client = as_client(desk)
    waiting = text_of(client.get(f"{START}{row.pk}/lembar.pdf").content)
    assert "belum diterima" in waiting
    row = take_shift(actor=police, handover=row)
    write_log(actor=desk, unit=RW, text="Ini sudah giliran berikutnya.", log_id=new_id())
    answer = client.get(f"/en{START}{row.pk}/lembar.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    when = timezone.localtime(row.taken_at).strftime("%H.%M")
    for said in (
        "Serah terima giliran posko", "Yang menyerahkan", "Yang menerima", "Sari Wulandari", "Budi Santoso", when,
        "Tanda tangan", WORDS, "AG, ambang gangguan", "Tawuran atau perkelahian, jembatan", "dipanggil 4 orang",
        "Sudah telepon polisi, 110", "Buku mutasi giliran", "Hujan deras", "Tingkat kejadian dinaikkan", "110 polisi",
        "Halaman 1 dari",
    ):  # fmt: skip
        assert said in text, (said, text)
    assert "Ini sudah giliran berikutnya" not in text
    lines, more = printed_lines(desk, KELURAHAN, row.since, row.until)
    assert {each.entry.verb for each in lines} <= set(NEXT_SHIFT), "nobody's membership"
    assert not more
    monkeypatch.setattr("rukun.incident.queries.shift.MOST_PRINTED", 2)
    last, more = printed_lines(desk, KELURAHAN, row.since, row.until)
    assert ([each.entry.pk for each in last], more) == ([each.entry.pk for each in lines[-2:]], True)
    assert "Giliran posko diserahkan" not in text.split("Buku mutasi giliran")[0]


def test_a_hundred_open_situations_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    desk, _police = two_houses()
    for _each in range(MOST_ROWS + 3):
        incident(desk)
    with django_assert_max_num_queries(10):
        found = summary_of(KELURAHAN, timezone.now() - timedelta(days=1), timezone.now())
    assert (len(found.rows), found.more, found.open[0]) == (MOST_ROWS, 3, MOST_ROWS + 3)
    row = given(desk)
    assert "dan 3 lagi, lihat papan posko" in page(as_client(desk), f"{START}{row.pk}/")
    assert "dan 3 lagi" in text_of(as_client(desk).get(f"{START}{row.pk}/lembar.pdf").content)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)
    return " ".join(" ".join(each.extract_text().split()) for each in pages)
