"""Addresses of the room: pages carry a language, ``machine`` does not."""

from django.urls import URLPattern, path

from rukun.notify.views import channels, metrics, previews, push, sinks, webhooks, wishes

app_name = "notify"
machine: list[URLPattern] = [
    path("kiriman/whatsapp/", webhooks.whatsapp, name="whatsapp"),
    path("kiriman/telegram/", webhooks.telegram, name="telegram"),
    path("kiriman/sms/", webhooks.sms, name="sms"),
    path("pekerja-notifikasi.js", push.worker, name="push_worker"),
    path("metrics", metrics.metrics, name="metrics"),
]
urlpatterns: list[URLPattern] = [
    path("saluran/", channels.channels, name="channels"),
    path("saluran/kata/", previews.words, name="words"),
    path("saluran/posko/", sinks.sinks, name="sinks"),
    path("saluran/posko/<uuid:sink>/hapus/", sinks.remove, name="remove_sink"),
    path("saluran/posko/<uuid:sink>/coba/", sinks.try_out, name="try_sink"),
    path("saluran/telegram/perkenalkan/", channels.introduce, name="introduce"),
    path("saluran/<slug:channel>/", channels.channel, name="channel"),
    path("saluran/<slug:channel>/coba/", channels.try_out, name="try_channel"),
    path("profil/pemberitahuan/", wishes.wishes, name="wishes"),
    path("profil/pemberitahuan/alamat/", wishes.address, name="wish_address"),
    path("profil/pemberitahuan/telegram/", wishes.telegram, name="wish_telegram"),
    path("profil/pemberitahuan/surel/", wishes.mail, name="wish_mail"),
    path("profil/pemberitahuan/peramban/", push.browser, name="wish_browser"),
]
