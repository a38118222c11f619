from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

# Written about the thing that was promised (a report, a decision of a forum), in its book.
REASSIGNED = Verb("commitment.reassigned", _("penanggung jawab ditetapkan ulang menurut aturan"))
COORDINATED = Verb("commitment.coordinated", _("tindak lanjut dikoordinasikan"))
STARTED = Verb("commitment.started", _("tindak lanjut dikerjakan"))
OFFERED = Verb("commitment.offered", _("tindak lanjut ditawarkan kepada pihak lain"))
TAKEN = Verb("commitment.taken", _("tindak lanjut diterima pihak lain"))
DECLINED = Verb("commitment.declined", _("pihak lain tidak menerima tindak lanjut"))
OFFER_EXPIRED = Verb("commitment.offer_expired", _("pihak lain tidak menjawab sampai batas waktunya"))
OFFER_TAKEN_BACK = Verb("commitment.offer_taken_back", _("penerusan ditarik kembali"))
HANDED_OUTSIDE = Verb("commitment.handed_outside", _("tindak lanjut diteruskan ke instansi luar"))
OUTSIDE_ACCEPTED = Verb("commitment.outside_accepted", _("instansi luar menerima penerusan"))
OUTSIDE_ANSWERED = Verb("commitment.outside_answered", _("instansi luar menjawab"))
LINK_RENEWED = Verb("commitment.link_renewed", _("tautan untuk instansi luar dibuat ulang"))
PROVEN = Verb("commitment.proven", _("tindak lanjut dinyatakan selesai, dengan bukti"))
CANNOT_BE_DONE = Verb("commitment.cannot", _("tindak lanjut dinyatakan tidak dapat dikerjakan"))
CONFIRMED = Verb("commitment.confirmed", _("selesainya dikonfirmasi"))
REJECTED = Verb("commitment.rejected", _("selesainya ditolak, dibuka lagi"))
CONTESTED = Verb("commitment.contested", _("pelapor membantah setelah ditutup, dibuka lagi"))
SAMPLED = Verb("commitment.sampled", _("terpilih untuk pemeriksaan acak"))
CODE_WAS_SEEN = Verb(
    "commitment.code_was_seen",
    _("dikonfirmasi dengan kode yang pernah diketahui petugas atau sistem lain; diperiksa petugas lain"),
)
GIVEN_BACK = Verb("commitment.given_back", _("buktinya diragukan dan tidak ada yang memastikan, dibuka lagi"))
UNCONFIRMED = Verb("commitment.unconfirmed", _("ditutup tanpa konfirmasi"))
REMINDED = Verb("commitment.reminded", _("tenggat diingatkan"))
OVERDUE = Verb("commitment.overdue", _("tenggat terlewat"))
RAISED = Verb("commitment.raised", _("keterlambatan diteruskan ke tingkat di atasnya"))
OWNER_GONE = Verb("commitment.owner_gone", _("penanggung jawab tidak ada lagi, beralih"))
RECOUNTED = Verb("commitment.recounted", _("tenggat dihitung ulang karena kalender berubah"))
UNDONE = Verb("commitment.undone", _("langkah terakhir dibatalkan dalam sepuluh menit"))
VOIDED = Verb("commitment.voided", _("janji tindak lanjut gugur"))
REVIVED = Verb("commitment.revived", _("janji tindak lanjut berlaku lagi"))
JOINED = Verb("commitment.joined", _("digabung dengan yang lain tentang hal yang sama"))
PARTED = Verb("commitment.parted", _("penggabungan dibatalkan"))
