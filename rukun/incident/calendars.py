"""When a potential for friction is likelier than on other days, in the words of the room ``almanac``."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "ramadan": _("Ramadan, terutama menjelang sahur"),
    "weekend": _("malam Sabtu dan malam Minggu"),
    "holiday": _("hari libur dan malam sebelumnya"),
    "match": _("hari pertandingan"),
    "school": _("hari sekolah, jam pulang"),
    "break": _("libur sekolah"),
    "event": _("acara dan keramaian"),
    "rain": _("musim hujan"),
}
