"""Channels for whoever connects them: how they are, what they cost, their settings, and whether they work."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun import seal
from rukun.guard import ActorRequest, requires
from rukun.notify import connecting
from rukun.notify.access import can_manage_channels
from rukun.notify.actions.trying import introduce_to_telegram, try_channel
from rukun.notify.channels import CHANNELS, SINK, SMS, TELEGRAM, WHATSAPP
from rukun.notify.errors import NotConnected
from rukun.notify.forms.channels import FORMS
from rukun.notify.models import Setting
from rukun.notify.queries.costs import months_of, rupiah
from rukun.notify.queries.health import errands_failed, failed_in_words, health, last_trial
from rukun.notify.reasons import reason
from rukun.people.actor import PersonActor
from rukun.ui import kept

WEBHOOKS = {WHATSAPP: "kiriman:whatsapp", TELEGRAM: "kiriman:telegram", SMS: "kiriman:sms"}


@requires(can_manage_channels)
@require_safe
@never_cache
def channels(request: ActorRequest) -> HttpResponse:
    """All of them, each with what is wrong."""
    now = timezone.now()
    found = [(each, each.troubles(now)) for each in health().values()]
    failed = errands_failed()
    return render(
        request, "notify/channels.html", {"channels": found, "failed": failed_in_words(failed) if failed else ""}
    )


@requires(can_manage_channels)
@require_http_methods(["GET", "POST"])
@never_cache
def channel(request: ActorRequest, channel: str) -> HttpResponse:
    """One channel: its settings, how it is, its months."""
    known = CHANNELS.get(channel)
    if known is None:
        raise Http404
    row = Setting.objects.filter(pk=channel).first()
    saved, unreadable = _saved(row)
    initial = {"on": row.on, "price": row.price or None, "ceiling": row.ceiling} if row else {}
    form = FORMS[channel](request.POST or kept.take(request), saved=saved, initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        content = form.content()
        connecting.save_setting(
            actor=request.actor,
            channel=channel,
            on=cleaned["on"],
            content=content,
            price=cleaned.get("price") or 0,
            ceiling=cleaned.get("ceiling"),
        )
        messages.success(
            request, _("Tersimpan. Saluran ini hidup.") if cleaned["on"] else _("Tersimpan. Saluran ini mati.")
        )
        return redirect("notify:channel", channel)
    actor, one = request.actor, health()[channel]
    return render(
        request,
        "notify/channel.html",
        {
            "channel": known,
            "form": form,
            "health": one,
            "troubles": one.troubles(timezone.now()),
            "unreadable": unreadable,
            "webhook": _webhook(request, channel, saved),
            "verify_token": saved.get("verify_token", "") if channel == WHATSAPP else "",
            "bot": saved.get("bot", ""),
            "is_telegram": channel == TELEGRAM,
            "is_sink": channel == SINK,
            "trial": last_trial(channel, actor.person.pk) if isinstance(actor, PersonActor) else None,
            "months": [
                (each.month, each.messages, each.failures, *([rupiah(each.rupiah)] if known.metered else []))
                for each in months_of(channel)
            ],
            "month_headers": [_("Bulan"), _("Terkirim"), _("Gagal"), *([_("Biaya")] if known.metered else [])],
        },
    )


@requires(can_manage_channels)
@require_POST
@never_cache
def try_out(request: ActorRequest, channel: str) -> HttpResponse:
    """Send whoever connects the channel a message on it. What came of it stands on the channel's page."""
    actor = request.actor
    if channel not in CHANNELS or not isinstance(actor, PersonActor):
        raise Http404
    try:
        if try_channel(actor=actor, person=actor.person.pk, channel=channel):
            messages.success(request, _("Pesan percobaan untuk Anda ditulis. Hasilnya tampil di bawah."))
        else:
            messages.warning(
                request,
                _("Anda sendiri belum punya alamat di saluran ini. Daftarkan dulu di Profil → Pemberitahuan."),
            )
    except NotConnected as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('notify:channel', args=[channel])}#coba")


@requires(can_manage_channels)
@require_POST
@never_cache
def introduce(request: ActorRequest) -> HttpResponse:
    """Ask Telegram for the bot's name, and tell it where to bring messages."""
    setting = connecting.setting_of(TELEGRAM)
    if setting is None:
        messages.error(request, str(NotConnected()))
        return redirect("notify:channel", TELEGRAM)
    address = request.build_absolute_uri(reverse(WEBHOOKS[TELEGRAM]))
    name, why = introduce_to_telegram(setting.content, address)
    if name:
        connecting.save_setting(
            actor=request.actor, channel=TELEGRAM, on=True, content={**setting.content, "bot": name},
            price=setting.price, ceiling=setting.ceiling,
        )  # fmt: skip
    if why:
        messages.error(request, _("Telegram belum terhubung: %s.") % reason(why))
    else:
        messages.success(request, _("Telegram terhubung. Bot Anda: @%s.") % name)
    return redirect("notify:channel", TELEGRAM)


def _saved(row: Setting | None) -> tuple[dict[str, Any], bool]:
    """What was written down, and whether it opens with no key there is: then it has to be typed again."""
    if row is None:
        return {}, False
    try:
        return connecting.content_of(row), False
    except seal.CannotOpen:
        return {}, True


def _webhook(request: ActorRequest, channel: str, saved: dict[str, Any]) -> str:
    """Where the provider brings messages; ``""`` where it does not, because a modem or we ourselves fetch them."""
    if channel not in WEBHOOKS or saved.get("polling") or saved.get("way") == "gammu":
        return ""
    return request.build_absolute_uri(reverse(WEBHOOKS[channel]))
