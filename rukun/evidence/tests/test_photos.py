"""Photos come in once, sealed, are found again, painted over, opened by two, and go."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid1

import pytest
import time_machine
from django.utils import timezone

from rukun.evidence import actions, errors, gallery, queries
from rukun.evidence.actions import Added, Capture, Claim
from rukun.evidence.algo import judging, pictures
from rukun.evidence.models import Opening, Original, Photo, Rendition
from rukun.evidence.sealing import look_of, original_content
from rukun.evidence.tests.camera import GPS, encoded, exif, jpeg, opened, scene
from rukun.guard.ids import new_id

pytestmark = pytest.mark.django_db
PHOTO = jpeg(1, exif=exif(6))
POINT = (-6.2, 106.8)
TOLD = Capture(datetime(2026, 5, 1, 3, tzinfo=UTC), *POINT)


def added(content: bytes = PHOTO, about: UUID | None = None, **how: Any) -> Added:
    given: dict[str, Any] = {"photo_id": new_id(), "apart": False, "capture": None, "claim": Claim(), **how}
    return actions.add_photo(about=("report", about or new_id()), picture=actions.prepare(content), **given)


def test_a_photo_is_stored_once_sealed_and_whole() -> None:
    key, about = new_id(), new_id()
    first = added(about=about, photo_id=key, capture=TOLD)
    again = added(about=about, photo_id=key, content=jpeg(2))
    assert (first.new, again.new, Photo.objects.count()) == (True, False, 1)
    photo = again.photo
    assert (photo.time_fit, photo.place_fit, photo.repeats, photo.cleared_at) == ("tidak_ada", "tidak_ada", None, None)
    assert original_content(photo.original) == PHOTO
    assert queries.content_type(PHOTO) == "image/jpeg"
    page, small = queries.picture(photo, "page") or b"", queries.picture(photo, "list") or b""
    assert opened(page).size == queries.size_shown(photo, "page") == (480, 640)
    assert opened(small).size == queries.size_shown(photo, "list") == (240, 320)
    assert GPS not in page + small
    stored = [bytes(each) for each in Rendition.objects.values_list("content", flat=True)]
    stored += [bytes(each) for each in Original.objects.values_list("content", flat=True)]
    pieces = [plain[at : at + 16] for plain in (PHOTO, page, small) for at in (0, 64, len(plain) // 2)]
    assert not any(piece in each for each in stored for piece in pieces), "nothing lies there unsealed"
    assert queries.photos_of("report", [about, new_id()]) == {about: [photo]}
    assert queries.count_of("report", [about, new_id()]) == {about: 1}
    for wrong, error in ((key, errors.IdTaken), (uuid1(), errors.BadPhotoId)):
        with pytest.raises(error):
            added(photo_id=wrong)


def test_a_photo_prepared_ahead_is_prepared_once_and_only_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[bytes] = []
    usual = judging.judge

    def judge(content: bytes) -> Any:
        judged.append(content)
        return usual(content)

    monkeypatch.setattr(actions, "judge", judge)
    assert actions.prepare_ahead(PHOTO)
    assert actions.prepare(jpeg(2)).content == jpeg(2)
    assert actions.prepare(PHOTO).content == PHOTO
    assert judged == [PHOTO, jpeg(2)]
    assert actions.prepare(PHOTO).content == PHOTO
    assert judged[2:] == [PHOTO], "nothing is remembered longer"


def test_preparing_ahead_says_only_whether_it_can_be_done_now(monkeypatch: pytest.MonkeyPatch) -> None:
    assert actions.prepare_ahead(b"no photo"), "what is wrong with it is told when it is prepared"
    with pytest.raises(errors.PhotoRefused):
        actions.prepare(b"no photo")

    def busy(content: bytes) -> None:
        raise errors.PhotoRefused("busy")

    monkeypatch.setattr(actions, "prepare", busy)
    assert not actions.prepare_ahead(PHOTO)


def test_what_the_phone_wrote_stays_only_with_consent_and_until_it_is_taken_back() -> None:
    about, other = new_id(), new_id()
    claim = Claim(TOLD.time, *POINT)
    bare = added(about=about).photo
    told = added(encoded(scene(2), "WEBP", exif=exif(8)), about, capture=TOLD, claim=claim).photo
    beside = added(jpeg(3, exif=exif()), other, capture=TOLD).photo
    assert (bare.bare, told.bare, told.time_fit, told.place_fit) == (True, False, "cocok", "cocok")
    assert [GPS in original_content(each.original) for each in (bare, told, beside)] == [False, True, True]
    before, shown = opened(original_content(told.original)).tobytes(), queries.picture(told, "page")
    for _ in range(2):
        actions.make_bare(about=("report", about))
    for photo in Photo.objects.filter(about_id=about).order_by("added_at"):
        assert (photo.capture, photo.time_fit, photo.place_fit) == (None, "tidak_ada", "tidak_ada")
        kept = original_content(photo.original)
        assert GPS not in kept
        assert b"Telepon" not in kept
    assert opened(kept).tobytes() == before, "its pixels are those that were received"
    assert opened(kept).getexif()[0x0112] == 8
    assert queries.picture(told, "page") == shown
    assert GPS in original_content(Original.objects.get(photo=beside)), "what is somebody else's stays"


def test_time_and_place_are_compared_with_what_is_claimed() -> None:
    now = timezone.now()
    lat, lon = POINT
    claim = Claim(now, lat, lon)
    for told, expected in (
        (Capture(now - timedelta(hours=23), lat, lon + 0.004), ("cocok", "cocok")),
        (Capture(now + timedelta(hours=25), lat + 0.005, lon), ("tidak_cocok", "tidak_cocok")),
        (Capture(now, None, None), ("cocok", "tidak_ada")),
        (Capture(None, lat, lon), ("tidak_ada", "cocok")),
    ):
        photo = added(capture=told, claim=claim).photo
        assert (photo.time_fit, photo.place_fit) == expected
        assert queries.capture_of(photo) == told
    photo = added(capture=Capture(now, lat, lon), claim=Claim()).photo
    assert (photo.time_fit, photo.place_fit) == ("tidak_ada", "tidak_ada")


def test_four_photos_are_enough_and_what_is_no_photo_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    about = new_id()
    for seed in range(actions.MOST):
        added(jpeg(seed), about)
    with pytest.raises(errors.TooMany):
        added(jpeg(9), about)
    with pytest.raises(errors.PhotoRefused) as refused:
        added(b"\0\0\0\x18ftypheic", new_id())
    assert (refused.value.field, refused.value.why, refused.value.status) == ("photo", "heic", 422)
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._two, pictures._two:
        with pytest.raises(errors.PhotoRefused) as refused:
            added(jpeg(1), new_id())
        with pytest.raises(errors.Busy):
            actions.uncovered(photo=Photo.objects.all()[0])
    assert "nanti dengan kode" in str(refused.value)
    assert refused.value.status == 503, "a phone tries again"
    assert (Photo.objects.count(), Original.objects.count(), Rendition.objects.count()) == (4, 4, 8)


def test_a_photo_used_before_is_found_however_it_was_encoded_and_not_when_it_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = timezone.now().replace(month=3, day=15)
    with time_machine.travel(start, tick=False):
        about = new_id()
        first = added(jpeg(5), about).photo
        assert added(jpeg(5, quality=60), about).photo.repeats is None, "a second shot for the same report is none"
    other = encoded(scene(5).resize((320, 240)), "WEBP", quality=60)
    found = added(other).photo
    assert found.repeats == first.pk
    assert found.repeats_month == start.strftime("%Y-%m")
    assert added(jpeg(6)).photo.repeats is None
    dark = encoded(scene(1).point(lambda level: 0))
    assert added(dark).photo.repeats is None
    assert added(dark).photo.repeats is not None, "the very same file, though it shows nothing"
    assert actions.erase_about("report", [about]) == 2
    assert added(jpeg(5, quality=50)).photo.repeats == found.pk
    assert actions.erase_about("report", Photo.objects.values_list("about_id", flat=True)) == 5
    assert added(jpeg(5)).photo.repeats is None
    Photo.objects.update(phash=bytes(40))  # a row whose key is gone must not stop the others
    monkeypatch.setattr(gallery, "_gallery", gallery._Gallery())  # as a process that has just begun
    gallery.catch_up()
    assert added(jpeg(7)).photo.repeats is None


def test_a_photo_apart_is_compared_with_nothing_and_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a picture must not learn by sending it whether somebody sent it with what few may read."""
    hidden = added(jpeg(5), apart=True).photo
    monkeypatch.setattr(gallery, "_gallery", gallery._Gallery())  # as a process that has just begun
    open_one = added(jpeg(5)).photo
    assert (open_one.repeats, open_one.repeats_month) == (None, "")
    again = added(jpeg(5), apart=True).photo
    assert (again.repeats, again.repeats_month) == (None, "")
    assert len({hidden.sha256, again.sha256, open_one.sha256}) == 3, "the table does not tell it either"
    later = added(jpeg(5, quality=50)).photo
    assert later.repeats == open_one.pk
    actions.set_apart(about=("report", open_one.about_id), apart=True)
    for each in (open_one, later):
        each.refresh_from_db()
        assert (each.repeats, each.repeats_month) == (None, "")
    assert added(jpeg(5)).photo.repeats == later.pk, "the earliest that is not apart"
    actions.set_apart(about=("report", later.about_id), apart=True)
    near = gallery._gallery.alike(look_of(bytes(later.phash), later.pk), "")
    assert later.pk in near, "this process has not heard of it yet"
    assert added(jpeg(5), later.about_id, apart=True).photo.repeats is None
    actions.set_apart(about=("report", hidden.about_id), apart=False)
    assert added(jpeg(5, quality=40)).photo.repeats == hidden.pk, "what was put right is found like others"


