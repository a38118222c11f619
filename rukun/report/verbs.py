from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

# Whose category is protected, and complaints, are recorded in the installation's own chain and without category:
# a neighbourhood's book must not tell that there was one.
REPORT_RECEIVED = Verb("report.received", _("laporan warga diterima"))
REPORT_READ = Verb("report.read", _("laporan dibaca"))
REPORT_WITHDRAWN = Verb("report.withdrawn", _("laporan ditarik oleh pelapornya"))
REPORT_SPAM = Verb("report.spam", _("laporan disisihkan sebagai bukan laporan"))
REPORT_PASSED = Verb("report.passed", _("laporan diloloskan dari pemeriksaan awal"))
REPORT_REOPENED = Verb("report.reopened", _("laporan yang disisihkan dikembalikan"))
REPORT_RECATEGORISED = Verb("report.recategorised", _("jenis laporan diubah"))
SUMMARY_WRITTEN = Verb("report.summary_written", _("ringkasan laporan ditulis"))
QUESTION_ASKED = Verb("report.question_asked", _("pelapor ditanya"))
ANSWER_GIVEN = Verb("report.answer_given", _("pelapor menjawab"))
PHOTO_ADDED = Verb("report.photo_added", _("foto laporan diterima"))
PHOTO_CLEARED = Verb("report.photo_cleared", _("foto laporan ditutupi dan diloloskan"))
ORIGINAL_ASKED = Verb("report.original_asked", _("pembukaan foto asli diminta"))
ORIGINAL_AGREED = Verb("report.original_agreed", _("pembukaan foto asli disetujui orang kedua"))
ORIGINAL_SEEN = Verb("report.original_seen", _("foto asli dilihat"))
EXACT_PLACE_READ = Verb("report.exact_place_read", _("letak tepat laporan dibuka"))
CONTACT_READ = Verb("report.contact_read", _("kontak pelapor dibuka"))
SHEET_PRINTED = Verb("report.sheet_printed", _("laporan dicetak"))
PUT_AWAY = Verb("report.put_away", _("laporan lama dihapus sesuai masa simpan"))
KEYS_EXCHANGED = Verb("report.keys_exchanged", _("kunci penyegel diganti"))
CONTACT_LEFT = Verb("report.contact_left", _("pelapor memberi kontak"))
CONTACT_TAKEN_BACK = Verb("report.contact_taken_back", _("pelapor menghapus kontaknya"))
PHOTO_PAINTED = Verb("report.photo_painted", _("bagian foto laporan ditutupi"))
PHOTO_UNCOVERED = Verb("report.photo_uncovered", _("penutup foto laporan dibuka lagi untuk petugas"))
