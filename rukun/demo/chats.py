"""One report of Kampung Contoh came by WhatsApp: written, heard, asked and answered by the code that does so always.

Only the line between the adapter and its provider is left out, because the site does not answer yet.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from rukun.demo import drawing, past
from rukun.demo.provider import Asked, kept, speaking
from rukun.demo.provider.answering import answer
from rukun.demo.provider.connecting import connect
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import PHONES
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.notify.actions.carrying import carry_once
from rukun.notify.actions.receiving import store
from rukun.notify.adapters import whatsapp as adapter
from rukun.notify.adapters.calling import Answer
from rukun.notify.algo.reading import whatsapp as reading
from rukun.notify.channels import WHATSAPP
from rukun.report.actions.dialogue import ask
from rukun.report.actions.handling import note_read
from rukun.report.queries.receipt import report_with_code

WHO = PHONES["warga"]
ADDRESS = "http://127.0.0.1:8000"
MINUTE = timedelta(minutes=1)
WORDS = "lapor tutup selokan hilang di depan balai rw 03, lubangnya dalam, takut ada anak jatuh"
QUESTION = "Terima kasih. Apakah lubangnya sudah ditutup sementara, misalnya dengan papan?"
SEND = "check:yes"
MOST_ANSWERS = 6
PATH = "/demo/penyedia/"


def talk_by_whatsapp(posko: Actor, begun: datetime) -> None:
    """Somebody reports, and the posko asks what nobody has answered yet: a visitor may."""
    connect(ADDRESS, only=[WHATSAPP])
    with patch.object(adapter, "call", _called), patch.object(adapter, "download", _downloaded):
        _say(begun, lambda: speaking.write(WHO, WHATSAPP, WORDS))
        _say(begun + MINUTE, lambda: speaking.send_file(WHO, WHATSAPP, drawing.a_street(), "image/jpeg"))
        for turn in range(2, 2 + MOST_ANSWERS):
            last = _chat()[-1]
            if SEND in dict(last.choices):
                _say(begun + turn * MINUTE, partial(speaking.press, WHO, last, SEND))
                break
            _say(begun + turn * MINUTE, lambda: speaking.write(WHO, WHATSAPP, "tidak tahu"))
        code = re.search(r"(?:[0-9]{4} ){4}[0-9]{4}", " ".join(each.text for each in _chat()))
        report = report_with_code(code[0].replace(" ", "")) if code else None
        assert report is not None, "the talk led to no report"
        with past.on(begun + 40 * MINUTE):
            note_read(actor=posko, report=report)
            ask(actor=posko, report=report, text=QUESTION, message_id=new_id())
            _carry()


def _say(at: datetime, act: Callable[[], None]) -> None:
    """Somebody does something on the phone, and is answered."""
    with past.on(at):
        act()
        written = _chat()[-1]
        for event in kept.due():
            kept.brought(event)
            store(event.channel, reading.parts(event.body))
        kept.turn(written.id, "delivered")
        _carry()


def _carry() -> None:
    """Until nothing is left to hear or to send."""
    while carry_once():
        pass


def _chat() -> list[Bubble]:
    return kept.chat(WHATSAPP, WHO.number)


def _called(method: str, url: str, *, body: Mapping[str, Any] | None = None, **more: Any) -> Answer:
    asked = Asked(method, urlsplit(url).path.removeprefix(PATH), _small(more), json.dumps(body or {}).encode())
    found = answer(asked)
    return Answer(found.status, found.raw, 0.0)


def _downloaded(url: str, headers: Mapping[str, str]) -> bytes:
    return answer(Asked("GET", urlsplit(url).path.removeprefix(PATH), _small({"headers": headers}))).raw


def _small(more: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in more["headers"].items()}
