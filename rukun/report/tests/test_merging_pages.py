"""The page on which reports are merged, and what the page of each of them says of the others."""

import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rukun.guard import Actor
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.merging import merge
from rukun.report.actions.withdrawing import withdraw
from rukun.report.models import Report
from rukun.report.queries.merging import box_for, number_of
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RW, WORDS, report, town
from rukun.report.tests.inbox import of, page, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE: dict[str, Any] = {"lat": -6.2, "lon": 106.8}


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def staff(title: str = "petugas_posko", unit: str = KELURAHAN, name: str = "Sari Wulandari") -> Actor:
    return actor_of(person(title, unit, name=name))


def boxed(actor: Actor, made: Report) -> str:
    return render_to_string("report/merging/box.html", {"box": box_for(actor, Report.objects.get(pk=made.pk))})


def into(made: Report) -> Any:
    return Report.objects.get(pk=made.pk).merged_into_id


def test_a_handler_merges_what_is_suggested_and_what_is_typed_and_parts_it_again() -> None:
    first, second, third = (report(**HERE)[0] for _each in range(3))
    fence = report("keadaan", words="Pagar roboh menutup jalan")[0]
    posko = signed_in()
    told = page(posko, of(second, "gabung"))
    for other in (first, third):
        assert number_of(other) in told
    assert number_of(fence) not in told
    assert "di tempat yang sama, kira-kira pada waktu yang sama, kata-kata mirip: " in told
    assert WORDS not in told
    assert "Digabung. Dapat dipisahkan lagi" in sent(posko, of(second, "gabung"), into=first.pk, seen=first.pk)
    assert into(second) == first.pk
    assert "Digabung" in sent(posko, of(second, "gabung"), into=first.pk, seen=first.pk), "sent twice is done once"
    assert Entry.objects.filter(verb="report.merged").count() == 1
    for mistyped in ({}, {"seen": str(first.pk)}, {"seen": "x"}):
        look = sent(posko, of(third, "gabung"), into=number_of(second).upper(), **mistyped)
        assert "Ini laporan yang Anda maksud?" in look
        for told in (f" {number_of(second)}</a>", "RW 16", "diterima", f'value="{second.pk}"'):
            assert told in look, told
        assert WORDS not in look
        assert into(third) is None
    assert "Digabung" in sent(posko, of(third, "gabung"), into=number_of(second).upper(), seen=second.pk)
    assert into(third) == first.pk
    ask = sent(posko, of(fence, "gabung"), into=number_of(first), seen=first.pk)
    assert "Jenisnya lain: Ketertiban" in ask
    assert 'name="sure"' in ask
    assert f'name="seen" value="{first.pk}"' in ask
    assert number_of(first) in ask
    assert into(fence) is None
    ask = sent(posko, of(fence, "gabung"), into=number_of(first), seen=first.pk, sure="on", reason="Sama!")
    assert "sekurang-kurangnya 10 huruf" in ask
    assert "checked" in ask
    assert "Sama!</textarea>" in ask, "what was typed stays"
    assert into(fence) is None
    why = "Pagarnya roboh dalam keributan itu."
    lost = sent(posko, of(fence, "gabung"), into="12345678", seen=first.pk, sure="on", reason=why)
    assert "Tidak ada laporan dengan nomor itu" in lost
    assert f"{why}</textarea>" in lost
    look = sent(posko, of(fence, "gabung"), into=number_of(first), seen="x", sure="on", reason=why)
    assert re.search(rf'<input[^>]*name="reason"[^>]*value="{why}"', look), "on the way over the page that shows it"
    sent(posko, of(fence, "gabung"), into=number_of(first), seen=first.pk, sure="on", reason=why)
    assert into(fence) == first.pk
    assert "sudah digabung dengan laporan lain" in sent_page(posko, of(second, "gabung"))
    gone = posko.post(of(fence, "pisah"), {"back": str(first.pk)})
    assert gone.headers["Location"] == of(first)
    assert into(fence) is None
    for back in ("", "apa", str(fence.pk)):
        assert posko.post(of(third, "pisah"), {"back": back}).headers["Location"].startswith("/laporan/")
    assert into(third) is None


def sent_page(client: Client, path: str) -> str:
    """Where somebody lands who only asked for a page."""
    answered = client.get(path, follow=True)
    assert answered.redirect_chain
    return answered.content.decode()


