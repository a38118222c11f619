"""Why a message did not go, in words for whoever connects channels. The codes are those of ``adapters.WHY``."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: "dict[str, _StrPromise]" = {
    "busy": _("penyedia minta menunggu"),
    "down": _("penyedia sedang bermasalah"),
    "garbage": _("jawaban penyedia tidak dapat dibaca"),
    "timeout": _("penyedia tidak menjawab pada waktunya"),
    "unreachable": _("penyedia tidak terhubung"),
    "token": _("token atau kata sandi tidak diterima penyedia"),
    "address": _("penyedia tidak mengenal alamat penerima"),
    "blocked": _("penerima tidak mau menerima pesan"),
    "window": _("lewat 24 jam, dan belum ada templat yang disetujui"),
    "template": _("templat tidak diterima penyedia"),
    "refused": _("penyedia menolak pesan"),
    "too_long": _("pesan terlalu panjang bagi saluran ini"),
    "money": _("batas biaya bulan ini sudah tercapai"),
    "stale": _("terlambat, sudah tidak berguna"),
    "off": _("saluran dimatikan"),
    "broken": _("pesan tidak dapat disusun: kesalahan program"),
}


def reason(why: str) -> str:
    """``why`` in words; what nobody foresaw is said to be unknown."""
    return str(REASONS.get(why) or _("sebab yang tidak dikenal"))
