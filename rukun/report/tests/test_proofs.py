"""A proof of filing holds against whoever runs the installation, and for no words but those that were filed."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.algo.chain import Record, seal
from rukun.journal.heads import current_heads, export_heads, public_key, sign
from rukun.journal.models import Entry
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo import proofs
from rukun.report.algo.proofs import Head, Key, Verdict
from rukun.report.models import Report
from rukun.report.queries.proofs import own_keys, proof_for, verify
from rukun.report.tests.factories import WORDS, report, town
from rukun.report.verbs import PUT_AWAY
from rukun.report.verdicts import SAYINGS, in_words
from rukun.seal.keys import replace_proof_key
from rukun.territory.tests.towns import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_installation(settings: Any, tmp_path: Path) -> None:
    """Keys that these tests may exchange."""
    shutil.copytree(settings.INSTALLATION.keys, tmp_path / "keys")
    settings.INSTALLATION = replace(settings.INSTALLATION, data=tmp_path)
    town()


def codes(verdict: Verdict) -> list[str]:
    return [each.code for each in verdict.findings]


def filed(**draft: Any) -> tuple[Report, str, dict[str, Any]]:
    made, code = report(**draft)
    made.refresh_from_db()
    return made, code, json.loads(proof_for(made, code))


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"place": "Depan warung “Bu Sri”", "words": "Ada petasan 🎆 dan\nteriakan."},
        {"happened": timezone.localtime().replace(microsecond=5), "happened_about": "hour"},
        {"happened": timezone.now() - timedelta(days=3), "happened_about": "day"},
        {"category": "tawuran", "happened_about": "now", "words": ""},
        {"category": "kekerasan", "phone": "081299990001"},
        {"category": "keluhan"},
    ],
)
def test_a_proof_shows_what_was_filed_when_and_where_in_the_journal(draft: dict[str, Any]) -> None:
    made, _code, document = filed(**draft)
    verdict = verify(json.dumps(document))
    assert verdict.genuine
    assert codes(verdict) == ["signature", "words", "entry", "own_entry"]
    assert document["filed"]["words"] == draft.get("words", WORDS)
    assert document["filed"]["category"] == made.category
    entry = Entry.objects.get(verb="report.received")
    assert (document["journal"]["sequence"], document["journal"]["hash"]) == (entry.sequence, entry.hash)
    assert "081299990001" not in json.dumps(document)
    assert "81299990001" not in json.dumps(document)


def test_a_proof_is_the_same_filing_after_handlers_put_it_under_another_category() -> None:
    made, code, before = filed()
    Report.objects.filter(pk=made.pk).update(category="kekerasan")
    made.refresh_from_db()
    after = json.loads(proof_for(made, code))
    assert after["filed"] == before["filed"]
    assert verify(json.dumps(after)).genuine


def test_a_withdrawn_report_still_proves_that_it_came() -> None:
    made, code, before = filed()
    withdraw(report=made)
    made.refresh_from_db()
    after = json.loads(proof_for(made, code))
    assert after["filed"] is None
    assert WORDS not in json.dumps(after)
    assert codes(verify(json.dumps(after))) == ["signature", "words_gone", "entry", "own_entry"]
    assert verify(json.dumps(after)).genuine
    assert verify(json.dumps(before)).genuine, "the one that was kept proves the words as well"


def forged(document: dict[str, Any], change: Callable[[dict[str, Any]], Any], *, signed: bool) -> str:
    """The document with a change; ``signed`` by the installation itself, who would lie then."""
    from rukun import seal

    copy: dict[str, Any] = json.loads(json.dumps(document))
    change(copy)
    if signed:
        copy.pop("signature")
        copy["signature"] = seal.sign(proofs.canonical(copy))
    return json.dumps(copy)


def test_nothing_in_a_proof_can_be_changed() -> None:
    _made, _code, document = filed()
    changes: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
        (lambda it: it["filed"].update(words="Lain."), "words_changed"),
        (lambda it: it.update(salt="00" * 32), "words_changed"),
        (lambda it: it["journal"].update(sequence=9), "entry_wrong"),
        (lambda it: it["journal"]["codes"].update(digest="00"), "entry_wrong"),
        (lambda it: it.update(received="2026-01-01T00:00:00+00:00"), "entry_wrong"),
        (lambda it: it["journal"].update(verb="report.read"), "entry_wrong"),
    ]
    for change, expected in changes:
        assert "signature_wrong" in codes(verify(forged(document, change, signed=False)))
        by_owner = verify(forged(document, change, signed=True))
        assert not by_owner.genuine
        assert expected in codes(by_owner), expected
    assert codes(proofs.examine(json.dumps(document), [Key("ab" * 32)]))[0] == "key_unknown"
    assert codes(proofs.examine(json.dumps(document), []))[0] == "key_unknown"


def test_a_retired_key_proves_what_it_signed_then_and_nothing_since() -> None:
    made, code, old = filed()
    replace_proof_key()
    new = json.loads(proof_for(made, code))
    assert new["key"] != old["key"]
    assert codes(verify(json.dumps(old)))[0] == "signature_retired"
    assert verify(json.dumps(old)).genuine
    assert codes(verify(json.dumps(new)))[0] == "signature"
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        early = json.loads(proof_for(made, code))
    assert codes(verify(json.dumps(early)))[0] == "key_not_then"
    retired = own_keys()[1]
    assert codes(proofs.examine(json.dumps(old), [replace(retired, until="2020-01-01")]))[0] == "key_not_then"


def test_heads_that_somebody_kept_hold_against_a_journal_written_anew() -> None:
    with journal.atomic():
        journal.record(PUT_AWAY, actor=SYSTEM, unit="31.73.07.1001")
    now = timezone.now()
    earlier = sign(current_heads(), now.isoformat())
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        _made, _code, document = filed()
        at_once = sign(current_heads(), (now + timedelta(hours=2)).isoformat())
        with journal.atomic():
            journal.record(PUT_AWAY, actor=SYSTEM, unit="31.73.07.1001")
        later = sign(current_heads(), (now + timedelta(days=1)).isoformat())
    text = json.dumps(document)

    def place(*lines: str) -> str:
        kept = proofs.heads_of("\n".join(lines), public_key())
        return next(each for each in codes(verify(text, heads=kept)) if each.startswith("heads_"))

    assert place(earlier) == "heads_earlier"
    assert place(earlier, "sobek", later) == "heads_beyond"
    assert place(earlier, at_once, later) == "heads_same"
    assert place(later.replace("rukun", "palsu")) == "heads_silent"
    chain, sequence = document["journal"]["chain"], document["journal"]["sequence"]
    lies = {
        "heads_other": Head(now + timedelta(days=1), chain, sequence, "00" * 32),
        "heads_cut": Head(now + timedelta(days=1), chain, sequence - 1, "00" * 32),
        "heads_before": Head(now, chain, sequence + 1, "00" * 32),
    }
    for expected, head in lies.items():
        verdict = verify(text, heads=[head])
        assert (verdict.genuine, verdict.disputed) == (False, False)
        assert codes(verdict)[-1] == expected
        assert all(in_words(each, str) for each in verdict.findings)


def signed_with_the_key(document: dict[str, Any], **changes: Any) -> str:
    """A proof without a fault in itself, by somebody who holds the key: of an entry that they made up."""

    def change(it: dict[str, Any]) -> None:
        it["journal"].update(changes)
        if "object_id" in changes:
            it["report"], it["filed"] = changes["object_id"], None
        fields = {name: it["journal"][name] for name in (*proofs.FIELDS, "previous")}
        it["journal"]["hash"] = seal(Record(**fields))

    return forged(document, change, signed=True)


def test_a_proof_that_the_journal_here_does_not_know_is_told_apart_from_a_false_one(
    client: Client, settings: Any
) -> None:
    _made, _code, document = filed()
    strange = signed_with_the_key(document, object_id=str(new_id()))
    other = signed_with_the_key(document, sequence=9)
    for text, code, words in (
        (strange, "own_missing", "tidak ditemukan di buku mutasi kami"),
        (other, "own_other", "catatannya berbeda"),
    ):
        assert proofs.examine(text, own_keys()).genuine, "nothing in it is wrong"
        verdict = verify(text)
        assert (verdict.genuine, verdict.disputed, codes(verdict)[-1]) == (False, True, code)
        page = client.post("/bukti/", {"text": text}).content.decode()
        assert words in page
        assert "Kuncinya dicuri, atau bukunya diubah" in page
        assert "Bukti ini asli" not in page
        assert WORDS not in page
    text = json.dumps(document)
    assert "ditemukan di buku mutasi kami, tepat di nomor" in client.post("/bukti/", {"text": text}).content.decode()
    export_heads()
    assert codes(verify(text))[-2:] == ["own_entry", "own_heads"]
    assert codes(verify(signed_with_the_key(document, object_id=str(new_id()))))[-2:] == [
        "own_missing",
        "own_heads_other",
    ]
    settings.INSTALLATION.heads.write_text("sobek\n" + settings.INSTALLATION.heads.read_text().replace("rukun", "x"))
    assert codes(verify(text))[-1] == "own_entry", "heads that are not ours say nothing"
    changed = forged(document, lambda it: it["filed"].update(words="Lain."), signed=False)
    verdict = verify(changed)
    assert not verdict.disputed
    assert not {"own_entry", "own_missing"} & {*codes(verdict)}, "of what is not ours the journal tells nothing"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_whatever_is_handed_in_is_answered_in_words(data: st.DataObject) -> None:
    sound: dict[str, Any] = {
        "format": proofs.FORMAT,
        **dict.fromkeys(("installation", "report", "salt", "digest", "key", "signature"), ""),
        **dict.fromkeys(("received", "made"), "2026-11-22T10:00:00+00:00"),
        "filed": None,
        "journal": {
            **dict.fromkeys((*proofs.FIELDS, "previous", "hash"), ""),
            "sequence": 1,
            "codes": {},
            "time": "2026-11-22T10:00:00+00:00",
        },
    }
    where = data.draw(st.sampled_from([sound, sound["journal"]]))
    where[data.draw(st.sampled_from(sorted(where)))] = data.draw(json_values)
    for text in (json.dumps(sound), data.draw(st.text(max_size=60)), json.dumps(data.draw(json_values)), "[" * 90_000):
        verdict = proofs.examine(text, [Key(data.draw(st.sampled_from(["", "zz", "00" * 32])))], [])
        assert not verdict.genuine
        assert all(in_words(each, str) for each in verdict.findings)


def test_every_finding_has_words_and_no_words_are_left_over() -> None:
    source = Path(proofs.__file__).read_text(encoding="utf-8")
    assert all(f'"{code}"' in source for code in SAYINGS)


def test_the_page_looks_at_a_proof_without_keeping_it_or_setting_a_cookie(client: Client) -> None:
    _made, _code, document = filed(place="Gang Mawar")
    text = json.dumps(document, ensure_ascii=False)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/bukti/", {"text": text})
    page = answer.content.decode()
    for words in ("Bukti ini asli", "Gang Mawar", WORDS, "Ketertiban"):
        assert words in page, words
    written = date_format(timezone.localtime(datetime.fromisoformat(document["journal"]["time"])), "l, j F Y, H.i")
    assert f"pada {written}." in page, "by the clock here"
    assert " UTC" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert text not in page, "the box is empty again"
    changed = text.replace("motor", "mobil")
    for sent in ({"text": changed}, {"file": upload(changed)}):
        page = strict.post("/bukti/", sent).content.decode()
        assert "tidak dapat dipercaya" in page
        assert WORDS not in page
    assert "Bukti ini asli" in strict.post("/bukti/", {"file": upload(text)}).content.decode()
    assert "bukan bukti" in strict.post("/bukti/", {"text": "halo"}).content.decode()
    assert "Tempelkan isi berkas" in strict.post("/bukti/", {"text": " "}).content.decode()
    assert "terlalu besar" in strict.post("/bukti/", {"file": upload("x" * 200_000)}).content.decode()
    assert "terlalu panjang" in strict.post("/bukti/", {"text": "x" * 200_000}).content.decode()
    assert client.get("/bukti/").status_code == client.get("/en/bukti/").status_code == 200


def upload(text: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("bukti.json", text.encode())


def test_public_keys_are_on_a_page_and_for_programs_with_those_retired(client: Client) -> None:
    old = own_keys()[0].key
    replace_proof_key()
    page = client.get("/kunci/").content.decode()
    told = client.get("/kunci.json").json()
    assert [each["key"] for each in told["proofs"]] == [each.key for each in own_keys()]
    assert told["journal"] == public_key()
    for key in (*(each.key for each in own_keys()), old, public_key()):
        assert key in page
    assert date_format(datetime.now(UTC), "j F Y") in page
    assert f"{datetime.now(UTC):%Y-%m-%d}" not in page
