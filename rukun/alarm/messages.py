"""The words of the kentongan: one table of templates, never anybody's own words.

Absolute rules: what nobody verified goes to the posko and officers alone. To everybody else it says keep away, gather
here, 110 / 112. Never the spot (an RW or kelurahan at most), never who, never what they are said to have done. Whoever
is called to a meeting point may withdraw at any time, and every message says so.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.alarm.models import Called
from rukun.notify.algo.gsm7 import cut

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DUTY, OFFICER, HEAD = Called.DUTY, Called.OFFICER, Called.HEAD
LONGEST_MEETING, LONGEST_WHERE = 36, 24
"""Letters of a meeting point and of an RW or kelurahan in these words; what is longer is cut."""


@dataclass(frozen=True)
class Message:
    """``words`` name it for whoever rings, ``said`` has what each role is told, ``thanks`` what whoever is ready is.

    ``nobody`` is what a role is told instead where nobody on duty can be called to the meeting point. ``call``: what
    all of its words begin with, except in a drill, where nobody is to phone. ``meeting``: whether people are called to
    a meeting point ("must"), may be told to gather at one ("may"), or not. ``narrow``: it goes to the posko and
    officers alone. ``spread``: heads hear it at once, because people have to keep away. ``hazard``: for natural hazards
    and fire. ``push`` is what lies on a locked screen.
    """

    code: str
    words: "_StrPromise"
    push: "_StrPromise"
    said: "dict[str, _StrPromise]" = field(repr=False)
    thanks: "dict[str, _StrPromise]" = field(repr=False)
    nobody: "dict[str, _StrPromise]" = field(default_factory=dict, repr=False)
    call: "str | _StrPromise" = ""
    meeting: Literal["must", "may", "no"] = "no"
    narrow: bool = False
    spread: bool = False
    hazard: bool = False

    @property
    def gathers(self) -> bool:
        """Whether it calls people to a place."""
        return self.meeting == "must"


CHECK, GATHER, KEEP_AWAY, FIRE, HAZARD = "periksa", "kumpul", "jauhi", "kebakaran", "bahaya_alam"
_POLICE, _RESCUE = gettext_lazy("Hubungi 110 / 112."), gettext_lazy("Hubungi 112.")
_STAY_AWAY = dict.fromkeys((DUTY, OFFICER, HEAD), gettext_lazy("Terima kasih. Jangan mendekat."))

MESSAGES = {
    each.code: each
    for each in (
        Message(
            CHECK,
            gettext_lazy("Periksa: hanya untuk posko dan petugas"),
            gettext_lazy("Ada kejadian yang perlu diperiksa. Buka untuk menjawab."),
            {OFFICER: gettext_lazy("Kejadian di %(where)s perlu diperiksa. Mohon lihat dengan aman, lalu nilai.")},
            {OFFICER: gettext_lazy("Terima kasih. Jangan sendirian. Bila tidak aman, mundur dan balas 0.")},
            narrow=True,
        ),
        Message(
            GATHER,
            gettext_lazy("Kumpul: petugas jaga berkumpul di titik kumpul, bersama petugas"),
            gettext_lazy("Kentongan berbunyi. Buka untuk membaca dan menjawab."),
            {
                DUTY: gettext_lazy("Kumpul di %(meeting)s. Tunggu petugas, jangan hadapi siapa pun."),
                OFFICER: gettext_lazy("Ambang gangguan, %(where)s. Regu jaga kumpul di %(meeting)s. Mohon dampingi."),
                HEAD: gettext_lazy("Ajak warga %(where)s tetap di rumah, jangan mendekat."),
            },
            {
                DUTY: gettext_lazy(
                    "Terima kasih. Ke titik kumpul, selalu berdua. Bila tidak aman, mundur dan balas 0."
                ),
                OFFICER: gettext_lazy("Terima kasih. Jangan sendirian. Bila tidak aman, mundur dan balas 0."),
                HEAD: gettext_lazy("Terima kasih. Jangan mendekat."),
            },
            nobody={
                OFFICER: gettext_lazy("Ambang gangguan, %(where)s. Regu jaga tidak ada. Mohon hadir, jangan sendirian.")
            },
            meeting="must",
        ),
        Message(
            KEEP_AWAY,
            gettext_lazy("Jauhi: warga menjauh dan pulang"),
            gettext_lazy("Jangan mendekat. Buka untuk membaca."),
            {
                DUTY: gettext_lazy("Jangan mendekat: %(where)s."),
                OFFICER: gettext_lazy("Warga %(where)s diminta menjauh."),
                HEAD: gettext_lazy("Ajak warga %(where)s menjauh."),
            },
            _STAY_AWAY,
            call=_POLICE,
            spread=True,
        ),
        Message(
            FIRE,
            gettext_lazy("Kebakaran: warga menjauh dan berkumpul"),
            gettext_lazy("Kebakaran. Menjauh dari api. Buka untuk membaca."),
            {
                DUTY: gettext_lazy("Kebakaran, %(where)s. Ajak menjauh."),
                OFFICER: gettext_lazy("Kebakaran, %(where)s. Bantu menjauh."),
                HEAD: gettext_lazy("Kebakaran, %(where)s. Ajak menjauh."),
            },
            _STAY_AWAY,
            call=_RESCUE,
            meeting="may",
            spread=True,
            hazard=True,
        ),
        Message(
            HAZARD,
            gettext_lazy("Bahaya alam: warga mengungsi ke tempat aman"),
            gettext_lazy("Bahaya alam. Menjauh, ikuti arahan. Buka untuk membaca."),
            {
                DUTY: gettext_lazy("Bahaya alam, %(where)s. Ajak mengungsi."),
                OFFICER: gettext_lazy("Bahaya alam, %(where)s. Bantu mengungsi."),
                HEAD: gettext_lazy("Bahaya alam, %(where)s. Ajak mengungsi."),
            },
            _STAY_AWAY,
            call=_RESCUE,
            meeting="may",
            spread=True,
            hazard=True,
        ),
    )
}
"""What there is to ring with. A code is never changed: rows carry it."""


def words_for(message: str, role: str, *, where: str, meeting: str = "", drill: bool = False) -> str:
    """What somebody in a role is told, in the language of the moment: at most one SMS with ``answers()`` behind it.

    ``where`` is an RW or a larger unit in words, ``meeting`` a meeting point's name. Raises ``KeyError`` for a role
    that this message is not for.
    """
    kind = MESSAGES[message]
    place = cut(meeting_of(message, role, meeting), LONGEST_MEETING)
    said = kind.said[role] if place else kind.nobody.get(role, kind.said[role])
    text = _called(kind, str(said) % {"where": cut(where, LONGEST_WHERE), "meeting": place}, drill=drill)
    if kind.meeting == "may" and place:
        text += " " + _("Kumpul: %s.") % place
    if role == HEAD and not kind.call and not drill:
        text += " " + _("Darurat: 110 / 112.")
    return text


def meeting_of(message: str, role: str, meeting: str) -> str:
    """The meeting point that somebody in a role hears of, ``""`` for none.

    Those on duty are called to one only together with an officer who knows of it: not where all have to keep away.
    """
    wanted = MESSAGES[message].meeting
    return meeting if wanted == "must" or (wanted == "may" and role != DUTY) else ""


def push_of(message: str, *, drill: bool) -> str:
    """What lies on a locked screen, in the language of the moment."""
    kind = MESSAGES[message]
    return _called(kind, str(kind.push), drill=drill)


def thanks(message: str, role: str, *, drill: bool) -> str:
    """What whoever is ready is told, in the language of the moment."""
    kind = MESSAGES[message]
    text = str(kind.thanks[role])
    if (kind.call or role == HEAD) and not drill:
        text += " " + _("Darurat: 110 / 112.")
    return f"{LATIHAN} {text}" if drill else text


def _called(kind: Message, text: str, *, drill: bool) -> str:
    if not drill:
        return f"{kind.call} {text}" if kind.call else text
    return " ".join([LATIHAN, _("Tanpa menelepon."), text]) if kind.call else f"{LATIHAN} {text}"


LATIHAN = "LATIHAN."
"""Before every word of a drill, in every language: it is what people here know."""


def answers() -> str:
    """What can be answered where there are no buttons."""
    return _("Balas 1 siap, 2 tidak bisa, 0 mundur.")


OVER = {
    "safe": gettext_lazy("Kentongan %(where)s selesai, keadaan aman. Tidak perlu datang lagi. Terima kasih."),
    "still": gettext_lazy("Kentongan %(where)s selesai. Jangan datang. Tetap menjauh. Darurat: 110 / 112."),
    "false": gettext_lazy("Kentongan %(where)s: alarm palsu. Tidak ada yang perlu dilakukan. Terima kasih."),
    "closed": gettext_lazy("Kentongan %(where)s selesai. Tidak perlu datang lagi. Terima kasih."),
    "level": gettext_lazy("Kentongan %(where)s selesai. Tidak perlu datang lagi. Terima kasih."),
    "worse": gettext_lazy("Jangan datang, %(where)s. Menjauh. Hubungi 110 / 112."),
    "replaced": gettext_lazy("Jangan datang lagi, %(where)s. Tetap menjauh. Darurat: 110 / 112."),
    "run_out": gettext_lazy("Waktu kentongan %(where)s habis. Tidak perlu datang lagi, tetap menjauh."),
    "officer": gettext_lazy("Petugas belum terhubung. Jangan datang, menjauh dari %(where)s."),
    "real": gettext_lazy(
        "Latihan %(where)s dihentikan: kentongan yang sungguhan berbunyi. Latihan tidak perlu dijawab."
    ),
    "board": gettext_lazy("Kentongan %(where)s selesai. Tingkatnya masih berlaku, lihat papan posko."),
    "calm": gettext_lazy("Keadaan %(where)s sudah reda. Terima kasih."),
    "other": gettext_lazy("Satu kentongan di %(where)s selesai, yang lain masih berbunyi. Ikuti yang masih berbunyi."),
}
"""How a ring ends, and what those who were told are told then. Besides: "other", whoever is called by another that goes
on; "board", officers while a level is in force; "calm", everybody once it no longer is."""
TO_OFFICERS = {"still": "board", "worse": "board", "replaced": "other"}
"""What officers are told instead."""
FOR_DRILLS = ("safe", "false", "run_out", "officer", "real")
"""How a drill ends."""
CAREFUL = ("worse", "replaced", "officer", "still")
"""Endings after which people stay away: that is said to everybody, whatever else rings."""
STAYED = (*CAREFUL, "level", "run_out")
"""Endings after which people still wait for the word that it is calm."""
STAND_DOWN = {
    "alone": gettext_lazy("Tinggal Anda sendiri. Jangan datang ke titik kumpul, mundur ke tempat aman."),
    "suspended": gettext_lazy("Tugas jaga Anda tidak berlaku lagi. Jangan datang ke titik kumpul."),
}
"""Why somebody on duty is sent home while it rings."""


def over_words(ending: str, *, where: str, drill: bool) -> str:
    """What those who were told are told once it is over, in the language of the moment."""
    text = str(OVER[ending]) % {"where": cut(where, LONGEST_WHERE)}
    if drill:
        return f"{LATIHAN} {text}"
    return " ".join([text, _("Darurat: 110 / 112.")]) if ending == "officer" else text


def ending_for(ending: str, role: str) -> str:
    """The words of an ending, a key of ``OVER``, for a role: officers are not told to keep away from their work."""
    return TO_OFFICERS.get(ending, ending) if role == OFFICER else ending


def stand_down_words(why: str, *, drill: bool) -> str:
    """What somebody on duty is told who is to go home while it rings."""
    return f"{LATIHAN} {STAND_DOWN[why]}" if drill else str(STAND_DOWN[why])
