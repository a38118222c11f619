"""A provider on this machine for tests: answers what it is told to, and remembers what it was asked."""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """``body`` as JSON unless it is bytes. ``stalls``: nothing until the provider is closed. ``cuts``: the line is cut
    without a word. ``short``: the body breaks off before the length that was announced. ``drips``: its last byte never
    comes, others do now and then."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stalls: bool = False
    cuts: bool = False
    short: bool = False
    drips: bool = False

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> Any:
        return json.loads(self.body)


class Provider:
    """``then(reply, …)`` queues answers; when none are left, ``otherwise`` answers (by default 200 and ``{}``)."""

    def __init__(self, *replies: Reply) -> None:
        self.asked: list[Asked] = []
        self.replies = deque(replies)
        self.otherwise: Callable[[Asked], Reply] = lambda _asked: Reply()
        self.closing = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the receipt of its head

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                provider.give(self, Asked(self.command, self.path, dict(self.headers), body))

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the overridden name
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                """Whoever asked may hang up when they have seen enough."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def then(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def give(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.asked.append(asked)
        reply = self.replies.popleft() if self.replies else self.otherwise(asked)
        handler.close_connection = True
        if reply.stalls:
            self.closing.wait(30)
        if reply.stalls or reply.cuts:
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        longer = 100 if reply.short else 1_000_000 if reply.drips else 0
        handler.send_header("Content-Length", str(len(reply.raw) + longer))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(reply.raw)
        while reply.drips and not self.closing.wait(0.05):
            handler.wfile.write(b" ")

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def nobody() -> str:
    """An address on this machine where nobody answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"
