from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

DAY_SET = Verb("almanac.day_set", _("hari libur atau hari kerja ditetapkan"))
DAY_REMOVED = Verb("almanac.day_removed", _("ketetapan hari libur dihapus"))
SPAN_SET = Verb("almanac.span_set", _("rentang hari di kalender ditambahkan"))
SPAN_REMOVED = Verb("almanac.span_removed", _("rentang hari di kalender dihapus"))
