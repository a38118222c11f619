from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

# Setting up
WATCH_MADE = Verb("roster.watch_made", _("jadwal ronda dibuka untuk sebuah organisasi"))
POST_CHANGED = Verb("roster.post_changed", _("pos ronda, gilirannya, atau kebutuhannya diubah"))
RULES_CHANGED = Verb("roster.rules_changed", _("aturan jadwal ronda diubah"))
WATCHER_CHANGED = Verb("roster.watcher_changed", _("peserta ronda ditambah, diubah, atau keluar"))
WISHES_CHANGED = Verb("roster.wishes_changed", _("ketersediaan seseorang untuk ronda diubah"))
ASKED = Verb("roster.asked", _("peserta ronda diminta mengisi ketersediaan"))
# Rosters
ROSTER_MADE = Verb("roster.roster_made", _("rancangan jadwal ronda dibuat"))
SOLVED = Verb("roster.solved", _("rancangan jadwal ronda disusun oleh sistem"))
EDITED = Verb("roster.edited", _("jadwal ronda diubah dengan tangan"))
PUBLISHED = Verb("roster.published", _("jadwal ronda diterbitkan"))
DISCARDED = Verb("roster.discarded", _("rancangan jadwal ronda dibuang"))
# Living with it
SWAP_ASKED = Verb("roster.swap_asked", _("tukar giliran diminta"))
SWAPPED = Verb("roster.swapped", _("giliran ditukar"))
SWAP_ENDED = Verb("roster.swap_ended", _("permintaan tukar giliran ditolak atau ditarik"))
CALLED = Verb("roster.called", _("pengganti giliran dicari"))
STOOD_IN = Verb("roster.stood_in", _("giliran digantikan"))
CALL_ENDED = Verb("roster.call_ended", _("pencarian pengganti berakhir"))
CHECKED_IN = Verb("roster.checked_in", _("petugas ronda hadir"))
ABSENT = Verb("roster.absent", _("petugas ronda tidak hadir"))
HANDED_OVER = Verb("roster.handed_over", _("catatan serah giliran ditulis"))
NOTES_READ = Verb("roster.notes_read", _("catatan serah giliran dibaca pengurus atau petugas"))
