"""What can go wrong when somebody joins, stays away or leaves."""

from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError


class TakesNoMembers(TrainingError):
    field = "organisation"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Organisasi ini belum, atau sedang tidak, menjadi mitra, jadi belum menerima anggota baru. "
                "Coba lagi setelah kemitraannya berlaku."
            )
        )


class NotGrownUp(TrainingError):
    field = "adult"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Anggota yang bertugas harus berusia 18 tahun atau lebih. "
                "Yang lebih muda dipersilakan ikut kegiatan remaja; tanyakan kepada pengurus RW."
            )
        )


class NoName(TrainingError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama belum diisi. Tulis nama lengkapnya."))


class NameTooLong(TrainingError):
    field = "name"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Nama terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class AnotherName(TrainingError):
    """One and the same however wrong the name is: it must not tell whose the number is."""

    field = "phone"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nama dan nomor ini tidak dapat dipakai bersama. Periksa keduanya dengan orangnya, "
                "atau minta ia masuk ke akunnya lalu mendaftar sendiri."
            )
        )


class TooManyWaiting(TrainingError):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("Sudah ada %d yang menunggu di organisasi ini. Coba lagi setelah sebagian dari mereka dijawab.") % most
        )


class AlreadyLeft(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _("Orang ini sudah keluar, jadi keanggotaannya tidak berubah lagi. Bila ia kembali, undang dia lagi.")
        )


class NotYetMember(TrainingError):
    def __init__(self) -> None:
        super().__init__(_("Orang ini masih calon. Tunggu sampai diterima pengurus dan ia sendiri setuju."))


class OwnLeave(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _("Anggota ini sendiri yang mengambil cuti, jadi ia sendiri yang kembali. Tanyakan kepadanya.")
        )


class OnTheBoard(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Orang ini pengurus. Keanggotaannya diakhiri olehnya sendiri, "
                "atau setelah kelurahan mengakhiri jabatannya."
            )
        )


class NewerConduct(TrainingError):
    field = "version"

    def __init__(self) -> None:
        super().__init__(_("Kode etik sudah diperbarui sejak halaman ini dibuka. Baca yang baru, lalu tanda tangani."))
