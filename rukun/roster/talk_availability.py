"""A watcher is asked by chat or SMS when they can stand, and answers in their own words.

What was understood is read back before it is stored: 1 is right, 2 is to be said again. Whatever may be a report, or a
cry for help, goes to the entrance: a question about a roster is never in its way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from rukun.guard import Actor
from rukun.notify.desk import ENTRANCE, Choice, Heard, Say, Sender, Topic, Turn
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_id
from rukun.people.strength import Strength
from rukun.roster.access import is_own
from rukun.roster.actions.wishes import set_wishes
from rukun.roster.algo import days_in_words as days
from rukun.roster.errors import RosterError
from rukun.roster.models import Asking, Watcher, Wish
from rukun.roster.nights_in_words import cut, short_day, span
from rukun.roster.notices import WAITING
from rukun.roster.queries.setup import today_in
from rukun.roster.queries.wishes import Span, Wishes, wishes_of
from rukun.roster.telling import AVAILABILITY
from rukun.ui.addresses import whole

Values = Mapping[str, Any]
YES, AGAIN = "roster-wish:yes", "roster-wish:again"
LASTS = timedelta(days=5)
MOST_UNKNOWN = 2
"""Words that mean nothing here: with more than these, or none that does, it is something else that they want to say."""
LONGEST_NAME = 40
ORDER = (Wish.NEVER, Wish.RATHER_NOT, Wish.GLADLY)
_ELSEWHERE = frozenset("lapor report status tolong help bahaya darurat stop berhenti".split())  # noqa: SIM905  as words
_YES = frozenset("ya iya y yes benar betul bener sip ok oke setuju right".split())  # noqa: SIM905  read as words


def hear(sender: Sender, heard: Heard, values: Values) -> Turn:
    """Nights in words are read back; "1" then stores them."""
    with translation.override(sender.language):
        found = _asked(sender, values)
        if found is None:
            return Turn((Say(_gone()),))
        actor, asking, watcher = found
        said = heard.said
        if said.kind not in ("text", "choice") or _is_elsewhere(said.text):
            return Turn(state=dict(values), then=ENTRANCE)
        if heard.unseen:
            return Turn(_question(asking, watcher), dict(values))
        pending = values.get("answer")
        if pending and (said.choice == YES or _words(said.text)[:1] == ["1"] or _agrees(said.text)):
            return _store(actor, asking, watcher, pending)
        if pending and (said.choice == AGAIN or _words(said.text) == ["2"]):
            return Turn((Say(_("Baik, tulis sekali lagi.")), *_question(asking, watcher)), _without(values))
        return _read(asking, watcher, said.text, values)


def again(sender: Sender, values: Values) -> tuple[Say, ...]:
    """The question, or what was understood and waits for a yes."""
    with translation.override(sender.language):
        found = _asked(sender, values)
        if found is None:
            return (Say(_gone()),)
        _actor, asking, watcher = found
        pending = values.get("answer")
        return (_read_back(asking, watcher, _answer_from(pending)),) if pending else _question(asking, watcher)


def over(sender: Sender, values: Values) -> tuple[Say, ...]:
    """Nobody is reminded twice of a roster; but what waited for a yes was not stored."""
    with translation.override(sender.language):
        words = _("Jawaban Anda tentang ronda belum tersimpan, karena belum Anda benarkan. Isi di %s")
        return (Say(words % _page()),) if values.get("answer") else ()


def _read(asking: Asking, watcher: Watcher, text: str, values: Values) -> Turn:
    first, last = _nights(asking)
    answer = days.read(text, first, last)
    if answer.unknown and (len(answer.unknown) > MOST_UNKNOWN or len(answer.unknown) >= answer.known):
        return Turn(state=dict(values), then=ENTRANCE)
    if answer.unclear:
        return Turn((Say(_unclear(answer, first, last)), Say(_example())), _without(values))
    kept = {
        "fine": answer.fine,
        "weekly": {str(day): wish for day, wish in answer.weekly.items()},
        "dated": [[begin.isoformat(), end.isoformat(), wish] for begin, end, wish in answer.dated],
    }
    return Turn((_read_back(asking, watcher, answer),), {**_without(values), "answer": kept})


def _store(actor: Actor, asking: Asking, watcher: Watcher, pending: Values) -> Turn:
    wishes = _after(asking, watcher, _answer_from(pending))
    first, last = _nights(asking)
    try:
        set_wishes(actor=actor, watcher=watcher, weekly=wishes.weekly, dated=wishes.dated, first=first, last=last)
    except RosterError as error:
        return Turn((Say(str(error)),))
    return Turn((Say(_("Tersimpan, terima kasih. Bila berubah, isi di %s") % _page()),))


def _after(asking: Asking, watcher: Watcher, answer: days.Answer) -> Wishes:
    """What holds for the nights asked about once the answer is stored: what it does not speak of stays."""
    first, last = _nights(asking)
    before = wishes_of(watcher, first)
    weekly = {} if answer.fine else dict(before.weekly)
    weekly |= dict(answer.weekly)
    nights: dict[date, str] = {}
    for begin, end, wish in answer.dated if answer.fine else (*before.dated, *answer.dated):
        for day in range(max(begin, first).toordinal(), min(end, last).toordinal() + 1):
            nights[date.fromordinal(day)] = wish
    dated = days.spans({night: wish for night, wish in nights.items() if wish})
    return Wishes({day: wish for day, wish in sorted(weekly.items()) if wish}, dated)


def _read_back(asking: Asking, watcher: Watcher, answer: days.Answer) -> Say:
    wishes = _after(asking, watcher, answer)
    words = _("Jadi untuk %(nights)s: %(wishes)s. Benar?")
    text = words % {"nights": span(*_nights(asking)), "wishes": in_words(wishes.weekly, wishes.dated)}
    return Say(text, (Choice(YES, _("Benar")), Choice(AGAIN, _("Ulangi"))))


def in_words(weekly: Mapping[int, str], dated: Sequence[Span]) -> str:
    """All wishes in a sentence without its stop, which ``days.read`` understands again in Indonesian."""
    parts = []
    for wish in ORDER:
        nights = [short_day(first) if first == last else f"{short_day(first)} - {short_day(last)}"
                  for first, last, each in dated if each == wish]  # fmt: skip
        weekdays = [_("tiap %s") % WEEKDAYS[day] for day, each in sorted(weekly.items()) if each == wish]
        if nights or weekdays:
            parts.append(f"{_called(wish)} {', '.join([*weekdays, *nights])}")
    return "; ".join(parts) or _("bisa semua")


def _called(wish: str) -> str:
    return {Wish.NEVER: _("tidak bisa"), Wish.RATHER_NOT: _("lebih baik jangan"), Wish.GLADLY: _("senang")}[wish]


def _question(asking: Asking, watcher: Watcher) -> tuple[Say, ...]:
    words = _("%(name)s: kapan Anda TIDAK bisa ronda, dari %(nights)s?")
    name = cut(watcher.watch.organisation.name, LONGEST_NAME)
    return (Say(words % {"name": name, "nights": span(*_nights(asking))}), Say(_example()))


def _example() -> str:
    return _(
        'Tulis misalnya "tidak bisa 3/12, 10-12, tiap Jumat; senang Sabtu", atau "bisa semua". Alasan tidak perlu.'
    )


def _unclear(answer: days.Answer, first: date, last: date) -> str:
    what = answer.unclear[0]
    about = {"words": cut(what.words, LONGEST_NAME), "nights": span(first, last)}
    return {
        days.TWO_MONTHS: _('Tanggal "%(words)s" di bulan yang mana? Tulis dengan bulannya, misalnya 3/12.'),
        days.OUTSIDE: _('"%(words)s" tidak termasuk %(nights)s. Periksa tanggalnya.'),
        days.WRONG_WEEKDAY: _('Di "%(words)s" hari dan tanggalnya belum jelas. Tulis salah satunya saja.'),
        days.TWICE: _('"%(words)s" disebut dua kali dengan maksud berbeda. Tulis sekali lagi.'),
        days.BACKWARDS: _('Di "%(words)s" tanggal terakhirnya lebih awal. Periksa tanggalnya.'),
        days.LONG: _("Pesannya terlalu panjang. Tulis tanggalnya saja."),
    }.get(what.why, _("Maaf, saya belum yakin maksudnya.")) % about


def _gone() -> str:
    return _("Pertanyaan itu sudah tidak berlaku. Kapan Anda bisa ronda dapat diisi di %s") % _page()


def _page() -> str:
    with translation.override("id"):
        return whole(reverse("roster:home"))


def _asked(sender: Sender, values: Values) -> tuple[Actor, Asking, Watcher] | None:
    """Who answers, to what, for whom; nothing once that is over, or they are behind this watcher no more."""
    person = person_with_id(sender.person) if sender.person else None
    asking = Asking.objects.filter(pk=UUID(values["asking"])).first()
    watcher = Watcher.objects.select_related("watch__organisation").filter(pk=UUID(values["watcher"])).first()
    if person is None or asking is None or watcher is None or asking.last < today_in(watcher.watch.unit):
        return None
    actor = actor_of(person, Strength.WORD)  # their own number or chat; of their offices no more than that opens
    return (actor, asking, watcher) if is_own(actor, watcher) else None


def _nights(asking: Asking) -> tuple[date, date]:
    """Those asked about that are still to come."""
    return max(asking.first, today_in(asking.watch.unit)), asking.last


def _answer_from(kept: Values) -> days.Answer:
    return days.Answer(
        weekly={int(day): wish for day, wish in kept["weekly"].items()},
        dated=tuple((date.fromisoformat(begin), date.fromisoformat(end), wish) for begin, end, wish in kept["dated"]),
        fine=bool(kept["fine"]),
    )


def _without(values: Values) -> dict[str, Any]:
    return {name: each for name, each in values.items() if name != "answer"}


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w ]", " ", text.casefold()).split()


def _agrees(text: str) -> bool:
    words = _words(text)
    return bool(words) and words[0] in _YES and len(words) <= MOST_UNKNOWN + 1


def _is_elsewhere(text: str) -> bool:
    return any(each in _ELSEWHERE for each in _words(text))


def sentences() -> Iterator[tuple[str, Say]]:
    """Each with values made up, as for ``desk.SENTENCES``."""
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    name, nights = "Mitra Jaya Palmerah", span(first, last)
    yield (
        AVAILABILITY,
        Say(_("%(name)s: kapan Anda TIDAK bisa ronda, dari %(nights)s?") % {"name": name, "nights": nights}),
    )
    yield AVAILABILITY, Say(_example())
    wishes = in_words({4: Wish.NEVER, 5: Wish.GLADLY}, [(date(2026, 12, 10), date(2026, 12, 12), Wish.NEVER)])
    read_back = _("Jadi untuk %(nights)s: %(wishes)s. Benar?") % {"nights": nights, "wishes": wishes}
    yield AVAILABILITY, Say(read_back, (Choice(YES, _("Benar")), Choice(AGAIN, _("Ulangi"))))
    for why in (days.TWO_MONTHS, days.OUTSIDE, days.WRONG_WEEKDAY, days.TWICE, days.BACKWARDS, days.LONG, days.ORDER):
        yield AVAILABILITY, Say(_unclear(days.Answer(unclear=(days.Unclear(why, "3"),)), first, last))
    yield AVAILABILITY, Say(_("Tersimpan, terima kasih. Bila berubah, isi di %s") % _page())
    yield AVAILABILITY, Say(_gone())


TOPICS = [Topic(AVAILABILITY, hear, again, LASTS, over=over, outside=WAITING)]
