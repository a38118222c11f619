"""What somebody who reports by chat told so far, and how a message adds to it. JSON can hold it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from rukun.report.algo import understanding
from rukun.report.algo.answers_in_words import is_number, meant
from rukun.report.algo.danger import speaks_of_danger_anyhow
from rukun.report.algo.times_in_words import is_lasting, is_now, is_over, when

LONGEST_WORDS, LONGEST_PLACE = 3900, 200
STILL_GOING_ON = timedelta(hours=3)
UNCLEAR = "unclear"
"""Whether it goes on now was asked, and the answers were not understood: it counts as danger."""


@dataclass(frozen=True)
class Kind:
    """What the talk has to know of a category, see ``categories.Category``."""

    kind: str = "ordinary"
    danger: str = ""
    timed: bool = True


@dataclass(frozen=True)
class Rules:
    """The categories in their order, and about whom one may complain: whether anybody here hears it."""

    kinds: Mapping[str, Kind]
    subjects: Mapping[str, bool]


@dataclass(frozen=True)
class Spot:
    """A place: ``words`` as it is shown, ``place`` its own name where it has one beside its unit."""

    unit: str
    words: str
    lat: float | None = None
    lon: float | None = None
    place: str = ""

    @property
    def rough(self) -> bool:
        """Whether it is worth asking for the RW: no more than a kelurahan is known."""
        return self.lat is None and self.unit.count(".") < 4


Became = Literal["", "kept", "attached", "refused", "later", "private"]


@dataclass(frozen=True)
class Heard:
    """A message. ``spots`` are the places that its text may mean, ``spot`` that of a pin (``None``: outside).

    ``no_rw`` is the number of an RW that they name and that is not here. ``picked`` is the number of the answer they
    chose, where words of its label follow that: "2 tempat". ``now`` is in local time. ``id`` and ``code`` are those of
    a report that begins with it, ``other`` those of one that begins in the midst of another. ``recent``: this sender
    reported, or was asked, a short while ago, of ``recent_unit``. ``file`` is what became of a photo or voice note,
    "private" one that is not kept because it is about violence; ``why`` it was not taken.
    """

    now: datetime
    kind: Literal["text", "choice", "photo", "voice", "place", "other"] = "text"
    text: str = ""
    choice: str = ""
    picked: int = 0
    live: bool = False
    spots: tuple[Spot, ...] = ()
    spot: Spot | None = None
    no_rw: int = 0
    home: Spot | None = None
    id: str = ""
    code: str = ""
    other: tuple[str, str] = ("", "")
    recent: bool = False
    recent_unit: str = ""
    file: Became = ""
    why: str = ""


@dataclass(frozen=True)
class State:
    """What was told so far; JSON can hold it. ``options`` are places to choose from; ``want`` a step asked for.

    ``last`` is what was heard last, and ``last_at`` when. ``behind`` is another report that was not finished when this
    one came between.
    """

    id: str
    code: str
    step: str = "what"
    category: str = ""
    guessed: bool = False
    agreed: bool = False
    subject: str = ""
    now: str = ""
    unit: str = ""
    where: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    rough: bool = False
    about: str = ""
    happened: str = ""
    words: str = ""
    kept: bool = False
    told: bool = False
    photos: int = 0
    voices: int = 0
    options: tuple[Spot, ...] = ()
    want: str = ""
    tries: int = 0
    last: str = field(default="", compare=False)
    last_at: str = field(default="", compare=False)
    behind: dict[str, Any] | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "State | None":
        """The state that ``plain`` gave; ``None`` for none."""
        if not values.get("id"):
            return None
        known = {each.name for each in fields(cls)}
        given = {name: value for name, value in values.items() if name in known}
        given["options"] = tuple(Spot(**each) for each in given.get("options", ()))
        return cls(**given)

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "options": [asdict(each) for each in self.options]}  # JSON has no tuples

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.happened) if self.happened else None


@dataclass(frozen=True)
class Line:
    """Something to say. ``choices`` are ids, "<step>:<option>"."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


Effect = Literal["", "file", "add", "status", "drop"]


@dataclass(frozen=True)
class Next:
    """``effect``: "file" the report, "add" ``words`` to the last one, tell its "status", "drop" what was kept of it."""

    state: State | None
    lines: tuple[Line, ...]
    effect: Effect = ""
    words: str = ""
    language: str = ""


