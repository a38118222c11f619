"""A page that looks like a phone: one writes to the posko as somebody made up, and sees what comes back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.demo import drawing, recording
from rukun.demo.cast import KELURAHAN
from rukun.demo.provider import behaving, bringing, kept, phones, speaking
from rukun.demo.provider.connecting import BROWSERS
from rukun.demo.provider.kept import Bubble
from rukun.demo.provider.phones import PHONES, TALKING, Phone
from rukun.guard import ActorRequest, public
from rukun.notify.channels import CHANNELS, MAIL, PUSH, SINK, SMS, TELEGRAM
from rukun.people.phones import national
from rukun.report.queries.places import places_named
from rukun.ui.templatetags.ui import Text
from rukun.ui.uploads import LARGEST

PLACES = (
    "Jembatan Kali Contoh",
    "Pasar Pagi Contoh",
    "Lapangan Contoh",
    "SMP Negeri Kampung Contoh",
    "Balai RW 03",
    "Pos Ronda RW 05",
)
OUTSIDE = ("Monas, Jakarta", -6.175392, 106.827153)
PHOTOS = {"image/jpeg", "image/png", "image/webp"}
STATES: dict[str, Text] = {
    "waiting": gettext_lazy("sedang dikirim"),
    "sent": gettext_lazy("terkirim"),
    "delivered": gettext_lazy("sampai"),
    "read": gettext_lazy("dibaca"),
    "failed": gettext_lazy("gagal"),
}
LONGEST, MOST = 3000, 100
"""Letters of a message; messages on one page."""


@dataclass(frozen=True)
class Shown:
    """A bubble with its buttons, which only the last of the other side's has."""

    bubble: Bubble
    state: Text
    buttons: tuple[tuple[str, str], ...]


@public
@require_http_methods(["GET", "POST"])
@never_cache
def phone(request: ActorRequest) -> HttpResponse:
    """One chat: ``siapa`` writes on the channel ``lewat``; what a browser of theirs was pushed can only be read."""
    owner = phones.with_key(request.GET.get("siapa") or next(iter(PHONES)))
    channel = request.GET.get("lewat") or TALKING[0]
    channels = (*TALKING, PUSH) if owner and owner.key in BROWSERS else TALKING
    if owner is None or channel not in channels or (request.method == "POST" and channel == PUSH):
        raise Http404
    here = f"{reverse('demo:phone')}?{urlencode({'siapa': owner.key, 'lewat': channel})}"
    if request.method == "POST":
        _do(request, owner, channel)
        bringing.wake()
        return redirect(f"{here}#tulis")
    speaking.look(owner, channel)
    bringing.wake()
    chat = kept.chat(channel, owner.key if channel == PUSH else owner.number)
    context = {
        "owner": owner,
        "phones": list({each.key: each for each in (*phones.phones(), owner)}.values()),
        "number": national(owner.number),
        "channel": channel,
        "tabs": [
            (CHANNELS[each].words, f"?{urlencode({'siapa': owner.key, 'lewat': each})}", each == channel)
            for each in channels
        ],
        "chat": [Shown(each, STATES[each.state], _buttons(each, chat)) for each in chat],
        "places": [*PLACES, OUTSIDE[0]],
        "words_alone": channel == SMS,
        "read_only": channel == PUSH,
        "telegram": channel == TELEGRAM,
        "longest": LONGEST,
        "connected": bool(kept.known("address")),
    }
    return render(request, "demo/phone.html", context)


@public
@require_safe
@never_cache
def photo(request: ActorRequest) -> HttpResponse:
    """A photo that somebody sent."""
    found = kept.file(request.GET.get("kunci", ""))
    if found is None or found[0] not in PHOTOS:
        raise Http404
    return HttpResponse(found[1], content_type=found[0])


