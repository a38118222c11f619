"""How messages read: with examples, in every language, on every kind of channel."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.test import Client

from rukun.notify import notices
from rukun.notify.own_notices import NOTICES
from rukun.notify.queries.previews import previews, spoken
from rukun.notify.tests.factories import NEWS
from rukun.people.tests.factories import person
from rukun.report import talk_later_words, talk_words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def readings(**changes: str) -> dict[tuple[str, str], object]:
    with patch.dict(notices.NOTICES, {NEWS.name: replace(NEWS, **changes)}, clear=True):  # type: ignore[arg-type]
        [preview] = previews()
    return {(each.language, each.kind): each for each in preview.readings}


def test_each_language_has_each_kind_of_channel_with_the_examples_values() -> None:
    found = readings()
    assert len(found) == 8
    assert {kind for _language, kind in found} == {
        "WhatsApp dan Telegram", "SMS", "Notifikasi dan saluran posko", "Surel",
    }  # fmt: skip
    assert found["Indonesia", "SMS"].text == "SMS untuk Ibu Sari"  # type: ignore[attr-defined]
    assert found["Indonesia", "Notifikasi dan saluran posko"].text == "Ada kabar"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "length", "parts", "plain"),
    [
        ("x" * 160, 160, 1, True),
        ("x" * 161, 161, 2, True),
        ("€" * 80, 160, 1, True),
        ("“kutip”", 7, 1, True),
        ("🙂" * 35, 70, 1, False),
        ("🙂" * 36, 72, 2, False),
    ],
)
def test_the_length_of_an_sms_is_counted_as_it_is_sent(words: str, length: int, parts: int, plain: bool) -> None:
    sms = readings(sms=words)["Indonesia", "SMS"]
    assert (sms.length, sms.parts, sms.plain) == (length, parts, plain)  # type: ignore[attr-defined]


def test_every_notice_there_is_fits_one_sms_and_pushes_no_value() -> None:
    for preview in previews():
        assert "%(" not in str(preview.notice.push), preview.notice.name
        for each in preview.readings:
            assert each.parts <= 1, f"{preview.notice.name} {each.language}: {each.length}"
            assert each.plain, preview.notice.name


def test_every_sentence_of_a_talk_is_shown_in_each_language_and_fits_two_sms() -> None:
    indonesian, english = spoken()
    names = {name for name, _reading in indonesian.sentences if not name.startswith(("desk.", "roster.", "alarm."))}
    assert names == {*talk_words.CODES, *talk_later_words.CODES}
    assert [name for name, _reading in english.sentences] == [name for name, _reading in indonesian.sentences]
    for name, each in (*indonesian.sentences, *english.sentences):
        assert each.plain, name
        assert 0 < each.length <= talk_words.TWO_SMS, name
        assert "%(" not in each.text, name
    shown = {name: each.text for name, each in indonesian.sentences}
    assert shown["desk.stopped"].startswith("Baik, kami tidak akan mengirim pesan lagi.")
    assert shown["ask_now"].endswith("sekarang?\n1 Ya, sekarang\n2 Tidak")
    assert shown["confirm"].endswith("1 Ya, saya mengerti\n2 Saya tidak setuju")
    assert len({each.text for _name, each in indonesian.sentences}) > len(shown), "some read in several ways"


def test_the_page_shows_all_of_them(client: Client) -> None:
    client.force_login(person("administrator"))
    text = client.get("/saluran/kata/").content.decode()
    for notice in NOTICES:
        assert notice.name in text
    assert "123456 adalah kode masuk Anda" in text
    assert "Templat WhatsApp: pesan_percobaan" in text
    assert "Apakah ini sedang terjadi sekarang?<br>1 Ya, sekarang<br>2 Tidak" in text
    with patch.dict(notices.NOTICES, {NEWS.name: replace(NEWS, sms="x" * 161)}, clear=True):  # type: ignore[arg-type]
        assert "lebih dari satu SMS" in client.get("/saluran/kata/").content.decode()
