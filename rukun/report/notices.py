"""What whoever reported is told on the channel they reported by, unasked: how it stands, in neutral words."""

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

STATUS, SITUATION, WAITING = "report.status", "report.situation", "report.waiting"

NOTICES = (
    Notice(
        name=STATUS,
        title=_("Kabar laporan Anda"),
        chat=_(
            "Kabar laporan Anda %(day)s: %(status)s. Selengkapnya ada di %(page)s, dengan kode tanda terima Anda. "
            "Balas berhenti bila tidak mau dikabari."
        ),
        sms=_("Laporan Anda %(day)s: %(status)s. Lihat %(page)s"),
        push=_("Ada kabar tentang laporan Anda."),
        example={
            "day": "30 November",
            "status": "dibuka lagi, karena menurut pelapor atau pemeriksa belum beres",
            "page": "https://rukun.kelurahan-panjang.example.id/r/",
        },
        outside=WAITING,
        why=_("Saat laporan yang dikirim lewat percakapan mulai dikerjakan, ditutup, disisihkan, atau dibuka lagi."),
    ),
    Notice(
        name=SITUATION,
        title=_("Kabar dari posko"),
        chat=_(
            "Posko sudah menutup kejadian di sekitar laporan Anda %(day)s. Laporan Anda sendiri ada di %(page)s, "
            "dengan kode tanda terima Anda. Balas berhenti bila tidak mau dikabari."
        ),
        sms=_("Posko sudah menutup kejadian di sekitar laporan Anda %(day)s. Lihat %(page)s"),
        push=_("Ada kabar dari posko."),
        example={"day": "30 November", "page": "https://rukun.kelurahan-panjang.example.id/r/"},
        outside=WAITING,
        why=_("Saat posko menutup kejadian yang juga diceritakan sebuah laporan, sekali untuk tiap laporan."),
    ),
    Notice(
        name=WAITING,
        title=_("Kabar laporan Anda"),
        chat=_("Ada kabar tentang laporan Anda. Balas: status"),
        sms=_("Ada kabar tentang laporan Anda. Balas: status"),
        push=_("Ada kabar tentang laporan Anda."),
        template="kabar_laporan",
        why=_(
            "Di WhatsApp, bila pelapor terakhir menulis lebih dari 24 jam yang lalu: sebagai ganti kabar atau "
            "pertanyaan, yang lalu disampaikan begitu ia membalas."
        ),
    ),
)
"""It never says what was reported: others look at phones too."""
