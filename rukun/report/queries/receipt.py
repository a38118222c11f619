"""What whoever holds a receipt code may know: how it stands with the report, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun import seal
from rukun.commitment.algo.states import AWAITING
from rukun.report import follow
from rukun.report.actions.keeping import COUNTED_FOR_NOTHING
from rukun.report.algo import codes
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.queries.course import Course, Step, course_of
from rukun.report.queries.dialogue import Said, question_waits, talk_of
from rukun.report.queries.merging import first_merged_here
from rukun.report.queries.readers import readers_of

UNCONFIRMED = "unconfirmed"
State = Literal[
    "received", "read", "asked", "coordinated", "working", "outside", "reopened", "awaiting",
    "done", "cannot", "set_aside", "withdrawn",
]  # fmt: skip
BADGES: dict[State, str] = {
    "received": "new",
    "read": "working",
    "asked": "waiting",
    "coordinated": "working",
    "working": "working",
    "outside": "waiting",
    "reopened": "working",
    "awaiting": "waiting",
    "done": "done",
    "cannot": "off",
    "set_aside": "off",
    "withdrawn": "off",
}
CLOSED = ("done", "cannot", "set_aside", "withdrawn")


@dataclass(frozen=True)
class Status:
    """How it stands. ``next`` says what happens now and what one can do; ``readers`` are titles, never names.

    ``about`` is the category in words, empty for protected ones: whoever looks over a shoulder learns nothing from it.
    ``course`` is empty where nothing is owed, or no longer. ``merged``: another report about the same thing counts.
    """

    state: State
    badge: str
    words: str
    next: str
    steps: tuple[Step, ...]
    readers: tuple[str, ...]
    about: str
    protected: bool
    merged: bool
    course: Course | None

    @property
    def open(self) -> bool:
        return self.state not in CLOSED

    @property
    def answerable(self) -> bool:
        """Whether a message is taken: also of one that was set aside, to say that this was a mistake."""
        return self.open or self.state == "set_aside"

    @property
    def there(self) -> bool:
        """Whether what was told is still here."""
        return self.state != "withdrawn"


def report_with_code(code: str) -> Report | None:
    """The report whose receipt this is, however it was typed; ``None`` for every other code. One query, or none."""
    digits = codes.read(code)
    return Report.objects.filter(receipt=seal.mark("receipt", digits)).first() if digits else None


def status_of(report: Report, talk: Sequence[Said] | None = None) -> Status:
    """How it stands with a report. What waits for a first look is told as any other: it is no suspicion."""
    said = talk_of(report) if talk is None else list(talk)
    protected = CATEGORIES[report.category].kind == "protected"
    course = None if report.closing in COUNTED_FOR_NOTHING else course_of(report, careful=protected)
    state = _state(report, said, course)
    return Status(
        state=state,
        badge=BADGES[state],
        words=_words(state, course, merged=report.merged_into_id is not None),
        next=_next(state, course, merged=report.merged_into_id is not None),
        steps=_steps(report, state, said, course),
        readers=tuple(readers_of(report.category, report.unit, report.subject)),
        about="" if protected else str(CATEGORIES[report.category].words),
        protected=protected,
        merged=report.merged_into_id is not None,
        course=course,
    )


def _state(report: Report, said: list[Said], course: Course | None) -> State:
    if report.closed_at is not None:
        known: dict[str, State] = {"withdrawn": "withdrawn", "done": "done", "cannot": "cannot"}
        return known.get(report.closing, "set_aside")
    if course and course.state == AWAITING:
        return "awaiting"
    if question_waits(said):
        return "asked"
    if course and course.outside:
        return "outside"
    owed: dict[str, State] = {"coordinated": "coordinated", "working": "working", "reopened": "reopened"}
    return owed.get(course.state if course else "") or ("read" if report.first_read_at else "received")


def _words(state: State, course: Course | None, *, merged: bool) -> str:
    unconfirmed = course is not None and course.closing == UNCONFIRMED
    return {
        "received": _("diterima, belum dibaca"),
        "read": _("sudah dibaca petugas"),
        "asked": _("ada pertanyaan untuk Anda"),
        "coordinated": _("sedang dikoordinasikan"),
        "working": _("sedang dikerjakan"),
        "outside": _("diteruskan ke instansi luar"),
        "reopened": _("dibuka lagi"),
        "awaiting": _waits_for(course, merged=merged),
        "done": _("selesai tanpa konfirmasi") if unconfirmed else _("selesai"),
        "cannot": _("tidak dapat dikerjakan, tanpa konfirmasi") if unconfirmed else _("tidak dapat dikerjakan"),
        "set_aside": _("disisihkan petugas"),
        "withdrawn": _("Anda tarik"),
    }[state]


def _waits_for(course: Course | None, *, merged: bool) -> str:
    if merged:
        return _("menunggu konfirmasi pelapor pertama")
    return _("menunggu pemeriksaan petugas lain") if course and course.by_others else _("menunggu konfirmasi Anda")


def _next(state: State, course: Course | None, *, merged: bool) -> str:
    return {
        "received": _("Laporan Anda sudah tersimpan. Bila mendesak, jangan menunggu: telepon."),
        "read": _("Petugas sudah membacanya. Bila ada yang perlu ditanyakan, pertanyaannya muncul di halaman ini."),
        "asked": _("Petugas bertanya kepada Anda. Jawab di bawah ini bila Anda mau; nama Anda tidak perlu ditulis."),
        "coordinated": _("Penanggung jawab sedang mengatur siapa yang mengerjakannya dan bagaimana."),
        "working": _("Bila nanti dinyatakan selesai, Anda ditanya di halaman ini: sudah beres atau belum."),
        "outside": _outside(course),
        "reopened": _("Menurut pelapor atau pemeriksa belum beres. Penanggung jawabnya harus mengerjakannya lagi."),
        "awaiting": _awaiting(course, merged=merged),
        "done": _closed(course),
        "cannot": _closed(course),
        "set_aside": _(
            "Petugas menilai ini bukan laporan. Bila menurut Anda itu keliru, tulis di bawah ini dalam tujuh hari."
        ),
        "withdrawn": _("Cerita, pesan, kontak, dan fotonya sudah dihapus. Tidak ada lagi yang perlu Anda lakukan."),
    }[state]


def _outside(course: Course | None) -> str:
    """Its clock stands for so many days in all; then it goes on, however long somebody outside is asked."""
    who = course.outside if course else ""
    if course is not None and course.due_at is not None:
        return _("Menunggu jawaban %s. Tenggatnya tetap berjalan.") % who
    return _("Menunggu jawaban %s. Selama itu tenggatnya berhenti.") % who


def _awaiting(course: Course | None, *, merged: bool) -> str:
    claimed = course.claimed if course else None
    if course is None or claimed is None:
        return _("Muat ulang halaman ini sebentar lagi.")
    if merged:
        return _("Pelapor pertama yang mengonfirmasinya. Bila menurut Anda belum beres, katakan di halaman ini.")
    if course.by_others:
        return _(
            "Kode ini pernah diketahui petugas atau sistem lain, jadi petugas lain memeriksa sekali lagi sebelum "
            "laporan ditutup. Bila menurut Anda belum beres, katakan di halaman ini."
        )
    if claimed.sampled:
        return _("Orang lain ditunjuk untuk memeriksanya. Anda juga masih dapat menjawab di halaman ini.")
    by = {"day": date_format(timezone.localtime(claimed.answer_by), "j F Y, H.i")}
    if not course.local:
        return _("Jawab di halaman ini. Tanpa jawaban Anda sampai %(day)s, ini ditutup tanpa konfirmasi.") % by
    return (
        _(
            "Jawab di halaman ini. Tanpa jawaban sampai %(day)s, satu dari lima diperiksa orang lain, "
            "dan selebihnya ditutup tanpa konfirmasi."
        )
        % by
    )


def _closed(course: Course | None) -> str:
    match course.closing if course else "":
        case "unconfirmed":
            return _("Tidak ada yang memastikannya, jadi ditutup tanpa konfirmasi dan dihitung terpisah.")
        case "office" | "sample":
            return _("Petugas dari pihak lain memeriksa dan memastikannya.")
        case "reporter" | "desk":  # the latter of earlier ones alone
            return _("Dikonfirmasi dengan kode tanda terima. Terima kasih sudah memeriksa.")
    return _("Tidak ada lagi yang perlu Anda lakukan.")


def _steps(report: Report, state: State, said: list[Said], course: Course | None) -> tuple[Step, ...]:
    """What happened in order, and at the end what is to happen next."""
    asked = [each.sent_at for each in said if not each.from_reporter]
    answered = [each.sent_at for each in said if each.from_reporter]
    merged = None if report.merged_into_id else first_merged_here(report)
    happened = [
        (report.received_at, _("Diterima")),
        (report.first_read_at, _("Dibaca petugas")),
        (asked[-1] if asked else None, _("Petugas bertanya")),
        (answered[-1] if answered else None, _("Anda menulis")),
        (report.closed_at, _closing_step(report, state)),
        (merged, _("Laporan lain tentang hal yang sama digabung ke sini")),
        (_around_over(report, state), _("Posko menutup kejadian di sekitar laporan ini")),
    ]
    steps = [Step(words, at) for at, words in happened if at and words] + list(course.steps if course else ())
    steps.sort(key=lambda each: each.at or report.received_at)
    following = {"received": _("Dibaca petugas"), "awaiting": _confirmation(report, course)}.get(state)
    return (*steps, Step(following)) if following else tuple(steps)


def _around_over(report: Report, state: State) -> datetime | None:
    """When the situation that it tells of was closed: no news of the report itself, whose course goes on."""
    if CATEGORIES[report.category].kind != "ordinary" or state in ("withdrawn", "set_aside"):
        return None
    keys = filter(None, (report.pk, report.merged_into_id))
    return max(filter(None, (each(key) for key in keys for each in follow.OVER)), default=None)


def _confirmation(report: Report, course: Course | None) -> str:
    if report.merged_into_id:
        return _("Konfirmasi pelapor pertama")
    return _("Pemeriksaan petugas lain") if course and course.by_others else _("Konfirmasi Anda")


def _closing_step(report: Report, state: State) -> str:
    """Of what is owed the course tells how it ended, except where that is another report's."""
    if state == "withdrawn":
        return _("Anda tarik")
    if state == "set_aside":
        return _("Disisihkan petugas")
    return _("Ditutup") if report.merged_into_id else ""
