"""The kentongan of a situation: its level and who verified it decide who is called, by which words, and to where."""

from unittest.mock import patch
from uuid import UUID

import pytest
from django.test import Client

from rukun.alarm.actions.ticking import step
from rukun.alarm.errors import NeedsMeeting, NotAMeeting, TooNear, UnknownMessage
from rukun.alarm.messages import over_words
from rukun.alarm.models import Called, Ring
from rukun.alarm.queries.meeting import Point
from rukun.alarm.words import where_of
from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.incident.actions.closing import confirm_closing, propose_closing
from rukun.incident.actions.ringing import end_ring, may_gather, ring_for
from rukun.incident.errors import IncidentClosed
from rukun.incident.models import Incident, Measure
from rukun.incident.queries.ringing import ring_offer, what_is_read
from rukun.incident.tests.factories import (
    AG,
    GN,
    RW,
    again,
    at_level,
    beats,
    incident,
    officer,
    proposal,
    town,
    two_houses,
)
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import turn_on
from rukun.people.models import Person
from rukun.roster.tests.factories import group

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def rung(actor: Actor, row: Incident, message: str, meeting: str = "", key: UUID | None = None) -> Ring:
    made: Ring = ring_for(
        actor=actor, incident=row, ring_id=key or new_id(), measure_id=key or new_id(), message=message, meeting=meeting
    )
    return made


def codes(actor: Actor, row: Incident) -> list[str]:
    return ring_offer(actor, row).codes


def test_the_level_and_its_second_word_decide_what_may_be_rung() -> None:
    town()
    desk, police = two_houses()
    head = officer("ketua_rw")
    turn_on("sms")
    group(2, unit=RW, kind="siskamling")
    row = at_level(incident(desk), AG, desk)
    assert codes(desk, row) == ["periksa"]
    for message in ("kumpul", "jauhi", "maling di jembatan!"):
        with pytest.raises(UnknownMessage):
            rung(desk, row, message, "Pos 1")
    with pytest.raises(Refused):
        rung(officer("camat"), row, "periksa")
    before, key = beats(), new_id()
    ring = rung(head, row, "periksa", key=key)
    assert rung(head, row, "periksa", key=key) == ring
    assert ring.narrow
    assert set(Called.objects.filter(ring=ring).values_list("role", flat=True)) == {Called.OFFICER}
    assert Measure.objects.get(incident=row).about_id == ring.pk
    assert beats() > before, "the board shows it"
    row = at_level(row, AG, desk, police)
    assert codes(desk, row) == ["kumpul", "jauhi", "periksa"]
    assert may_gather(row.pk)
    with pytest.raises(NeedsMeeting):
        rung(desk, row, "kumpul")
    with pytest.raises(NotAMeeting):
        rung(desk, row, "kumpul", "jembatan")
    wide = rung(desk, row, "kumpul", "Pos 1")
    assert (wide.narrow, wide.meeting) == (False, ""), "nobody is on duty who could go there"
    assert Ring.objects.get(pk=ring.pk).ending == "replaced"
    worse = at_level(row, GN, desk)
    assert codes(desk, worse) == ["jauhi", "periksa"], "what two people said still lets everybody be told to stay away"
    assert not may_gather(row.pk), "but nobody is called to the place any further"
    assert end_ring(actor=desk, incident=worse, ring=wide, ending="safe").ending == "worse", "it had ended by itself"
    verified = at_level(incident(desk, place="gang"), GN, desk, police)
    assert codes(desk, verified) == ["jauhi", "periksa"], "at GN nobody is called anywhere"


