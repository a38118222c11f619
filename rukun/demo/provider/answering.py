"""What providers answer to adapters."""

from collections.abc import Callable

from rukun.demo.provider import Answer, Asked, behaving, browsers, kept, sms, telegram, whatsapp
from rukun.demo.provider.kept import Bubble
from rukun.notify.channels import PUSH, SINK, SMS, TELEGRAM, WHATSAPP

TROUBLE = {behaving.FAIL: 500, behaving.BUSY: 429, behaving.TOKEN: 403, behaving.REFUSE: 410}


def answer(asked: Asked) -> Answer:
    """Never raises because of what was asked. A 404 for what no provider has."""
    name, _slash, rest = asked.path.strip("/").partition("/")
    if name not in PROVIDERS:
        return Answer({}, 404)
    channel = CHANNEL[name]
    found = PROVIDERS[name](asked, rest)
    if not 200 <= found.status < 300 or asked.method != "POST":
        return found
    mood = behaving.mood_now(channel)
    if mood == behaving.STALL:
        return Answer({}, 504, stall=behaving.STALLS)
    if mood == behaving.GARBAGE:
        return Answer(b"<html><body>It works!</body></html>", headers={"Content-Type": "text/html"})
    return found


def _push(asked: Asked, rest: str) -> Answer:
    """A push service, and the browser behind it."""
    mood = behaving.mood_now(PUSH)
    if mood in TROUBLE:
        return Answer({}, TROUBLE[mood], {"Retry-After": "2"} if mood == behaving.BUSY else {})
    if asked.method != "POST" or not asked.headers.get("authorization", "").startswith(("vapid ", "WebPush ")):
        return Answer({}, 400)
    said = browsers.opened(rest, asked.body)
    if said is None:
        return Answer({}, 410)
    title, text, note = (str(said.get(each, "")) for each in ("title", "body", "url"))
    kept.add(Bubble(PUSH, rest, ours=True, text=text, title=title, note=note))
    return Answer({}, 201)


def _sink(asked: Asked, rest: str) -> Answer:
    """A posko's own sink, as ``json://`` calls it."""
    mood = behaving.mood_now(SINK)
    if mood in TROUBLE:
        return Answer({}, TROUBLE[mood])
    values = asked.values
    title, text = str(values.get("title", "")), str(values.get("message", asked.body.decode(errors="replace")))
    kept.add(Bubble(SINK, rest.strip("/") or "posko", ours=True, text=text[:2000], title=title[:200]))
    return Answer({})


PROVIDERS: dict[str, Callable[[Asked, str], Answer]] = {
    "whatsapp": whatsapp.answered,
    "telegram": telegram.answered,
    "sms": sms.answered,
    "push": _push,
    "saluran": _sink,
}
CHANNEL = {"whatsapp": WHATSAPP, "telegram": TELEGRAM, "sms": SMS, "push": PUSH, "saluran": SINK}
