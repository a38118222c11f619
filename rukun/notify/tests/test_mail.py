"""Mail, against a mail server on this machine that says what it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

import pytest

from rukun.notify.adapters import Letter, Outcome, mail
from rukun.notify.tests.provider import nobody

pytestmark = pytest.mark.pure
ID = UUID("01980000-0000-7000-8000-000000000001")
LETTER = Letter(
    ID, {"mail": "sari@contoh.id"}, "Laporan Anda sudah sampai.\nTerima kasih – salam.", title="Kabar “baik”"
)


@dataclass
class Server:
    """``answers`` by the first word of what is said to it; ``END``: after the text. ``""``: the line is cut."""

    answers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def setting(self) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": self.port, "tls": "none", "from": "posko@contoh.id"}

    @property
    def text(self) -> Message:
        return message_from_bytes(self.texts[0])


@contextmanager
def serving(**answers: str) -> Iterator[Server]:
    server = Server({word.upper(): said for word, said in answers.items()})

    class Handler(socketserver.StreamRequestHandler):
        def say(self, word: str, usual: str) -> bool:
            said = server.answers.get(word, usual)
            if said:
                self.wfile.write(f"{said}\r\n".encode())
            return bool(said)

        def handle(self) -> None:
            if not self.say("HELLO", "220 siap"):
                return
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ")[0].upper()
                server.said.append(line)
                usual = {"EHLO": "250-contoh\r\n250 AUTH PLAIN", "DATA": "354 tulis", "QUIT": "221 dah"}
                if not self.say(word, usual.get(word, "250 baik")):
                    return
                if word == "DATA" and server.answers.get("DATA", "354").startswith("354"):
                    text = b""
                    while not text.endswith(b"\r\n.\r\n"):
                        text += self.rfile.readline()
                    server.texts.append(text.removesuffix(b".\r\n"))
                    if not self.say("END", "250 diterima"):
                        return

    class Listening(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Listening(("127.0.0.1", 0), Handler) as listening:
        server.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        listening.shutdown()
        thread.join()


def test_a_mail_is_plain_text_by_machine_with_an_id_of_its_own() -> None:
    with serving() as server:
        assert mail.send(server.setting, LETTER) == Outcome("sent")
    found = server.text
    assert found["Message-ID"] == f"<{ID}@contoh.id>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found.get_content_type() == "text/plain"
    body = found.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n").strip() == LETTER.text
    said = [each.lower() for each in server.said]
    assert "mail from:<posko@contoh.id>" in said
    assert "rcpt to:<sari@contoh.id>" in said


def test_a_user_signs_in_before_anything_is_sent() -> None:
    with serving(auth="235 masuk") as server:
        assert mail.send({**server.setting, "user": "posko", "password": "rahasia"}, LETTER).result == "sent"
    words = [each.split(" ")[0].upper() for each in server.said]
    assert words.index("AUTH") < words.index("MAIL")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"auth": "535 keliru"}, Outcome("off", why="token")),
        ({"auth": "454 nanti"}, Outcome("later", why="down")),
        ({"hello": "421 penuh"}, Outcome("later", why="busy")),
        ({"hello": "554 tidak mau"}, Outcome("off", why="token")),
        ({"mail": "550 bukan pengirim"}, Outcome("off", why="token")),
        ({"rcpt": "550 tidak ada"}, Outcome("no", why="address")),
        ({"rcpt": "451 tunggu"}, Outcome("later", why="busy")),
        ({"rcpt": "530 masuk dulu"}, Outcome("off", why="token")),
        ({"data": "451 tunggu"}, Outcome("later", why="busy")),
        ({"end": "554 ditolak"}, Outcome("no", why="refused")),
        ({"end": "552 kepanjangan"}, Outcome("no", why="too_long")),
        ({"end": "452 penuh"}, Outcome("later", why="busy")),
        ({"end": ""}, Outcome("unknown", why="timeout")),
        ({"rcpt": ""}, Outcome("later", why="unreachable")),
        ({"hello": ""}, Outcome("later", why="unreachable")),
    ],
    ids=str,
)
def test_what_a_mail_server_says_means_something(answers: dict[str, str], outcome: Outcome) -> None:
    with serving(**answers) as server:
        signs_in = {"user": "posko", "password": "rahasia"} if "auth" in answers else {}
        assert mail.send({**server.setting, **signs_in}, LETTER) == outcome


def test_a_server_that_is_not_there_is_tried_again() -> None:
    port = int(nobody().rpartition(":")[2])
    setting = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "posko@contoh.id"}
    assert mail.send(setting, LETTER) == Outcome("later", why="unreachable")


def test_a_server_without_encryption_gets_no_password_and_no_words() -> None:
    with serving() as server:
        setting = {**server.setting, "tls": "starttls", "user": "posko", "password": "rahasia"}
        assert mail.send(setting, LETTER) == Outcome("off", why="token")
    assert server.texts == []
    assert not [each for each in server.said if each.upper().startswith("AUTH")]


def test_an_address_cannot_bring_a_line_of_its_own_into_the_mail() -> None:
    with serving() as server:
        bad = replace(LETTER, address={"mail": "a@contoh.id\r\nBcc: b@contoh.id"})
        assert mail.send(server.setting, bad) == Outcome("no", why="address")
        assert mail.send({**server.setting, "from": ""}, LETTER) == Outcome("off", why="token")
    assert server.texts == []
