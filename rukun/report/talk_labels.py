"""Answers that a talk offers, as buttons or numbered, which of them somebody wrote in words, and other short words."""

from django.utils.translation import gettext_lazy

from rukun.report.algo import understanding

LABELS = {
    "now:yes": gettext_lazy("Ya, sekarang"),
    "now:no": gettext_lazy("Tidak"),
    "when:now": gettext_lazy("Sekarang"),
    "when:just": gettext_lazy("Baru saja"),
    "when:unknown": gettext_lazy("Tidak tahu"),
    "caution:on": gettext_lazy("Lanjut di sini"),
    "caution:web": gettext_lazy("Lewat web saja"),
    "caution:other": gettext_lazy("Bukan tentang itu"),
    "elsewhere:yes": gettext_lazy("Ya"),
    "elsewhere:other": gettext_lazy("Bukan"),
    "personal:remove": gettext_lazy("Hapus dari cerita"),
    "personal:keep": gettext_lazy("Biarkan"),
    "check:yes": gettext_lazy("Ya, kirim"),
    "check:change": gettext_lazy("Ubah"),
    "check:cancel": gettext_lazy("Batal"),
    "more:add": gettext_lazy("Tambahan"),
    "more:new": gettext_lazy("Laporan baru"),
    "more:none": gettext_lazy("Bukan laporan"),
    "whose:answer": gettext_lazy("Jawaban"),
    "whose:new": gettext_lazy("Laporan baru"),
    "confirm:yes": gettext_lazy("Sudah beres"),
    "confirm:no": gettext_lazy("Belum"),
    "cannot:yes": gettext_lazy("Ya, saya mengerti"),
    "cannot:no": gettext_lazy("Saya tidak setuju"),
}
"""Buttons: at most twenty letters, which is what WhatsApp takes."""
SHORT = {
    "tawuran": gettext_lazy("Tawuran, perkelahian"),
    "kriminal": gettext_lazy("Kriminal"),
    "ketertiban": gettext_lazy("Ketertiban: bising, parkir"),
    "keadaan": gettext_lazy("Lampu mati, rusak, aneh"),
    "kabar": gettext_lazy("Kabar bohong"),
    "pemilu": gettext_lazy("Pelanggaran pemilu"),
    "bencana": gettext_lazy("Kebakaran, bencana"),
    "bantuan": gettext_lazy("Butuh bantuan"),
    "kekerasan": gettext_lazy("Kekerasan rumah, seksual, anak"),
    "keluhan": gettext_lazy("Keluhan petugas"),
    "saran": gettext_lazy("Saran"),
}
"""Categories in a list that must fit two SMS."""
SHORT_SUBJECTS = {
    "anggota": gettext_lazy("Anggota ormas, relawan"),
    "rt_rw": gettext_lazy("Pengurus RT/RW"),
    "posko": gettext_lazy("Petugas posko"),
    "kelurahan": gettext_lazy("Lurah, pegawai kelurahan"),
    "kecamatan": gettext_lazy("Camat atau di atasnya"),
    "polisi": gettext_lazy("Polisi"),
    "tni": gettext_lazy("TNI"),
}
BESIDE = {
    "help": gettext_lazy("Boleh juga kirim foto atau lokasi."),
    "other": gettext_lazy("Boleh juga kirim foto atau lokasi."),
    "ask_what": gettext_lazy("Boleh juga kirim foto atau lokasi."),
    "ask_where": gettext_lazy("Boleh juga kirim lokasi."),
}
"""What may be sent besides words, by whoever has no phone for SMS alone."""
PROMPTS = {
    "saran": gettext_lazy("Apa usul Anda?"),
    "bantuan": gettext_lazy("Bantuan apa yang dibutuhkan?"),
    "kabar": gettext_lazy("Kabar apa, dan di mana beredarnya?"),
}
_LITTLE = frozenset(
    {"aja", "bu", "cerita", "dari", "di", "dong", "ini", "itu", "min", "pak", "saja", "saya", "tentang", "the", "ya"}
)
_NOT = frozenset({"bukan", "don't", "not", "tidak"})
"""Words of a label without which the rest of it means the opposite."""


def choice_named(text: str, step: str) -> str:
    """The id of the choice of a step that somebody wrote in words of its label; ``""`` for none.

    All of the label, perhaps after its number, or as much of it as belongs to no other: "web aja" for "Lewat web saja".
    """
    told = understanding.plain(text)
    labels = {each: understanding.plain(str(label)) for each, label in LABELS.items() if each.startswith(f"{step}:")}
    if at := understanding.number_with_label(text, list(labels.values())):
        return list(labels)[at - 1]
    if whole := [each for each, label in labels.items() if told == label]:
        return whole[0]
    words = set(told.split()) - _LITTLE
    meant = [each for each, label in labels.items() if words and words <= set(label.split())]
    named = meant[0] if len(meant) == 1 else ""
    return "" if _NOT & set(labels.get(named, "").split()) - set(told.split()) else named
