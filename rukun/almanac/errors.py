"""What cannot be decided of a day as asked, and what to do about it."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rukun.ui.dates import in_words, written_out

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AlmanacError(Exception):
    """Something about the calendar that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 422


class NoName(AlmanacError):
    field = "name"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or _("Namanya belum diisi. Tulis hari apa itu, misalnya: Lebaran Betawi."))


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


# From a day to a day


class UnknownKind(AlmanacError):
    field = "kind"

    def __init__(self) -> None:
        super().__init__(_("Jenisnya tidak dikenal. Pilih dari daftar."))


class Backwards(AlmanacError):
    field = "last"

    def __init__(self) -> None:
        super().__init__(_("Hari terakhir lebih awal daripada hari pertama. Periksa kedua tanggalnya."))


class SpanOver(AlmanacError):
    """It is over, or has begun although it is of a kind that is entered beforehand."""

    field = "first"

    def __init__(self, earliest: date, *, begun: bool) -> None:
        if begun:
            words = _("Hari pertamanya sudah lewat. Acara dicatat sebelum mulai: paling awal %s.")
        else:
            words = _("Rentang itu sudah lewat, jadi tidak diubah lagi. Hari terakhirnya paling awal %s.")
            self.field = "last"
        super().__init__(words % in_words(earliest))


class SpanTooFarAhead(AlmanacError):
    field = "last"

    def __init__(self, latest: date) -> None:
        super().__init__(_("Tanggal itu masih terlalu jauh. Paling akhir %s. Periksa tahunnya.") % in_words(latest))


class TooLong(AlmanacError):
    field = "last"

    def __init__(self, kind: "_StrPromise", most: int) -> None:
        super().__init__(
            _("%(kind)s paling lama %(most)d hari. Periksa tanggalnya, atau catat sebagai beberapa rentang.")
            % {"kind": kind, "most": most}
        )


class NoSuchMonth(AlmanacError):
    """A month of the moon has 29 or 30 days."""

    field = "last"

    def __init__(self, days: int) -> None:
        super().__init__(
            _("Puasa Ramadan lamanya 29 atau 30 hari, bukan %d. Periksa hari pertama dan hari terakhir puasa.") % days
        )


class NotThatRamadan(AlmanacError):
    field = "first"

    def __init__(self, estimated: date | None) -> None:
        if estimated is None:
            super().__init__(_("Ramadan tahun itu belum dapat dihitung di sini. Periksa tahunnya."))
            return
        super().__init__(
            _("Ramadan tahun itu diperkirakan mulai %s. Bedanya paling banyak tiga hari. Periksa tanggalnya.")
            % written_out(estimated)
        )


class RamadanTooNarrow(AlmanacError):
    """The government announces it; people who live side by side are not told apart by when they fast."""

    field = "unit"

    def __init__(self) -> None:
        super().__init__(
            _("Ramadan ditetapkan untuk semua wilayah, provinsi, kota, atau kecamatan, tidak untuk yang lebih kecil.")
        )


class Overlaps(AlmanacError):
    """In the same unit there is another of its kind (a Ramadan, school holidays) or of its name on some of its days."""

    field = "first"
    status = 409

    def __init__(self, name: str, first: date, last: date) -> None:
        super().__init__(
            _("Di wilayah itu sudah ada “%(name)s”, %(first)s sampai %(last)s. Hapus dulu bila memang harus diganti.")
            % {"name": name, "first": in_words(first), "last": in_words(last)}
        )
