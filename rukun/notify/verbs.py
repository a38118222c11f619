from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

CHANNEL_ON = Verb("notify.channel_on", _("saluran pesan dihidupkan"))
CHANNEL_OFF = Verb("notify.channel_off", _("saluran pesan dimatikan"))
CHANNEL_CHANGED = Verb("notify.channel_changed", _("pengaturan saluran pesan diubah"))
SINK_ADDED = Verb("notify.sink_added", _("saluran posko ditambahkan"))
SINK_REMOVED = Verb("notify.sink_removed", _("saluran posko dihapus"))
