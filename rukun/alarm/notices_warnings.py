"""What officers are told of public warnings, and a posko's screens and sirens: that there is one, and where."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

WAITING, OUT, PRACTISED, OVER = "warning.waiting", "warning.out", "warning.practised", "warning.over"
POSKO = [OUT, PRACTISED, OVER]
"""Those that go to a posko's own sinks."""
_PAGE = {"page": "https://rukun.kelurahan-panjang.example.id/peringatan/kelola/"}
_OUT_PUSH = _("Peringatan bahaya alam, kebakaran, atau evakuasi diumumkan di wilayah ini. Buka halaman Peringatan.")
_PRACTISED_PUSH = _("LATIHAN: peringatan percobaan diumumkan di wilayah ini. Tidak ada bahaya.")
_OVER_PUSH = _("Peringatan di wilayah ini dicabut. Buka halaman Peringatan.")

NOTICES = (
    Notice(
        name=WAITING,
        title=_("Peringatan menunggu Anda"),
        chat=_("Naskah peringatan menunggu kata kedua dari pihak Anda. Periksa: %(page)s"),
        sms=_("Naskah peringatan menunggu kata kedua dari pihak Anda. Periksa: %(page)s"),
        push=_("Naskah peringatan menunggu kata kedua dari pihak Anda."),
        example=_PAGE,
        lasts=timedelta(hours=6),
        vital=True,
        why=_(
            "Saat seseorang menulis peringatan bencana di wilayah Anda, dan orang dari pihak lain harus memastikannya."
        ),
    ),
    Notice(
        name=OUT,
        title=_("Peringatan diumumkan"),
        chat=_OUT_PUSH,
        sms=_OUT_PUSH,
        push=_OUT_PUSH,
        lasts=timedelta(hours=6),
        vital=True,
        why=_("Saat peringatan bencana diumumkan atau diperbarui di wilayah posko."),
    ),
    Notice(
        name=PRACTISED,
        title=_("Latihan peringatan"),
        chat=_PRACTISED_PUSH,
        sms=_PRACTISED_PUSH,
        push=_PRACTISED_PUSH,
        lasts=timedelta(hours=2),
        why=_("Saat peringatan diumumkan sebagai latihan."),
    ),
    Notice(
        name=OVER,
        title=_("Peringatan dicabut"),
        chat=_OVER_PUSH,
        sms=_OVER_PUSH,
        push=_OVER_PUSH,
        lasts=timedelta(hours=6),
        why=_("Saat peringatan bencana di wilayah posko dicabut."),
    ),
)
