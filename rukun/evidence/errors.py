"""What can be wrong with a photo or a voice note, and what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHY = {
    "empty": gettext_lazy("Foto ini kosong. Pilih lagi fotonya."),
    "large": gettext_lazy("Foto ini lebih besar dari 5 MB. Perkecil, atau kirim lewat tangkapan layar."),
    "svg": gettext_lazy("Gambar SVG tidak diterima. Kirim foto JPEG dari kamera."),
    "heic": gettext_lazy(
        "Foto HEIC belum dapat diterima. Ubah setelan kamera ke JPEG (“paling kompatibel”), "
        "atau kirim tangkapan layar foto itu."
    ),
    "gif": gettext_lazy("Gambar GIF tidak diterima. Kirim foto JPEG dari kamera."),
    "video": gettext_lazy("Ini video, bukan foto. Kirim satu gambar dari video itu (tangkapan layar)."),
    "pdf": gettext_lazy("Ini dokumen PDF, bukan foto. Potret dokumennya, lalu kirim fotonya."),
    "archive": gettext_lazy("Ini arsip berkas, bukan foto. Kirim fotonya satu per satu."),
    "unknown": gettext_lazy("Berkas ini bukan foto JPEG, PNG, atau WebP. Kirim foto dari kamera."),
    "pixels": gettext_lazy("Foto ini terlalu banyak titiknya (paling banyak 24 megapiksel). Perkecil lebih dahulu."),
    "animated": gettext_lazy("Gambar bergerak tidak diterima. Kirim foto biasa."),
    "truncated": gettext_lazy("Foto ini tidak terkirim utuh. Kirim sekali lagi."),
    "damaged": gettext_lazy(
        "Foto ini rusak dan tidak dapat dibuka. Potret sekali lagi, atau kirim tangkapan layarnya."
    ),
    "polyglot": gettext_lazy("Foto ini membawa berkas lain di dalamnya. Kirim tangkapan layar foto itu."),
    "busy": gettext_lazy("Sedang ramai, foto ini belum tersimpan. Tambahkan lagi nanti dengan kode laporan."),
}

WHY_NO_VOICE = {
    "empty": gettext_lazy("Rekamannya kosong."),
    "large": gettext_lazy("Rekamannya lebih besar dari 2 MB."),
    "unknown": gettext_lazy("Berkas itu bukan rekaman suara yang kami kenal."),
}


class EvidenceError(Exception):
    """Something about a photo or a voice note that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 422


class PhotoRefused(EvidenceError):
    """``why`` is a key of ``WHY``."""

    field = "photo"

    def __init__(self, why: str) -> None:
        super().__init__(str(WHY[why]))
        self.why = why
        self.status = 503 if why == "busy" else 422


class Busy(EvidenceError):
    status = 503

    def __init__(self) -> None:
        super().__init__(_("Sedang ramai, jadi tidak ada yang berubah. Coba lagi beberapa saat lagi."))


class PhotoChanged(EvidenceError):
    """What somebody vouches for is no longer what is shown: another one has painted, or taken the boxes away."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Foto ini berubah sejak Anda membukanya. Lihat lagi, lalu loloskan."))


class Gone(EvidenceError):
    """It was erased in the meantime."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Ini sudah dihapus bersama laporannya."))


class TooMany(EvidenceError):
    field = "photo"

    def __init__(self, most: int) -> None:
        super().__init__(_("Sudah ada %d foto, dan itu yang terbanyak. Foto ini tidak ikut disimpan.") % most)


class VoiceRefused(EvidenceError):
    """``why`` is a key of ``WHY_NO_VOICE``."""

    field = "voice"

    def __init__(self, why: str) -> None:
        super().__init__(str(WHY_NO_VOICE[why]))
        self.why = why


class TooManyVoices(EvidenceError):
    field = "voice"

    def __init__(self, most: int) -> None:
        super().__init__(_("Sudah ada %d pesan suara, dan itu yang terbanyak.") % most)


class BadPhotoId(EvidenceError):
    field = "id"

    def __init__(self) -> None:
        super().__init__(_("Nomor foto harus berupa UUID versi 7 yang dibuat pengirim."))


class IdTaken(EvidenceError):
    """Another photo has this id."""

    field = "id"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Foto ini tertukar dengan foto lain. Pilih lagi fotonya, lalu kirim lagi."))


class NoBoxes(EvidenceError):
    field = "boxes"

    def __init__(self) -> None:
        super().__init__(_("Belum ada kotak. Gambar kotak di atas setiap wajah dan pelat, atau tulis letaknya."))


class TooManyBoxes(EvidenceError):
    field = "boxes"

    def __init__(self, most: int) -> None:
        super().__init__(_("Terlalu banyak kotak sekaligus (paling banyak %d). Tutupi sebagian, lalu sisanya.") % most)


class NoReason(EvidenceError):
    field = "reason"

    def __init__(self, least: int) -> None:
        super().__init__(_("Tulis untuk apa ini perlu dibuka (paling sedikit %d huruf).") % least)


class ReasonTooLong(EvidenceError):
    field = "reason"

    def __init__(self, most: int) -> None:
        super().__init__(_("Alasan ini terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class NeedsAnother(EvidenceError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Ini dibuka berdua: orang lain yang harus menyetujui permintaan Anda."))


class NothingAsked(EvidenceError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Permintaan itu sudah lewat waktunya. Minta sekali lagi."))


class NotOpened(EvidenceError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Belum dibuka untuk Anda, atau waktunya sudah habis. Minta dibuka lebih dahulu."))
