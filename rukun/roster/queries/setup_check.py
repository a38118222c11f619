"""What of a watch is set up, what is still missing, and what comes next: all in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.roster.algo import rules as names
from rukun.roster.models import Post, Roster, Shift, Watch
from rukun.roster.queries.setup import is_complete, most_needed, open_shifts, posts_of, today_in
from rukun.roster.queries.setup_people import Line, lines_of
from rukun.roster.rules_words import RULES, rules_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Union[str, "_StrPromise"]
TOO_FEW_A_NIGHT = 2
"""A place that is kept every night wants so many times its people at least, or everybody stands every other night."""


@dataclass(frozen=True)
class Step:
    """A part of the setting up, and how it stands ``now``. ``missing`` keeps rosters from being made, ``hints`` not."""

    title: Words
    url_name: str
    now: tuple[Words, ...]
    missing: tuple[Words, ...] = ()
    hints: tuple[Words, ...] = ()

    @property
    def done(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Overview:
    """All steps in their order. ``next`` is the first that lacks something; ``made``: there were rosters already."""

    steps: tuple[Step, ...]
    posts: Sequence[Post]
    made: bool

    @property
    def next(self) -> Step | None:
        return next((each for each in self.steps if not each.done), None)


def overview_of(watch: Watch) -> Overview:
    """How far a watch is set up. Some sixteen queries, however large it is."""
    posts = posts_of(watch)
    shifts = [each for post in posts for each in open_shifts(post)]
    lines = lines_of(watch)
    steps = (_posts(posts), _people(watch, posts, shifts, lines), _rules(watch))
    return Overview(steps, posts, Roster.objects.filter(watch=watch).exists())


def _posts(posts: Sequence[Post]) -> Step:
    title, url = _("Pos, giliran, dan kebutuhan"), "roster:posts"
    if not posts:
        return Step(title, url, (), (_("Belum ada pos. Buat pos pertama: namanya, jamnya, dan berapa orang."),))
    number = sum(len(open_shifts(each)) for each in posts)
    missing: list[Words] = []
    for each in posts:
        found = open_shifts(each)
        if not found:
            missing.append(_("%s belum punya giliran.") % each.name)
        elif not all(map(is_complete, found)):
            missing.append(_("%s: ada giliran yang kebutuhannya belum diisi.") % each.name)
    if not missing and not most_needed(each for post in posts for each in open_shifts(post)):
        missing.append(_("Semua giliran tertulis tidak dijaga. Isi kebutuhan sedikitnya satu giliran."))
    now = _("%(posts)d pos, %(shifts)d giliran.") % {"posts": len(posts), "shifts": number}
    return Step(title, url, (now,), tuple(missing))


def _people(watch: Watch, posts: Sequence[Post], shifts: Sequence[Shift], lines: Sequence[Line]) -> Step:
    title, url = _("Peserta"), "roster:watchers"
    usual = [each for each in lines if not each.watcher.officer]
    if not usual:
        words = (
            _("Belum ada keluarga. Tambahkan sedikitnya dua.")
            if watch.households
            else _("Belum ada peserta. Tambahkan anggota organisasi ini.")
        )
        return Step(title, url, (), (words,))
    fit = [each for each in usual if each.fit]
    leaders = [each for each in fit if each.watcher.leader]
    officers = len(lines) - len(usual)
    off = rules_of(watch).off
    missing: list[Words] = []
    hints: list[Words] = []
    if len(fit) < TOO_FEW_A_NIGHT:
        missing.append(_("Belum ada dua peserta yang layak bertugas. Lihat apa yang mereka perlukan."))
    elif len(fit) < len(usual):
        number = len(usual) - len(fit)
        hints.append(ngettext("%d peserta belum layak bertugas.", "%d peserta belum layak bertugas.", number) % number)
    if names.LEADER not in off and any(each.leader for each in posts) and not leaders:
        missing.append(_("Belum ada yang dapat memimpin giliran. Centang siapa saja, atau matikan aturannya."))
    a_night = sum(most_needed([each]) for each in shifts)
    if fit and a_night > len(fit):
        hints.append(
            _("Malam yang paling ramai memerlukan %(need)d orang, yang layak bertugas baru %(fit)d.")
            % {"need": a_night, "fit": len(fit)}
        )
    joint = any(each.officer for shift in shifts for each in shift.needs.all())
    if joint and names.OFFICER not in off and not officers:
        hints.append(_("Ada malam gabungan, tetapi belum ada petugas polisi atau TNI di daftar peserta."))
    words = _("%(all)d keluarga") if watch.households else _("%(all)d peserta")
    now = [
        words % {"all": len(usual)}
        + _(", %(fit)d layak bertugas, %(leaders)d dapat memimpin.") % {"fit": len(fit), "leaders": len(leaders)}
    ]
    if officers:
        now.append(_("%d petugas polisi atau TNI untuk malam gabungan.") % officers)
    if later := sum(each.watcher.since > today_in(watch.unit) for each in lines):
        now.append(_("%d baru ikut kemudian.") % later)
    return Step(title, url, tuple(now), tuple(missing), tuple(hints))


def _rules(watch: Watch) -> Step:
    chosen = rules_of(watch)
    now: list[Words] = []
    if names.REST not in chosen.off:
        now.append(_("Istirahat %d malam di antara dua giliran.") % chosen.rest)
    if names.MAX_WEEK not in chosen.off and chosen.max_week is not None:
        now.append(_("Paling banyak %d malam seminggu.") % chosen.max_week)
    off = [str(RULES[each].title) for each in names.SWITCHED if each in chosen.off]
    now.append(_("Dimatikan: %s.") % "; ".join(off) if off else _("Semua aturan dipakai."))
    return Step(_("Aturan"), "roster:rules", tuple(now))
