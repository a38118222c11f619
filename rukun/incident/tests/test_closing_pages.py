"""The pages on which a situation is shared and ends, by people of several organisations."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rukun.commitment.owners import POSKO
from rukun.guard.ids import new_id
from rukun.incident.access import may_decide
from rukun.incident.actions.handover import give_shift
from rukun.incident.actions.joining import join_report
from rukun.incident.algo.due import ANSWER
from rukun.incident.models import Closing, FollowUp
from rukun.incident.queries.second import who_could_decide
from rukun.incident.queries.shift import shown
from rukun.incident.queries.today import todo_for
from rukun.incident.shift_words import figures
from rukun.incident.tests.factories import (
    AG,
    GN,
    KELURAHAN,
    PG,
    RW,
    at_level,
    incident,
    judged,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.incident.tests.test_situation_pages import as_client, hidden, of, page, sent

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def test_a_summary_is_shared_only_after_another_has_read_it() -> None:
    desk, police = two_houses()
    row = incident(desk)
    one, two = as_client(desk), as_client(police)
    version = hidden(page(one, of(row, "ringkasan")), "version")
    sent(one, of(row, "ringkasan"), version=version, text="Keributan di jembatan, sudah reda.")
    assert "Sudah saya periksa" not in page(one, of(row))
    asked_page = page(two, of(row))
    assert "Sudah saya periksa" in asked_page
    assert "Keributan" not in page(two, "/kejadian/ringkas/")
    head = officer("ketua_rw", "Pak RW")
    assert "Sudah saya periksa" not in page(as_client(head), of(row)), "who could not is not asked to"
    asked = {each: "menunggu diperiksa" in " ".join(todo.words for todo in todo_for(each)) for each in (police, head)}
    assert asked == {police: True, head: False}
    sent(two, of(row, "ringkasan", "periksa"), seen=hidden(asked_page, "seen"))
    assert "Keributan" in page(two, "/kejadian/ringkas/")


def test_closing_takes_two_and_after_gn_says_what_is_owed() -> None:
    desk, police = two_houses()
    row = at_level(incident(desk), GN, desk, police)
    told = report_near(row)
    join_report(actor=desk, incident=row, report_id=told.pk)
    one, two = as_client(desk), as_client(police)
    form = page(one, of(row, "tutup"))
    assert "orang luka" in form
    assert "sama dengan kejadian lain" not in form, "there is no other"
    given = {
        "version": hidden(form, "version"), "closing": "done", "happened": "Dua kelompok saling lempar.",
        "done": "Dibubarkan dengan ajakan.", "lessons": "Lampu jembatan perlu diperbaiki.", "harm_hurt": "2",
    }  # fmt: skip
    missing = sent(one, of(row, "tutup"), **given)
    assert not Closing.objects.filter(incident=row).exists()
    assert "Dua kelompok saling lempar." in missing
    owes = re.search(r'<select name="by_1".*?<option value="([0-9a-f-]{36})"', missing, re.DOTALL)
    assert owes
    until = (timezone.localdate() + timedelta(days=7)).isoformat()
    owed = {"kind_1": "mediation", "by_1": owes[1], "until_1": until}
    assert "Usulan tersimpan" in sent(one, of(row, "tutup"), **{**given, "version": hidden(missing, "version")}, **owed)
    assert "Ya, benar: tutup kejadian ini" not in page(one, of(row))
    assert "2 orang luka" in page(two, of(row))
    assert "Tindak lanjut yang diusulkan" in page(two, of(row))
    unread = sent(two, of(row, "tutup", "belum"), reason="Masih ada yang berkumpul di sana.", closing=str(new_id()))
    assert "usul penutupan sekarang" in unread
    assert "Masih ada yang berkumpul di sana." in unread, "what was typed is there still"
    refused = sent(
        two, of(row, "tutup", "belum"), reason="Masih ada yang berkumpul di sana.", closing=hidden(unread, "closing")
    )
    assert "belum ditutup" in refused
    again_form = page(one, of(row, "tutup"))
    assert "Masih ada yang berkumpul" in again_form
    sent(one, of(row, "tutup"), **{**given, "version": hidden(again_form, "version")}, **owed)
    assert "Sementara itu orang lain" in sent(two, of(row, "tutup", "benar"))
    assert "Kejadian ditutup" in sent(two, of(row, "tutup", "benar"), closing=hidden(page(two, of(row)), "closing"))
    closed = page(one, of(row))
    for path in ("tingkat", "kentongan", "ubah", "tutup"):
        assert one.get(of(row, path)).headers["Location"] == of(row) + "#akhir", path
    assert "mediasi antarwilayah" in closed
    assert "Buka lagi" in closed
    assert row.place in page(one, "/kejadian/selesai/")
    assert FollowUp.objects.filter(incident=row).count() == 1
    reopened = sent(one, of(row, "buka-lagi"), reason="Mereka berkumpul lagi di jembatan.")
    assert "Kejadian dibuka lagi" in reopened
    assert "mediasi antarwilayah" in reopened, "what is owed is owed still"
    assert "GN (gangguan nyata): tingkat gugur karena dibuka lagi" in reopened
    assert "Masa berlaku GN" not in reopened, "it had hours to go"
    row.refresh_from_db()
    assert (row.due_what, row.due_at) == ("judge", row.state_at + ANSWER)
    assert "harus dinilai lagi" in reopened
    assert "Tidak lagi: turunkan" not in page(one, of(row, "tingkat")), "there is no level to come down from"
    assert "mediasi antarwilayah" in page(one, "/papan/giliran/"), "the next shift reads what was agreed"
    assert (
        "mediasi antarwilayah"
        in figures(shown(give_shift(actor=desk, handover_id=new_id(), unit=KELURAHAN)).summary).owed[0][0]
    )
    sent(one, of(row, "tutup"), **{**given, "version": hidden(page(one, of(row, "tutup")), "version")}, **owed)
    judged(desk, row, AG)
    text = page(one, of(row))
    assert "Usul penutupan terakhir gugur" in text
    assert "Penutupan sebelum dibuka lagi" in text, "what two agreed on can be read still"
    assert "Tidak lagi: turunkan" in page(one, of(row, "tingkat"))
    row.refresh_from_db()
    assert row.due_what == "verify"


def test_a_potential_disturbance_leads_to_the_map_of_them_until_it_stands_there() -> None:
    desk, police = two_houses()
    row = at_level(at_level(incident(desk), AG, desk, police), PG, desk, police)
    link = f'href="/kerawanan/baru/?kejadian={row.pk}"'
    assert link in page(as_client(desk), of(row)), "after it was lowered, too"
    assert link not in page(as_client(desk), of(incident(desk, place="gang")))


def test_who_sits_at_the_posko_is_named_where_their_word_would_count() -> None:
    desk, police = two_houses()
    for author, named in ((police, True), (desk, False), (officer("lurah", "Lurah"), False)):
        row = incident(desk)
        step = judged(author, row, AG)
        assert (POSKO in {each.title.code for each in who_could_decide(RW, step.houses)}) is named
        assert may_decide(desk, row, step.by, step.houses).allowed is named
