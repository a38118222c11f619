"""What watchers are told of their own nights: never names of others, never why.

Chat may say more than an SMS, so its words are their own where that helps. On WhatsApp, outside the 24 hours, all of
it is told as ``WAITING``.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PUBLISHED, CHANGED, REMINDED = "roster.published", "roster.changed", "roster.reminded"
ASKED, WAITING = "roster.asked", "roster.waiting"
PAGE = "https://rukun.kelurahan-panjang.example.id/jadwal/"
DUTY = f"{PAGE}tugas/01980000-0000-7000-8000-000000000000/"
NIGHT, POST = "Sab 12/12 22.00", "Pos Ronda Gang Melati Timur 12"
"""As long as they can be."""
WHOLE = f"- {NIGHT}, {POST}\n- {NIGHT}, {POST}"


def _notice(
    name: str,
    title: "_StrPromise",
    chat: "_StrPromise",
    sms: "_StrPromise",
    push: "_StrPromise",
    example: dict[str, str],
    why: "_StrPromise",
    lasts: timedelta,
) -> Notice:
    return Notice(
        name=name,
        title=title,
        chat=chat,
        sms=sms,
        push=push,
        example=example,
        lasts=lasts,
        outside=WAITING,
        why=why,
    )


NOTICES = (
    _notice(
        PUBLISHED,
        _("Jadwal ronda terbit"),
        _("Jadwal ronda terbit. Giliran Anda:\n%(all)s\nBila ada yang tidak bisa, buka %(page)s"),
        _("Jadwal ronda terbit. Giliran Anda: %(nights)s. Lihat %(page)s"),
        _("Jadwal ronda terbit. Lihat giliran Anda."),
        {"all": WHOLE, "nights": f"{NIGHT}, {NIGHT} (+30)", "page": PAGE},
        _("Saat jadwal ronda diterbitkan: kepada setiap peserta, hanya gilirannya sendiri."),
        timedelta(days=3),
    ),
    _notice(
        CHANGED,
        _("Giliran ronda Anda berubah"),
        _("Giliran ronda Anda berubah.\n%(all)s\nLihat %(page)s"),
        _("Ronda Anda berubah. %(change)s. %(page)s"),
        _("Giliran ronda Anda berubah. Lihat giliran Anda."),
        {
            "all": f"Tidak jadi:\n{WHOLE}\nBaru:\n{WHOLE}",
            "change": f"Tidak jadi: {NIGHT} (+30). Baru: {NIGHT} (+30)",
            "page": PAGE,
        },
        _("Saat jadwal yang sudah terbit berubah: kepada yang gilirannya hilang atau bertambah."),
        timedelta(days=3),
    ),
    _notice(
        REMINDED,
        _("Sebentar lagi giliran ronda Anda"),
        _("Pengingat ronda: %(night)s, %(post)s. Bila berhalangan, segera buka %(duty)s"),
        _("Pengingat ronda: %(night)s, %(post)s. Berhalangan? %(page)s"),
        _("Sebentar lagi giliran ronda Anda."),
        {"night": NIGHT, "post": POST, "page": PAGE, "duty": DUTY},
        _("Sekitar enam jam sebelum giliran ronda; untuk giliran malam paling lambat pukul 17.00."),
        timedelta(hours=6),
    ),
    _notice(
        ASKED,
        _("Kapan Anda bisa ronda?"),
        _("Jadwal ronda akan disusun untuk %(nights)s. Kapan Anda bisa dan tidak bisa? Isi di %(page)s"),
        _("Kapan Anda bisa ronda (%(nights)s)? Isi di %(page)s"),
        _("Jadwal ronda akan disusun. Isi kapan Anda bisa."),
        {"nights": "28 Desember 2026 sampai 28 September 2027", "page": PAGE},
        _("Saat penyusun jadwal meminta ketersediaan peserta yang tidak dapat menjawab lewat chat."),
        timedelta(days=7),
    ),
    Notice(
        name=WAITING,
        title=_("Kabar jadwal ronda"),
        chat=_("Ada kabar tentang jadwal ronda Anda. Balas pesan ini, atau masuk untuk melihatnya."),
        sms=_("Ada kabar tentang jadwal ronda Anda. Balas pesan ini, atau masuk untuk melihatnya."),
        push=_("Ada kabar tentang jadwal ronda Anda."),
        example={},
        lasts=timedelta(days=3),
        template="kabar_ronda",
        why=_("Di WhatsApp, bila Anda terakhir menulis lebih dari 24 jam yang lalu: sebagai ganti kabar jadwal ronda."),
    ),
)
