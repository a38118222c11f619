"""One call to a provider over HTTP, and what its failure means for the message.

Where nothing can have been sent the message is tried again (``later``); where the line broke after that, nobody can say
whether it went (``unknown``). Redirects are never followed: they would carry a token to somebody else. Nothing of a
call is written down anywhere: addresses hold tokens, bodies hold numbers and words.
"""

import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Literal

import requests
import urllib3

from rukun.notify import adapters
from rukun.notify.adapters import Outcome

LARGEST = 10 * 1024 * 1024
"""Bytes of a photo or voice note, or of any answer."""
LONGEST, LONGEST_FILE = 20, 60
"""Seconds that a whole answer, or a file, may take once it began, however often a little of it comes."""
PIECE = 64 * 1024
BREAKS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)

_own = threading.local()


class NotFetchedError(Exception):
    """Something could not be fetched. ``why`` is one of ``adapters.WHY``; ``wait`` as in ``Outcome``."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait

    @property
    def later(self) -> bool:
        """Whether trying again can help."""
        return self.why in ("busy", "down", "garbage", "timeout", "unreachable")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    wait: float
    """Seconds that the provider asks us to wait; 0 if it does not."""

    @property
    def values(self) -> dict[str, Any] | None:
        """The JSON object of the body; ``None`` if it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def call(
    method: Literal["GET", "POST"],
    url: str,
    *,
    body: Mapping[str, Any] | None = None,
    raw: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    patience: float = 0,
) -> Answer | Outcome:
    """The provider's answer whatever its status, or what it means that there is none.

    ``body`` is sent as JSON, ``raw`` as it is. ``patience`` is added to the seconds of waiting, for long polling.
    """
    try:
        with _opened(method, url, body, raw, headers, patience) as response:
            pieces = b"".join(_pieces(response, LONGEST))
            return Answer(response.status_code, pieces, _seconds(response.headers.get("Retry-After")))
    except NotFetchedError as broken:
        return Outcome("unknown", why=broken.why)
    except BREAKS as broken:
        return _broken(broken)


def download(url: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A file of at most ``LARGEST`` bytes, read in pieces. Raises ``NotFetchedError``."""
    try:
        with _opened("GET", url, None, None, headers, 0) as response:
            if response.status_code != requests.codes.ok:
                answer = Answer(response.status_code, b"", _seconds(response.headers.get("Retry-After")))
                outcome = refused(answer)
                raise NotFetchedError(outcome.why, outcome.wait)
            return b"".join(_pieces(response, LONGEST_FILE))
    except BREAKS as broken:
        raise NotFetchedError(_broken(broken).why) from None


def refused(answer: Answer) -> Outcome:
    """What a status that is no success means where the body does not say it better."""
    status = answer.status
    if status == 429:
        return Outcome("later", why="busy", wait=answer.wait)
    if status in (401, 403):
        return Outcome("off", why="token")
    if status == 504:
        return Outcome("unknown", why="timeout")
    if status >= 500 or status == 408:
        return Outcome("later", why="down", wait=answer.wait)
    if status == 413:
        return Outcome("no", why="too_long")
    return Outcome("no", why="refused") if status >= 400 else Outcome("unknown", why="garbage")


def _session() -> requests.Session:
    """Each thread's own, so that connections are used again."""
    session: requests.Session | None = getattr(_own, "session", None)
    if session is None:
        session = _own.session = requests.Session()
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _opened(
    method: str,
    url: str,
    body: Mapping[str, Any] | None,
    raw: bytes | None,
    headers: Mapping[str, str] | None,
    patience: float,
) -> requests.Response:
    connect, read = adapters.TIMEOUT
    return _session().request(
        method,
        url,
        json=body,
        data=raw,
        headers=dict(headers or {}),
        auth=_as_it_is,
        timeout=(connect, read + patience),
        allow_redirects=False,
        stream=True,
    )


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps ``requests`` from looking for passwords in the home directory."""
    return request


def _pieces(response: requests.Response, seconds: float) -> Iterator[bytes]:
    """The body in pieces. Raises ``NotFetchedError`` when it is too long or takes too long."""
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise NotFetchedError("too_long")
    end, size = time.monotonic() + seconds, 0
    while piece := response.raw.read1(PIECE, decode_content=True):  # what is there, without waiting for a full piece
        size += len(piece)
        if size > LARGEST:
            raise NotFetchedError("too_long")
        if time.monotonic() > end:
            raise NotFetchedError("timeout")
        yield piece


def _broken(error: Exception) -> Outcome:
    """Nothing was sent where no connection came about; else nobody knows."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return Outcome("later", why="unreachable")
    if isinstance(error, ValueError):  # an address or a token that cannot stand in a request
        return Outcome("off", why="token")
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    never = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    stranger = reason.args[0] if isinstance(reason, urllib3.exceptions.SSLError) and reason.args else None
    if isinstance(reason, never) or isinstance(stranger, ssl.SSLCertVerificationError):
        return Outcome("later", why="unreachable")
    return Outcome("unknown", why="timeout")


def _seconds(text: str | None) -> float:
    """A ``Retry-After`` in seconds; one that is a date, or nonsense, counts as none."""
    return float(min(int(text), 86_400)) if text and text.isdecimal() and len(text) < 9 else 0.0
