"""Whatever somebody sends in whatever order, a talk never stops, loses no words nor sends twice, and can be ended."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rukun.report.algo.talking import again, turn, wrong
from rukun.report.algo.told import Heard, Line, Next, Spot, State, is_private
from rukun.report.talk import RULES
from rukun.report.talk_labels import LABELS
from rukun.report.talk_words import TWO_SMS, letters, say
from rukun.report.tests.talks import BRIDGE, HOME, NOW, PLACES, RW, heard

pytestmark = pytest.mark.pure


TEXTS = st.one_of(
    st.sampled_from([
        "lapor", "ya", "tidak", "sudah", "belum", "bantuan", "status", "ok", "1", "2", "3", "4", "9", "10",
            "11", "0", "English",
        "bahasa", "tidak tahu", "lampu mati di rw 9", "tawuran di jembatan kali pasir", "bagi amplop pilkada", "kdrt",
        "di kali pasir", "palmerah", "lurah minta uang", "Pak Budi maling motor", "sekarang", "kemarin",
            "jam 2", "😀",
        "👍", "terima kasih", "tolong", "bukan, di rw 9", "polisi", "saran", "usul tambah pos ronda", "halo",
            "hello is there the fire",
        "kebakaran", "a" * 5000, "“kutip” – é ê [x] {y} €" * 30, "^" * 400, "B 1234 XYZ 0812-3456-7890",
            "\n\n", "RW 9 kemarin",
    ]),
    st.text(max_size=60),
)  # fmt: skip
CHOICES = st.sampled_from(sorted(LABELS))
SPOTS = st.sampled_from([None, RW, BRIDGE, HOME])
ERRORS = st.sampled_from(["", "", "", "unit", "place", "happened", "words", "category", "subject", "id"])
ANSWERS = {
    "what": "lampu jalan mati", "category": "4", "elsewhere": "bukan", "caution": "lanjut", "subject": "1",
        "now": "tidak",
    "where": "rw 9", "which": "1", "when": "tidak tahu", "words": "lampu jalan mati", "personal": "biarkan",
    "check": "ya", "change": "4", "more": "2",
}  # fmt: skip


MORE = (
    "rw 9", "di kali pasir", "jembatan kali pasir,", "bukan rw 9 tapi palmerah", "ya, rw 9", "kemarin",
    "tadi malam jam 2", "masih", "udah bubar", "tidak,", "ya", "lurah", "polisi rw 9", "motor dicuri",
    "lampu mati", "saran", "2 orang", "tempatnya rw 9", "waktunya kemarin", "ceritanya", "jenisnya", "ganti",
    "lanjut", "hapus", "yang kali pasir", "tambahan",
)  # fmt: skip
"""Answers, or the beginnings of some."""


class Talking(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.number = 0
        self.filed: list[str] = []
        self.language = "id"
        self.home: Spot | None = None

    @initialize(home=st.sampled_from([None, HOME]), language=st.sampled_from(["id", "en"]))
    def begins(self, home: Spot | None, language: str) -> None:
        self.home, self.language = home, language

    def hear(self, message: Heard, error: str = "") -> Next:
        self.number += 1
        before = self.state
        other = (f"other-{self.number}", f"9{self.number:019d}")
        message = replace(message, id=f"id-{self.number}", code=f"{self.number:020d}", home=self.home, other=other)
        found = turn(before, message, RULES)
        sent = found.state
        if found.effect == "file":
            assert sent is not None
            if error:
                found = wrong(sent, error, "Ada yang salah.", RULES)
            else:
                self.filed.append(sent.id)
                given = {"code": sent.code, "grouped": sent.code}
                found = replace(found, state=None, lines=(*found.lines, Line("receipt", given)))
        elif found.effect == "add":
            found = replace(found, lines=(*found.lines, Line("added_to_report")))
        elif found.effect == "status":
            found = replace(found, lines=(*found.lines, Line("status", {"at": NOW, "status": "x" * 200})))
        self.language = found.language or self.language
        moves_on = message.live and before is not None and before.unit
        assert found.lines or moves_on, "somebody who writes is answered"
        with translation.override(self.language):
            for line in found.lines:
                room = letters(say(line))
                assert 0 < room <= TWO_SMS, (line.code, room)
                assert say(line).text.strip()
        if before is not None and found.state is not None:
            now, behind = (found.state.id, found.state.code), found.state.behind or {}
            assert now == (before.id, before.code) or (now == other and behind["id"] == before.id)
        self.state = State.read(json.loads(json.dumps(found.state.plain()))) if found.state else None
        plain = [json.dumps(each.plain()) for each in (self.state, found.state) if each]
        assert len(set(plain)) == bool(plain)
        return found

    @rule(text=TEXTS, recent=st.booleans(), error=ERRORS)
    def writes(self, text: str, recent: bool, error: str) -> None:
        spots = next((spots for name, spots in PLACES.items() if name in text.casefold()), ())
        self.hear(Heard(NOW, text=text, spots=spots, recent=recent), error)

    @precondition(lambda self: self.state is not None and len(self.state.words) < 3000)
    @rule(text=st.sampled_from(MORE), ends=st.sampled_from(["", " zebra", ", 2 zebra", " zebra kabur"]))
    def tells_more_than_was_asked(self, text: str, ends: str) -> None:
        """What is told besides an answer is in the report, or the talk says that it is not."""
        text = f"{text}{ends}" if ends else f"zebra {text}"
        spots = next((spots for name, spots in PLACES.items() if name in text.casefold()), ())
        found = self.hear(Heard(NOW, text=text, spots=spots))
        untold = found.state is not None and "zebra" not in found.state.words + found.state.place
        assert not untold or (found.state and found.state.step == "caution" and found.lines[0].code == "again")

    @rule(choice=CHOICES, error=ERRORS)
    def presses(self, choice: str, error: str) -> None:
        self.hear(Heard(NOW, kind="choice", text=str(LABELS[choice]), choice=choice), error)

    @rule(spot=SPOTS, live=st.booleans())
    def sends_a_place(self, spot: Spot | None, live: bool) -> None:
        self.hear(Heard(NOW, kind="place", spot=spot, live=live))

    @rule(
        kind=st.sampled_from(["photo", "voice"]),
        file=st.sampled_from(["kept", "attached", "refused", "later"]),
        caption=TEXTS,
    )
    def sends_a_file(self, kind: Any, file: Any, caption: str) -> None:
        if kind == "voice" and self.state is not None and is_private(self.state, RULES):
            file = "private"
        self.hear(Heard(NOW, kind=kind, file=file, why="Bukan foto.", text=caption, recent=file == "attached"))

    @rule()
    def sends_something_else(self) -> None:
        self.hear(Heard(NOW, kind="other"))

    @precondition(lambda self: self.state is not None)
    @rule()
    def goes_on_as_asked(self) -> None:
        assert self.state is not None
        self.hear(heard(ANSWERS[self.state.step]))

    @rule(text=st.sampled_from(["batal", "Batal!", "cancel", "gak jadi"]))
    def cancels(self, text: str) -> None:
        found = self.hear(Heard(NOW, text=text))
        assert found.state is None

    @invariant()
    def no_report_is_sent_twice(self) -> None:
        assert len(self.filed) == len(set(self.filed))
        if self.state is not None:
            assert self.state.id not in self.filed

    @invariant()
    def of_violence_no_voice_is_kept(self) -> None:
        if self.state is not None:
            assert not (self.state.voices and is_private(self.state, RULES))

    @invariant()
    def it_can_be_put_again(self) -> None:
        if self.state is not None:
            with translation.override(self.language):
                assert all(0 < letters(say(each)) <= TWO_SMS for each in again(self.state, RULES))

    @invariant()
    def plain_answers_lead_to_an_end(self) -> None:
        state, number = self.state, 0
        while state is not None:
            number += 1
            assert number < 25, f"stuck at {state.step}"
            found = turn(state, heard(ANSWERS[state.step]), RULES)
            state = None if found.effect == "file" else found.state


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.long)])
def test_whatever_is_sent_a_talk_is_never_stuck_and_never_sends_twice(examples: int) -> None:
    run_state_machine_as_test(
        Talking,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
