"""Where providers bring what people wrote. Each message is stored, and nothing else is done, before the answer."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, public
from rukun.notify.actions.receiving import store
from rukun.notify.algo import signatures
from rukun.notify.carriers import account_of, reading_of
from rukun.notify.channels import SMS, TELEGRAM, WHATSAPP
from rukun.notify.connecting import setting_of

logger = logging.getLogger(__name__)

LARGEST = 2 * 1024 * 1024
"""Bytes of a body. Providers send some kilobytes; photos come as ids."""

Proven = Callable[[dict[str, Any], bytes], bool]


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def whatsapp(request: ActorRequest) -> HttpResponse:
    """Meta first asks by GET whether this address expects it, then brings messages and receipts by POST."""
    if request.method == "GET":
        connected = setting_of(WHATSAPP)
        token = str(connected.content.get("verify_token", "")) if connected else ""
        given = request.GET.get("hub.verify_token", "")
        if request.GET.get("hub.mode") != "subscribe" or not token or not constant_time_compare(given, token):
            return _plain("wrong verify token", 403)
        return _plain(request.GET.get("hub.challenge", "")[:200])
    header = request.headers.get("X-Hub-Signature-256", "")
    return _brought(
        request, WHATSAPP, lambda setting, body: signatures.whatsapp(str(setting.get("app_secret", "")), body, header)
    )


@public
@csrf_exempt
@require_POST
def telegram(request: ActorRequest) -> HttpResponse:
    """One update of the bot."""
    header = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    return _brought(
        request, TELEGRAM, lambda setting, _body: signatures.telegram(str(setting.get("secret", "")), header)
    )


@public
@csrf_exempt
@require_POST
def sms(request: ActorRequest) -> HttpResponse:
    """Messages and receipts of an SMS gateway that signs what it brings (see ``algo.signatures``)."""
    header = request.headers.get(signatures.HEADER, "")
    return _brought(
        request, SMS, lambda setting, body: signatures.sms(str(setting.get("secret", "")), body, header, time.time())
    )


def _brought(request: ActorRequest, channel: str, proven: Proven) -> HttpResponse:
    """200 once it is stored, also where it was before. Anything else asks the provider to bring it again, or never."""
    try:
        connected = setting_of(channel)
        if connected is None:
            return _plain("this channel is switched off", 404)
        body = request.read(LARGEST + 1)
        if len(body) > LARGEST:
            return _plain("too large", 413)
        if not proven(connected.content, body):
            logger.warning("A webhook of %s with a wrong signature", channel)
            return _plain("wrong signature", 403)
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            return _plain("not JSON", 400)
        store(channel, reading_of(channel).parts(payload), account_of(channel, connected.content))
    except DatabaseError:
        logger.error("A webhook of %s could not be stored; its provider will bring it again", channel)  # noqa: TRY400
        answer = _plain("busy", 503)
        answer.headers["Retry-After"] = "10"
        return answer
    return _plain("ok")


def _plain(words: str, status: int = 200) -> HttpResponse:
    told = f"{words}\n" if status != 200 or words == "ok" else words
    return HttpResponse(told, "text/plain; charset=utf-8", status, headers={"Cache-Control": "no-store"})
