"""The page of an authority without account: no cookie, nothing of the reporter, the same words for every dead link."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rukun.commitment.actions.handing import take_back
from rukun.commitment.actions.outside import hand_outside
from rukun.commitment.limits import MOST
from rukun.commitment.models import Claim, Commitment, Handoff
from rukun.commitment.queries import proof_photos
from rukun.evidence.tests.camera import exif_of
from rukun.evidence.tests.camera import jpeg as camera_jpeg
from rukun.guard import Allowed
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.handling import summarise
from rukun.report.tests.factories import KELURAHAN, RT, WORDS, jpeg, report, town

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/serah/"
WHY = "Lampu jalan milik dinas, <i>bukan</i> milik kelurahan."
SUMMARY = "Lampu jalan <b>mati</b> sejak tiga malam."
OVER = "Tautan ini tidak berlaku lagi."


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def token() -> str:
    """The secret of a link about a report of a street, with a name, a number and an exact place."""
    town()
    officer = actor_of(person("babinsa", KELURAHAN))
    made, _code = report(
        "keadaan",
        RT,
        phone="081298765432",
        name="Rina Kusuma",
        lat=-6.2012345,
        lon=106.7976543,
        place="depan warung Mak Icih",
    )
    summarise(actor=officer, report=made, text=SUMMARY)
    owed = Commitment.objects.get(about_id=made.pk)
    _handoff, secret = hand_outside(
        actor=officer, commitment=owed, authority="Dinas <u>Bina</u> Marga", reason=WHY, may=Allowed()
    )
    return secret


def sent(secret: str, do: str = "", expected: int = 200, client: Client | None = None, **given: Any) -> str:
    answered = (client or Client(enforce_csrf_checks=True)).post(PAGE, {"secret": secret, "do": do, **given})
    assert answered.status_code == expected
    assert not answered.cookies
    assert "no-store" in answered.headers["Cache-Control"]
    assert answered.headers["Referrer-Policy"] == "no-referrer"
    return answered.content.decode()


def plain(page: str) -> str:
    """The words of a page's main part."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hidden(page: str, name: str) -> str:
    return str(re.findall(rf'name="{name}" value="([^"]+)"', page)[0])


def photo(size: int = 0) -> Any:
    return SimpleUploadedFile("bukti.jpg", jpeg(seed=7) + b"\0" * size, "image/jpeg")


def test_the_link_shows_what_was_handed_and_nothing_of_whoever_reported(token: str) -> None:
    asked = Client().get(PAGE)
    assert asked.status_code == 200
    assert not asked.cookies
    assert (asked.headers["Referrer-Policy"], "no-store" in asked.headers["Cache-Control"]) == ("no-referrer", True)
    assert "belakang tanda #" in plain(asked.content.decode())
    assert Client().head(PAGE).status_code == 200
    assert Client().put(PAGE).status_code == 405
    page = sent(token)
    words = plain(page)
    for there in ("Keadaan tidak biasa", SUMMARY, WHY, "Dinas <u>Bina</u> Marga", "Kelurahan Palmerah", "hari kerja"):
        assert there in words, there
    for not_there in ("<b>mati", "<u>Bina", "<i>bukan"):
        assert not_there not in page
    for secret in (
        WORDS,
        "Rina",
        "81298765432",
        "6.201",
        "106.797",
        "Mak Icih",
        str(Commitment.objects.get().about_id),
    ):
        assert secret not in page, secret
    assert token not in page.replace(f'value="{token}"', "")
    whole = sent(f" https://testserver/serah/#{token} ")  # somebody pasted all of it
    assert SUMMARY in plain(whole)
    english = Client().post(f"/en{PAGE}", {"secret": token}).content.decode()
    assert 'lang="en"' in english