def test_boxes_cover_what_people_see_and_the_original_stays() -> None:
    photo = added(jpeg(3), capture=TOLD).photo
    before = queries.picture(photo, "page")
    actions.paint(photo=photo, boxes=[(0.5, 0.5, 0.25, 0.75), (0.1, 0.1, 0.4, 0.4), (-3, 0.9, 9, 2)])
    page, small = queries.picture(photo, "page"), queries.picture(photo, "list")
    assert page != before
    for shown in (page or b"", small or b""):
        image = opened(shown).convert("RGB")
        assert max(abs(a - b) for a, b in zip(image.getpixel((70, 70)), (38, 32, 26), strict=True)) < 6  # type: ignore[arg-type]
    assert original_content(Original.objects.get(photo=photo)) == jpeg(3)
    assert actions.clear(photo=photo, by="person:1")
    assert not actions.clear(photo=photo, by="person:2"), "the first one said it"
    actions.start_again(photo=photo, large=actions.uncovered(photo=photo))
    photo.refresh_from_db()
    assert (photo.cleared_at, photo.cleared_by) == (None, "")
    assert queries.picture(photo, "page") == before
    for boxes, error in (([], errors.NoBoxes), ([(0.5, 0.5, 0.5, 0.9)], errors.NoBoxes)):
        with pytest.raises(error):
            actions.paint(photo=photo, boxes=boxes)
    with pytest.raises(errors.TooManyBoxes):
        actions.paint(photo=photo, boxes=[(0, 0, 1, 1)] * 13)