def test_what_cannot_be_merged_is_said_beside_the_field() -> None:
    made, closed = report()[0], report()[0]
    away, complaint = report(unit=f"{OTHER}.001")[0], report("keluhan")[0]
    withdraw(report=closed)
    posko = signed_in()
    assert "Tidak ada dugaan" in page(posko, of(made, "gabung"))
    for typed, told in (
        ("", "belum diisi"),
        ("12345678", "Tidak ada laporan dengan nomor itu"),
        (number_of(away), "Tidak ada laporan dengan nomor itu"),
        (str(complaint.pk), "Tidak ada laporan dengan nomor itu"),
        (number_of(made), "Itu laporan ini sendiri"),
        (number_of(closed), "sudah ditutup"),
    ):
        answered = sent(posko, of(made, "gabung"), into=typed)
        assert told in answered, typed
    assert "sudah ditutup" in sent_page(posko, of(closed, "gabung"))
    lurah = signed_in("lurah")
    assert "tidak pernah digabung" in sent_page(lurah, of(complaint, "gabung"))
    assert into(made) is None


def test_whoever_only_reads_or_sees_nothing_merges_nothing() -> None:
    first, second = report()[0], report()[0]
    merge(actor=staff(), report=second, into=first)
    head, posko = signed_in("ketua_rw", RW), signed_in()
    for client, expected in (
        (head, 403),
        (signed_in("ketua_rw", NEXT_RW), 404),
        (signed_in("petugas_posko", OTHER), 404),
    ):
        assert client.get(of(first, "gabung")).status_code == expected
        assert client.post(of(first, "gabung"), {"into": str(second.pk)}).status_code == expected
        assert client.post(of(second, "pisah")).status_code == expected
    assert Client().get(of(first, "gabung")).headers["Location"].startswith("/masuk/")
    assert posko.get(of(second, "pisah")).status_code == 405
    assert into(second) == first.pk
    posko.post(of(second, "pisah"))
    assert not Entry.objects.filter(verb="report.read", object_id=str(second.pk)).exists(), "it showed nothing of it"


def test_what_is_never_merged_shows_no_page_for_it_whatever_is_sent() -> None:
    hidden, other = report("kekerasan")[0], report("kekerasan")[0]
    protects = signed_in("petugas_pelindungan")
    known = {"into": number_of(other)}
    for data in (None, {}, {"into": ""}, known, {**known, "seen": str(other.pk)}):
        where = of(hidden, "gabung")
        answer = protects.get(where) if data is None else protects.post(where, data)
        assert (answer.status_code, answer.headers.get("Location")) == (302, of(hidden)), data
        assert "tidak pernah digabung" in page(protects, of(hidden))
    assert into(hidden) is None


def test_the_box_tells_of_the_others_what_each_reader_may_know() -> None:
    posko = staff(name="Sari Wulandari")
    own, other, third = report(**HERE)[0], report(**HERE)[0], report(unit=NEXT_RW)[0]
    lonely = report("saran", words="Usul pos ronda baru.")[0]
    assert "Belum ada yang tampak mirip" in boxed(posko, lonely)
    assert "Mirip dengan" in boxed(posko, own)
    for each in (other, third):
        merge(actor=posko, report=each, into=own)
    told = boxed(posko, own)
    assert "2 laporan digabung ke laporan ini" in told
    assert told.count("Pisahkan") == 2
    assert "Sari Wulandari" in told
    assert f"Nomor laporan ini: {number_of(own)}" in told
    assert "Mirip dengan" not in told
    with CaptureQueriesContext(connection) as asked:
        box_for(posko, Report.objects.get(pk=own.pk))
    assert len(asked.captured_queries) <= 8
    assert "Tampilkan semuanya" not in told
    merge(actor=posko, report=report()[0], into=own)
    merge(actor=posko, report=report()[0], into=own)
    assert "Tampilkan semuanya" in boxed(posko, own), "many are folded"
    below = boxed(posko, other)
    assert f"laporan {number_of(own)}</a>: itu yang ditangani" in below
    assert "Pisahkan lagi" in below
    assert "Gabungkan dengan" not in below
    head = staff("ketua_rw", RW)
    told = boxed(head, own)
    assert "4 laporan digabung ke laporan ini" in told
    assert "1 di antaranya dari wilayah yang tidak Anda baca" in told
    assert str(third.pk) not in told
    assert "Pisahkan" not in told
    assert "Gabungkan" not in told
    neighbour = boxed(staff("ketua_rw", NEXT_RW), third)
    assert "Digabung dengan laporan dari wilayah lain" in neighbour
    assert str(own.pk) not in neighbour
    assert boxed(staff("petugas_pelindungan"), report("kekerasan")[0]).strip() == ""
