"""A posko's own sinks, by ``apprise``: an ntfy topic, a Matrix room, a Gotify server, the webhook of a siren.

Setting: ``hosts``, machines in one's own network that may be called, also without TLS. Address: ``url`` as ``apprise``
writes it (``ntfys://…``, ``matrixs://…``, ``json://…``). A sink gets what push gets: words without values. ``apprise``
only says whether it went well, not why not.

Whoever adds a sink is not whoever runs the machine: a sink must not reach what only this machine reaches. All other
hosts are called by TLS alone, at public addresses, and where they lead elsewhere nobody follows. A name that resolves
otherwise in the moment between our look and the call is not caught.
"""

import logging
import re
import socket
from collections.abc import Collection, Mapping
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.algo.reading import listed, words

ONCE = False
"""Whether a letter that is sent again under its id arrives but once."""
SCHEMES = (
    "ntfy", "ntfys", "matrix", "matrixs", "gotify", "gotifys", "json", "jsons", "xml", "xmls", "form", "forms",
)  # fmt: skip
"""Of what ``apprise`` knows, what reaches other machines over HTTP: none that runs or shows something on this one."""
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]", re.ASCII)
PARAMETERS = frozenset({"priority", "tags", "token", "format", "overflow"})
"""What may stand behind a question mark. ``apprise`` knows others: headers, methods, certificates that nobody looks
at, other hosts."""
TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 write them (RFC 6052)."""


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    hosts = [words(each) for each in listed(setting, "hosts")]
    service = service_of(words(letter.address.get("url")), hosts)
    if service is None:
        return Outcome("no", why="address")
    if _host(service) not in hosts:
        found = _addresses(_host(service))
        if not found:
            return Outcome("later", why="unreachable")
        if not all(is_public(each) for each in found):
            return Outcome("no", why="address")
    kind = "warning" if letter.urgent else "info"
    try:
        went = service.notify(body=letter.text, title=letter.title, notify_type=kind)
    except Exception:  # noqa: BLE001  whatever a service's module raises: its words may hold a token
        went = False
    return Outcome("sent") if went else Outcome("unknown", why="down")


def service_of(url: str, hosts: Collection[str] = ()) -> Any:
    """What sends to an address; ``None`` for one that leads nowhere, or where none may lead. Asks no name server."""
    scheme, _colon, rest = url.strip().partition("://")
    if not rest or scheme.lower() not in SCHEMES or not _only_known(rest):
        return None
    apprise = _apprise()
    asset = apprise.AppriseAsset(
        secure_logging=True, async_mode=False, app_id="Rukun", app_desc="Rukun", http_redirects=False
    )
    service = apprise.Apprise.instantiate(url.strip(), asset=asset, suppress_exceptions=True)
    if service is None or service.redirects or not service.verify_certificate:
        return None
    if hasattr(service, "discovery"):  # a Matrix server would name another host
        service.discovery = False
    host = _host(service)
    if not HOST.fullmatch(host):
        return None
    if host in hosts:
        return service
    return service if service.secure and not _is_inside(host) else None


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet: to no own network, no machine itself, no neighbour on the cable."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in TRANSLATED:
            inner = IPv4Address(found.packed[-4:])
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


def _host(service: Any) -> str:
    """Whom it really calls."""
    if getattr(service, "mode", "") == "cloud":  # an ntfy topic without a server
        return "ntfy.sh"
    return str(service.host or "").lower()


def _is_inside(host: str) -> bool:
    """Whether the name alone says that it is no machine of the internet."""
    bare = host.strip("[]")
    try:
        ip_address(bare)
    except ValueError:
        return "." not in bare or bare.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))
    return not is_public(bare)


def _addresses(host: str) -> list[str]:
    try:
        return [str(each[4][0]) for each in socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def _only_known(rest: str) -> bool:
    """Whether all parameters are such as change nothing but how it looks."""
    _before, _mark, query = rest.partition("?")
    names = [each.partition("=")[0].lower() for each in re.split(r"[&;?]", query) if each]
    return PARAMETERS.issuperset(names)


@cache
def _apprise() -> Any:
    """Loaded when first needed: it takes long. It writes addresses into its log, so that is silenced."""
    import apprise  # noqa: PLC0415

    logging.getLogger("apprise").disabled = True
    return apprise