NOWHERE: dict[str, Any] = {
    "unit": "", "where": "", "place": "", "lat": None, "lon": None, "rough": False, "options": (),
}  # fmt: skip


def absorbed(state: State, heard: Heard, rules: Rules) -> State:
    """Take from somebody's own words whatever answers a question that is still open."""
    if not _names_only(heard.text, rules):
        state = more_words(state, heard.text)
    if not state.category and (code := guessed(heard.text, rules)):
        state = replace(state, category=code, guessed=True)
    if not state.unit and not state.options and heard.spots:
        state = spotted(state, heard.spots)
    if not state.about:
        state = timed(state, heard)
    if not state.about and kind_of(state, rules).danger == "always" and not is_over(state.words):
        state = replace(state, about="now", happened=iso(heard.now))  # nobody asks a burning house since when
    return state


def more_words(state: State, text: str) -> State:
    if understanding.answer(text) or is_number(text) or not understanding.says_something(text):
        return state
    return replace(state, words=joined(state.words, text, "\n")[:LONGEST_WORDS], kept=False)


def timed(state: State, heard: Heard) -> State:
    found = when(meant(heard.text), heard.now)
    if found is None:
        now = "no" if state.now == UNCLEAR else state.now
        return replace(state, about="unknown", happened="", now=now) if is_lasting(heard.text) else state
    about, moment = found
    if about == "day" and speaks_of_danger_anyhow(heard.text) and is_now(heard.text):
        about, moment = "now", heard.now  # whoever came yesterday "datang lagi bawa golok"
    now = "yes" if about == "now" else state.now if is_lasting(heard.text) else "no"  # it may well go on
    return replace(state, about=about, happened=iso(moment), now=now)


def spotted(state: State, spots: tuple[Spot, ...]) -> State:
    return placed(state, spots[0]) if len(spots) == 1 else replace(state, options=spots, want="")


def placed(state: State, spot: Spot) -> State:
    place = joined(state.place, spot.place, ", ")[:LONGEST_PLACE] if spot.place not in state.place else state.place
    return replace(
        state, unit=spot.unit, where=spot.words, lat=spot.lat, lon=spot.lon, place=place, rough=spot.rough, options=(),
        want="" if state.want in ("where", "change") else state.want,
    )  # fmt: skip


def named(text: str, rules: Rules) -> str:
    """The category that an answer names, or that its words belong to."""
    said = understanding.plain(text).removeprefix("butuh ")
    return said if said in rules.kinds else guessed(text, rules)


def _names_only(text: str, rules: Rules) -> bool:
    """Whether it is but the name of a category about which something is still to be told: "saran"."""
    kind = rules.kinds.get(understanding.plain(text))
    return kind is not None and not kind.danger


def guessed(text: str, rules: Rules) -> str:
    code = understanding.about(text)
    return code if code in rules.kinds else ""


def is_dangerous(state: State, now: datetime, rules: Rules) -> bool:
    """As ``intake.is_dangerous`` will say of the report."""
    kind, moment = kind_of(state, rules), state.moment
    if kind.danger == "always" or (kind.danger == "ask" and state.now in ("yes", UNCLEAR)):
        return True
    over = state.about == "day" or (moment is not None and moment < now - STILL_GOING_ON)
    return kind.timed and not over and speaks_of_danger_anyhow(state.words) and not is_over(state.words)


def is_private(state: State, rules: Rules) -> bool:
    """Whether it is, or may be, about violence at home or against a child: others may look at that phone."""
    guess = rules.kinds.get(understanding.about(state.words), Kind())
    quarrel = not state.category or speaks_of_danger_anyhow(state.words)
    at_home = quarrel and understanding.speaks_of_home(state.words)
    return at_home or "protected" in (kind_of(state, rules).kind, guess.kind)


def kind_of(state: State, rules: Rules) -> Kind:
    return rules.kinds.get(state.category, Kind())


def joined(one: str, two: str, between: str) -> str:
    return between.join(each for each in (one.strip(), two.strip()) if each)


def iso(moment: datetime) -> str:
    return moment.replace(second=0, microsecond=0).isoformat()
