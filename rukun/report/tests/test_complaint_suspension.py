"""From a complaint about a member straight to keeping that member from duty."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actions import give_position
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.actions.handling import set_aside
from rukun.report.actions.suspending import suspend_member
from rukun.report.errors.handling import Closed, NobodyChosen, NotAboutAMember
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, OTHER, report, town
from rukun.training.models import Suspension
from rukun.training.tests.factories import chair, fit, member, partner
from rukun.ui.dates import written_out

pytestmark = pytest.mark.django_db
REASON = "Meminta uang parkir saat berjaga di depan pasar."


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def address(made: Report) -> str:
    return f"/laporan/{made.pk}/tangguhkan/"


def soon() -> str:
    return written_out(timezone.localdate() + timedelta(days=5))


@pytest.mark.once
def test_the_authorities_choose_the_member_and_suspend_there_and_then() -> None:
    mitra, other = partner(name="Mitra Kampung"), partner(name="Mitra Pasar")
    sari = fit(member(mitra, name="Sari Layak"))
    member(other, name="Yusuf Pasar")
    made, _code = report("keluhan", organisation=mitra.pk, words="Anggota itu meminta uang.")
    lurah = client_of(person("lurah", KELURAHAN))
    told = lurah.get(address(made)).content.decode()
    assert "Sari Layak" in told
    assert "Yusuf Pasar" not in told
    assert "meminta uang" not in told, "the words of a complaint stay on its own page"
    wrong = lurah.post(address(made), {"person": "", "reason": REASON, "until": "kemarin"}).content.decode()
    assert "Anggotanya belum dipilih" in wrong
    assert "Tanggal itu tidak terbaca" in wrong
    assert REASON in wrong
    far = {"person": str(sari.pk), "reason": REASON, "until": "1 Januari 2199"}
    assert "90 hari" in lurah.post(address(made), far).content.decode()
    done = lurah.post(address(made), {"person": str(sari.pk), "reason": REASON, "until": soon()})
    found = Suspension.objects.get()
    assert done.headers["Location"] == f"/penangguhan/{found.pk}/"
    assert (found.person_id, found.authority, found.unit) == (sari.pk, "kelurahan", KELURAHAN)
    again = lurah.post(address(made), {"person": str(sari.pk), "reason": REASON, "until": soon()})
    assert again.headers["Location"] == done.headers["Location"]
    tied = Entry.objects.filter(verb="training.duty_suspended").values_list("object_label", "codes")
    assert all(str(made.pk) not in str(each) for each in tied), "nothing ties it to who complained"
    unnamed, _code = report("keluhan")
    choice = lurah.get(address(unnamed)).content.decode()
    assert "Mitra Kampung" in choice
    assert "Mitra Pasar" in choice
    assert "Yusuf Pasar" in lurah.get(address(unnamed), {"mitra": str(other.pk)}).content.decode()
    assert "Yusuf Pasar" not in lurah.get(address(unnamed), {"mitra": "asal"}).content.decode()
    empty = client_of(person("lurah", OTHER))
    elsewhere, _code = report("keluhan", f"{OTHER}.001")
    assert "Tidak ada yang dapat ditangguhkan" in empty.get(address(elsewhere)).content.decode()
    Person.objects.filter(pk=sari.pk).update(released_at=timezone.now())
    Person.objects.filter(name__startswith="Ketua").update(released_at=timezone.now())
    assert "belum punya anggota" in lurah.get(address(unnamed), {"mitra": str(mitra.pk)}).content.decode()


@pytest.mark.once
def test_nobody_else_gets_there() -> None:
    mitra = partner()
    made = report("keluhan", organisation=mitra.pk)[0]
    about_rw, ordinary = report("keluhan", subject="rt_rw")[0], report()[0]
    for title, unit, status in (
        ("bhabinkamtibmas", KELURAHAN, 200),
        ("kapolsek", "31.73.07", 200),
        ("bhabinkamtibmas", OTHER, 404),
        ("sekretaris_kelurahan", KELURAHAN, 404),  # may suspend, but complaints are not theirs to read
        ("petugas_posko", KELURAHAN, 403),
        ("ketua_rw", f"{KELURAHAN}.016", 403),
    ):
        client = client_of(person(title, unit))
        assert client.get(address(made)).status_code == status, title
        assert client.post(address(made), {"reason": REASON}).status_code == status, title
    lurah = client_of(person("lurah", KELURAHAN))
    for each in (about_rw, ordinary):
        assert lurah.get(address(each)).status_code == 404
    assert client_of(chair(mitra)).get(address(made)).status_code == 403
    assert Client().get(address(made)).headers["Location"].startswith("/masuk/")


def test_only_members_of_the_group_in_question_and_never_from_within_it() -> None:
    mitra, other = partner(), partner(name="Mitra Lain")
    sari, yusuf = member(mitra), member(other, name="Yusuf")
    made, _code = report("keluhan", organisation=mitra.pk)
    lurah = actor_of(person("lurah", KELURAHAN))
    until = timezone.localdate() + timedelta(days=5)
    with pytest.raises(NobodyChosen):
        suspend_member(actor=lurah, report=made, person=yusuf.pk, reason=REASON, until=until)
    with pytest.raises(Refused):
        suspend_member(
            actor=actor_of(person("petugas_posko", KELURAHAN)), report=made, person=sari.pk, reason=REASON, until=until
        )
    insider = person("bhabinkamtibmas", KELURAHAN)
    unnamed, _code = report("keluhan")
    give_position(actor=SYSTEM, person=insider, title="pembina", unit=KELURAHAN, organisation=mitra)
    with pytest.raises(Refused, match="refused"):
        suspend_member(actor=actor_of(insider), report=made, person=sari.pk, reason=REASON, until=until)
    with pytest.raises(Refused) as near:
        suspend_member(actor=actor_of(insider), report=unnamed, person=sari.pk, reason=REASON, until=until)
    assert "dari luar organisasinya" in str(near.value.reason)
    page = client_of(insider).post(
        f"{address(unnamed)}?mitra={mitra.pk}", {"person": str(sari.pk), "reason": REASON, "until": soon()}
    )
    assert "dari luar organisasinya" in page.content.decode()
    about_rw, _code = report("keluhan", subject="rt_rw")
    with pytest.raises(NotAboutAMember):
        suspend_member(actor=lurah, report=about_rw, person=sari.pk, reason=REASON, until=until)
    assert not Suspension.objects.exists()
    suspend_member(actor=lurah, report=unnamed, person=yusuf.pk, reason=REASON, until=until)
    assert Suspension.objects.get().person_id == yusuf.pk
    set_aside(actor=lurah, report=made, reason="Sudah selesai dibicarakan.")
    with pytest.raises(Closed):
        suspend_member(actor=lurah, report=Report.objects.get(pk=made.pk), person=sari.pk, reason=REASON, until=until)
