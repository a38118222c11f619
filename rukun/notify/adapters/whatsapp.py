"""WhatsApp by Meta's Cloud API.

Setting: ``base`` (with the version: https://graph.facebook.com/v23.0), ``phone_number_id``, ``token``. (``app_secret``
and ``verify_token`` are the webhook's.) ``code_template``: the name under which Meta approved one for one-time codes,
which takes no other. Address: ``user`` (business-scoped id), ``phone`` (E.164), or both: then the id
goes first, because a number may meanwhile belong to somebody else.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from rukun.notify.adapters import Letter, Outcome
from rukun.notify.adapters.calling import Answer, NotFetchedError, call, download, refused
from rukun.notify.algo.reading import mapping, words
from rukun.notify.algo.reading.whatsapp import why_of
from rukun.notify.algo.rendering import numbered

ONCE = False
"""Whether a letter that is sent again under its id arrives but once."""
BASE = "https://graph.facebook.com/v23.0"
LONGEST, LONGEST_WITH_BUTTONS, BUTTONS, LABEL, BUTTON_ID = 4096, 1024, 3, 20, 256
MEDIA_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net")
ONLY_BY_PHONE = {"100", "131008", "131009", "131062"}
"""Codes of an interface or a template that does not take business-scoped ids."""
HOUR = 3600.0


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    """Free words within the 24 hours, the approved template outside of them."""
    template = words(setting.get("code_template")) if letter.code else letter.template
    if not (letter.window or template):
        return Outcome("no", why="window")
    if letter.window and len(numbered(letter.text, [label for _id, label in letter.choices])) > LONGEST:
        return Outcome("no", why="too_long")
    outcome = _sent(setting, letter, _content(letter)) if letter.window else None
    if template and (outcome is None or outcome.why == "window"):  # our clock and Meta's differ
        outcome = _sent(setting, letter, _template(letter, template), by_phone=bool(letter.code))
    return outcome or Outcome("no", why="window")


def _sent(setting: Mapping[str, Any], letter: Letter, content: dict[str, Any], *, by_phone: bool = False) -> Outcome:
    """``by_phone``: business-scoped ids get no one-time codes by template."""
    user, phone = words(letter.address.get("user")), words(letter.address.get("phone")).removeprefix("+")
    outcome, code = Outcome("no", why="address"), ""
    if user and not by_phone:
        outcome, code = _posted(setting, letter, {"recipient": user, **content})
    if phone and (by_phone or not user or code in ONLY_BY_PHONE):
        outcome, _code = _posted(setting, letter, {"to": phone, **content})
    return outcome


def _posted(setting: Mapping[str, Any], letter: Letter, content: dict[str, Any]) -> tuple[Outcome, str]:
    """The outcome, and Meta's code of an error."""
    number = words(setting.get("phone_number_id"))
    if not re.fullmatch(r"[0-9]{3,30}", number):
        return Outcome("off", why="token"), ""
    common = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "biz_opaque_callback_data": str(letter.id),
    }
    answer = call("POST", f"{_base(setting)}/{number}/messages", body=common | content, headers=_token(setting))
    if isinstance(answer, Outcome):
        return answer, ""
    values = answer.values
    if answer.status >= 300:
        return _refused(answer), words(mapping(values, "error").get("code"))
    messages = values.get("messages") if values else None
    message = words(mapping(messages[0]).get("id")) if isinstance(messages, list) and messages else ""
    return (Outcome("sent", message=message) if message else Outcome("unknown", why="garbage")), ""


def _refused(answer: Answer) -> Outcome:
    error = mapping(answer.values, "error")
    if "code" not in error:
        return refused(answer)
    code = words(error.get("code"))
    why = why_of(code)
    if why == "busy":
        return Outcome("later", why=why, wait=answer.wait or (HOUR if code == "131048" else 0.0))
    if why == "down" or (why == "refused" and answer.status >= 500):
        return Outcome("later", why="down", wait=answer.wait)
    if why == "token":
        return Outcome("off", why=why)
    if code in ("33", "368", "131031", "131037", "131042", "131045", "133010"):  # of the account, not of the message
        return Outcome("off", why="refused")
    return Outcome("no", why=why)


def _content(letter: Letter) -> dict[str, Any]:
    labels = [label for _id, label in letter.choices]
    fits = (
        0 < len(labels) <= BUTTONS
        and len(set(labels)) == len(labels)
        and all(0 < len(label) <= LABEL and 0 < len(id_) <= BUTTON_ID for id_, label in letter.choices)
        and len(letter.text) <= LONGEST_WITH_BUTTONS
    )
    if not fits:
        return {"type": "text", "text": {"body": numbered(letter.text, labels) if labels else letter.text}}
    buttons = [{"type": "reply", "reply": {"id": id_, "title": label}} for id_, label in letter.choices]
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": letter.text}, "action": {"buttons": buttons}},
    }


def _template(letter: Letter, name: str) -> dict[str, Any]:
    """Parameters may hold no line breaks, and none may be empty. A one-time code goes into its button too."""
    values = [letter.code] if letter.code else [" ".join(each.split()) or "-" for each in letter.parameters]
    template: dict[str, Any] = {"name": name, "language": {"code": letter.language}}
    if values:
        parameters = [{"type": "text", "text": each} for each in values]
        template["components"] = [{"type": "body", "parameters": parameters}]
        if letter.code:
            button = {"type": "button", "sub_type": "url", "index": "0", "parameters": parameters}
            template["components"].append(button)
    return {"type": "template", "template": template}


def fetch(setting: Mapping[str, Any], media: str) -> bytes:
    """A photo or voice note by its id: first where it lies, then itself. Raises ``NotFetchedError``."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", media):
        raise NotFetchedError("address")
    answer = call("GET", f"{_base(setting)}/{media}", headers=_token(setting))
    if isinstance(answer, Outcome):
        raise NotFetchedError(answer.why, answer.wait)
    if answer.status != 200:
        outcome = _refused(answer)
        raise NotFetchedError(outcome.why, outcome.wait)
    url = words(mapping(answer.values).get("url"))
    if not _trusted(url, _base(setting)):  # the token goes along
        raise NotFetchedError("garbage")
    return download(url, _token(setting))


def _trusted(url: str, base: str) -> bool:
    """Whether a file lies at Meta, or where the setting itself points to."""
    try:
        there, here = urlsplit(url), urlsplit(base)
    except ValueError:
        return False
    host = there.hostname or ""
    return (there.scheme, there.netloc) == (here.scheme, here.netloc) or (
        there.scheme == "https" and any(host.endswith(each) for each in MEDIA_HOSTS)
    )


def _base(setting: Mapping[str, Any]) -> str:
    return (words(setting.get("base")) or BASE).rstrip("/")


def _token(setting: Mapping[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {words(setting.get('token'))}"}
