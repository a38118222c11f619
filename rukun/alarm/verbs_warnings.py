from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

WRITTEN = Verb("alarm.warning_written", _("peringatan bencana ditulis, menunggu orang kedua"))
PUBLISHED = Verb("alarm.warning_published", _("peringatan bencana diumumkan"))
UPDATED = Verb("alarm.warning_updated", _("peringatan bencana diperbarui"))
CANCELLED = Verb("alarm.warning_cancelled", _("peringatan bencana dicabut"))
DROPPED = Verb("alarm.warning_dropped", _("naskah peringatan tidak jadi diumumkan"))
ERASED = Verb("alarm.warnings_erased", _("peringatan bencana yang masa simpannya habis dihapus"))
