"""What is on offer at a level, what was done, and who is told of it: never the spot, and residents never too early."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.incident import follow, notices
from rukun.incident.actions.joining import join_report
from rukun.incident.actions.levels import verify
from rukun.incident.actions.measures import ask_reporters, record_measure
from rukun.incident.cards import CARDS
from rukun.incident.errors_measures import (
    DoneLongBefore,
    NobodyToAsk,
    NoteMissing,
    NotOffered,
    UnknownAuthority,
    UnknownMeasure,
)
from rukun.incident.errors_opening import IdTaken, InTheFuture, SavedOtherwise, WordsTooLong
from rukun.incident.measures import AUTHORITIES, MEASURES, ORDER
from rukun.incident.models import Incident, Measure, Step
from rukun.incident.queries.measures import done, offered, questions_for_reporters
from rukun.incident.tests.factories import (
    AG,
    GN,
    KELURAHAN,
    NONE,
    OTHER,
    PG,
    again,
    at_level,
    at_once,
    beats,
    incident,
    officer,
    report_near,
    town,
    two_houses,
)
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import turn_on
from rukun.people.actions import establish_organisation, give_position
from rukun.people.kinds import KINDS as ORGANISATIONS
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.models import Message
from rukun.report.tests.alerts import read, whose

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)


def recorded(actor: Actor, row: Incident, kind: str = "note", **more: Any) -> Measure:
    given: dict[str, Any] = {
        "measure_id": new_id(),
        "done_at": timezone.now(),
        "note": "Mengajak pulang." * (kind == "note"),
    }
    return record_measure(actor=actor, incident=row, kind=kind, **{**given, **more})


def told(notice: str) -> list[str]:
    return sorted(whose(each).name for each in Outgoing.objects.select_related("contact").filter(notice=notice))


@pytest.mark.pure
def test_every_measure_has_its_card_and_its_place_at_every_level() -> None:
    assert set(CARDS) == set(MEASURES)
    for level in (NONE, PG, AG, GN):
        assert sorted(ORDER[level]) == sorted(MEASURES)
    assert ORDER[GN][:2] == ("call_110", "call_112")
    assert all(card.do and card.dont and card.withdraw for card in CARDS.values())
    assert {each.kind for each in AUTHORITIES.values()} - {""} <= set(ORGANISATIONS)
    words = " ".join(str(line) for card in CARDS.values() for line in (*card.do, *card.dont, *card.withdraw))
    assert "menangkap" not in words.casefold(), "no card tells anybody to catch anybody"


@pytest.mark.django_db
def test_what_is_offered_follows_from_level_right_and_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    town()
    desk, police = two_houses()
    camat = officer("camat", "Camat")
    row = incident(desk)
    codes = [each.code for each in offered(desk, row)]
    assert {"ring", "patrol", "cordon", "dialogue"}.isdisjoint(codes), "no kentongan without a level; no room, no offer"
    assert not any(each.allowed for each in offered(camat, row)), "who only looks sees why not"
    row = at_level(row, GN, desk)
    assert [each.code for each in offered(desk, row)][:3] == ["call_110", "call_112", "ring"]
    with pytest.raises(NotOffered):
        recorded(desk, row, "cordon")
    monkeypatch.setitem(follow.OFFERS, "cordon", lambda key, unit: f"/penyekatan/{key}/{unit}/")
    cordon = next(each for each in offered(police, row) if each.code == "cordon")
    assert cordon.where == f"/penyekatan/{row.pk}/{row.unit}/"
    head = next(each for each in offered(officer("ketua_rw", "Ketua"), row) if each.code == "cordon")
    assert (head.where, head.allowed) == ("", False)
    fire = incident(desk, kind="kebakaran")
    assert "ring" in [each.code for each in offered(desk, fire)], "a fire needs no level to be rung for"


@pytest.mark.django_db
def test_what_was_done_is_recorded_once_at_its_own_time_and_impossible_things_are_refused() -> None:
    town()
    desk, police = two_houses()
    with time_machine.travel(NIGHT, tick=False) as clock:
        row = incident(desk)
        clock.shift(timedelta(minutes=20))
        key, beat = new_id(), beats()
        called = recorded(
            desk, row, "call_110", measure_id=key, done_at=NIGHT + timedelta(minutes=2), note="Operator 3."
        )
        same = {"measure_id": key, "note": " Operator 3."}
        assert recorded(desk, row, "call_110", **same, done_at=NIGHT).pk == called.pk
        with pytest.raises(SavedOtherwise):
            recorded(desk, row, "call_110", measure_id=key, note="Operator 4.")
        assert beats() == beat + 1
        (shown,) = done(row)
        assert (shown.done_at, shown.note, str(shown.words)) == (
            NIGHT + timedelta(minutes=2), "Operator 3.", "Sudah telepon polisi, 110",
        )  # fmt: skip
        for error, more in (
            (IdTaken, {"measure_id": key, "kind": "note"}),
            (UnknownMeasure, {"kind": "detain"}),
            (UnknownMeasure, {"kind": "ask_reporter"}),
            (UnknownAuthority, {"kind": "hand_over", "to": "intel"}),
            (UnknownAuthority, {"kind": "note", "to": "damkar"}),
            (NoteMissing, {"note": "  "}),
            (WordsTooLong, {"note": "a" * 2001}),
            (InTheFuture, {"done_at": timezone.now() + timedelta(hours=1)}),
            (DoneLongBefore, {"done_at": NIGHT - timedelta(days=2)}),
            (UnknownMeasure, {"kind": "ring"}),
            (UnknownMeasure, {"ring": new_id()}),
            (NotOffered, {"kind": "patrol"}),
        ):
            with pytest.raises(error):
                recorded(police, row, **more)
        with pytest.raises(Refused):
            recorded(officer("camat", "Camat"), row)
        rung = recorded(desk, row, "ring", ring=new_id())
        assert (rung.about_label, rung.about_id) != ("", None), "what was rung is written down in any case"


@pytest.mark.django_db
def test_heads_hear_of_it_only_once_nobody_can_run_there_on_one_persons_word() -> None:
    town()
    turn_on("sms")
    desk, police = two_houses()
    officer("ketua_rw", "Ketua RW")
    officer("ketua_rt", "Ketua RT")
    officer("ketua_rw@31.73.07.1001.003", "Ketua RW lain")
    row = at_level(incident(desk), AG, desk)
    recorded(desk, row, "notify")
    assert told(notices.HEADS) == []
    assert told(notices.OFFICERS) == ["Budi Santoso"]
    Outgoing.objects.all().delete()
    verify(actor=police, incident=row, step=Step.objects.get(incident=row))
    recorded(desk, row, "notify")
    assert told(notices.HEADS) == ["Ketua RT", "Ketua RW"]
    for each in Outgoing.objects.all():
        words = read(each)
        assert "Tawuran atau perkelahian, RW 16, Palmerah" in words
        assert not any(spot in words for spot in ("jembatan", "RT 003", str(row.pk)))


@pytest.mark.django_db
def test_an_authority_is_told_where_it_is_registered_and_else_only_written_down() -> None:
    town()
    turn_on("sms")
    desk, _police = two_houses()
    row = incident(desk, kind="kebakaran")
    recorded(desk, row, "hand_over", to="dishub")
    recorded(desk, row, "hand_over", to="damkar")
    assert told(notices.HANDED_OVER) == []
    for unit, name in ((KELURAHAN, "Sektor Palmerah"), (OTHER, "Sektor Slipi")):
        brigade = establish_organisation(actor=SYSTEM, kind="damkar", unit=unit, name=name)
        for title in ("ketua", "anggota"):
            who = person(name=f"{title} {name}")
            give_position(actor=SYSTEM, person=who, title=title, unit=unit, organisation=brigade)
    recorded(desk, row, "hand_over", to="damkar")
    assert told(notices.HANDED_OVER) == ["ketua Sektor Palmerah"]
    assert [str(each.to) for each in done(row)] == ["Dinas Perhubungan", *["Pemadam kebakaran (Damkar)"] * 2]


@pytest.mark.django_db
def test_one_ready_question_goes_to_each_reporter_once_and_nobody_learns_of_the_others() -> None:
    town()
    desk, _police = two_houses()
    row = incident(desk)
    with pytest.raises(NobodyToAsk):
        ask_reporters(actor=desk, incident=row, measure_id=new_id(), question="masih")
    reports = [report_near(row), report_near(row, "ketertiban")]
    for each in reports:
        join_report(actor=desk, incident=row, report_id=each.pk)
    questions = dict(questions_for_reporters(desk, row))
    assert {"masih", "banyak", "sering"} <= set(questions)
    key = new_id()
    for _twice in range(2):
        ask_reporters(actor=desk, incident=row, measure_id=key, question="masih")
    assert sorted(Message.objects.values_list("report", flat=True)) == sorted(each.pk for each in reports)
    ask_reporters(actor=desk, incident=row, measure_id=new_id(), question="banyak")
    assert Message.objects.count() == 3, "it fits the brawl alone"
    assert again(row).version > row.version


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_record_it_once() -> None:
    town()
    desk, _police = two_houses()
    row, key = incident(desk), new_id()
    assert at_once(*[lambda: recorded(desk, row, "call_112", measure_id=key)] * 3) == ["done"] * 3
    assert Measure.objects.count() == 1
    assert again(row).area == KELURAHAN
