from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

INSTALLATION_MADE = Verb("config.installation_made", _("menyiapkan instalasi"))
BACKED_UP = Verb("config.backed_up", _("membuat cadangan"))
RESTORED = Verb("config.restored", _("memulihkan cadangan"))
