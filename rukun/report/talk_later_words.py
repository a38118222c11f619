"""What is said of a report that was sent: a handler's question, and whether it is done."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.notify.algo.gsm7 import cut
from rukun.notify.desk import Say
from rukun.report.algo.told import Line
from rukun.report.talk_words import Values, address, beside, moment, said
from rukun.report.talk_words import say as say_of_talk


def say(line: Line) -> Say:
    """The sentence for a line, those of a talk among them. Raises ``KeyError`` for a line that nobody wrote."""
    if line.code in PLAIN:
        return said(line, beside(line, BESIDE, str(PLAIN[line.code])))
    if line.code in _SENTENCES:
        return said(line, _SENTENCES[line.code](line.values))
    return say_of_talk(line)


PLAIN = {
    "answered": gettext_lazy("Terima kasih, jawaban Anda sudah sampai ke petugas."),
    "answer_photo": gettext_lazy("Terima kasih, foto Anda sudah sampai ke petugas."),
    "unanswered": gettext_lazy("Baik, tidak apa-apa tidak dijawab. Laporan Anda tetap ditangani."),
    "ask_answer": gettext_lazy("Balas dengan tulisan. Bila tidak mau menjawab, balas: tidak tahu."),
    "ask_whose": gettext_lazy("Apakah ini jawaban untuk petugas, atau laporan baru?"),
    "whose_kept": gettext_lazy("Tulisan Anda kami simpan dulu."),
    "question_over": gettext_lazy("Pertanyaan petugas tentang laporan Anda sudah lewat waktunya. Tidak apa-apa."),
    "confirmed": gettext_lazy("Terima kasih, konfirmasi Anda tercatat. Laporan Anda ditutup."),
    "ask_why": gettext_lazy("Apa yang belum beres? Tulis singkat, agar yang mengerjakan tahu."),
    "ask_why_not": gettext_lazy("Mengapa Anda tidak setuju? Tulis singkat, agar penanggung jawabnya tahu."),
    "why_photo": gettext_lazy("Foto diterima. Mohon tulis juga singkat apa yang belum beres."),
    "reopened": gettext_lazy("Dibuka lagi. Penanggung jawabnya membaca keterangan Anda."),
    "already": gettext_lazy(
        "Ini tidak dapat dijawab lagi; mungkin sudah ada yang menjawab lebih dulu. Keadaannya ada di halaman tanda "
        "terima."
    ),
    "later": gettext_lazy("Baik, tidak dijawab sekarang. Anda masih dapat menjawab di halaman tanda terima."),
    "confirm_help": gettext_lazy(
        "Ini pertanyaan tentang laporan Anda. Jawab singkat, atau balas batal bila tidak mau menjawab. Untuk laporan "
        "baru, tulis: lapor."
    ),
    "confirm_how": gettext_lazy("Mohon balas 1 atau 2."),
}
BESIDE = {
    "ask_answer": gettext_lazy("Boleh juga kirim foto."),
    "ask_why": gettext_lazy("Boleh juga kirim foto."),
}


def _question(values: Values) -> str:
    return _('Petugas bertanya tentang laporan Anda %(day)s: "%(text)s"') % {
        "day": moment(values["at"]),
        "text": cut(values["text"], 200),
    }


def _confirm(values: Values) -> str:
    given = {"day": moment(values["at"]), "web": address("report:receipt")}
    if values["done"] and values.get("follows"):
        return (
            _(
                "Laporan Anda %(day)s dinyatakan selesai. Foto buktinya menyusul di %(web)s dengan kode Anda, setelah "
                "wajah di dalamnya ditutupi. Sudah beres?"
            )
            % given
        )
    if values["done"]:
        return _("Laporan Anda %(day)s dinyatakan selesai. Buktinya di %(web)s dengan kode Anda. Sudah beres?") % given
    return _("Laporan Anda %(day)s dinyatakan tidak dapat dikerjakan. Alasannya di %(web)s dengan kode Anda.") % given


_SENTENCES: dict[str, Callable[[Values], str]] = {"question": _question, "confirm": _confirm}
CODES = (*PLAIN, *_SENTENCES)
