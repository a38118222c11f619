"""Voice notes: nothing but sound is stored, sealed, and two people open one together."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from rukun.evidence import actions, errors, queries
from rukun.evidence.algo.sounds import LARGEST, NotASound, sound_type
from rukun.evidence.models import Opening, Voice
from rukun.evidence.sealing import voice_content
from rukun.evidence.tests.camera import jpeg
from rukun.evidence.tests.recorder import OPUS, aac, amr, mp3, mp4, ogg
from rukun.guard.ids import new_id

HTML = b"<!doctype html><script>alert(1)</script>"
REASON = "mencocokkan tempat yang disebut"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ogg(), "audio/ogg"),
        (ogg(head=b"\x01vorbis" + bytes(23)), "audio/ogg"),
        (mp4(), "audio/mp4"),
        (mp3(), "audio/mpeg"),
        (mp3(b"TIT2" + bytes(200)), "audio/mpeg"),
        (aac(), "audio/aac"),
        (amr(), "audio/amr"),
        (b"", "empty"),
        (ogg() + bytes(LARGEST), "large"),
        (HTML, "unknown"),
        (b"OggS" + HTML, "unknown"),
        (b"OggS\x00\x02" + HTML, "unknown"),
        (ogg(head=b"\x80theora" + bytes(34)), "unknown"),
        (ogg(head=OPUS) + ogg(head=b"\x80theora" + bytes(34)), "unknown"),
        (mp4(b"soun", b"vide"), "unknown"),
        (mp4(b"vide"), "unknown"),
        (b"\0\0\0\x18ftypM4A " + HTML, "unknown"),
        (b"ID3" + HTML, "unknown"),
        (b"\xff\xfe" + "<html>".encode("utf-16-le") * 40, "unknown"),
        (mp3()[:300], "unknown"),
        (aac()[:20], "unknown"),
        (b"#!/bin/sh\nrm -r /", "unknown"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "unknown"),
        (jpeg(), "unknown"),
    ],
)
def test_what_a_file_is_is_told_by_its_bytes_alone(content: bytes, expected: str) -> None:
    try:
        found = sound_type(content)
    except NotASound as error:
        found = error.why
    assert found == expected


@pytest.mark.django_db
def test_a_voice_note_is_stored_once_sealed_and_goes_with_what_it_belongs_to() -> None:
    about, beside = ("report", new_id()), ("report", new_id())
    first = actions.add_voice(about=about, content=ogg())
    again = actions.add_voice(about=about, content=ogg())
    other = actions.add_voice(about=beside, content=ogg())
    assert (first.new, again.new, other.new) == (True, False, True)
    assert again.voice == first.voice
    assert first.voice.sha256 != other.voice.sha256, "the table does not tell that they are the same"
    stored = Voice.objects.get(pk=first.voice.pk)
    assert (stored.media_type, stored.size, voice_content(stored)) == ("audio/ogg", len(ogg()), ogg())
    assert b"Opus" not in bytes(stored.content)
    for seed in (1, 2):
        actions.add_voice(about=about, content=ogg(seed))
    for content, error in ((ogg(3), errors.TooManyVoices), (HTML, errors.VoiceRefused)):
        with pytest.raises(error):
            actions.add_voice(about=about, content=content)
    assert queries.voices_of(*about)[0] == first.voice
    assert len(queries.voices_of(*about)) == actions.MOST_VOICES
    actions.ask_opening(of=first.voice, by="person:1", reason=REASON)
    assert actions.erase_about("report", [about[1]]) == 3
    assert (list(Voice.objects.all()), Opening.objects.count()) == ([other.voice], 0)
    assert queries.voice(other.voice.pk) == other.voice
    assert actions.erase_voices("report", [beside[1]]) == 1


@pytest.mark.django_db
def test_two_people_open_a_voice_note_together_and_nobody_alone() -> None:
    voice = actions.add_voice(about=("report", new_id()), content=ogg()).voice
    with pytest.raises(errors.NoReason):
        actions.ask_opening(of=voice, by="person:1", reason="dengar")
    opening, new = actions.ask_opening(of=voice, by="person:1", reason=REASON)
    assert (new, opening.of) == (True, voice)
    assert actions.ask_opening(of=voice, by="person:1", reason=REASON) == (opening, False)
    assert queries.openings_waiting("report") == queries.openings_of(voice) == [opening]
    with pytest.raises(errors.NeedsAnother):
        actions.agree_opening(opening=opening, by="person:1")
    for by in ("person:1", "person:2"):
        with pytest.raises(errors.NotOpened):
            actions.original_of(of=voice, by=by)
    assert actions.agree_opening(opening=opening, by="person:2")
    assert {actions.original_of(of=voice, by=by) for by in ("person:1", "person:2")} == {ogg()}
    with pytest.raises(errors.NotOpened):
        actions.original_of(of=voice, by="person:3")
    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(errors.NotOpened):
        actions.original_of(of=voice, by="person:1")
    actions.erase_voices("report", [voice.about_id])
    for act in (
        lambda: actions.ask_opening(of=voice, by="person:1", reason=REASON),
        lambda: actions.agree_opening(opening=opening, by="person:2"),
    ):
        with pytest.raises(errors.Gone):
            act()


@pytest.mark.django_db
def test_an_opening_is_of_a_photo_or_of_a_voice_note() -> None:
    voice = actions.add_voice(about=("report", new_id()), content=ogg()).voice
    for of in ({}, {"voice": voice, "photo_id": new_id()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.create(asked_by="person:1", asked_at=timezone.now(), reason=REASON, **of)
