"""The demo's channels are connected to the made-up providers, wherever the site answers this time."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from rukun.demo.cast import CAST, KELURAHAN, organisation_id
from rukun.demo.provider import browsers, kept, telegram
from rukun.demo.provider.whatsapp import NUMBER_ID
from rukun.guard import System
from rukun.notify.actions import contacts, sinks, wishes
from rukun.notify.channels import CHANNELS, MAIL, PUSH, SINK, SMS, TELEGRAM, WHATSAPP
from rukun.notify.connecting import save_setting, setting_of
from rukun.notify.own_notices import TRIAL

SYSTEM = System("demo")
PRICES = {WHATSAPP: 350, SMS: 400}
"""Rupiah, about what they cost."""
CEILING = 200_000
SENDER = "posko@kampung-contoh.invalid"
BROWSERS = ("lurah", "petugas_posko")
"""Keys of the cast who let a browser tell them."""
SCREEN: UUID = organisation_id(9001)
"""The sink of the posko: a screen on the wall."""
Content = dict[str, Any]


def connect(address: str, mail_port: int = 0, *, only: Collection[str] = CHANNELS) -> None:
    """Tell providers and channels, all or ``only`` some, that the site answers at ``address`` (http://127.0.0.1:8000).

    What is connected already keeps all but where its provider is; what somebody switched off stays off, and what they
    connected to another provider stays there.
    """
    kept.know("address", address)
    for channel, (where, secrets) in _settings(address, mail_port).items():
        if channel not in only:
            continue
        before = kept.known(f"where {channel}")
        kept.know(f"where {channel}", where)
        there = setting_of(channel)
        if before is None:
            save_setting(
                actor=SYSTEM, channel=channel, on=True, content=where | secrets, price=PRICES.get(channel, 0),
                ceiling=CEILING if channel in PRICES else None,
            )  # fmt: skip
        elif there is not None and before != where and before.items() <= there.content.items():
            content = there.content | where
            save_setting(
                actor=SYSTEM, channel=channel, on=True, content=content, price=there.price, ceiling=there.ceiling
            )
    if PUSH in only and SINK in only and kept.known("told where") != address:
        _put_up(address)
        kept.know("told where", address)


def _settings(address: str, mail_port: int) -> dict[str, tuple[Content, Content]]:
    """Of each channel where its provider is, and all else."""
    base = f"{address}/demo/penyedia"
    whatsapp = {
        "phone_number_id": NUMBER_ID,
        "token": kept.secret("whatsapp token"),
        "app_secret": kept.secret("whatsapp app"),
        "verify_token": kept.secret("whatsapp verify"),
    }
    bot = {"token": telegram.token(), "secret": kept.secret("telegram webhook"), "polling": False, "bot": telegram.NAME}
    gateway = {"way": "http", "secret": kept.secret("sms"), "sender": "POSKO"}
    found: dict[str, tuple[Content, Content]] = {
        WHATSAPP: ({"base": f"{base}/whatsapp"}, whatsapp),
        TELEGRAM: ({"base": f"{base}/telegram"}, bot),
        SMS: ({"url": f"{base}/sms/"}, gateway),
        PUSH: ({"services": [address]}, {"contact": SENDER}),
        SINK: ({"hosts": [urlsplit(address).hostname or ""]}, {}),
    }
    if mail_port:
        found[MAIL] = ({"host": "127.0.0.1", "port": mail_port}, {"tls": "none", "from": SENDER})
    return found


def _put_up(address: str) -> None:
    """Browsers and the posko's screen, where messages to them arrive this time."""
    for key in BROWSERS:
        wishes.subscribe(person=CAST[key].person_id, subscription=browsers.subscription(key, address))
    url = f"json://{address.partition('://')[2]}/demo/penyedia/saluran/layar-posko"
    notices = [*sinks.POSKO_NOTICES, TRIAL]
    sinks.add_sink(actor=SYSTEM, sink_id=SCREEN, unit=KELURAHAN, label="Layar posko", url=url, notices=notices)
    contacts.known(SINK, [f"sink:{SCREEN}"], {"url": url})
