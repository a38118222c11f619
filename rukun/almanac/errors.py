"""What cannot be decided of a day as asked, and what to do about it."""

from datetime import date

from django.utils.translation import gettext as _

from rukun.ui.dates import in_words, written_out


class AlmanacError(Exception):
    """Something about the calendar that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 422


class NoName(AlmanacError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Namanya belum diisi. Tulis hari apa itu, misalnya: Lebaran Betawi."))


class NameTooLong(AlmanacError):
    field = "name"

    def __init__(self, most: int) -> None:
        super().__init__(_("Nama itu terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % most)


class Over(AlmanacError):
    field = "day"

    def __init__(self, earliest: date) -> None:
        super().__init__(_("Hari itu sudah lewat, jadi tidak diubah lagi. Paling awal %s.") % in_words(earliest))


class TooFarAhead(AlmanacError):
    field = "day"

    def __init__(self, latest: date) -> None:
        super().__init__(_("Hari itu masih terlalu jauh. Paling akhir %s. Periksa tahunnya.") % in_words(latest))


class UnknownUnit(AlmanacError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Wilayah itu tidak dikenal, atau sudah tidak ada. Pilih wilayah lain."))


class AlreadyDecided(AlmanacError):
    """For this very day and unit something else was decided, perhaps a moment ago by somebody else."""

    field = "day"
    status = 409

    def __init__(self, day: date, name: str) -> None:
        super().__init__(
            _("Untuk %(day)s di wilayah itu sudah ada ketetapan: %(name)s. Hapus dulu bila memang harus diganti.")
            % {"day": written_out(day), "name": name}
        )


class AlreadySo(AlmanacError):
    """The day is already what was to be decided."""

    field = "working"
    status = 409

    def __init__(self, day: date, name: str, *, working: bool) -> None:
        words = {
            (True, False): _("%(day)s memang hari kerja di sana. Tidak ada yang perlu ditetapkan."),
            (True, True): _("%(day)s sudah ditetapkan sebagai hari kerja di sana: %(name)s."),
            (False, False): _("%(day)s memang hari libur, karena bukan Senin sampai Jumat."),
            (False, True): _("%(day)s sudah hari libur di sana: %(name)s. Tidak ada yang perlu ditetapkan."),
        }[working, bool(name)]
        super().__init__(words % {"day": written_out(day), "name": name})
