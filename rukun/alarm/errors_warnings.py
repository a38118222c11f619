"""What can go wrong with a public warning, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.alarm.errors import AlarmError


class WarningWrong(AlarmError):
    """Something in it has to be chosen otherwise."""

    status = 422


class NoSuchKind(WarningWrong):
    """Only hazards of the table: never crime, brawls or patrols."""

    field = "kind"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Peringatan hanya untuk bahaya alam, kebakaran, dan evakuasi. Pilih jenisnya dari daftar. Untuk "
                "kejadian lain, hubungi 110 atau 112, dan catat di papan posko."
            )
        )


class NoSuchDetail(WarningWrong):
    field = "detail"

    def __init__(self) -> None:
        super().__init__(_("Keterangan itu tidak cocok dengan jenis bahayanya. Pilih dari daftar."))


class SayWhy(WarningWrong):
    field = "detail"

    def __init__(self) -> None:
        super().__init__(_("Sebab evakuasi belum dipilih. Warga perlu tahu dari bahaya apa mereka menjauh."))


class NoArea(WarningWrong):
    field = "areas"

    def __init__(self) -> None:
        super().__init__(_("Wilayahnya belum dipilih. Pilih satu RW atau lebih."))


class AreaNotYours(WarningWrong):
    field = "areas"

    def __init__(self) -> None:
        super().__init__(_("Salah satu wilayah itu bukan RW di wilayah wewenang Anda. Pilih RW dari daftar."))


class WrongHours(WarningWrong):
    field = "hours"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Lamanya 1 sampai %d jam sejak diumumkan. Bila bahayanya lebih lama, perbarui peringatannya nanti.")
            % most
        )


class WrongOnset(WarningWrong):
    field = "onset"

    def __init__(self) -> None:
        super().__init__(_("Waktu mulainya sudah lama lewat, atau terlalu jauh di depan. Periksa tanggal dan jamnya."))


class NotHolding(AlarmError):
    def __init__(self) -> None:
        super().__init__(
            _("Peringatan itu sudah tidak berlaku, atau sudah diganti. Bila bahayanya masih ada, tulis yang baru.")
        )


class FollowedAlready(AlarmError):
    field = ""

    def __init__(self) -> None:
        super().__init__(
            _("Untuk peringatan ini sudah ada naskah lanjutan yang menunggu. Umumkan atau batalkan naskah itu dahulu.")
        )


class DraftOver(AlarmError):
    def __init__(self) -> None:
        super().__init__(
            _("Naskah ini tidak dapat diumumkan lagi: sudah dibatalkan, atau waktunya habis. Tulis peringatan baru.")
        )


class AlreadyOut(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Peringatan ini sudah diumumkan. Yang sudah diumumkan dicabut atau diperbarui."))


class CannotBeTold(AlarmError):
    """Our own check refuses what would be published; somebody who keeps the site has to look."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "Peringatan ini belum dapat diumumkan, karena bentuknya keliru (%s). Telepon 112 bila mendesak, dan "
                "beri tahu pengelola situs."
            )
            % what
        )
