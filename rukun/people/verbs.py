from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

PERSON_ADDED = Verb("people.person_added", _("orang didaftarkan"))
PERSON_RELEASED = Verb("people.person_released", _("akses orang diakhiri"))
PASSWORD_SET = Verb("people.password_set", _("kata sandi diganti"))
PERSON_ERASED = Verb("people.person_erased", _("data orang dihapus sesuai masa simpan"))
POSITION_GIVEN = Verb("people.position_given", _("jabatan diberikan"))
POSITION_ENDED = Verb("people.position_ended", _("jabatan diakhiri"))
