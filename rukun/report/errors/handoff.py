from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class NotTheirTurn(ReportError):
    """It waits for confirmation, or is closed: there is nothing to be done that somebody else could do."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Hasilnya menunggu konfirmasi atau sudah selesai, jadi tidak ada yang dapat diteruskan."))


class NotLookedAt(ReportError):
    """Others would be offered what they cannot see."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini masih menunggu pemeriksaan awal. Loloskan dulu, baru teruskan."))


class CannotReceive(ReportError):
    field = "to"

    def __init__(self) -> None:
        super().__init__(_("Pihak itu tidak dapat membaca laporan ini, atau tidak ada orangnya. Pilih yang lain."))


class NotForOutside(ReportError):
    """What is protected, and complaints."""

    field = "authority"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini hanya dibaca petugas tertentu, jadi tidak diteruskan ke luar."))


class NotInBulk(ReportError):
    """What tells of danger goes to an authority outside by itself: whoever sends it has read what its page says."""

    field = "authority"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Tanda bahaya: waktunya 24 jam dan tidak berhenti. Teruskan ke luar satu per satu, dari halamannya.")
        )


class NoSummary(ReportError):
    field = "authority"

    def __init__(self) -> None:
        super().__init__(_("Ringkasannya belum ditulis. Instansi luar hanya membaca ringkasan, jadi tulis itu dulu."))


class ReasonTells(ReportError):
    """What an authority will read seems to name somebody. ``kinds`` says in words what was found, not whom."""

    field = "reason"

    def __init__(self, kinds: str) -> None:
        super().__init__(
            _("Di alasan ini tampaknya ada %s. Hapus, atau centang bahwa itu memang bukan data seseorang.") % kinds
        )


class WordsTell(ReportError):
    """What whoever reported will read seems to name somebody. ``kinds`` says in words what was found, not whom."""

    field = "words"

    def __init__(self, kinds: str) -> None:
        super().__init__(
            _("Di keterangan ini tampaknya ada %s. Hapus, atau centang bahwa itu memang bukan data seseorang.") % kinds
        )


class NoAnswerWords(ReportError):
    """That an authority accepted, without a word of who said so."""

    field = "words"

    def __init__(self, least: int) -> None:
        super().__init__(_("Tulis siapa yang menjawab, kapan, dan lewat apa, sekurang-kurangnya %d huruf.") % least)


class NothingHanded(ReportError):
    """It waits for nobody (any more)."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini tidak sedang diteruskan, atau batas waktunya sudah lewat. Lihat riwayatnya."))


class TooManyChosen(ReportError):
    field = "laporan"

    def __init__(self, most: int) -> None:
        super().__init__(_("Terlalu banyak laporan sekaligus. Pilih paling banyak %d.") % most)
