from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

RUNG = Verb("alarm.rung", _("kentongan dibunyikan"))
WIDENED = Verb("alarm.widened", _("kentongan memanggil lingkaran berikutnya"))
ANSWERED = Verb("alarm.answered", _("panggilan kentongan dijawab"))
ENDED = Verb("alarm.ended", _("kentongan diakhiri"))
SETTING_CHANGED = Verb("alarm.setting_changed", _("waktu tunggu kentongan diubah"))
BEATS_CHANGED = Verb("alarm.beats_changed", _("tabel kode kentongan diubah"))
