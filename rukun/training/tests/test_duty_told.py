"""What pages tell of duty to whom: to groups that report only, to the board of an RW, and once something is over."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rukun.people.actions import give_position
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.strength import SESSION_KEY, Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions.duty import lift_suspension, review_suspension
from rukun.training.actions.members import begin_membership, pause_membership
from rukun.training.tests.factories import KELURAHAN, RW, fit, member, membership_of, partner
from rukun.training.tests.test_duty import lurah, officer, suspended
from rukun.training.tests.test_duty_pages import logged_in, page, rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_who_is_in_a_group_that_reports_only_is_not_told_what_duty_lacks() -> None:
    watch = partner(kind="fkdm", name="FKDM Palmerah")
    who = member(watch, "Pengamat")
    client = logged_in(who)
    for _ in range(2):
        assert "belum layak bertugas" not in page(client, "/hari-ini/")
        own = page(client, "/tugas/")
        assert "FKDM Palmerah melapor dan memberi rekomendasi" in own
        for hidden in ("Belum dapat bertugas", "Belum punya sertifikat", "Sedang cuti"):
            assert hidden not in own, hidden
        pause_membership(actor=actor_of(who), membership=membership_of(who, watch))
    begin_membership(actor=SYSTEM, person=who.pk, organisation=partner().pk)
    assert "Belum punya sertifikat" in page(client, "/tugas/"), "who is to go on duty elsewhere"
    assert "belum layak bertugas" in page(logged_in(member(partner(name="Mitra Lain"))), "/hari-ini/")


def test_the_board_of_an_rw_sees_the_members_of_a_larger_partner_who_live_or_serve_there() -> None:
    mitra, elsewhere = partner(), partner("31.73.07.1002", name="Mitra Slipi")
    lives, serves, other = member(mitra, "Tinggal Sini"), member(mitra, "Bertugas Sini"), member(mitra, "Warga RW 04")
    Person.objects.filter(pk=lives.pk).update(unit=f"{RW}.001")
    Person.objects.filter(pk=other.pk).update(unit=f"{KELURAHAN}.004")
    Person.objects.filter(pk=member(elsewhere, "Anggota Slipi").pk).update(unit=RW)
    give_position(actor=SYSTEM, person=serves, title="koordinator", unit=RW, organisation=mitra)
    head = person("ketua_rw", RW)
    client = logged_in(head)
    assert set(rows(page(client, "/kelayakan/"))) == {"Tinggal Sini", "Bertugas Sini"}
    give_position(actor=SYSTEM, person=head, title="sekretaris_rw", unit=f"{KELURAHAN}.004")
    assert "Warga RW 04" in rows(page(client, "/kelayakan/")), "of both"
    Person.objects.update(unit="")
    empty = page(logged_in(person("ketua_rw", f"{KELURAHAN}.005")), "/kelayakan/")
    assert "tampil yang tinggal atau bertugas di wilayah Anda" in empty


def test_beside_whoever_is_suspended_stands_the_way_to_it() -> None:
    mitra = partner()
    who, free = fit(member(mitra, "Wati Tangguh")), fit(member(mitra, "Sari Layak"))
    chief, police = lurah(), officer()
    made = suspended(chief, who)
    for decides in (chief, police):
        shown = page(logged_in(decides), "/kelayakan/")
        assert f'href="/penangguhan/{made.pk}/"' in shown
        assert f"/penangguhan/baru/?orang={who.pk}" not in shown
        assert f"/penangguhan/baru/?orang={free.pk}" in shown
    for only in (person("babinsa", KELURAHAN), person("petugas_posko", KELURAHAN)):
        assert "/penangguhan/" not in page(logged_in(only), "/kelayakan/")
    lift_suspension(actor=actor_of(chief), suspension=made, reason="Keliru orang.")
    assert f"/penangguhan/baru/?orang={who.pk}" in page(logged_in(police), "/kelayakan/")


def test_a_suspension_that_is_over_or_reviewed_no_longer_says_what_will_be() -> None:
    mitra = partner()
    chief, police = lurah(), officer()
    lifted, upheld = suspended(chief, member(mitra)), suspended(chief, member(mitra, "Dewi Lestari"))
    for made in (lifted, upheld):
        assert "Akan ditinjau oleh" in page(logged_in(chief), f"/penangguhan/{made.pk}/")
        own = page(logged_in(made.person), f"/penangguhan/{made.pk}/")
        assert 'href="/tugas/"' in own
        assert "akan meninjaunya" in own
    lift_suspension(actor=actor_of(chief), suspension=lifted, reason="Keliru orang.")
    review_suspension(actor=actor_of(police), suspension=upheld, upheld=True, reason="Beralasan.", until=None)
    for made in (lifted, upheld):
        for reader in (chief, made.person):
            shown = page(logged_in(reader), f"/penangguhan/{made.pk}/")
            for hidden in ("Akan ditinjau", "akan meninjaunya"):
                assert hidden not in shown, hidden
            assert ("Masih dapat ditinjau" in shown) == (made == lifted)
    assert "sudah meninjaunya" in page(logged_in(upheld.person), f"/penangguhan/{upheld.pk}/")
    with time_machine.travel(timezone.now() + timedelta(days=95), tick=False):
        assert "Masih dapat ditinjau" not in page(logged_in(chief), f"/penangguhan/{lifted.pk}/")


def test_a_one_time_code_is_told_what_to_do_and_nothing_of_offices() -> None:
    told = []
    for who in (person(), member(partner()), person("lurah", KELURAHAN)):
        client = logged_in(who)
        session = client.session
        session[SESSION_KEY] = int(Strength.CODE)
        session.save()
        shown = page(client, "/hari-ini/")
        assert "Anda masuk dengan kode sekali pakai saja" in shown
        assert "Jabatan Anda" not in shown
        assert "belum terdaftar" not in shown
        told.append(shown[shown.index("kode sekali pakai") : shown.index("</main>")])
        if who.positions.exists():
            refused = client.get("/tugas/")
            assert refused.status_code == 403
            assert "lalu masuk dengan kata sandi atau kunci sandi" in refused.content.decode()
            assert "Cara Anda masuk" in refused.content.decode()
    assert told[0] == told[1] == told[2]


def test_public_pages_lead_to_certificates_and_the_code_of_conduct() -> None:
    assert 'href="/sertifikat/"' in page(Client(), "/mitra/")
    learning = page(Client(), "/belajar/")
    for path in ("/sertifikat/", "/kode-etik/"):
        assert f'href="{path}"' in learning, path
    assert '<a href="/belajar/">Belajar</a></p></section>' in page(logged_in(member(partner())), "/tugas/")
