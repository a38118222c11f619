from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

INSTALLATION_MADE = Verb("config.installation_made", _("instalasi disiapkan"))
BACKED_UP = Verb("config.backed_up", _("cadangan dibuat"))
RESTORED = Verb("config.restored", _("cadangan dipulihkan"))
