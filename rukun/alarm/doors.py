"""What whoever is called reads before they sign in: nothing of the call, for the link may be another's."""

from django.utils.translation import gettext_lazy as _

CALLED = _(
    "Tautan ini dari panggilan kentongan. Masuk dulu, supaya hanya Anda yang membaca dan menjawabnya. Tanpa masuk pun "
    "Anda dapat menjawab: balas pesan SMS, WhatsApp, atau Telegram itu dengan 1 (siap), 2 (tidak bisa), atau 0 "
    "(mundur). Ada bahaya? Telepon 110 atau 112."
)
DOORS = {"alarm:call": CALLED, "alarm:calls": CALLED}
