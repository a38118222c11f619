"""How somebody wants to be told: their own page."""

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.notify.access import can_have_wishes, own_contact
from rukun.notify.actions import wishes as actions
from rukun.notify.actions.linking import LASTS, link_code
from rukun.notify.channels import MAIL, PUSH, TELEGRAM
from rukun.notify.errors import NotifyError
from rukun.notify.forms.own import ContactForm, MailAddressForm, MailCodeForm, WishForm
from rukun.notify.keys import push_public
from rukun.notify.queries.wishes import bot_name, ways_of, wish_of
from rukun.people.actor import PersonActor
from rukun.people.phones import national
from rukun.people.signin.freshness import freshly
from rukun.ui import kept

MAILS_A_DAY = 5
"""Codes that somebody may have sent to addresses which may not be theirs."""


@requires(can_have_wishes)
@require_http_methods(["GET", "POST"])
@never_cache
def wishes(request: ActorRequest) -> HttpResponse:
    actor = _person(request)
    person = actor.person
    ways = ways_of(person.pk, person.phone)
    on = [way.channel.code for way in ways]
    form = WishForm(request.POST or kept.take(request), wish=wish_of(person.pk), on=on)
    if request.method == "POST" and form.is_valid():
        actions.save_wish(
            person=person.pk, order=form.order(), quiet=form.quiet(), language=form.cleaned_data["language"]
        )
        messages.success(request, _("Tersimpan."))
        return redirect("notify:wishes")
    asked = actions.mail_asked(request.session.get(actions.PENDING, ""), person.pk)
    return render(
        request,
        "notify/wishes.html",
        {
            "form": form,
            "ways": ways,
            "phone": national(person.phone),
            "has_telegram": TELEGRAM in on and bool(bot_name()),
            "push_key": push_public() if PUSH in on else "",
            "has_mail": MAIL in on,
            "mail_asked": asked,
            "mail_form": MailAddressForm(),
            "code_form": MailCodeForm(),
        },
    )


@requires(can_have_wishes)
@require_POST
@never_cache
def address(request: ActorRequest) -> HttpResponse:
    """Stop one of one's own addresses, let it go on, or have it erased."""
    wanted = ContactForm(request.POST).wanted()
    contact = own_contact(request.actor, wanted[0]) if wanted else None
    if wanted is None or contact is None:
        raise Http404
    if wanted[1] == ContactForm.STOP:
        actions.stop(contact)
        messages.success(request, _("Alamat itu tidak dikirimi apa pun lagi."))
    elif wanted[1] == ContactForm.GO_ON:
        actions.go_on(contact)
        messages.success(request, _("Alamat itu dipakai lagi."))
    else:
        actions.forget(contact)
        messages.success(request, _("Alamat itu dihapus."))
    return redirect(f"{reverse('notify:wishes')}#alamat")


@requires(can_have_wishes)
@require_http_methods(["GET", "POST"])
@never_cache
@freshly
def telegram(request: ActorRequest) -> HttpResponse:
    """A link that connects one's own Telegram, once; shown and never sent anywhere. It is a way to sign-in codes."""
    if request.method == "GET":  # back from having shown who one is
        messages.info(request, _("Sekarang tekan sekali lagi: Hubungkan Telegram saya."))
        return redirect("notify:wishes")
    bot = bot_name()
    if not bot:
        messages.error(request, _("Bot Telegram belum terhubung. Beri tahu pengelola."))
        return redirect("notify:wishes")
    code = link_code(_person(request).person.pk)
    minutes = int(LASTS.total_seconds() // 60)
    context = {"link": f"https://t.me/{bot}?start={code}", "bot": bot, "minutes": minutes}
    return render(request, "notify/telegram_link.html", context)


@requires(can_have_wishes)
@require_POST
@never_cache
def mail(request: ActorRequest) -> HttpResponse:
    """Add a mail address: first a code goes there, then it is typed here."""
    person = _person(request).person.pk
    waiting = request.session.get(actions.PENDING, "")
    if "code" in request.POST and actions.mail_asked(waiting, person):
        return _confirmed(request, waiting)
    form = MailAddressForm(request.POST)
    if form.is_valid():
        counted = f"notify-mail-{person}"
        cache.add(counted, 0, 86_400)
        if cache.incr(counted) > MAILS_A_DAY:
            form.add_error("mail", _("Kode sudah beberapa kali dikirim hari ini. Coba lagi besok."))
        else:
            try:
                request.session[actions.PENDING] = actions.send_mail_code(person=person, mail=form.cleaned_data["mail"])
            except NotifyError as error:
                form.add_error("mail", str(error))
            else:
                messages.success(request, _("Kode sedang dikirim ke alamat itu. Ketik kodenya di bawah."))
                return redirect(f"{reverse('notify:wishes')}#surel")
    return render(request, "notify/mail.html", {"form": form})


def _confirmed(request: ActorRequest, waiting: str) -> HttpResponse:
    form = MailCodeForm(request.POST)
    if form.is_valid():
        try:
            right, still = actions.confirm_mail(
                person=_person(request).person.pk, kept=waiting, code=form.cleaned_data["code"]
            )
        except NotifyError as error:
            del request.session[actions.PENDING]
            messages.error(request, str(error))
            return redirect(f"{reverse('notify:wishes')}#surel")
        if right:
            del request.session[actions.PENDING]
            messages.success(request, _("Alamat surel Anda terdaftar."))
            return redirect(f"{reverse('notify:wishes')}#alamat")
        request.session[actions.PENDING] = still
        form.add_error("code", _("Kodenya keliru. Periksa surel yang terakhir kami kirim."))
    return render(request, "notify/mail.html", {"form": form})


def _person(request: ActorRequest) -> PersonActor:
    assert isinstance(request.actor, PersonActor)
    return request.actor
