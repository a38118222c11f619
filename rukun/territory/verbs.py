from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

MAP_IMPORTED = Verb("territory.map_imported", _("peta wilayah dimuat"))
BASEMAP_DRAWN = Verb("territory.basemap_drawn", _("peta dasar digambar ulang"))
UNITS_LISTED = Verb("territory.units_listed", _("daftar wilayah dimuat"))
UNIT_RETIRED = Verb("territory.unit_retired", _("wilayah tidak dipakai lagi"))
UNIT_REVIVED = Verb("territory.unit_revived", _("wilayah dipakai kembali"))
