"""Trying a channel out: a message to whoever connects it, and what Telegram has to be told of us."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rukun.guard import Actor
from rukun.notify import connecting
from rukun.notify.access import can_manage_channels
from rukun.notify.actions.telling import tell
from rukun.notify.adapters import Outcome, telegram
from rukun.notify.adapters.calling import call, refused
from rukun.notify.algo.reading import mapping, words
from rukun.notify.errors import NotConnected
from rukun.notify.own_notices import TRIAL


def try_channel(*, actor: Actor, person: UUID, channel: str) -> bool:
    """Send the actor something on one channel alone, ceiling or not. Whether they have an address on it.

    Raises ``Refused`` or ``NotConnected``.
    """
    can_manage_channels(actor).demand()
    if connecting.setting_of(channel) is None:
        raise NotConnected
    return tell(TRIAL, {}, person=person, urgent=True, through=[channel]) is not None


def introduce_to_telegram(setting: Mapping[str, Any], address: str) -> tuple[str, str]:
    """Ask Telegram for the bot's name, and tell it where to bring messages: to ``address``, or nowhere while we poll.

    Returns the name and ``""``, or what went wrong, one of ``adapters.WHY``. Knows no database.
    """
    token = words(setting.get("token"))
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}", token):
        return "", "token"
    base = f"{(words(setting.get('base')) or telegram.BASE).rstrip('/')}/bot{token}"
    values, why = _asked(f"{base}/getMe", {})
    if why:
        return "", why
    name = words(mapping(values, "result").get("username"))
    if setting.get("polling"):
        _values, why = _asked(f"{base}/deleteWebhook", {})
    else:
        body = {"url": address, "secret_token": words(setting.get("secret")), "allowed_updates": telegram.UPDATES}
        _values, why = _asked(f"{base}/setWebhook", body)
    return name, why


def _asked(url: str, body: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    answer = call("POST", url, body=body)
    if isinstance(answer, Outcome):
        return {}, answer.why
    values = answer.values or {}
    if answer.status == 200 and values.get("ok") is True:
        return values, ""
    return {}, "token" if answer.status in (401, 404) else refused(answer).why