@public
@require_http_methods(["GET", "POST"])
@never_cache
def sent(request: ActorRequest) -> HttpResponse:
    """What was sent, on whichever channel, to ``siapa`` or to all; and how the providers behave, to be changed here."""
    channels = (*TALKING, PUSH, MAIL, SINK)
    if request.method == "POST":
        channel, mood, share = (request.POST.get(each, "") for each in ("channel", "mood", "share"))
        if channel not in channels or mood not in behaving.MOODS or not share.isdecimal() or int(share) > 100:
            raise Http404
        behaving.behave(channel, mood, int(share) / 100)
        messages.success(request, _("Mulai sekarang penyedia %s berlaku begitu.") % CHANNELS[channel].words)
        return redirect("demo:sent")
    named = {who: _named(who) for who in kept.told()}
    whom, before = request.GET.get("siapa", ""), request.GET.get("sebelum", "")
    same = [who for who in named if named[who] == named.get(whom)]
    bubbles = kept.sent(MOST + 1, to=same, before=int(before) if before.isdecimal() else 0)
    rows = [(each, CHANNELS[each.channel].words, *named[each.who], STATES[each.state]) for each in bubbles[:MOST]]
    older = {"siapa": whom, "sebelum": bubbles[MOST - 1].id} if len(bubbles) > MOST else {}
    moods = [(channel, CHANNELS[channel].words, behaving.behaviour_of(channel)) for channel in channels]
    context = {
        "rows": rows,
        "moods": [(channel, words, each, round(each.share * 100)) for channel, words, each in moods],
        "choices": behaving.MOODS.items(),
        "whom": whom,
        "told": {" – ".join(filter(None, words)): who for who, words in named.items()},
        "older": f"?{urlencode(older)}" if older else "",
    }
    return render(request, "demo/sent.html", context)


def _do(request: ActorRequest, owner: Phone, channel: str) -> None:
    """What was done on the phone. Nothing is said of what cannot be: a phone would not send it either."""
    text = request.POST.get("text", "").strip()[:LONGEST]
    pressed, _colon, choice = request.POST.get("choice", "").partition(":")
    act = request.POST.get("do", "")
    if pressed.isdecimal():
        asked = kept.bubble(int(pressed))
        if asked and asked.who == owner.number and choice in dict(asked.choices):
            speaking.press(owner, asked, choice)
    elif channel == SMS or act == "text":
        if text:
            speaking.write(owner, channel, text)
    elif act == "photo":
        _send_photo(request, owner, channel, text)
    elif act == "sample":
        speaking.send_file(owner, channel, drawing.a_street(), "image/jpeg", text)
    elif act == "voice":
        speaking.send_file(owner, channel, recording.four_seconds(), "audio/ogg")
    elif act == "place":
        _send_place(request, owner, channel)


def _send_photo(request: ActorRequest, owner: Phone, channel: str, caption: str) -> None:
    file = request.FILES.get("photo")
    kind = str(file.content_type) if file else ""
    if not file or kind not in PHOTOS or not file.size or file.size > LARGEST:
        messages.error(request, _("Pilih dulu satu foto JPEG, PNG, atau WebP, paling besar 5 MB."))
        return
    speaking.send_file(owner, channel, file.read(), kind, caption)


def _send_place(request: ActorRequest, owner: Phone, channel: str) -> None:
    """A named place; or a point, where one was written."""
    try:
        lat, lon = (float(request.POST.get(each, "").replace(",", ".")) for each in ("lat", "lon"))
    except ValueError:
        name = request.POST.get("place", "")
        if name == OUTSIDE[0]:
            speaking.send_place(owner, channel, OUTSIDE[1], OUTSIDE[2], name)
            return
        found = places_named(name, KELURAHAN) if name in PLACES else []
        spot = next((each for each in found if each.lat is not None and each.lon is not None), None)
        if spot and spot.lat is not None and spot.lon is not None:
            speaking.send_place(owner, channel, spot.lat, spot.lon, name)
            return
        messages.error(request, _("Pilih tempat dari daftar, atau isi lintang dan bujur dengan angka."))
        return
    if abs(lat) <= 90 and abs(lon) <= 180:
        speaking.send_place(owner, channel, lat, lon)
    else:
        messages.error(request, _("Lintang −90 sampai 90, bujur −180 sampai 180."))


def _buttons(bubble: Bubble, chat: list[Bubble]) -> tuple[tuple[str, str], ...]:
    """Whatever was said last still shows its buttons; pressed once, they go, as they do on real phones."""
    used = any(not each.ours and each.letter in (bubble.message or str(bubble.id), str(bubble.id)) for each in chat)
    return () if used or not bubble.ours else bubble.choices


def _named(who: str) -> tuple[str, str]:
    """Whose number or browser it is, if it is one, and the number as it is written."""
    known = phones.with_number(who) or PHONES.get(who)
    return (known.name, national(known.number)) if known else ("", who)
