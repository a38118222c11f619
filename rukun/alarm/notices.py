"""What the kentongan tells on channels where people cannot answer, and in the words that WhatsApp approved.

The words themselves are a value: who is told what stands in ``messages``. A drill has notices of its own, because a
push message has no values, and says LATIHAN too.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rukun.alarm.messages import FOR_DRILLS, LATIHAN, MESSAGES, OVER, push_of
from rukun.notify.notices import Notice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAGE = "https://rukun.kelurahan-panjang.example.id/panggilan/"
WORDS = "LATIHAN. Kumpul di Balai Warga RW 16 Kebayoran Lama Selatan. Tunggu petugas, jangan hadapi siapa pun."
LASTS = timedelta(hours=2)


def name_of(message: str, *, drill: bool) -> str:
    """Of the notice that calls with a message."""
    return f"alarm.{'drill_' if drill else ''}{message}"


def over_name(ending: str, *, drill: bool) -> str:
    """Of the notice that says that it is over."""
    return f"alarm.{'drill_' if drill else ''}over_{ending}"


def stand_down_name(*, drill: bool) -> str:
    """Of the notice that sends somebody home while it rings."""
    return f"alarm.{'drill_' if drill else ''}stand_down"


def _joined(form: str, *words: "_StrPromise") -> "_StrPromise":
    """Words in one, in the language in which they are read."""
    return cast("_StrPromise", format_lazy(form, *words))


def _notice(
    name: str,
    title: "_StrPromise",
    push: "_StrPromise",
    why: "_StrPromise",
    *,
    drill: bool,
    chat: "_StrPromise" = _(
        "Kentongan: %(words)s Di WhatsApp balas 1 siap, 2 tidak bisa, 0 mundur, atau jawab di %(page)s secepatnya."
    ),
    template: str = "kentongan",
) -> Notice:
    if drill:
        title = _joined(f"{LATIHAN} {{}}", title)
    return Notice(
        name=name,
        title=title,
        chat=chat,
        sms=_("%(words)s"),
        push=push,
        example={"words": WORDS, "page": PAGE},
        lasts=LASTS,
        vital=True,
        template=template,
        why=why,
    )


_push = lazy(push_of, str)
_OVER = {
    **dict.fromkeys(OVER, _("Kentongan selesai. Tidak perlu datang lagi.")),
    "safe": _("Kentongan selesai, keadaan aman. Tidak perlu datang lagi."),
    "false": _("Alarm palsu. Tidak ada yang perlu dilakukan."),
    **dict.fromkeys(("worse", "replaced", "officer", "still"), _("Jangan datang. Menjauh. Darurat: 110 / 112.")),
    "board": _("Kentongan selesai. Tingkatnya masih berlaku."),
    "calm": _("Keadaan sudah reda. Terima kasih."),
    "real": _("Latihan dihentikan: kentongan yang sungguhan berbunyi."),
    "other": _("Satu kentongan selesai, yang lain masih berbunyi."),
}
"""What lies on a locked screen."""
_OVER_IN_DRILLS = {**_OVER, "officer": _("Jangan datang ke titik kumpul. Buka untuk membaca.")}
"""The same in a drill, in which nobody is to phone."""
_NEWS, _NEWS_TEMPLATE = _("Kabar kentongan: %(words)s Lihat di akun Anda."), "kentongan_selesai"
NOTICES = tuple(
    [
        _notice(
            name_of(each.code, drill=drill), _("Kentongan"), cast("_StrPromise", _push(each.code, drill=drill)),
            _joined("{}: {}", _("Saat kentongan memanggil Anda"), each.words), drill=drill,
        )
        for drill in (False, True)
        for each in MESSAGES.values()
    ]
    + [
        _notice(
            over_name(ending, drill=drill), _("Kentongan selesai"),
            _joined(f"{LATIHAN} {{}}", _OVER_IN_DRILLS[ending]) if drill else words,
            _("Saat kentongan yang memanggil Anda diakhiri."), drill=drill, chat=_NEWS, template=_NEWS_TEMPLATE,
        )
        for drill in (False, True)
        for ending, words in _OVER.items()
        if not drill or ending in FOR_DRILLS
    ]
    + [
        _notice(
            stand_down_name(drill=drill), _("Jangan datang"),
            _joined(f"{LATIHAN} {{}}" if drill else "{}", _("Jangan datang ke titik kumpul. Buka untuk membaca.")),
            _("Saat Anda tidak perlu datang ke titik kumpul lagi."), drill=drill, chat=_NEWS, template=_NEWS_TEMPLATE,
        )
        for drill in (False, True)
    ]
)  # fmt: skip
TO_SINKS = ("safe", "false", "closed", "level", "worse", "run_out", "officer", "still")
POSKO = tuple(
    [name_of(each.code, drill=drill) for drill in (False, True) for each in MESSAGES.values() if not each.narrow]
    + [
        over_name(ending, drill=drill)
        for drill in (False, True)
        for ending in TO_SINKS
        if not drill or ending in FOR_DRILLS
    ]
)
"""What a posko's own sinks may hear. Not what nobody verified: a sink may be a siren that all residents hear."""
