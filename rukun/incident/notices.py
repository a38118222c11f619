"""What officers and heads of RT and RW are told of a situation: what kind, in which RW. Never the spot, never words.

Words for chat and SMS are the same, so that they are written once and fit both.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

HEADS, OFFICERS, HANDED_OVER, WAITING = (
    "incident.heads",
    "incident.officers",
    "incident.handed_over",
    "incident.waiting",
)
LONGEST_PLACE = 34
"""Letters of an RW with the name of its kelurahan; what is longer is cut."""
_ABOUT = {"kind": "Tawuran atau perkelahian", "where": "RW 16, Kebayoran Lama Selatan Jaya"}
_PAGE = {"page": "https://rukun.kelurahan-panjang.example.id/papan/"}

NOTICES = (
    Notice(
        name=HEADS,
        title=_("Kabar dari posko"),
        chat=_("Posko: %(kind)s, %(where)s. Tetap tenang, jangan mendatangi, ikuti petugas. Bahaya: 110/112."),
        sms=_("Posko: %(kind)s, %(where)s. Tetap tenang, jangan mendatangi, ikuti petugas. Bahaya: 110/112."),
        push=_("Ada kabar dari posko. Jangan mendatangi tempat kejadian. Bahaya: 110 atau 112."),
        example=_ABOUT,
        lasts=timedelta(hours=6),
        outside=WAITING,
        why=_("Saat posko memberi tahu ketua RT dan RW tentang kejadian di wilayahnya."),
    ),
    Notice(
        name=OFFICERS,
        title=_("Kejadian di wilayah Anda"),
        chat=_("Posko: %(kind)s, %(where)s. Lihat %(page)s"),
        sms=_("Posko: %(kind)s, %(where)s. Lihat %(page)s"),
        push=_("Ada kejadian di wilayah Anda."),
        example={**_ABOUT, **_PAGE},
        lasts=timedelta(hours=6),
        outside=WAITING,
        why=_("Saat posko memberi tahu petugas tentang kejadian di wilayahnya."),
    ),
    Notice(
        name=HANDED_OVER,
        title=_("Posko meneruskan kejadian"),
        chat=_("Posko meneruskan kepada Anda: %(kind)s, %(where)s. Hubungi posko kelurahan."),
        sms=_("Posko meneruskan kepada Anda: %(kind)s, %(where)s. Hubungi posko kelurahan."),
        push=_("Posko meneruskan sebuah kejadian kepada instansi Anda."),
        example=_ABOUT,
        lasts=timedelta(days=1),
        outside=WAITING,
        why=_("Saat posko meneruskan kejadian kepada instansi tempat Anda menjabat."),
    ),
    Notice(
        name=WAITING,
        title=_("Kabar dari posko"),
        chat=_("Ada kabar dari posko untuk Anda. Hubungi posko, atau masuk untuk melihatnya."),
        sms=_("Ada kabar dari posko untuk Anda. Hubungi posko, atau masuk untuk melihatnya."),
        push=_("Ada kabar dari posko untuk Anda."),
        lasts=timedelta(hours=6),
        template="kabar_posko",
        why=_("Di WhatsApp, bila Anda terakhir menulis lebih dari 24 jam yang lalu: sebagai ganti kabar dari posko."),
    ),
)
