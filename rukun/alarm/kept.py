"""What this room keeps of people and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

KEPT = [
    Kept(
        ("alarm.Ring",),
        _("Bahwa kentongan dibunyikan: kapan, di wilayah mana, dengan pesan yang mana, dan oleh petugas siapa"),
        _("90 hari setelah berakhir."),
    ),
    Kept(
        ("alarm.Called",),
        _("Siapa dipanggil kentongan, lewat saluran apa, dan apa jawabnya. Alasannya tidak ditanyakan"),
        _("90 hari setelah berakhir."),
    ),
    Kept(
        ("alarm.PublicWarning",),
        _("Peringatan bencana untuk umum, dan petugas mana yang menulis serta mengumumkannya"),
        _("Dua tahun setelah berakhir."),
    ),
]
