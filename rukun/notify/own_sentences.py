"""What the desk itself says in talks, whatever they are about."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.notify.desk import Say
from rukun.ui.addresses import whole

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WORDS: "dict[str, _StrPromise]" = {
    "desk.connected": _("Telegram ini sekarang terhubung dengan akun Anda."),
    "desk.old_link": _("Tautan itu sudah tidak berlaku. Buka lagi halaman pemberitahuan di profil Anda."),
    "desk.stopped": _("Baik, kami tidak akan mengirim pesan lagi. Ketik MULAI bila suatu saat ingin dikabari."),
    "desk.goes_on": _("Baik, pesan dari kami dapat sampai lagi ke sini. Ketik BERHENTI bila tidak mau."),
    "desk.old_news": _("Kabar laporan yang lama mungkin hanya di halaman tanda terima, dengan kode Anda."),
    "desk.too_late": _("Jawaban itu untuk pertanyaan yang sudah lewat."),
    "desk.sorry": _("Maaf, pesan Anda tadi gagal kami baca. Mohon kirim lagi, dengan kata-kata yang lebih singkat."),
    "desk.no_more": _(
        "Banyak sekali pesan dari sini, jadi untuk sementara kami tidak menjawab lagi. Laporan yang belum Anda setujui "
        "TIDAK terkirim: lapor di %(web)s. Bila bahaya, telepon 110 atau 112 SEKARANG."
    ),
}


def own(name: str) -> str:
    """In the language of the moment."""
    words = str(_WORDS[name])
    return words % {"web": whole("")} if "%(" in words else words


def sentences() -> Iterator[tuple[str, Say]]:
    """Each by its name, as for ``desk.SENTENCES``."""
    return ((name, Say(own(name))) for name in _WORDS)