def test_a_fire_rings_for_people_to_keep_away_and_closing_ends_what_rings() -> None:
    town()
    desk, police = two_houses()
    turn_on("sms")
    row = at_level(incident(desk, kind="kebakaran"), AG, desk, police)
    assert codes(desk, row) == ["kebakaran", "jauhi", "periksa"]
    ring = rung(desk, row, "kebakaran")
    propose_closing(
        actor=desk, incident=row, version=again(row).version, closing="done", happened="Api kecil di dapur, padam.",
        harm={}, done="Warga menjauh, Damkar memadamkan.", lessons="Simpan alat pemadam di balai warga.", followups=[],
    )  # fmt: skip
    confirm_closing(actor=police, incident=row, closing=proposal(row))
    ring.refresh_from_db()
    assert (ring.state, ring.ending) == (Ring.ENDED, "closed")
    sent = Outgoing.objects.count()
    step()
    assert Outgoing.objects.count() == sent
    with pytest.raises(IncidentClosed):
        rung(desk, again(row), "kebakaran")


def test_nobody_is_told_to_gather_where_it_happens_or_close_by() -> None:
    town()
    desk, police = two_houses()
    turn_on("sms")
    group(2, unit=RW, kind="siskamling")
    near, far = (-6.2, 106.8), (-6.202, 106.8)  # some 220 m apart
    points = [
        Point("post:1", "Pos Jembatan"), Point("post:2", "Pos 1"), Point("place:3", "Balai Warga", near),
        Point("place:4", "Masjid Al-Ikhlas", far),
    ]  # fmt: skip
    row = at_level(incident(desk, place="Jembatan Kali Contoh, dekat Pos 1", point=near), AG, desk, police)
    with patch("rukun.incident.queries.ringing.meeting_points", lambda _unit: points):
        assert [each.name for each in ring_offer(desk, row).points] == ["Masjid Al-Ikhlas"]
    with pytest.raises(TooNear, match="terlalu dekat"):
        rung(desk, row, "kumpul", "Pos 1")


def test_while_the_level_stands_one_tap_tells_nobody_that_it_is_safe() -> None:
    town()
    desk, police = two_houses()
    turn_on("sms")
    row = at_level(incident(desk), AG, desk, police)
    ring, where = rung(desk, row, "jauhi"), where_of(row.unit)
    assert end_ring(actor=desk, incident=row, ring=ring, ending="safe").ending == "still"
    assert what_is_read(row)["safe"] == what_is_read(row)["false"] == over_words("still", where=where, drill=False)
    false = rung(desk, row, "jauhi")
    assert end_ring(actor=desk, incident=row, ring=false, ending="false").ending == "still"
    checked = at_level(incident(desk, place="gang"), AG, desk)
    narrow = rung(desk, checked, "periksa")
    assert what_is_read(checked, narrow=True)["false"] == over_words("false", where=where, drill=False)
    assert end_ring(actor=desk, incident=checked, ring=narrow, ending="false").ending == "false"
    for level in (AG, GN):  # what two have said; and that, below what one says since
        row = at_level(row, level, desk)
        officers = rung(desk, row, "periksa")
        assert what_is_read(row, narrow=True)["false"] == over_words("board", where=where, drill=False)
        assert end_ring(actor=desk, incident=row, ring=officers, ending="false").ending == "still"
    assert not Outgoing.objects.filter(notice="alarm.over_safe").exists()
    assert Outgoing.objects.filter(notice="alarm.over_board").exists(), "officers alone were there to be told"


def test_the_board_and_the_timeline_say_how_many_withdrew() -> None:
    town()
    desk, police = two_houses()
    turn_on("sms")
    row = at_level(incident(desk), AG, desk, police)
    ring = rung(desk, row, "jauhi")
    for answer in (Called.WITHDREW, Called.WITHDREW):
        Called.objects.create(ring=ring, person=new_id(), circle=0, role=Called.DUTY, unit=row.unit, answer=answer)
    client = Client()
    client.force_login(Person.objects.get(pk=UUID(desk.label.removeprefix("person:"))))
    board = client.get("/papan/").content.decode()
    assert '<b class="out">2 mundur</b>' in board
    assert 'data-zone="Asia/Jakarta"' in board, "the clock is the installation's, wherever the browser is"
    end_ring(actor=desk, incident=row, ring=ring, ending="safe")
    assert "menjawab siap. 2 mundur." in client.get(f"/kejadian/{row.pk}/").content.decode()
