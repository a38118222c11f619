"""What somebody does on a made-up phone becomes what their provider brings to our webhook."""

import random
from types import ModuleType

from rukun.demo.provider import behaving, kept, sms, telegram, whatsapp
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import Phone
from rukun.notify.channels import SMS, TELEGRAM, WHATSAPP

PROVIDERS: dict[str, ModuleType] = {WHATSAPP: whatsapp, TELEGRAM: telegram, SMS: sms}


def write(phone: Phone, channel: str, text: str) -> None:
    text = telegram.opened(text) if channel == TELEGRAM else text
    _say(phone, Bubble(channel, phone.number, ours=False, text=text))


def send_file(phone: Phone, channel: str, content: bytes, kind: str, caption: str = "") -> None:
    """A photo or a voice note; ``kind`` is its media type."""
    key = kept.keep_file(content, kind)
    note = "audio" if kind.startswith("audio/") else ""
    _say(phone, Bubble(channel, phone.number, ours=False, text=caption, photo=key, note=note), kind=kind)


def send_place(phone: Phone, channel: str, lat: float, lon: float, name: str = "") -> None:
    _say(phone, Bubble(channel, phone.number, ours=False, text=name, lat=lat, lon=lon))


def press(phone: Phone, asked: Bubble, choice: str) -> None:
    """Press a button below a message; a key of Telegram without an id writes its label."""
    label = dict(asked.choices).get(choice, "")
    letter = str(asked.id) if asked.channel == TELEGRAM else asked.message
    if not choice:
        write(phone, asked.channel, label)
        return
    _say(phone, Bubble(asked.channel, phone.number, ours=False, text=label, letter=letter), choice=choice)


def look(phone: Phone, channel: str) -> None:
    """What lies on the phone was read. Only WhatsApp tells."""
    if channel == WHATSAPP:
        for bubble in kept.chat(channel, phone.number):
            if bubble.ours and bubble.state == "delivered":
                whatsapp.read(bubble)


def _say(phone: Phone, bubble: Bubble, *, kind: str = "", choice: str = "") -> None:
    provider = PROVIDERS[bubble.channel]
    bubble = Bubble(**{**vars(bubble), "message": provider.new_id(), "state": "waiting"})
    number = kept.add(bubble)
    body = provider.said(phone, bubble, kind=kind, choice=choice)
    mood = behaving.mood_now(bubble.channel)
    after = random.uniform(0, 3) if mood == behaving.REORDER else 0.0  # noqa: S311  chance, not secrecy
    for turn in range(3 if mood == behaving.REPEAT else 1):
        kept.plan(bubble.channel, body, after=after + turn * 0.4, bubble=number)
