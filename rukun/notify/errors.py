from typing import ClassVar

from django.utils.translation import gettext as _


class NotifyError(Exception):
    """Something about messages that cannot be done as asked. The message says what to do next."""

    field: ClassVar[str] = ""


class UnknownChannel(NotifyError):
    field = "channel"

    def __init__(self, known: list[str]) -> None:
        super().__init__(_("Saluran tidak dikenal. Yang ada: %s.") % ", ".join(known))


class NotConnected(NotifyError):
    field = "channel"

    def __init__(self) -> None:
        super().__init__(_("Saluran ini belum dihidupkan. Isi pengaturannya di halaman Saluran, lalu hidupkan."))


class NobodyThere(NotifyError):
    """A contact that was erased, or never was."""

    def __init__(self) -> None:
        super().__init__(_("Penerima ini tidak ada lagi, jadi tidak ada yang dikirim."))


class CannotSubscribe(NotifyError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Peramban ini memakai layanan notifikasi yang belum dikenal situs ini. Pilih saluran lain, atau beri "
                "tahu pengelola."
            )
        )


class MailNotConfirmed(NotifyError):
    field = "code"

    def __init__(self) -> None:
        super().__init__(_("Kode itu sudah tidak berlaku. Isi lagi alamat surel Anda untuk mendapat kode baru."))


class TooManyTries(NotifyError):
    field = "code"

    def __init__(self) -> None:
        super().__init__(_("Kodenya sudah terlalu sering keliru. Isi lagi alamat surel Anda untuk mendapat kode baru."))


class SinkLeadsNowhere(NotifyError):
    field = "url"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Alamat itu tidak dapat dipakai. Contoh: ntfys://ntfy.sh/nama-topik, matrixs://token@server/#ruang, "
                "jsons://sirene.example/panggil. Mesin di jaringan sendiri, atau tanpa TLS, hanya bila administrator "
                "mengizinkannya di pengaturan saluran posko."
            )
        )


class SinkTooSmall(NotifyError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Saluran posko paling kecil untuk satu RW: kabar tidak menyebut RT. Pilih RW-nya."))


class TooManySinks(NotifyError):
    def __init__(self, most: int) -> None:
        super().__init__(_("Satu posko paling banyak mempunyai %d saluran. Hapus dulu yang tidak dipakai.") % most)
