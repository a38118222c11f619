from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

PERSON_ADDED = Verb("people.person_added", _("mendaftarkan orang"))
PERSON_RELEASED = Verb("people.person_released", _("melepas orang"))
PERSON_ERASED = Verb("people.person_erased", _("menghapus data orang sesuai masa simpan"))
POSITION_GIVEN = Verb("people.position_given", _("memberi jabatan"))
POSITION_ENDED = Verb("people.position_ended", _("mengakhiri jabatan"))
