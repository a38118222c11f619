"""Python imports this at start when this folder is on PYTHONPATH: sockets of that process then reach loopback only.

The tests put it there for every process they start, so that no test and no server under test can call out unnoticed.
"""

import ipaddress
import socket
from typing import Any

_REAL_CONNECT, _REAL_CONNECT_EX = socket.socket.connect, socket.socket.connect_ex
_REAL_SENDTO, _REAL_GETADDRINFO = socket.socket.sendto, socket.getaddrinfo


class BeyondLoopbackError(OSError):
    """Something asked for a host other than this machine."""


def _require_loopback(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        allowed = ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        allowed = False
    if not allowed:
        raise BeyondLoopbackError(f"tests stay on this machine, but something asked for {name!r}")


def _require_local(sock: socket.socket, address: Any) -> None:
    if sock.family in {socket.AF_INET, socket.AF_INET6}:
        _require_loopback(address[0])


def _connect(self: socket.socket, address: Any) -> None:
    _require_local(self, address)
    _REAL_CONNECT(self, address)


def _connect_ex(self: socket.socket, address: Any) -> int:
    _require_local(self, address)
    return _REAL_CONNECT_EX(self, address)


def _sendto(self: socket.socket, data: Any, *rest: Any) -> int:
    _require_local(self, rest[-1])
    return _REAL_SENDTO(self, data, *rest)


def _getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
    _require_loopback(host)
    return _REAL_GETADDRINFO(host, *rest, **more)


socket.socket.connect = _connect  # type: ignore[method-assign]
socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
socket.socket.sendto = _sendto  # type: ignore[method-assign, assignment]
socket.getaddrinfo = _getaddrinfo
