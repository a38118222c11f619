"""A line that loses answers: what was sent arrives and is answered, and the answer never comes back."""

import http.client
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding")


@dataclass
class Line:
    """``url`` leads to the site. Of what is POSTed there, the share ``loss`` of the answers is lost on the way back."""

    url: str
    loss: float
    sent: int = 0
    lost: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def lossy_line(site: str, loss: float, seed: int = 6) -> Iterator[Line]:
    """A proxy on this machine, which ends with the block."""
    chance, target = random.Random(seed), urlsplit(site).netloc
    line = Line("", loss)

    class Proxy(BaseHTTPRequestHandler):
        def forward(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            connection = http.client.HTTPConnection(target, timeout=60)
            connection.request(self.command, self.path, self.rfile.read(size) if size else None, dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()  # the site has done its work, and said so
            connection.close()
            with line.lock:
                posted = self.command == "POST"
                line.sent += posted
                gone = posted and chance.random() < line.loss
                line.lost += gone
            self.close_connection = True
            if gone:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.forward()

        def do_POST(self) -> None:
            self.forward()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its own word
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    line.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