def test_an_original_is_opened_by_two_for_a_day() -> None:
    photo, reason = added(capture=TOLD).photo, "mencocokkan pelat dengan laporan lain"
    for bad, error in (("   singkat   ", errors.NoReason), ("x" * 1001, errors.ReasonTooLong)):
        with pytest.raises(error):
            actions.ask_opening(of=photo, by="person:1", reason=bad)
    opening, new = actions.ask_opening(of=photo, by="person:1", reason=reason)
    assert new
    assert actions.ask_opening(of=photo, by="person:1", reason=reason) == (opening, False)
    assert queries.openings_waiting("report") == queries.openings_of(photo) == [opening]
    for by in ("person:1", "person:2"):
        with pytest.raises(errors.NotOpened):
            actions.original_of(of=photo, by=by)
    with pytest.raises(errors.NeedsAnother):
        actions.agree_opening(opening=opening, by="person:1")
    assert actions.agree_opening(opening=opening, by="person:2")
    assert not actions.agree_opening(opening=opening, by="person:3"), "two are enough"
    assert actions.original_of(of=photo, by="person:1") == actions.original_of(of=photo, by="person:2") == PHOTO
    with pytest.raises(errors.NotOpened):
        actions.original_of(of=photo, by="person:3")
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        with pytest.raises(errors.NotOpened):
            actions.original_of(of=photo, by="person:1")
        assert queries.openings_of(photo) == []
        second, _new = actions.ask_opening(of=photo, by="person:1", reason=reason)
    with time_machine.travel(timezone.now() + timedelta(days=9)), pytest.raises(errors.NothingAsked):
        actions.agree_opening(opening=second, by="person:2")
    actions.erase_about("report", [photo.about_id])
    assert not Opening.objects.exists()
    for act in (
        lambda: actions.paint(photo=photo, boxes=[(0, 0, 1, 1)]),
        lambda: actions.uncovered(photo=photo),
        lambda: actions.start_again(photo=photo, large=PHOTO),
        lambda: actions.clear(photo=photo, by="person:1"),
        lambda: actions.ask_opening(of=photo, by="person:1", reason=reason),
        lambda: actions.agree_opening(opening=second, by="person:2"),
    ):
        with pytest.raises(errors.Gone):
            act()
