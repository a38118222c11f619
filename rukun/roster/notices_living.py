"""What is told when duties change hands: never names, never why. On WhatsApp, outside the 24 hours, as ``WAITING``."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice
from rukun.roster.notices import NIGHT, PAGE, POST, WAITING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STAND_IN, SWAP_ASKED, OFFERED = "roster.stand_in", "roster.swap_asked", "roster.offered"
SWAP_NOT, NOBODY, NOBODY_KEEPER = "roster.swap_not", "roster.nobody", "roster.nobody_keeper"
LEAST = timedelta(minutes=10)
"""A question stays open at least so long."""
EXAMPLE = {"night": NIGHT, "post": POST, "page": PAGE}


def _notice(name: str, title: "_StrPromise", words: "_StrPromise", push: "_StrPromise", why: "_StrPromise") -> Notice:
    return Notice(
        name=name, title=title, chat=words, sms=words, push=push, example=EXAMPLE, lasts=timedelta(hours=12),
        outside=WAITING, why=why,
    )  # fmt: skip


NOTICES = (
    _notice(
        STAND_IN,
        _("Bisa menggantikan ronda?"),
        _("Bisa menggantikan ronda %(night)s, %(post)s? Jawab di %(page)s"),
        _("Ada giliran ronda yang mencari pengganti. Bisakah Anda?"),
        _("Saat seorang peserta berhalangan dan Anda yang paling adil ditanya berikutnya."),
    ),
    _notice(
        SWAP_ASKED,
        _("Permintaan tukar giliran ronda"),
        _("Ada yang minta tukar giliran ronda %(night)s, %(post)s. Jawab di %(page)s"),
        _("Ada yang minta tukar giliran ronda dengan Anda."),
        _("Saat seorang peserta meminta Anda mengambil atau menukar gilirannya."),
    ),
    _notice(
        OFFERED,
        _("Giliran ronda ditawarkan"),
        _("Giliran ronda %(night)s, %(post)s ditawarkan. Mau? Buka %(page)s"),
        _("Sebuah giliran ronda ditawarkan. Siapa yang mau?"),
        _("Saat sebuah giliran ditawarkan kepada siapa saja, dan Anda dapat mengambilnya menurut aturan."),
    ),
    _notice(
        SWAP_NOT,
        _("Tukar giliran tidak jadi"),
        _("Tukar giliran ronda %(night)s, %(post)s tidak jadi; giliran tetap milik Anda. %(page)s"),
        _("Tukar giliran ronda tidak jadi; giliran tetap milik Anda."),
        _("Saat permintaan tukar Anda ditolak atau lewat waktunya."),
    ),
    _notice(
        NOBODY,
        _("Belum ada pengganti"),
        _("Belum ada pengganti ronda %(night)s, %(post)s. Hubungi penyusun jadwal. %(page)s"),
        _("Belum ada pengganti untuk giliran ronda Anda. Hubungi penyusun jadwal."),
        _("Saat semua yang dapat menggantikan Anda sudah ditanya dan tidak ada yang bisa."),
    ),
    _notice(
        NOBODY_KEEPER,
        _("Giliran ronda tanpa pengganti"),
        _("Ronda %(night)s, %(post)s: tidak ada pengganti. Atur dengan tangan: %(page)s"),
        _("Sebuah giliran ronda belum mendapat pengganti."),
        _("Kepada penyusun jadwal, saat pengganti sudah dicari dan tidak ada yang bisa."),
    ),
)
