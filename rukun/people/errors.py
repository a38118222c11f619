from django.utils.translation import gettext as _


class PeopleError(Exception):
    """Something about persons that cannot be done as asked. The message says what to do next."""


class PhoneTaken(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _("Nomor telepon itu sudah terdaftar. Pakai nomor lain, atau tambah jabatan pada orang yang sudah ada.")
        )


class UnknownTitle(PeopleError):
    def __init__(self, known: list[str]) -> None:
        super().__init__(_("Jabatan tidak dikenal. Pilih salah satu: %s.") % ", ".join(known))


class UnknownUnit(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16."))


class NoSuchUnit(PeopleError):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("Wilayah %s tidak ada atau sudah berakhir. Cari kodenya di halaman Wilayah, atau tambahkan wilayah itu.")
            % code
        )


class Nameless(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Nama belum diisi. Tulis nama orang itu."))


class WrongUnit(PeopleError):
    def __init__(self, title: str, level: int) -> None:
        example = ".".join(["31", "73", "07", "1001", "016", "003"][:level])
        super().__init__(
            _("Jabatan %(title)s berlaku untuk wilayah setingkat %(example)s. Isi kode wilayah seperti itu.")
            % {"title": title, "example": example}
        )


class NameTooLong(PeopleError):
    def __init__(self, limit: int) -> None:
        super().__init__(_("Nama terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)