def test_every_link_that_opens_nothing_gets_the_same_answer_and_many_are_told_to_wait(token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        expired = sent(token)
    wrong = sent("w" * 32)
    handoff = Handoff.objects.select_related("commitment").get()
    take_back(actor=actor_of(person("babinsa", KELURAHAN)), handoff=handoff, may=Allowed())
    pages = [expired, wrong, sent(token), sent(token, "accept"), sent(token, "decline"), sent(token, "answer")]
    assert all(OVER in plain(each) for each in pages)
    assert len({plain(each) for each in pages}) == 1
    assert "belum diisi" in plain(sent(""))
    assert "terlalu panjang" in plain(sent("x" * 500))
    for _each in range(MOST):
        last = Client().post(PAGE, {"secret": "w" * 32})
    assert last.status_code == 429
    assert "Tunggu sebentar" in plain(last.content.decode())


def test_a_right_link_is_answered_however_many_wrong_ones_were_tried(token: str) -> None:
    for _each in range(MOST + 2):
        Client().post(PAGE, {"secret": "w" * 32})
    assert SUMMARY in plain(sent(token))


def test_an_authority_accepts_and_answers_and_a_second_click_is_answered_alike(token: str) -> None:
    assert "paling lama 30 hari sejak diteruskan" in plain(sent(token))
    page = sent(token, "accept")
    assert "boleh kosong" not in page, "what is required depends on the answer"
    assert "tercatat sebagai kewenangan Anda" in plain(page)
    assert 'id="jawab" open' in page
    assert "Ini kewenangan kami" not in plain(page)
    assert "tercatat sebagai kewenangan Anda" in plain(sent(token, "accept"))
    given: dict[str, Any] = {"opened": hidden(page, "opened"), "claim_id": hidden(page, "claim_id")}
    typed = "Lampu sudah diganti <script>alert(1)</script>."
    slips: list[tuple[dict[str, Any], str]] = [
        ({"outcome": "done", "words": typed}, "Bukti belum ada"),
        ({"words": typed}, "Hasilnya belum dipilih"),
        ({"outcome": "cannot", "words": "tidak bisa"}, "Tulis alasannya"),
        ({"outcome": "done", "words": typed, "photo": photo(10_000_000)}, "lebih besar dari 5 MB"),
        ({"outcome": "done", "words": typed, "photo": [photo() for _n in range(5)]}, "Terlalu banyak berkas"),
        ({"outcome": "done", "words": "x" * 1001}, "Terlalu panjang"),
    ]
    for wrong, why in slips:
        back = sent(token, "answer", **given, **wrong)
        assert why in plain(back), plain(back)
        assert hidden(back, "claim_id") == given["claim_id"]
        assert html.escape(wrong.get("words", ""), quote=False) in back.replace("&#x27;", "'")
    assert not Claim.objects.exists()
    done: dict[str, Any] = {"outcome": "done", "kind": "photo", "words": typed}
    assert "Jawaban Anda sudah kami terima" in plain(sent(token, "answer", **given, **done, photo=photo()))
    again = sent(token, "answer", **given, **done, photo=photo())
    assert "sudah tersimpan sebelumnya" in plain(again)
    other = sent(token, "decline", opened=given["opened"], reason="Bukan kami, melainkan PLN.")
    assert "sudah tersimpan sebelumnya" in plain(other)
    assert OVER in plain(sent(token))  # the link itself is used
    assert OVER in plain(sent(token, "answer", opened="rusak"))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert OVER in plain(sent(token, "answer", opened=given["opened"]))
    claim = Claim.objects.get()
    assert (claim.outcome, claim.by, str(claim.pk)) == (
        "done",
        f"handoff:{Handoff.objects.get().pk}",
        given["claim_id"],
    )


def test_an_authoritys_photo_is_compared_with_where_it_is_unless_the_tick_is_taken_out(token: str) -> None:
    page = sent(token, "accept")
    assert re.search(r'<input[^>]*name="read"[^>]*checked', page)
    given: dict[str, Any] = {"outcome": "done", "kind": "photo", "claim_id": hidden(page, "claim_id"), "read": "on"}
    taken = SimpleUploadedFile("b.jpg", camera_jpeg(8, exif=exif_of(timezone.now(), (-6.2, 106.9))), "image/jpeg")
    assert "Jawaban Anda sudah kami terima" in plain(sent(token, "answer", **given, photo=taken))
    claim = Claim.objects.get()
    shown = proof_photos([claim.pk])[claim.pk][0]
    assert (shown.time_fit, shown.place_fit, claim.doubtful) == ("cocok", "tidak_cocok", True)


def test_an_authority_says_that_it_is_not_theirs_or_cannot_be_done(token: str) -> None:
    assert "Tulis alasannya" in plain(sent(token, "decline", reason="bukan"))
    assert "Alasannya belum diisi" in plain(sent(token, "decline"))
    thanks = plain(sent(token, "decline", reason="Tiangnya milik PLN, bukan kami."))
    assert "meneruskannya ke instansi lain" in thanks
    owed = Commitment.objects.get()
    assert (owed.state, owed.due_at is not None, Handoff.objects.get().ending) == ("received", True, "declined")
    officer = actor_of(person("babinsa", KELURAHAN))
    _handoff, secret = hand_outside(actor=officer, commitment=owed, authority="PLN", reason=WHY, may=Allowed())
    why = "Anggarannya baru ada tahun depan, jadi belum dapat dipasang."
    assert "memastikan hasilnya" in plain(sent(secret, "answer", outcome="cannot", words=why))
    assert Claim.objects.get().kind == "reason"


def test_whoever_is_signed_in_is_nobody_here(token: str) -> None:
    client = Client()
    client.force_login(person("babinsa", KELURAHAN, name="Budi Santoso"))
    page = sent(token, client=client)
    assert "Budi Santoso" not in page
    assert SUMMARY in plain(page)
