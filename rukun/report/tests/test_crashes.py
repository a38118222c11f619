"""Server and worker killed under load: what was acknowledged is there, once, and whole."""

import http.client
import random
import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from rukun.guard.ids import new_id
from rukun.report.tests.running import Phone, Running, running, typed

pytestmark = pytest.mark.long
TURNS, SENDERS = 4, 4
BROKEN = (OSError, http.client.HTTPException)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as each:
        yield each


class Sender:
    """A phone that keeps what it could not deliver and sends it again, with the same ids."""

    def __init__(self) -> None:
        self.delivered: dict[UUID, str] = {}
        self.photos: set[UUID] = set()
        self.waiting: list[dict[str, Any]] = []
        self.chooser = random.Random(7)

    def run(self, port: int, *, until_empty: bool = False) -> None:
        with closing(Phone(port)) as phone:
            try:
                while not until_empty or self.waiting:
                    if not self.waiting:
                        self._write()
                    self._deliver(phone, self.waiting[0])
                    self.waiting.pop(0)
            except BROKEN:
                return

    def _write(self) -> None:
        report = typed(challenge="-")  # no work was done: a busy RW's are taken for a first look
        self.waiting.append(report)
        if self.chooser.random() < 0.4:
            self.waiting.append({"report": report["id"], "code": report["code"], "id": new_id()})

    def _deliver(self, phone: Phone, each: dict[str, Any]) -> None:
        # Each from somewhere else: limits are no part of this.
        phone.headers["X-Forwarded-For"] = f"10.{'.'.join(str(self.chooser.randrange(256)) for _ in range(3))}"
        if "report" in each:
            answer = phone.send_file("/lapor/foto/", picture(), **each)
            assert answer.status in (200, 201), answer.text
            self.photos.add(each["id"])
        else:
            answer = phone.post("/lapor/kirim/", **each)
            assert answer.status in (200, 201), answer.text
            self.delivered[each["id"]] = each["code"]


def picture() -> bytes:
    made = BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def test_nothing_acknowledged_is_lost_doubled_or_half_after_kills(site: Running) -> None:
    senders = [Sender() for _ in range(SENDERS)]
    chooser = random.Random(11)
    for _turn in range(TURNS):
        site.kill()
        site.start(worker=True)
        threads = [threading.Thread(target=each.run, args=(site.port,)) for each in senders]
        for each in threads:
            each.start()
        threading.Event().wait(1.5 + chooser.random())
        site.kill()
        for each in threads:
            each.join(60)
            assert not each.is_alive()
    before = sum(len(each.delivered) for each in senders)
    assert before > TURNS * SENDERS, "there was load"
    stored_before = {_hex(row[0]) for row in site.rows("SELECT id FROM report_report")}
    assert {each.hex for sender in senders for each in sender.delivered} <= stored_before, "acknowledged, so stored"
    site.start()
    for sender in senders:
        sender.run(site.port, until_empty=True)
        assert not sender.waiting

    delivered = {each.hex for sender in senders for each in sender.delivered}
    photos = {each.hex for sender in senders for each in sender.photos}
    stored = [_hex(row[0]) for row in site.rows("SELECT id FROM report_report")]
    assert len(stored) == len(set(stored))
    assert set(stored) == delivered
    noted = [_hex(row[0]) for row in site.rows("SELECT object_id FROM journal_entry WHERE verb = 'report.received'")]
    assert sorted(noted) == sorted(stored), "one entry each, and none of what was rolled back"
    kept = site.rows(
        "SELECT p.id, (SELECT count(*) FROM evidence_original o WHERE o.photo_id = p.id),"
        " (SELECT count(*) FROM evidence_rendition r WHERE r.photo_id = p.id) FROM evidence_photo p"
    )
    assert {_hex(row[0]) for row in kept} == photos
    assert len(kept) == len(photos)
    assert {(originals, seen) for _id, originals, seen in kept} == {(1, 2)}, "no photo is half there"
    noted_photos = site.rows("SELECT count(*) FROM journal_entry WHERE verb = 'report.photo_added'")
    assert noted_photos == [(len(photos),)]
    assert site.site.json("journal", "verify")["sound"]
    with closing(Phone(site.port, X_Forwarded_For="198.51.100.9")) as phone:
        for sender in senders:
            code = next(reversed(sender.delivered.values()))
            assert 'name="do"' in phone.post("/r/", code=code).text, "its code opens it"


def _hex(key: object) -> str:
    return str(key).replace("-", "")
