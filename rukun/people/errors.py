from datetime import datetime, timedelta
from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(moment: datetime) -> str:
    """A moment as people say its day: "Senin, 3 Maret 2025"."""
    return date_format(timezone.localtime(moment), "l, j F Y")


def last_day(until: datetime) -> str:
    """The last day of what is over from ``until`` on."""
    return day(until - timedelta(microseconds=1))


class PeopleError(Exception):
    """Something about persons that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field.
    """

    field: ClassVar[str] = ""


class PhoneTaken(PeopleError):
    field = "phone"

    def __init__(self) -> None:
        super().__init__(
            _("Nomor telepon itu sudah terdaftar. Pakai nomor lain, atau tambah jabatan pada orang yang sudah ada.")
        )


class OthersNumber(PeopleError):
    """One and the same whether the name is wrong or missing: it must not tell whose the number is."""

    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("Nomor itu sudah terdaftar dengan nama lain. Periksa nomornya atau namanya."))


class PrivateAsWork(PeopleError):
    field = "work_phone"

    def __init__(self) -> None:
        super().__init__(_("Nomor itu adalah nomor pribadi yang terdaftar. Isi nomor dinas, atau kosongkan."))


class UnknownTitle(PeopleError):
    field = "title"

    def __init__(self, known: list[str]) -> None:
        super().__init__(_("Jabatan tidak dikenal. Pilih salah satu: %s.") % ", ".join(known))


class UnknownKind(PeopleError):
    field = "kind"

    def __init__(self, known: list[str]) -> None:
        super().__init__(_("Jenis organisasi tidak dikenal. Pilih salah satu: %s.") % ", ".join(known))


class UnknownUnit(PeopleError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Kode wilayah tidak dikenal. Contoh: 31.73.07.1001.016 untuk RW 16."))


class NoSuchUnit(PeopleError):
    field = "unit"

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Wilayah %s tidak ada atau sudah berakhir. Cari kodenya di halaman Wilayah, atau tambahkan wilayah itu.")
            % code
        )


