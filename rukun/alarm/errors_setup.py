"""What can go wrong when the kentongan is set up, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.alarm.errors import AlarmError


class OutOfBounds(AlarmError):
    status = 422

    def __init__(self, field: str, low: int, high: int) -> None:
        self.field = field
        super().__init__(_("Tulis angka dari %(low)d sampai %(high)d.") % {"low": low, "high": high})


class Impatient(AlarmError):
    field = "circle_seconds"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Lingkaran berikutnya tidak dipanggil sebelum saluran kedua dicoba. Isi sama atau lebih lama dari itu.")
        )


class NotBeatsHere(AlarmError):
    field = "beats"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ketukan itu tidak terbaca. Tulis jumlah ketukan tiap kelompok, misalnya 2-2-2; "
                "akhiri dengan … bila terus diulang."
            )
        )


class NoSuchRhythm(AlarmError):
    field = "rhythm"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Irama itu tidak dikenal. Pilih salah satu."))


class MeaningMissing(AlarmError):
    field = "meaning"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Artinya belum diisi. Tulis apa yang didengar warga dari ketukan ini."))


class CallsToViolence(AlarmError):
    status = 422

    def __init__(self, field: str, word: str) -> None:
        self.field = field
        super().__init__(
            _(
                "Kata “%s” mengajak menghadapi orang, dan lembar ini tergantung di pos. Tulis yang aman saja: "
                "menjauh, berkumpul di mana, menelepon 110 atau 112. Larangan boleh: “jangan mengejar”."
            )
            % word
        )


class SameBeats(AlarmError):
    field = "beats"

    def __init__(self, meaning: str) -> None:
        super().__init__(
            _("Ketukan dengan irama ini sudah berarti “%s”. Satu bunyi hanya boleh punya satu arti.") % meaning
        )


class TableFull(AlarmError):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("Tabelnya sudah berisi %d baris. Lebih dari itu tidak ada yang hafal: hapus dulu yang jarang dipakai.")
            % most
        )


class ChangedHere(AlarmError):
    def __init__(self) -> None:
        super().__init__(
            _("Sementara itu orang lain mengubah bagian ini. Isian Anda masih ada: periksa, lalu simpan lagi.")
        )


class BeatGone(AlarmError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Baris itu sudah dihapus orang lain. Bila masih perlu, tambahkan lagi."))


class DrillGoesOn(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Di wilayah ini latihan lain masih berjalan. Akhiri dulu yang itu."))


class RealRingGoesOn(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Di wilayah ini kentongan sedang berbunyi sungguhan. Latihan menunggu sampai itu berakhir."))
