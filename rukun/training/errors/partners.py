from datetime import date

from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError
from rukun.ui.dates import in_words


class UnknownWay(TrainingError):
    field = "kind"

    def __init__(self) -> None:
        super().__init__(_("Jenis kelompok itu tidak dikenal. Pilih salah satu dari daftar."))


class NamelessPartner(TrainingError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama kelompok belum diisi. Tulis namanya."))


class NamelessChair(TrainingError):
    field = "chair_name"

    def __init__(self) -> None:
        super().__init__(_("Nama ketua belum diisi. Tulis nama lengkapnya."))


class NotTheChairsNumber(TrainingError):
    field = "chair_phone"

    def __init__(self) -> None:
        super().__init__(_("Format nomor telepon ketua belum benar. Contoh: 0812-3456-7890."))


class WrongUnitOfPartner(TrainingError):
    field = "unit"

    def __init__(self, levels: list[str]) -> None:
        super().__init__(
            _("Kelompok seperti ini bermitra untuk satu %(level)s. Tulis nama %(level)s-nya.")
            % {"level": _(" atau ").join(levels)}
        )


class NoSuchUnitHere(TrainingError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Wilayah itu tidak ada dalam daftar. Tulis misalnya RW 16 Palmerah, atau nama kelurahan."))


class WithoutLegalNumber(TrainingError):
    field = "legal_number"

    def __init__(self) -> None:
        super().__init__(_("Nomor badan hukum atau surat keterangan terdaftar belum diisi. Tulis nomornya."))


class WithoutPurpose(TrainingError):
    field = "purpose"

    def __init__(self) -> None:
        super().__init__(_("Tujuan belum diisi. Tulis dengan singkat apa yang ingin dilakukan kelompok ini."))


class PartnerTextTooLong(TrainingError):
    """``field`` is set for each: any of the texts may be too long."""

    def __init__(self, field: str, longest: int) -> None:
        super().__init__(_("Terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % longest)
        self.field = field


class UnknownHelp(TrainingError):
    field = "help_offered"

    def __init__(self) -> None:
        super().__init__(_("Pilihan bantuan itu tidak dikenal. Pilih dari daftar."))


class TooManyDocuments(TrainingError):
    field = "documents"

    def __init__(self, most: int) -> None:
        super().__init__(_("Terlalu banyak berkas. Pilih paling banyak %d, yang paling penting.") % most)


class DocumentTooLarge(TrainingError):
    field = "documents"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("Ada berkas yang lebih besar dari %d MB. Perkecil, atau potret per halaman, lalu pilih lagi berkasnya.")
            % megabytes
        )


class UnfitDocument(TrainingError):
    """What its content says, whatever its name does."""

    field = "documents"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Berkas “%s” bukan PDF, JPEG, atau PNG yang utuh. Simpan sebagai PDF atau potret, lalu pilih lagi.")
            % name
        )


class TooManyApplications(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Pengajuan yang menunggu di kelurahan ini sudah terlalu banyak, jadi yang baru belum dapat diterima. "
                "Belum ada yang tersimpan. Coba lagi beberapa hari lagi, atau datang ke kantor kelurahan."
            )
        )


class OrganisationKnown(TrainingError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Organisasi dengan nama itu sudah terdaftar di wilayah ini. "
                "Bila itu kelompok Anda, ketuanya yang mengajukan: masuk ke akun, lalu Mitra → Ajukan kelompok Anda → "
                "Organisasi Anda."
            )
        )


class OrganisationDiffers(TrainingError):
    field = "kind"

    def __init__(self) -> None:
        super().__init__(_("Organisasi itu terdaftar sebagai jenis lain. Pilih jenis yang sama."))


