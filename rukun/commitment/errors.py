"""What can go wrong with a promise, and what to do about it."""

from django.utils.translation import gettext as _


class CommitmentError(Exception):
    """Something about a promise that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 409


class Gone(CommitmentError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Janji tindak lanjut ini sudah dihapus karena masa simpannya habis."))


class ChangedMeanwhile(CommitmentError):
    def __init__(self) -> None:
        super().__init__(
            _("Sementara itu orang lain sudah bertindak. Baca riwayat terbaru di bawah, lalu kirim lagi bila perlu.")
        )


class NotNow(CommitmentError):
    """That does not follow from how it stands."""

    def __init__(self) -> None:
        super().__init__(
            _("Langkah itu tidak mungkin dalam keadaan sekarang. Muat ulang halamannya dan lihat riwayatnya.")
        )


class HandedAway(CommitmentError):
    """The owner waits for an answer of somebody else."""

    def __init__(self) -> None:
        super().__init__(_("Masih menunggu jawaban pihak lain. Tarik dulu penerusannya, atau catat jawabannya."))


class Joined(CommitmentError):
    def __init__(self) -> None:
        super().__init__(
            _("Ini digabung dengan yang lain tentang hal yang sama. Bertindaklah di sana, atau pisahkan dulu.")
        )


class NoPhoto(CommitmentError):
    field = "photo"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Bukti belum ada. Ambil foto keadaan sekarang, atau foto berita acara yang ditandatangani."))


class PhotoUsed(CommitmentError):
    """The very same file proved something before."""

    field = "photo"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Foto ini sudah pernah dikirim. Bukti harus baru: ambil foto keadaan sekarang."))


class ReasonTooShort(CommitmentError):
    field = "words"
    status = 422

    def __init__(self, least: int) -> None:
        super().__init__(_("Tulis alasannya, sekurang-kurangnya %d huruf, supaya orang lain mengerti.") % least)


class NotSaidWhat(ReasonTooShort):
    """That it is not so, without a word of what is wrong."""

    def __init__(self, least: int) -> None:
        CommitmentError.__init__(
            self, _("Tulis apa yang belum beres, sekurang-kurangnya %d huruf: yang mengerjakannya membacanya.") % least
        )


class WordsTooLong(CommitmentError):
    field = "words"
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(_("Keterangan ini terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class AlreadyAnswered(CommitmentError):
    """Somebody else confirmed or rejected it just before."""

    def __init__(self) -> None:
        super().__init__(
            _("Sudah ada yang menjawab lebih dulu, jadi jawaban Anda tidak dicatat. Lihat hasilnya di bawah.")
        )


class CodeSeen(CommitmentError):
    """Somebody with a code that others have seen says that it is so, of what nobody else may look at."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kode ini pernah diketahui petugas atau sistem lain, jadi tidak dapat dipakai untuk menutup. Bila "
                "belum beres, katakan di halaman ini; selain itu ditutup tanpa konfirmasi."
            )
        )


class ClaimTaken(CommitmentError):
    def __init__(self) -> None:
        super().__init__(_("Bukti ini sudah dikirim untuk hal lain. Muat ulang halamannya, lalu kirim lagi."))


class TooLateToContest(CommitmentError):
    def __init__(self, days: int) -> None:
        super().__init__(_("Ini ditutup lebih dari %d hari yang lalu. Buat laporan baru bila masih terjadi.") % days)


class NothingToUndo(CommitmentError):
    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada yang dapat dibatalkan: hanya langkah Anda sendiri yang terakhir, selama sepuluh menit.")
        )


class SameOwner(CommitmentError):
    field = "to"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Ini sudah menjadi tanggung jawab pihak itu. Pilih pihak lain."))


class OwnerGone(CommitmentError):
    field = "to"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pihak itu sudah bubar, atau jabatannya kosong. Pilih pihak lain."))


class NoAuthority(CommitmentError):
    field = "authority"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Tulis nama instansinya, misalnya “Dinas Bina Marga”, bukan nama orang."))


class LinkOver(CommitmentError):
    """The same words whatever the reason."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("Tautan ini tidak berlaku lagi. Hubungi kelurahan yang mengirimnya untuk mendapatkan tautan baru.")
        )
