"""Where a standing potential for friction comes from: conditions, never people."""

from django.utils.translation import gettext_lazy as _

FRICTIONS = {
    "grudge": _("saling balas antarwilayah yang berulang"),
    "border": _("batas wilayah atau jalan yang diperebutkan"),
    "youth": _("tempat berkumpul remaja tanpa kegiatan"),
    "school": _("jalur dan jam pulang sekolah"),
    "match": _("pertandingan dan arak-arakan pendukung"),
    "traffic": _("parkir, balap liar, atau lalu lintas"),
    "noise": _("keramaian dan kebisingan malam hari"),
    "land": _("lahan, bangunan, atau lapak yang disengketakan"),
    "services": _("air, sampah, lampu, atau layanan yang tersendat"),
    "drink": _("penjualan minuman keras atau obat terlarang"),
    "event": _("acara besar: hajatan, pasar malam, kampanye"),
    "hazard": _("rawan banjir atau kebakaran"),
    "other": _("sumber lain"),
}