class AlreadyPartner(TrainingError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(
            _("Organisasi ini sudah menjadi mitra di wilayah itu, atau pengajuannya masih berjalan. Lihat halamannya.")
        )


class ReasonMissing(TrainingError):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Alasan belum diisi. Tulis apa yang Anda periksa dan apa hasilnya."))


class NotItsAuthority(TrainingError):
    field = "authority"

    def __init__(self) -> None:
        super().__init__(_("Pihak itu tidak memeriksa kelompok seperti ini."))


class AlreadyDecided(TrainingError):
    field = "authority"

    def __init__(self) -> None:
        super().__init__(_("Pihak itu sudah memutuskan. Muat ulang halaman untuk melihat keputusannya."))


class NotWaiting(TrainingError):
    def __init__(self) -> None:
        super().__init__(_("Pengajuan ini sudah selesai, jadi tidak dapat diperiksa lagi. Muat ulang halamannya."))


class NotImpartial(TrainingError):
    """Who belongs to the group, leads it, or asked for it, does not decide about it."""

    def __init__(self) -> None:
        super().__init__(
            _("Anda mengajukan, memimpin, atau menjadi anggota kelompok ini. Mintalah rekan Anda yang memutuskan.")
        )


class NamedAsChair(TrainingError):
    """Whoever is named as chair does not approve; a stranger may have typed the name, so refusing is open to them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nama dan nomor Anda tertulis sebagai ketua kelompok ini. Mintalah rekan Anda yang membenarkan. "
                "Bila Anda bukan ketuanya, Anda sendiri boleh menolak."
            )
        )


class OnePersonTwoAuthorities(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _("Anda sudah memutuskan atas nama pihak lain. Satu orang tidak berbicara untuk dua pihak: minta rekan.")
        )


class StillToBeVerified(TrainingError):
    def __init__(self, waiting: list[str]) -> None:
        super().__init__(
            _("Perjanjian dibuat setelah semua pihak membenarkan. Masih ditunggu: %s.") % ", ".join(waiting)
        )


class WithoutAgreement(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _("Kelompok seperti ini menjadi mitra tanpa perjanjian, begitu semua pihak membenarkan. Periksalah dahulu.")
        )


class AgreementUnnumbered(TrainingError):
    field = "number"

    def __init__(self) -> None:
        super().__init__(_("Nomor perjanjian belum diisi. Tulis nomor surat perjanjiannya."))


class AgreementPast(TrainingError):
    field = "until_last_day"

    def __init__(self) -> None:
        super().__init__(_("Hari terakhir itu sudah lewat. Masa yang sudah berakhir tidak dapat dicatat."))


class AgreementBackwards(TrainingError):
    field = "until_last_day"

    def __init__(self) -> None:
        super().__init__(_("Hari terakhir lebih awal daripada hari pertama. Periksa kedua tanggalnya."))


class AgreementTooEarly(TrainingError):
    field = "since"

    def __init__(self, earliest: date) -> None:
        super().__init__(_("Tidak dapat berlaku surut sejauh itu. Hari pertama paling awal %s.") % in_words(earliest))


class AgreementTooFar(TrainingError):
    field = "since"

    def __init__(self) -> None:
        super().__init__(_("Hari pertama lebih dari setahun lagi. Periksa tahunnya, atau catat nanti."))


class AgreementTooLong(TrainingError):
    field = "until_last_day"

    def __init__(self, latest: date) -> None:
        super().__init__(
            _("Terlalu lama. Dengan hari pertama itu, hari terakhirnya paling lambat %s.") % in_words(latest)
        )


class AgreementOverlaps(TrainingError):
    field = "since"

    def __init__(self, last: date) -> None:
        super().__init__(_("Masih berlaku yang lain sampai %s. Mulailah sehari sesudahnya.") % in_words(last))


class NoSuchStep(TrainingError):
    def __init__(self, words: str) -> None:
        super().__init__(
            _("Kemitraan ini sekarang berstatus “%s”, jadi langkah itu tidak dapat dilakukan. Muat ulang halamannya.")
            % words
        )


class ChairUnfit(TrainingError):
    """One and the same whether name or age is wrong: it must not tell whose the number is."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nama dan nomor ketua tidak cocok dengan yang terdaftar, atau ia belum dewasa. Belum ada yang berubah. "
                "Pastikan kepada ketuanya; bila salah tulis, tolak dan minta pengajuan baru."
            )
        )
