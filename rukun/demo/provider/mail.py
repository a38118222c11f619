"""A mail server that keeps what it is given and passes nothing on. It listens on this machine alone."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from rukun.demo.provider import behaving, kept
from rukun.demo.provider.kept import Bubble
from rukun.notify.channels import MAIL

LARGEST = 1024 * 1024
TROUBLE = {
    behaving.FAIL: "451 try again later",
    behaving.BUSY: "421 too many connections",
    behaving.TOKEN: "535 authentication failed",
    behaving.REFUSE: "550 no such mailbox",
}


class Talk(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one message takes."""

    timeout = 30
    disable_nagle_algorithm = True
    to = ""

    def handle(self) -> None:
        self._say("220 surel rekaan")
        mood = behaving.mood_now(MAIL)
        while line := self.rfile.readline(2000):
            verb, rest = line[:4].upper(), line[4:].decode(errors="replace").strip()
            if verb in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self._say("250 ok")
            elif verb == b"RCPT":
                self.to = rest.partition("<")[2].partition(">")[0]
                self._say(TROUBLE.get(mood, "250 ok"))
            elif verb == b"DATA":
                self._say("354 go on")
                self._keep(self._text())
                if mood != behaving.STALL:
                    self._say("<html>" if mood == behaving.GARBAGE else "250 taken")
            elif verb == b"QUIT":
                self._say("221 goodbye")
                return
            else:
                self._say("502 not here")

    def _text(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline(LARGEST)) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)[:LARGEST]

    def _keep(self, content: bytes) -> None:
        message = BytesParser(EmailMessage, policy=default).parsebytes(content)
        body = message.get_body(("plain",))
        text = str(body.get_content()).replace("\r\n", "\n").strip() if body is not None else ""
        kept.add(Bubble(MAIL, self.to, ours=True, text=text, title=str(message["Subject"] or ""), state="delivered"))

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever sends may hang up."""


@contextmanager
def serving() -> Iterator[int]:
    """Listens while this holds; gives the port, the same as last time if that is free."""
    before = int(kept.known("mail port", 0))
    try:
        server = Server(("127.0.0.1", before), Talk)
    except OSError:
        server = Server(("127.0.0.1", 0), Talk)
    port = int(server.server_address[1])
    kept.know("mail port", port)
    with server:
        threading.Thread(target=server.serve_forever, args=(0.2,), name="mail", daemon=True).start()
        try:
            yield port
        finally:
            server.shutdown()
