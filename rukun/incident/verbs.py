from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

SEEN = "incidents.see"
"""What one person says of a level is for the posko and officers alone: others who read the book do not read that."""

OPENED = Verb("incident.opened", _("kejadian dibuka"))
CHANGED = Verb("incident.changed", _("tempat, jenis, atau pemimpin penanganan kejadian diubah"))
STATE_CHANGED = Verb("incident.state_changed", _("keadaan kejadian diubah"))
OBSERVED = Verb("incident.observed", _("pengamatan dicatat pada kejadian"))
OBSERVATION_WITHDRAWN = Verb("incident.observation_withdrawn", _("pengamatan pada kejadian ditarik"))
READ = Verb("incident.read", _("catatan sebuah kejadian dibaca"))
# The ladder
RAISED = Verb("incident.raised", _("tingkat kejadian dinaikkan"), needs=SEEN)
LOWERED = Verb("incident.lowered", _("tingkat kejadian diturunkan"), needs=SEEN)
RENEWED = Verb("incident.renewed", _("tingkat kejadian diperpanjang"), needs=SEEN)
VERIFIED = Verb("incident.verified", _("tingkat kejadian dipastikan orang kedua"), needs=SEEN)
REFUSED = Verb("incident.refused", _("tingkat kejadian tidak dibenarkan orang kedua"), needs=SEEN)
STEP_WITHDRAWN = Verb("incident.step_withdrawn", _("penilaian tingkat kejadian ditarik penilainya"), needs=SEEN)
EXPIRED = Verb("incident.expired", _("masa berlaku tingkat kejadian habis"), needs=SEEN)
FALLEN = Verb("incident.fallen", _("tingkat kejadian gugur karena dibuka lagi"), needs=SEEN)
# Reports
JOINED = Verb("incident.joined", _("laporan digabungkan ke kejadian"))
PARTED = Verb("incident.parted", _("laporan dilepas dari kejadian"))
# Doing
MEASURE = Verb("incident.measure", _("tindakan dicatat pada kejadian"))
# Sharing
SUMMARISED = Verb("incident.summarised", _("ringkasan kejadian ditulis"))
REVIEWED = Verb("incident.reviewed", _("ringkasan kejadian diperiksa orang kedua"))
# Closing
CLOSING_PROPOSED = Verb("incident.closing_proposed", _("penutupan kejadian diusulkan"))
CLOSING_REFUSED = Verb("incident.closing_refused", _("penutupan kejadian ditolak orang kedua"))
CLOSING_WITHDRAWN = Verb("incident.closing_withdrawn", _("usul penutupan kejadian ditarik pengusulnya"))
CLOSING_OVERTAKEN = Verb(
    "incident.closing_overtaken", _("usul penutupan kejadian gugur karena tingkatnya naik"), needs=SEEN
)
CLOSED = Verb("incident.closed", _("kejadian ditutup"))
REOPENED = Verb("incident.reopened", _("kejadian dibuka lagi"))
FOLLOWUP_DONE = Verb("incident.followup_done", _("tindak lanjut kejadian selesai"))
FOLLOWUP_CONFIRMED = Verb("incident.followup_confirmed", _("tindak lanjut kejadian dipastikan"))
# The map of potential disturbances
SPOT_MADE = Verb("incident.spot_made", _("titik rawan dicatat"))
SPOT_CHANGED = Verb("incident.spot_changed", _("titik rawan diubah"))
SPOT_REVIEWED = Verb("incident.spot_reviewed", _("titik rawan ditinjau"))
SPOT_ENDED = Verb("incident.spot_ended", _("titik rawan dihapus dari peta kerawanan"))
# The shift
GIVEN = Verb("incident.shift_given", _("giliran posko diserahkan"))
TAKEN = Verb("incident.shift_taken", _("giliran posko diterima"))
# Keeping
PUT_AWAY = Verb("incident.put_away", _("kejadian yang masanya habis dihapus"))
TAKEN_BACK = Verb("incident.shift_taken_back", _("serah terima giliran posko ditarik penyerahnya"))
