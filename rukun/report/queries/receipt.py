"""What whoever holds a receipt code may know: how it stands with the report, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from rukun import seal
from rukun.report.algo import codes
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report
from rukun.report.queries.dialogue import Said, question_waits, talk_of
from rukun.report.queries.readers import readers_of

State = Literal["received", "read", "asked", "set_aside", "withdrawn"]
BADGES: dict[State, str] = {
    "received": "new",
    "read": "working",
    "asked": "waiting",
    "set_aside": "off",
    "withdrawn": "off",
}


@dataclass(frozen=True)
class Step:
    """``at`` is empty for what has not happened yet."""

    words: str
    at: datetime | None = None


@dataclass(frozen=True)
class Status:
    """How it stands. ``next`` says what happens now and what one can do; ``readers`` are titles, never names.

    ``about`` is the category in words, empty for protected ones: whoever looks over a shoulder learns nothing from it.
    """

    state: State
    badge: str
    words: str
    next: str
    steps: tuple[Step, ...]
    readers: tuple[str, ...]
    about: str
    protected: bool

    @property
    def open(self) -> bool:
        return self.state in ("received", "read", "asked")

    @property
    def answerable(self) -> bool:
        return self.state != "withdrawn"


def report_with_code(code: str) -> Report | None:
    """The report whose receipt this is, however it was typed; ``None`` for every other code. One query, or none."""
    digits = codes.read(code)
    return Report.objects.filter(receipt=seal.mark("receipt", digits)).first() if digits else None


def status_of(report: Report, talk: Sequence[Said] | None = None) -> Status:
    """How it stands with a report. What waits for a first look is told as any other: it is no suspicion."""
    said = talk_of(report) if talk is None else list(talk)
    state = _state(report, said)
    protected = CATEGORIES[report.category].kind == "protected"
    return Status(
        state=state,
        badge=BADGES[state],
        words=_words(state),
        next=_next(state),
        steps=_steps(report, state, said),
        readers=tuple(readers_of(report.category, report.unit, report.subject)),
        about="" if protected else str(CATEGORIES[report.category].words),
        protected=protected,
    )


def _state(report: Report, said: list[Said]) -> State:
    if report.closed_at is not None:
        return "withdrawn" if report.closing == "withdrawn" else "set_aside"
    if question_waits(said):
        return "asked"
    return "read" if report.first_read_at else "received"


def _words(state: State) -> str:
    return {
        "received": _("diterima, belum dibaca"),
        "read": _("sudah dibaca petugas"),
        "asked": _("ada pertanyaan untuk Anda"),
        "set_aside": _("disisihkan petugas"),
        "withdrawn": _("Anda tarik"),
    }[state]


def _next(state: State) -> str:
    return {
        "received": _(
            "Laporan Anda sudah tersimpan. Kapan petugas membacanya tidak dapat kami pastikan; bila mendesak, telepon."
        ),
        "read": _("Petugas sudah membacanya. Bila ada yang perlu ditanyakan, pertanyaannya muncul di halaman ini."),
        "asked": _("Petugas bertanya kepada Anda. Jawab di bawah ini bila Anda mau; nama Anda tidak perlu ditulis."),
        "set_aside": _(
            "Petugas menilai ini bukan laporan. Bila menurut Anda itu keliru, tulis di bawah ini dalam tujuh hari."
        ),
        "withdrawn": _("Cerita, pesan, kontak, dan fotonya sudah dihapus. Tidak ada lagi yang perlu Anda lakukan."),
    }[state]


def _steps(report: Report, state: State, said: list[Said]) -> tuple[Step, ...]:
    asked = [each.sent_at for each in said if not each.from_reporter]
    answered = [each.sent_at for each in said if each.from_reporter]
    happened = [
        (report.received_at, _("Diterima")),
        (report.first_read_at, _("Dibaca petugas")),
        (asked[-1] if asked else None, _("Petugas bertanya")),
        (answered[-1] if answered else None, _("Anda menulis")),
        (report.closed_at, _("Anda tarik") if state == "withdrawn" else _("Disisihkan petugas")),
    ]
    steps = [Step(words, at) for at, words in happened if at]
    steps.sort(key=lambda each: each.at or report.received_at)
    return (*steps, Step(_("Dibaca petugas"))) if state == "received" else tuple(steps)
