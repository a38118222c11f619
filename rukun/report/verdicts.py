"""What is found of a proof, in words: for the page, which speaks through Django, and the command, which may not."""

from collections.abc import Callable

from rukun.report.algo.proofs import Finding, Verdict


def _(text: str) -> str:
    """Marks a sentence for the catalogue. Whoever shows it translates; Django's own marker wants its settings."""
    return text


GENUINE = _("Bukti ini asli.")
NOT_GENUINE = _("Bukti ini tidak dapat dipercaya.")
DISPUTED = _(
    "Bukti ini ditandatangani dengan kunci kami, tetapi tidak sesuai dengan buku mutasi kami. Kuncinya dicuri, atau "
    "bukunya diubah. Simpan bukti ini, dan tunjukkan kepada pihak di luar kami, misalnya Ombudsman (137)."
)
SAYINGS = {
    "unreadable": _("Berkas ini bukan bukti penerimaan, atau tidak utuh. Tempelkan seluruh isinya, tanpa mengubahnya."),
    "key_unknown": _("Ditandatangani dengan kunci yang tidak dikenal (%(key)s), bukan kunci instalasi ini."),
    "signature_wrong": _("Tanda tangannya tidak cocok: isinya berubah setelah ditandatangani."),
    "key_not_then": _("Ditandatangani pada %(made)s dengan kunci yang saat itu tidak dipakai."),
    "signature_retired": _("Tanda tangannya sah, dengan kunci yang dipakai sampai %(until)s."),
    "signature": _("Tanda tangannya sah."),
    "words": _("Isi laporan di dalamnya sama dengan yang diterima."),
    "words_gone": _(
        "Isi laporan tidak ikut di dalamnya, karena sudah dihapus sebelum bukti ini dibuat. "
        "Bahwa dan kapan laporan diterima tetap terbukti."
    ),
    "words_changed": _("Isi laporan di dalamnya berbeda dari yang diterima."),
    "entry": _("Laporan tercatat di buku mutasi: rantai %(chain)s, nomor %(sequence)s, pada %(time)s."),
    "entry_wrong": _("Catatan buku mutasi di dalamnya tidak cocok dengan laporan ini."),
    "own_entry": _("Catatan itu ditemukan di buku mutasi kami, tepat di nomor %(sequence)s."),
    "own_missing": _("Laporan ini tidak ditemukan di buku mutasi kami."),
    "own_other": _("Di buku mutasi kami laporan ini tercatat, tetapi catatannya berbeda dari yang ada di bukti."),
    "own_heads": _("Kepala rantai yang kami simpan sesuai (tanggal %(time)s, panjang %(length)s)."),
    "own_heads_other": _(
        "Kepala rantai yang kami simpan (tanggal %(time)s, panjang %(length)s) tidak sesuai dengannya."
    ),
    "heads_silent": _("Kepala rantai yang Anda simpan tidak memuat rantai ini."),
    "heads_same": _("Kepala rantai tanggal %(time)s memuat catatan yang sama, tepat di nomor %(sequence)s."),
    "heads_other": _(
        "Kepala rantai tanggal %(time)s memuat catatan lain di nomor %(sequence)s: buku mutasi ditulis ulang, "
        "atau bukti ini palsu."
    ),
    "heads_before": _(
        "Menurut kepala rantai tanggal %(time)s, nomor %(sequence)s sudah terisi sebelum waktu pada bukti ini."
    ),
    "heads_cut": _(
        "Kepala rantai tanggal %(time)s lebih pendek (%(length)s) daripada nomor pada bukti ini (%(sequence)s): "
        "buku mutasi dipotong, atau bukti ini palsu."
    ),
    "heads_earlier": _("Kepala rantai yang Anda simpan semuanya lebih lama daripada laporan ini."),
    "heads_beyond": _(
        "Sesuai dengan kepala rantai tanggal %(time)s (panjang %(length)s). Apakah catatan itu masih ada, "
        "diperiksa di instalasinya dengan `rukun journal verify --heads`."
    ),
}

MOMENTS = ("time", "made", "since", "until")


def in_words(finding: Finding, translate: Callable[[str], str], when: Callable[[str], str] = str) -> str:
    """``when`` says a moment or day of the proof, which is in UTC, as its readers are used to."""
    told = {name: when(str(value)) if name in MOMENTS else value for name, value in finding.values.items()}
    return translate(SAYINGS[finding.code]) % told


def verdict_in_words(verdict: Verdict, translate: Callable[[str], str]) -> str:
    return translate(GENUINE if verdict.genuine else DISPUTED if verdict.disputed else NOT_GENUINE)
