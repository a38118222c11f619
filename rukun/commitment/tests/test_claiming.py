"""An owner says that it is done with fresh proof, or that it cannot be with a reason; and nothing is closed by that."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from rukun.almanac.queries import working_time
from rukun.commitment import follow
from rukun.commitment.actions import making, ticking, undoing
from rukun.commitment.actions.claiming import LEAST, MOST_PHOTOS
from rukun.commitment.errors import (
    ClaimTaken,
    CommitmentError,
    HandedAway,
    NoPhoto,
    PhotoUsed,
    ReasonTooShort,
    WordsTooLong,
)
from rukun.commitment.models import Claim, Commitment, Step
from rukun.commitment.owners import Owner
from rukun.commitment.queries import history_of, proof_photos
from rukun.commitment.sealing import text_of
from rukun.commitment.tests.factories import (
    KELURAHAN,
    LABEL,
    REASON,
    RW,
    again,
    at_once,
    claimed,
    handed_outside,
    organisation,
    photos,
    picture,
    promise,
    rejected,
    rows,
    somebody,
    town,
)
from rukun.evidence.errors import EvidenceError, IdTaken, PhotoRefused, TooMany
from rukun.evidence.models import Original, Photo
from rukun.evidence.sealing import original_content
from rukun.evidence.tests.camera import exif_of, jpeg
from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


def reassigned(row: Commitment, **other: Any) -> None:
    now = again(row)
    owner = Owner(now.owner_unit, now.owner_organisation_id, now.owner_title)
    given = {"owner": owner, "clock": now.clock, "book": now.book, "local": now.local, **other}
    making.reassign(actor=SYSTEM, commitment=row, **given)


@pytest.mark.parametrize(
    ("outcome", "kind", "shown", "stored"),
    [
        ("done", "photo", 1, "photo"),
        ("done", "minutes", MOST_PHOTOS, "minutes"),
        ("done", "reason", 1, "photo"),
        ("cannot", "photo", 0, "reason"),
        ("cannot", "minutes", 2, "reason"),
    ],
)
def test_what_is_claimed_waits_for_somebody_else_and_its_clock_stands(
    outcome: str, kind: str, shown: int, stored: str
) -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    claim = claimed(lurah, row, outcome, kind=kind, photos=photos(shown))
    after = again(row)
    assert (after.state, after.closed_at, after.closing, after.due_at) == ("awaiting", None, "", None)
    assert (claim.kind, claim.outcome, claim.verdict, claim.doubtful) == (stored, outcome, "", False)
    assert after.answered_at == claim.at == after.last_at
    assert after.wake_at == claim.at + timedelta(days=7)
    assert claim.step is not None
    assert text_of(claim.step) == REASON
    assert claim.step.facts == {"outcome": outcome, "kind": stored, "photos": shown}
    assert len(proof_photos([claim.pk]).get(claim.pk, [])) == shown
    last = history_of(after)[-1]
    assert (last.claim, last.text, last.organisation) == (claim.pk, REASON, "Kelurahan Palmerah")
    entry = Entry.objects.get(object_id=str(row.about_id))
    assert (entry.unit, entry.actor, entry.codes) == (KELURAHAN, lurah.label, claim.step.facts)


def test_without_a_photo_or_a_reason_that_says_something_nothing_is_claimed() -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    before = rows()
    lapses: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"outcome": "done", "photos": ()}, NoPhoto),
        ({"outcome": "done", "photos": (), "kind": "reason"}, NoPhoto),
        ({"outcome": "done", "photos": [(new_id(), b"berita acara")]}, PhotoRefused),
        ({"outcome": "done", "photos": photos(MOST_PHOTOS + 1)}, TooMany),
        ({"outcome": "done", "words": "a" * 1001}, WordsTooLong),
        ({"outcome": "cannot", "words": ""}, ReasonTooShort),
        ({"outcome": "cannot", "words": "x" * (LEAST - 1)}, ReasonTooShort),
        ({"outcome": "cannot", "words": "." * 300}, ReasonTooShort),
        ({"outcome": "cannot", "words": "tidak bisa" + " -" * 40}, ReasonTooShort),
        ({"outcome": "closed"}, ValueError),
    ]
    for given, error in lapses:
        with pytest.raises(error) as raised:
            claimed(lurah, row, **given)
        assert rows() == before, given
        if isinstance(raised.value, CommitmentError):
            assert raised.value.field in ("photo", "words")
    assert claimed(lurah, row, "cannot", words="Bukan wewenang kelurahan").outcome == "cannot"


def test_a_photo_that_was_used_before_proves_nothing_and_one_much_like_it_is_doubtful() -> None:
    town()
    lurah, content = somebody("lurah"), jpeg(7)
    first, second = promise(), promise()
    claim = claimed(lurah, first, photos=[(new_id(), content)])
    rejected(first, claim)
    for row in (first, second):
        with pytest.raises(PhotoUsed):
            claimed(lurah, row, photos=[(new_id(), picture()), (new_id(), content)])
    claim = claimed(lurah, second, photos=[(new_id(), jpeg(7, quality=60))])
    assert claim.doubtful
    assert [each.repeats is not None for each in proof_photos([claim.pk])[claim.pk]] == [True]


def test_what_few_may_know_is_proved_by_no_photo_twice_and_that_tells_nothing_of_any_other() -> None:
    town()
    lurah, content = somebody("lurah"), jpeg(7)
    first, second, open_one = promise(book="", local=False), promise(book="", local=False), promise()
    rejected(first, claimed(lurah, first, photos=[(new_id(), content)]))
    before = rows()
    with pytest.raises(PhotoUsed):
        claimed(lurah, first, photos=[(new_id(), picture()), (new_id(), content)])
    assert rows() == before
    for row in (second, open_one):
        assert not claimed(lurah, row, photos=[(new_id(), content)]).doubtful
    assert len(set(Photo.objects.values_list("sha256", flat=True))) == 3, "the table does not tell it either"
    made = promise()
    rejected(made, claimed(lurah, made, photos=[(new_id(), jpeg(8))]))
    reassigned(made, book="", local=False)
    with pytest.raises(PhotoUsed):
        claimed(lurah, made, photos=[(new_id(), jpeg(8))])


def test_a_photo_of_another_time_or_place_is_doubtful_where_it_says_so_and_may_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town()
    lurah, now, here, away = somebody("lurah"), timezone.now(), (-6.2, 106.79), (-6.3, 106.79)
    ago, hour = now - timedelta(days=9), timedelta(hours=1)
    fits, differs, none = "cocok", "tidak_cocok", "tidak_ada"
    cases: list[tuple[bytes, dict[str, Any], tuple[float, float] | None, tuple[str, str]]] = [
        (exif_of(now, here), {}, here, (fits, fits)),
        (exif_of(ago + hour), {}, here, (fits, none)),
        (exif_of(ago - hour, here), {}, here, (differs, fits)),
        (exif_of(now + hour), {}, here, (differs, none)),
        (exif_of(None, away), {}, here, (none, differs)),
        (exif_of(now, away), {}, None, (fits, none)),
        (exif_of(ago - hour, away), {"kind": "minutes"}, here, (differs, none)),
        (exif_of(ago - hour, away), {"outcome": "cannot"}, here, (none, none)),
        (exif_of(ago - hour, away), {"read": False}, here, (none, none)),
        (b"", {}, here, (none, none)),
    ]
    for number, (told, given, where, expected) in enumerate(cases):
        monkeypatch.setitem(follow.PLACES, LABEL, lambda _key, where=where: where)
        row = promise(at=ago)
        content = jpeg(100 + number, exif=told)
        claim = claimed(lurah, row, photos=[(new_id(), content)], **{"read": True, **given})
        photo = proof_photos([claim.pk])[claim.pk][0]
        assert (photo.time_fit, photo.place_fit) == expected, number
        assert claim.doubtful is Claim.objects.get(pk=claim.pk).doubtful is (differs in expected)
        assert (photo.capture is None) is (given in ({"outcome": "cannot"}, {"read": False}))
        stored = original_content(Original.objects.get(photo=photo))
        assert b"Telepon" not in stored
        assert b"Exif" not in stored


def test_a_photo_from_before_somebody_said_that_it_is_not_done_shows_nothing_of_what_was_done_since() -> None:
    town()
    lurah = somebody("lurah")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise()
        claim = claimed(lurah, row)
        clock.shift(timedelta(hours=3))
        before = jpeg(120, exif=exif_of(timezone.now()))
        clock.shift(timedelta(hours=3))
        rejected(row, claim)
        assert claimed(lurah, row, photos=[(new_id(), before)], read=True).doubtful


def test_sent_twice_it_is_one_and_a_form_that_was_taken_back_or_belongs_elsewhere_is_not_taken_for_a_new_one() -> None:
    town()
    lurah, row, other = somebody("lurah"), promise(), promise()
    key, proof = new_id(), photos()
    first = claimed(lurah, row, claim_id=key, photos=proof, seen=row.version)
    before = rows()
    assert claimed(lurah, row, claim_id=key, photos=proof, seen=row.version) == first
    with pytest.raises(ClaimTaken):
        claimed(lurah, other, claim_id=key)
    assert rows() == before
    undoing.undo(actor=lurah, commitment=row)
    assert not Photo.objects.exists()
    before = rows()
    with pytest.raises(ClaimTaken, match="Muat ulang"):
        claimed(lurah, row, claim_id=key, photos=proof)
    assert rows() == before
    assert claimed(lurah, row, photos=proof).verdict == "", "the same photo, which had not been seen by anybody"
    assert [str(each.pk) for each in Photo.objects.all()] == [str(proof[0][0])]


def test_ids_of_photos_that_were_used_before_take_no_photo_from_another_claim() -> None:
    town()
    lurah, row, other = somebody("lurah"), promise(), promise()
    key = new_id()
    twice = claimed(lurah, row, photos=[(key, picture()), (key, picture())])
    assert twice.step is not None
    assert twice.step.facts["photos"] == Photo.objects.count() == 1
    before = rows()
    with pytest.raises(IdTaken):
        claimed(lurah, other, photos=[(new_id(), picture()), (key, picture())])
    with pytest.raises(EvidenceError):
        claimed(lurah, other, photos=[(UUID("11111111-1111-1111-8111-111111111111"), picture())])
    assert rows() == before


def test_who_owned_it_until_a_moment_ago_claims_nothing_nor_anybody_while_another_is_asked() -> None:
    town()
    lurah, head = somebody("lurah"), somebody("ketua_rw")
    row, asked = promise(), promise()
    reassigned(row, owner=organisation("rw", RW))
    before = rows()
    with pytest.raises(Refused):
        claimed(lurah, row)  # as it was looked at
    assert rows() == before
    claimed(head, again(row))
    handed_outside(lurah, asked)
    with pytest.raises(HandedAway):
        claimed(lurah, asked)


def test_photos_of_what_no_neighbourhoods_book_may_tell_are_apart_and_what_becomes_so_becomes_apart() -> None:
    town()
    lurah = somebody("lurah")
    open_one, hidden = promise(), promise(book="", local=False)
    for row in (open_one, hidden):
        claimed(lurah, row)
    apart = {each.about_id: each.apart for each in Photo.objects.all()}
    claims = {each.commitment_id: each.pk for each in Claim.objects.all()}
    assert (apart[claims[open_one.pk]], apart[claims[hidden.pk]]) == (False, True)
    entry = Entry.objects.get(object_id=str(hidden.about_id))
    assert (entry.unit, entry.chain_id) == ("", "")
    reassigned(open_one, book="", local=False)
    assert set(Photo.objects.values_list("apart", flat=True)) == {True}
    assert again(open_one).state == "awaiting", "what was said to many waits on"
    written = Entry.objects.filter(object_id=str(open_one.about_id)).order_by("time")
    assert [each.unit for each in written][-1] == ""


def test_what_was_said_and_shown_to_few_is_never_read_by_many() -> None:
    town()
    lurah = somebody("lurah")
    answered, waiting = promise(book="", local=False), promise(book="", local=False)
    for row in (answered, waiting):
        claim = claimed(lurah, row)
        if row == answered:
            rejected(row, claim)
    for row in (answered, waiting):
        reassigned(row, book=KELURAHAN, local=True)
    assert not Step.objects.exclude(content=None).exists()
    assert not Photo.objects.exists()
    assert [again(each).state for each in (answered, waiting)] == ["reopened", "working"]
    assert set(Claim.objects.values_list("verdict", flat=True)) == {"rejected", "taken_back"}
    claimed(lurah, waiting)


def test_of_another_clock_there_is_the_share_that_was_left_and_to_and_fro_wins_nothing() -> None:
    town()
    somebody("lurah")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = promise(clock="segera")
        start = timezone.now()
        clock.shift(timedelta(hours=6))
        reassigned(row, clock="tiga_hari")
        assert again(row).allowance - again(row).spent == 3 * 8 * 3600 * 3 // 4, "a quarter was used"
        for kind in ("lima_hari", "sepuluh_hari", "segera"):
            reassigned(row, clock=kind)
        assert again(row).due_at == start + timedelta(hours=24)
        assert again(row).spent == 6 * 3600
        clock.shift(timedelta(hours=30))
        reassigned(row, clock="dua_puluh_hari")
        late = again(row)
        assert late.due_at is not None
        gone = [
            working_time(row.unit).between(each, timezone.now()) for each in (start + timedelta(hours=24), late.due_at)
        ]
        assert gone[0] == gone[1] == late.spent - late.allowance, "what is late stays as late"
        ticking.tick()
        assert again(row).stage >= 2
        for kind in ("segera", "lima_hari", "segera"):
            before = again(row).stage
            reassigned(row, clock=kind)
            assert again(row).stage == before
            assert again(row).allowance <= again(row).spent


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_the_same_moment_is_one_claim() -> None:
    town()
    lurah, row = somebody("lurah"), promise()
    key, proof = new_id(), photos(2)

    def send() -> None:
        claimed(lurah, Commitment.objects.get(pk=row.pk), claim_id=key, photos=proof, seen=row.version)

    assert at_once(send, send, send) == ["done"] * 3
    assert Claim.objects.count() == Step.objects.count() == 1
    assert Photo.objects.count() == 2
    assert Claim.objects.get().pk == key
