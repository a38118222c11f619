"""How a situation ends, which harm is counted, and what may still be owed after it."""

from django.utils.translation import gettext_lazy as _

DONE, WRONG, SAME = "done", "wrong", "same"
CLOSINGS = {
    DONE: _("selesai ditangani"),
    WRONG: _("ternyata tidak ada kejadian"),
    SAME: _("sama dengan kejadian lain yang masih terbuka"),
}
STALE = "stale"
HOW = {**CLOSINGS, STALE: _("ditutup sendiri: lama tanpa kabar dan tanpa tingkat")}
"""As a situation may have been closed; ``STALE`` by the clock alone, so nobody chooses it."""
HARMS = {
    "hurt": _("orang luka"),
    "hospital": _("di antaranya dirawat"),
    "dead": _("orang meninggal"),
    "houses": _("rumah rusak"),
    "shops": _("warung atau toko rusak"),
    "vehicles": _("kendaraan rusak"),
    "public": _("fasilitas umum rusak"),
    "moved": _("orang mengungsi"),
}
"""Of each kind of ``algo.harm.KINDS``; how many, never who."""
FOLLOWUPS = {
    "mediation": _("mediasi antarwilayah"),
    "visit": _("kunjungan ke warga yang terkena"),
    "other": _("tindak lanjut lain"),
}