class Nameless(PeopleError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama belum diisi. Tulis nama orang itu."))


class NamelessOrganisation(PeopleError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama organisasi belum diisi. Tulis namanya."))


class WrongUnit(PeopleError):
    field = "unit"

    def __init__(self, title: str, level: int) -> None:
        example = ".".join(["31", "73", "07", "1001", "016", "003"][:level])
        super().__init__(
            _("Jabatan %(title)s berlaku untuk wilayah setingkat %(example)s. Isi kode wilayah seperti itu.")
            % {"title": title, "example": example}
        )


class WrongUnitOfOrganisation(PeopleError):
    field = "unit"

    def __init__(self, kind: str, level: int) -> None:
        example = ".".join(["31", "73", "07", "1001", "016", "003"][:level])
        super().__init__(
            _("%(kind)s berada di wilayah setingkat %(example)s. Isi kode wilayah seperti itu.")
            % {"kind": kind, "example": example}
        )


class NameTooLong(PeopleError):
    field = "name"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Nama terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class OrganisationTaken(PeopleError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(
            _("Organisasi itu sudah ada di wilayah ini. Buka organisasi yang sudah ada, atau pakai nama lain.")
        )


class OrganisationInUse(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _("Masih ada yang menjabat di organisasi ini. Akhiri dulu semua jabatannya, lalu tutup organisasinya.")
        )


class OrganisationClosed(PeopleError):
    field = "organisation"

    def __init__(self) -> None:
        super().__init__(_("Organisasi ini sudah ditutup. Pilih organisasi lain."))


class NeedsOrganisation(PeopleError):
    field = "organisation"

    def __init__(self, title: str) -> None:
        super().__init__(_("Jabatan %s ada di dalam sebuah organisasi. Pilih organisasinya.") % title)


class WrongOrganisation(PeopleError):
    field = "organisation"

    def __init__(self, title: str, kinds: list[str]) -> None:
        super().__init__(
            _("Jabatan %(title)s hanya ada di: %(kinds)s. Pilih organisasi yang sesuai.")
            % {"title": title, "kinds": ", ".join(kinds)}
        )


class OutsideOrganisation(PeopleError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Wilayah jabatan harus berada di dalam wilayah organisasinya. Pilih wilayah di dalamnya."))


class UnknownRank(PeopleError):
    field = "rank"

    def __init__(self, examples: list[str]) -> None:
        super().__init__(_("Pangkat tidak dikenal. Contoh yang dikenal: %s.") % ", ".join(examples))


class WrongRank(PeopleError):
    field = "rank"

    def __init__(self, rank: str, agency: str, kind: str) -> None:
        super().__init__(
            _(
                "%(rank)s adalah pangkat %(agency)s, sedangkan jabatan ini di %(kind)s. "
                "Periksa pangkat atau organisasinya."
            )
            % {"rank": rank, "agency": agency, "kind": kind}
        )


class EndsBeforeItBegins(PeopleError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Tanggal selesai mendahului tanggal mulai. Periksa keduanya."))


class TermTooLong(PeopleError):
    field = "until"

    def __init__(self, title: str, years: int, latest: datetime) -> None:
        super().__init__(
            _("Masa jabatan %(title)s paling lama %(years)d tahun. Isi tanggal selesai paling lambat %(latest)s.")
            % {"title": title, "years": years, "latest": day(latest)}
        )


class TooManyTerms(PeopleError):
    field = "person"

    def __init__(self, title: str, terms: int) -> None:
        super().__init__(
            _(
                "Orang ini sudah %(terms)d kali menjabat %(title)s di sini, dan lebih dari itu tidak boleh. "
                "Pilih orang lain."
            )
            % {"terms": terms, "title": title}
        )


class SeatTaken(PeopleError):
    field = "since"

    def __init__(self, title: str, since: datetime, until: datetime | None) -> None:
        text = (
            _("Sudah ada %(title)s dari %(since)s sampai %(until)s. Akhiri dulu jabatan itu, atau ubah tanggalnya.")
            if until
            else _("Sudah ada %(title)s sejak %(since)s. Akhiri dulu jabatan itu, atau ubah tanggalnya.")
        )
        super().__init__(text % {"title": title, "since": day(since), "until": last_day(until) if until else ""})


class NotGrownUp(PeopleError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(_("Jabatan hanya untuk orang dewasa. Periksa isian dewasa pada orang ini."))


class Released(PeopleError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(_("Akses orang ini sudah diakhiri. Daftarkan lagi sebagai orang baru bila ia kembali."))


class TooLong(PeopleError):
    def __init__(self, limit: int) -> None:
        super().__init__(_("Isian terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class LastAdministrator(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Ini administrator terakhir. "
                "Angkat administrator lain dulu, supaya ada yang dapat mengurus instalasi ini."
            )
        )


class InvitationUnknown(PeopleError):
    field = "secret"

    def __init__(self) -> None:
        super().__init__(
            _("Undangan tidak dikenal. Periksa kodenya, atau minta pengurus wilayah membuat undangan yang baru.")
        )


class InvitationOver(PeopleError):
    field = "secret"

    def __init__(self) -> None:
        super().__init__(
            _("Undangan ini sudah dipakai, ditarik, atau lewat waktunya. Minta pengurus wilayah membuat yang baru.")
        )


class RecoveryOpen(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _("Sudah ada pengajuan pemulihan yang masih terbuka untuk orang ini. Setujui atau batalkan dulu yang itu.")
        )


class RecoveryOver(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _("Pengajuan ini sudah disetujui, dibatalkan, atau lewat waktunya. Ajukan lagi bila masih diperlukan.")
        )


class NeedsSecond(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Pengajuan ini dari Anda sendiri. Minta pengurus lain yang berwenang untuk menyetujuinya."))


class AskerGone(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Yang mengajukan tidak lagi berwenang di sini. Batalkan pengajuan ini, lalu ajukan lagi."))


class RankInName(PeopleError):
    field = "name"

    def __init__(self, rank: str) -> None:
        super().__init__(
            _("Pangkat %s tidak ditulis dalam nama. Hapus dari nama; pengurus mencatatnya pada jabatan Anda.") % rank
        )


class EmptyNotice(PeopleError):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Pemberitahuan privasi belum diisi. Tulis isinya, lalu simpan."))


class AlreadySetUp(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Sudah ada administrator yang dapat masuk. "
                "Tambah yang lain dengan `rukun people add … --title administrator --invite`."
            )
        )


class KeyNotAccepted(PeopleError):
    """A key that opens nothing: answered with 401, whatever was asked."""


class KeyUnknown(KeyNotAccepted):
    def __init__(self) -> None:
        super().__init__(_("Kunci API ini tidak dikenal. Periksa apakah tersalin lengkap, atau buat kunci baru."))


class KeyRevoked(KeyNotAccepted):
    def __init__(self, when: datetime) -> None:
        super().__init__(_("Kunci API ini dicabut pada %s. Buat kunci baru.") % day(when))


class KeyExpired(KeyNotAccepted):
    def __init__(self, when: datetime) -> None:
        super().__init__(_("Masa berlaku kunci API ini habis pada %s. Buat kunci baru.") % day(when))


class KeyWithoutHolder(KeyNotAccepted):
    def __init__(self) -> None:
        super().__init__(_("Akses pemilik kunci API ini sudah diakhiri. Minta pengurus wilayah membuat kunci baru."))


class NamelessKey(PeopleError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama kunci belum diisi. Tulis untuk apa kunci ini, misalnya papan informasi RW."))


class KeyWithoutCapability(PeopleError):
    field = "capabilities"

    def __init__(self) -> None:
        super().__init__(_("Pilih paling sedikit satu wewenang yang dikenal untuk kunci ini."))


class KeyTooLong(PeopleError):
    field = "days"

    def __init__(self, most: int) -> None:
        super().__init__(_("Masa berlaku kunci paling sedikit 1 dan paling lama %d hari.") % most)


class KeyMadeBefore(PeopleError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Kunci ini sudah dibuat, dan rahasianya hanya tampil sekali. "
                "Bila belum tersalin, cabut lalu buat yang baru."
            )
        )


class CanSignIn(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Orang ini sudah punya cara masuk. Tambahkan --reset untuk mencabutnya dulu."))


class NotOneself(PeopleError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(_("Jabatan tidak dapat diberikan kepada diri sendiri. Minta pengurus lain memberikannya."))


class MinorInOffice(PeopleError):
    field = "adult"

    def __init__(self) -> None:
        super().__init__(
            _("Orang ini masih memegang jabatan, dan jabatan hanya untuk orang dewasa. Akhiri dulu jabatannya.")
        )


class PositionOver(PeopleError):
    field = "position"

    def __init__(self) -> None:
        super().__init__(_("Jabatan ini sudah berakhir, jadi tidak ada yang dapat diundang untuk itu."))


class LetInByOthers(PeopleError):
    """Whoever let them in for the first time could hold a way into the account."""

    field = "person"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Orang ini dahulu diberi undangan masuk oleh pengurus organisasinya, jadi belum pasti hanya ia sendiri "
                "yang dapat masuk ke akunnya. Ajukan dulu pemulihan akunnya: dua pengurus bersama, dan undangan "
                "barunya diserahkan langsung kepadanya. Sesudah itu jabatan ini dapat diberikan."
            )
        )
