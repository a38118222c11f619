"""Keys are exchanged while people go on reporting, whatever happens in the middle of it."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rukun import seal
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.account import account_of, contact_of, text_of
from rukun.report.actions.dialogue import ask
from rukun.report.models import Contact, Message, Report
from rukun.report.tests.factories import KELURAHAN, WORDS, report, town
from rukun.seal import keys, rotation
from rukun.seal.tables import SEALED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """Keys that these tests may spoil."""
    shutil.copytree(settings.INSTALLATION.keys, tmp_path / "keys")
    settings.INSTALLATION = replace(settings.INSTALLATION, data=tmp_path)
    rest()
    return tmp_path / "keys"


def rest() -> None:
    """Make the ring look as if nobody had touched it for a day."""
    from django.conf import settings

    day_ago = time.time() - 24 * 3600
    os.utime(settings.INSTALLATION.keys / keys.SEAL, (day_ago, day_ago))


def filled(number: int = 3) -> list[Report]:
    town()
    made = [report(phone="081299990001", words=f"{WORDS} {each}")[0] for each in range(number)]
    officer = person("petugas_posko", KELURAHAN)
    ask(actor=actor_of(officer), report=made[0], text="Jam berapa?", message_id=new_id())
    return made


def everything_opens(made: list[Report]) -> None:
    for number, each in enumerate(made):
        assert account_of(Report.objects.get(pk=each.pk)).words == f"{WORDS} {number}"
        assert contact_of(Contact.objects.get(pk=each.pk)).phone == "+6281299990001"
    assert text_of(Message.objects.get()) == "Jam berapa?"


def test_an_exchange_seals_everything_anew_and_the_old_key_goes_with_the_next() -> None:
    made = filled()
    old = keys.ring().newest[0]
    told: list[tuple[str, int]] = []
    done = rotation.exchange(lambda field, number: told.append((field, number)))
    assert (done.begun, done.resealed, done.lost, done.retired) == (True, 7, 0, [])
    assert ("report.Report.account", 3) in told
    assert list(keys.ring().keys) == [old, done.key]
    assert rotation.counts() == {done.key: 7}
    everything_opens(made)
    # At once again: nothing is taken away, since somebody may still be writing with the key before.
    again = rotation.exchange()
    assert (again.retired, len(keys.ring().keys)) == ([], 3)
    rest()
    last = rotation.exchange()
    assert last.retired == [old, done.key]
    assert list(keys.ring().keys) == [again.key, last.key]
    everything_opens(made)


def test_an_exchange_that_was_cut_off_is_ended_by_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(5)
    monkeypatch.setattr(rotation, "AT_ONCE", 2)
    old = keys.ring().newest[0]

    def killed(field: str, number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.exchange(killed)
    new = keys.ring().newest[0]
    assert rotation.counts() == {old: 9, new: 2}
    everything_opens(made)
    rest()
    done = rotation.exchange()
    assert (done.begun, done.key, done.resealed) == (False, new, 9)
    assert list(keys.ring().keys) == [old, new]
    everything_opens(made)
    # What a slow process sealed with the key before is no loss either.
    straggler = made[0]
    with monkeypatch.context() as patch:
        patch.setattr("rukun.seal.locks.ring", lambda: keys.Ring({old: keys.ring().keys[old]}))
        Report.objects.filter(pk=straggler.pk).update(
            account=seal.seal_words({"words": f"{WORDS} 0"}, f"report.Report.account/{straggler.pk}")
        )
    rest()
    assert rotation.exchange().resealed == 1
    everything_opens(made)


def test_what_opens_with_no_key_is_left_and_told(own_keys: Path) -> None:
    made = filled(2)
    lost = bytes.fromhex("00112233") + bytes(40)
    Report.objects.filter(pk=made[0].pk).update(account=lost)
    done = rotation.exchange()
    assert (done.begun, done.lost, done.resealed) == (True, 1, 4)
    assert bytes(Report.objects.get(pk=made[0].pk).account) == lost
    assert rotation.counts()["00112233"] == 1


def test_two_exchanges_at_once_do_not_lose_each_others_key() -> None:
    with keys.changing_keys(), pytest.raises(keys.KeysInUse):
        rotation.exchange()
    assert len(keys.ring().keys) == 1
    rotation.exchange()
    assert len(keys.ring().keys) == 2


def test_key_files_are_nobody_elses_to_read_and_are_read_anew_when_they_change(own_keys: Path) -> None:
    before = seal.seal(b"x", "report.Report.account/1")
    keys.add_seal_key()
    assert seal.sealed_with(seal.seal(b"x", "report.Report.account/1")) != seal.sealed_with(before)
    assert seal.unseal(before, "report.Report.account/1") == b"x"
    assert {path.stat().st_mode & 0o777 for path in own_keys.iterdir()} == {0o600}


def test_a_retired_proof_key_keeps_its_public_half_and_loses_the_other(own_keys: Path) -> None:
    first = keys.proof_keys()[0]
    seed = (own_keys / keys.PROOF).read_text().split()[1]
    second = keys.replace_proof_key()
    third = keys.replace_proof_key()
    assert [each.key for each in keys.proof_keys()] == [third.key, second.key, first.key]
    assert [bool(each.until) for each in keys.proof_keys()] == [False, True, True]
    assert seed not in (own_keys / keys.PROOF).read_text()
    assert seal.signing_key() == third.key


def test_every_field_that_is_sealed_is_registered() -> None:
    from django.apps import apps
    from django.db.models import BinaryField

    sealed = {(each.table, each.field) for each in SEALED}
    binary = {
        (f"{model._meta.app_label}.{model.__name__}", field.name)
        for model in apps.get_models()
        if model._meta.app_label in ("report", "evidence", "commitment", "notify", "roster", "incident")
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField)
    }
    assert sealed == binary
