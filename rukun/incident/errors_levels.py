"""What can go wrong on the ladder PG, AG, GN."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class UnknownLevel(IncidentError):
    field, status = "level", 422

    def __init__(self) -> None:
        super().__init__(_("Tingkatnya belum dipilih. Pilih belum dinilai, PG, AG, atau GN."))


class NoReason(IncidentError):
    field, status = "reason", 422

    def __init__(self, least: int) -> None:
        super().__init__(_("Alasannya belum cukup. Tulis mengapa, paling sedikit %d huruf, tanpa nama orang.") % least)


class NoEvidence(IncidentError):
    field, status = "evidence", 422

    def __init__(self) -> None:
        super().__init__(
            _("Belum ada dasarnya. Pilih paling sedikit satu laporan atau pengamatan, atau catat pengamatan dulu.")
        )


class EvidenceElsewhere(IncidentError):
    field, status = "evidence", 422

    def __init__(self) -> None:
        super().__init__(
            _("Salah satu dasar yang dipilih tidak ada pada kejadian ini, atau sudah dilepas. Pilih lagi dari daftar.")
        )


class EvidenceWithdrawn(IncidentError):
    field = "evidence"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Pengamatan yang menjadi dasarnya sudah ditarik. Nilai tingkatnya lagi dengan dasar yang masih ada, "
                "atau tolak penilaian ini."
            )
        )


class LevelWaitsOnIt(IncidentError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Tingkat yang menunggu orang kedua bertumpu pada pengamatan ini. Sampai diputuskan, hanya penulisnya "
                "yang dapat menariknya."
            )
        )


class EvidenceExpired(IncidentError):
    """All that it rests on is too old for this level; ``hours`` is how old it may be."""

    field = "evidence"

    def __init__(self, hours: int) -> None:
        old = _("%d hari") % (hours // 24) if hours >= 48 else _("%d jam") % hours
        super().__init__(
            _("Ada dasar yang sudah lebih dari %s. Tingkat ini perlu kabar baru: catat pengamatan, lalu nilai lagi.")
            % old
        )


class NothingChanges(IncidentError):
    field = "level"

    def __init__(self) -> None:
        super().__init__(_("Tingkat kejadian ini sudah begitu. Tidak ada yang perlu diubah."))


class StepWaits(IncidentError):
    """Another step waits for its second word; only then comes the next."""

    field = "level"

    def __init__(self) -> None:
        super().__init__(
            _("Masih ada penilaian yang menunggu orang kedua. Pastikan atau tolak itu dulu, lalu nilai lagi.")
        )


class OthersWord(IncidentError):
    """What another one said and nobody confirmed is not lowered but refused."""

    field = "level"

    def __init__(self) -> None:
        super().__init__(
            _("Tingkat ini dinilai orang lain dan belum dipastikan. Bila tidak benar, pihak lain menolaknya.")
        )


class TookOver(IncidentError):
    """Whoever took another person's word over cannot take it back: nobody silences alone what another one said."""

    field = "level"

    def __init__(self) -> None:
        super().__init__(_("Penilaian ini menggantikan penilaian orang lain. Hanya pihak lain yang dapat menolaknya."))


class NotWaiting(IncidentError):
    """The step was decided, replaced or withdrawn meanwhile; ``done`` says what was done."""

    def __init__(self, done: str = "") -> None:
        super().__init__(
            _("Penilaian itu tidak menunggu lagi: %s Lihat tingkatnya sekarang.") % done
            if done
            else _("Penilaian itu tidak menunggu lagi. Lihat tingkatnya sekarang.")
        )


class NotYours(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Penilaian hanya ditarik oleh penilainya. Orang dari pihak lain dapat menolaknya."))
