"""Photos of reports: who adds, who covers, who sees what, and what the journal says of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rukun.evidence import actions as evidence_actions
from rukun.evidence import queries as evidence
from rukun.evidence.actions import Capture
from rukun.evidence.errors import EvidenceError, Gone, IdTaken, PhotoRefused
from rukun.evidence.models import Opening, Photo
from rukun.evidence.sealing import original_content
from rukun.evidence.tests.camera import GPS, exif, jpeg
from rukun.guard import Refused, System
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import PersonActor
from rukun.people.models import Person
from rukun.people.strength import Strength
from rukun.people.tests.factories import person
from rukun.report.access import may_open_original
from rukun.report.actions import handling, openings
from rukun.report.actions import photos as actions
from rukun.report.actions.reaching import take_contact_back
from rukun.report.actions.withdrawing import withdraw
from rukun.report.errors.dialogue import ReportGone
from rukun.report.errors.photos import Closed, NotAPerson
from rukun.report.models import Report
from rukun.report.queries import photos as queries
from rukun.report.queries.openings import openings_waiting_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, OTHER, RT, RW, report, town

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PHOTO = jpeg(1, exif=exif(6))
REASON = "mencocokkan jam di foto"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def actor(who: Person) -> PersonActor:
    return PersonActor(who, Strength.STRONG)


def said(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def test_a_photo_of_a_named_report_keeps_what_the_phone_told_and_of_an_anonymous_one_nothing() -> None:
    now = timezone.now()
    told = actions.read_capture((now - timedelta(hours=1)).isoformat(), "-6.2001", "106.8")
    where: dict[str, Any] = {"lat": -6.2, "lon": 106.8, "happened": now - timedelta(hours=2), "happened_about": "hour"}
    named, _code = report(phone="081234567890", **where)
    nameless, _code = report(**where)
    fits = []
    for each in (named, nameless):
        photo = actions.add_photo(report=each, photo_id=new_id(), content=PHOTO, capture=told)
        fits.append((photo.time_fit, photo.place_fit, photo.bare))
        assert (GPS in original_content(photo.original)) == (not photo.bare)
    assert fits == [("cocok", "cocok", False), ("tidak_ada", "tidak_ada", True)]
    without = actions.add_photo(report=named, content=jpeg(2, exif=exif()))
    assert (GPS in original_content(without.original), without.bare) == (False, True), "nobody agreed to tell"
    assert said("report.photo_added") == 3
    assert not Entry.objects.filter(verb="report.photo_added").exclude(codes={}).exists(), "a book is for ever"


def test_whoever_takes_their_name_back_takes_back_what_their_photos_tell_of_the_phone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = actions.read_capture((timezone.now() - timedelta(hours=1)).isoformat(), "-6.2001", "106.8")
    found, _code = report(phone="081234567890", lat=-6.2, lon=106.8)
    key = actions.add_photo(report=found, content=PHOTO, capture=told).pk
    assert not Photo.objects.get(pk=key).bare
    take_contact_back(report=found)
    photo = Photo.objects.get(pk=key)
    assert (photo.bare, photo.capture, photo.place_fit) == (True, None, "tidak_ada")
    assert GPS not in original_content(photo.original)

    other, _code = report(phone="081234567890")
    ready = evidence_actions.prepare

    def slowly(content: bytes) -> Any:
        take_contact_back(report=other)  # while the photo is being looked at
        return ready(content)

    monkeypatch.setattr(evidence_actions, "prepare", slowly)
    late = actions.add_photo(report=other, content=PHOTO, capture=told)
    assert (late.bare, GPS in original_content(late.original)) == (True, False)


def test_sent_twice_it_is_stored_once_with_an_id_or_without() -> None:
    found, _code = report()
    key = new_id()
    for _ in range(2):
        actions.add_photo(report=found, photo_id=key, content=PHOTO)
        actions.add_photo(report=found, content=jpeg(2))
    other, _code = report()
    actions.add_photo(report=other, content=jpeg(2))
    with pytest.raises(IdTaken):
        actions.add_photo(report=other, photo_id=key, content=PHOTO)
    assert (Photo.objects.count(), said("report.photo_added")) == (3, 3)
    with pytest.raises(PhotoRefused):
        actions.add_photo(report=found, content=b"%PDF-1.4")
    Report.objects.filter(pk=found.pk).update(closed_at=timezone.now(), closing="withdrawn")
    with pytest.raises(Closed):
        actions.add_photo(report=found, content=jpeg(3))
    found.refresh_from_db()
    with pytest.raises(Closed):
        actions.add_photo(report=found, content=jpeg(3))
    assert actions.add_photo(report=found, content=jpeg(2)).about_id == found.pk, "what had arrived has arrived"


@pytest.mark.parametrize(
    ("taken", "lat", "lon", "expected"),
    [
        ("2026-05-01T10:00:00+07:00", "-6.2", "106.8", True),
        ("", "", "", False),
        ("kemarin", "x", "y", False),
        ("2026-13-01T10:00", "", "", False),
        ("1970-01-01T00:00:00Z", "999", "999", False),
        ("9999-12-31T23:59:59", "nan", "inf", False),
        ("", "-6.2", "106.8", True),
    ],
)
def test_what_a_phone_tells_is_read_as_far_as_it_can_be(taken: str, lat: str, lon: str, expected: bool) -> None:
    read = actions.read_capture(taken, lat, lon)
    assert (read is not None) == expected
    assert read is None or isinstance(read, Capture)


def test_only_handlers_see_a_photo_until_it_is_cleared(client: Client) -> None:
    found, _code = report(unit=RT)
    photo = actions.add_photo(report=found, content=PHOTO)
    lurah, rt = signed_in(person("lurah", KELURAHAN)), signed_in(person("ketua_rt", RT))
    stranger, resident = signed_in(person("lurah", OTHER)), signed_in(person())
    base = f"/laporan/foto/{photo.pk}/"
    paths = (base, f"{base}list.jpg", f"{base}page.jpg")

    def answers(who: Client) -> list[int]:
        return [who.get(path).status_code for path in paths]

    assert answers(lurah) == [200, 200, 200]
    assert answers(rt) == [200, 404, 404]
    assert "sedang diperiksa petugas" in rt.get(base).content.decode()
    assert answers(stranger) == [404, 404, 404]
    assert set(answers(resident)) == {403}
    assert set(answers(client)) <= {302, 401, 403}
    picture = lurah.get(paths[1])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in picture.headers["Cache-Control"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    for step, who, status in (("loloskan", rt, 403), ("loloskan", stranger, 404), ("ulang", rt, 403)):
        assert who.post(f"{base}{step}/").status_code == status, step
    assert rt.post(f"{base}tutupi/", {}).status_code == 403
    assert lurah.get(f"{base}loloskan/").status_code == 405, "only a POST changes anything"
    stale = lurah.post(f"{base}loloskan/", {"seen": "0" * 16}, follow=True).content.decode()
    assert "berubah sejak Anda membukanya" in stale
    assert said("report.photo_cleared") == 0, "another one may have taken the boxes away meanwhile"
    assert answers(rt)[1:] == [404, 404]
    assert lurah.post(f"{base}loloskan/").status_code == lurah.post(f"{base}loloskan/").status_code == 302
    assert said("report.photo_cleared") == 1
    assert answers(rt) == [200, 200, 200]
    assert "kotak" not in rt.get(base).content.decode()
    assert lurah.post(f"{base}ulang/").status_code == 302
    assert answers(rt) == [200, 404, 404]


def test_a_handler_draws_boxes_with_numbers_and_nothing_typed_is_lost() -> None:
    found, _code = report()
    photo = actions.add_photo(report=found, content=PHOTO)
    lurah = signed_in(person("lurah", KELURAHAN))
    base = f"/laporan/foto/{photo.pk}/"
    before = evidence.picture(photo, "page")
    empty = lurah.get(base).content.decode()
    for words in ("Baru petugas yang melihat", "painting.js", 'name="boxes_left"', "tidak ada"):
        assert words in empty, words

    def sent(*rows: tuple[str, str, str, str]) -> dict[str, Any]:
        columns = zip(*rows, strict=True)
        return {
            f"boxes_{side}": list(each) for side, each in zip(("left", "right", "top", "bottom"), columns, strict=True)
        }

    for row, words in (
        (("", "", "", ""), "id_boxes_field"),
        (("10", "20", "x", "40"), "Isi keempat angka"),
        (("10", "", "", ""), "Isi keempat angka"),
        (("10", "120", "1", "2"), "Isi keempat angka"),
        (("nan", "20", "1", "2"), "Isi keempat angka"),
        (("30", "20", "1", "2"), "Sisi kanan harus lebih besar"),
    ):
        answer = lurah.post(f"{base}tutupi/", sent(row, ("", "", "", "")))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert words in text, words
        assert "Periksa satu hal ini dulu" in text
        assert f'value="{row[0]}"' in text
    many = lurah.post(f"{base}tutupi/", sent(*[("1", "2", "3", "4")] * 13)).content.decode()
    assert "Terlalu banyak kotak" in many
    assert evidence.picture(photo, "page") == before
    answer = lurah.post(f"{base}tutupi/", sent(("10", "50,5", "10", "60"), ("", "", "", "")), follow=True)
    assert "Ditutupi. Periksa fotonya" in answer.content.decode()
    assert evidence.picture(photo, "page") != before
    assert (said("report.photo_painted"), said("report.photo_cleared")) == (1, 0)
    lurah.post(f"{base}ulang/")
    assert (evidence.picture(photo, "page"), said("report.photo_uncovered")) == (before, 1)


def test_two_persons_open_the_original_together_and_each_look_is_recorded() -> None:
    found, _code = report(phone="081234567890")
    capture = actions.read_capture(timezone.now().isoformat(), "", "")
    photo = actions.add_photo(report=found, content=PHOTO, capture=capture)
    lurah, second, rt = person("lurah", KELURAHAN), person("sekretaris_kelurahan", KELURAHAN), person("ketua_rt", RT)
    one, two, other = signed_in(lurah), signed_in(second), signed_in(rt)
    base = f"/laporan/foto/{photo.pk}/"
    short = one.post(f"{base}asli/minta/", {"reason": "lihat"}).content.decode()
    assert "paling sedikit 10 huruf" in short
    assert ">lihat</textarea>" in short.replace("\n", "")
    assert other.post(f"{base}asli/minta/", {"reason": REASON}).status_code in (403, 404)
    assert one.post(f"{base}asli/").status_code == 302, "not yet: told on the page"
    for _ in range(2):
        assert one.post(f"{base}asli/minta/", {"reason": REASON}).status_code == 302
    opening = Opening.objects.get()
    assert "Menunggu persetujuan orang kedua" in one.get(base).content.decode()
    offered = two.get(base).content.decode()
    assert REASON in offered
    assert "Setujui, dan lihat berdua" in offered
    assert [each[1].pk for each in openings_waiting_for(actor(second))] == [photo.pk]
    assert openings_waiting_for(actor(lurah)) == []
    agree = f"{base}asli/setuju/{opening.pk}/"
    told = one.post(agree, follow=True).content.decode()
    assert "orang lain yang harus menyetujui" in told
    assert two.post(f"{base}asli/setuju/{new_id()}/").status_code == 404
    assert two.post(agree).status_code == two.post(agree).status_code == 302
    for who in (one, two):
        answer = who.post(f"{base}asli/")
        assert answer.content == PHOTO
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"] == "image/jpeg"
    assert [said(f"report.original_{each}") for each in ("asked", "agreed", "seen")] == [1, 1, 2]
    with pytest.raises(NotAPerson):
        openings.see_original(actor=System("test"), report=found, of=photo)


def test_of_other_reports_with_the_same_photo_only_the_month_is_told_unless_they_may_be_read() -> None:
    first, _code = report(unit=NEXT_RW)
    now, _code = report(unit=RW)
    actions.add_photo(report=first, content=jpeg(1))
    for seed in (1, 2):
        actions.add_photo(report=now, content=jpeg(seed, quality=60))
    lurah = person("lurah", KELURAHAN)
    again, fresh = queries.for_page(actor(lurah), now)
    assert again.repeats
    assert (again.repeats_report, fresh.repeats, fresh.repeats_report) == (first.pk, "", None)
    text = signed_in(person("petugas_posko", RW)).get(f"/laporan/foto/{again.photo.pk}/").content.decode()
    assert "Foto yang tampak sama pernah dikirim pada" in text
    assert str(first.pk) not in text


@pytest.mark.parametrize("category", ["kekerasan", "keluhan"])
def test_nobody_learns_from_a_photo_whether_it_was_sent_with_what_few_may_read(category: str) -> None:
    hidden, _code = report(category)
    theirs = actions.add_photo(report=hidden, content=jpeg(1))
    now, _code = report()
    shown = [actions.add_photo(report=now, content=jpeg(1, quality=60)).pk]
    again, _code = report(category)
    shown.append(actions.add_photo(report=again, content=jpeg(1)).pk)
    lurah = person("lurah", KELURAHAN)
    for key in (*shown, theirs.pk):
        photo = Photo.objects.get(pk=key)
        assert (photo.repeats, photo.repeats_month) == (None, "")
    assert "pernah" not in signed_in(lurah).get(f"/laporan/foto/{shown[0]}/").content.decode()
    if category == "kekerasan":
        assert signed_in(lurah).get(f"/laporan/foto/{theirs.pk}/").status_code == 404


def test_a_report_put_right_takes_what_its_photos_look_like_with_it() -> None:
    person("petugas_pelindungan", KELURAHAN)
    first, _code = report()
    actions.add_photo(report=first, content=jpeg(1))
    second, _code = report()
    photo = actions.add_photo(report=second, content=jpeg(1, quality=60))
    assert photo.repeats_month
    handling.recategorise(actor=actor(person("lurah", KELURAHAN)), report=first, category="kekerasan")
    photo.refresh_from_db()
    assert (photo.repeats, photo.repeats_month) == (None, "")
    third, _code = report()
    assert actions.add_photo(report=third, content=jpeg(1)).repeats == photo.pk


def test_what_went_or_was_put_right_meanwhile_is_not_there_and_not_theirs() -> None:
    lurah, second = person("lurah", KELURAHAN), person("sekretaris_kelurahan", KELURAHAN)
    one, two = actor(lurah), actor(second)
    boxes = [(0.1, 0.1, 0.4, 0.4)]

    def acts(who: PersonActor, found: Report, photo: Photo, opening: Opening) -> list[Any]:
        given: dict[str, Any] = {"actor": who, "report": found}
        return [
            lambda: actions.paint(photo=photo, boxes=boxes, **given),
            lambda: actions.start_again(photo=photo, **given),
            lambda: actions.clear(photo=photo, **given),
            lambda: openings.ask_opening(of=photo, reason=REASON, **given),
            lambda: openings.agree_opening(opening=opening, **given),
            lambda: openings.see_original(of=photo, **given),
        ]

    def asked() -> tuple[Report, Photo, Opening]:
        found, _code = report()
        photo = actions.add_photo(report=found, content=PHOTO)
        return found, photo, openings.ask_opening(actor=two, report=found, of=photo, reason=REASON)

    withdrawn, photo, opening = asked()
    withdraw(report=withdrawn)
    for act in acts(one, withdrawn, photo, opening)[:5]:
        with pytest.raises(Gone):
            act()
    erased, photo, opening = asked()
    Report.objects.filter(pk=erased.pk).delete()
    for act in acts(one, erased, photo, opening):
        with pytest.raises(ReportGone):
            act()
    changed, photo, opening = asked()
    Report.objects.filter(pk=changed.pk).update(category="kekerasan")
    for act in acts(one, changed, photo, opening):
        with pytest.raises(Refused):  # ``changed`` is what it was when the page was opened
            act()
    said_before = Entry.objects.count()
    client, base = signed_in(lurah), f"/laporan/foto/{photo.pk}/"
    assert client.post(f"{base}loloskan/").status_code == 404
    assert Entry.objects.count() == said_before


@pytest.mark.parametrize("step", ["tutupi", "ulang", "loloskan", "asli/minta", "asli/setuju", "asli"])
def test_a_photo_that_goes_while_its_page_is_open_is_not_found(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found, _code = report()
    photo = actions.add_photo(report=found, content=PHOTO)
    lurah, second = person("lurah", KELURAHAN), person("sekretaris_kelurahan", KELURAHAN)
    opening = openings.ask_opening(actor=actor(second), report=found, of=photo, reason=REASON)
    client = signed_in(lurah)
    if step == "asli/setuju":
        step += f"/{opening.pk}"
    names = {
        **dict.fromkeys(("paint", "start_again", "clear"), actions),
        **dict.fromkeys(("ask_opening", "agree_opening", "see_original"), openings),
    }

    def late(name: str) -> Any:
        act = getattr(names[name], name)

        def done(**given: Any) -> Any:
            Report.objects.filter(pk=found.pk).delete()
            return act(**given)

        return done

    for name, module in names.items():
        monkeypatch.setattr(module, name, late(name))
    sent = {"reason": REASON, "boxes_left": "1", "boxes_right": "20", "boxes_top": "1", "boxes_bottom": "20"}
    assert client.post(f"/laporan/foto/{photo.pk}/{step}/", sent).status_code == 404
    assert not Report.objects.filter(pk=found.pk).exists(), "it went when it was meant to"


def test_what_waits_for_a_second_person_is_found_by_the_same_few_questions_however_much_it_is(
    django_assert_max_num_queries: Any,
) -> None:
    lurah, second = person("lurah", KELURAHAN), person("petugas_pelindungan", KELURAHAN)
    clerk, other = person("sekretaris_kelurahan", KELURAHAN), person("petugas_pelindungan", KELURAHAN)
    for number in range(4):
        found, _code = report("kekerasan" if number % 2 else "ketertiban")
        photo = actions.add_photo(report=found, content=jpeg(number))
        openings.ask_opening(actor=actor((clerk, other)[number % 2]), report=found, of=photo, reason=REASON)
    for who, category in ((lurah, "ketertiban"), (second, "kekerasan")):
        one = actor(who)
        with django_assert_max_num_queries(5):
            waiting = openings_waiting_for(one)
        assert [found.category for found, _photo in waiting] == [category] * 2
        assert all(may_open_original(one, found).allowed for found, _photo in waiting)
    assert openings_waiting_for(actor(other)) == []


def test_the_report_page_shows_its_photos_by_who_looks() -> None:
    found, _code = report(unit=RT)
    for seed in (1, 2):
        actions.add_photo(report=found, content=jpeg(seed))
    lurah = signed_in(person("lurah", KELURAHAN)).get(f"/laporan/{found.pk}/").content.decode()
    assert lurah.count("list.jpg") == 2
    assert "belum ditutupi" in lurah
    rt = signed_in(person("ketua_rt", RT)).get(f"/laporan/{found.pk}/").content.decode()
    assert "list.jpg" not in rt
    assert rt.count("sedang diperiksa petugas") == 2
    with pytest.raises(EvidenceError):
        actions.paint(actor=System("test"), report=found, photo=Photo.objects.first(), boxes=[])  # type: ignore[arg-type]
