"""What somebody who reports has answered so far, screen by screen.

No session: every screen carries the answers of the others in hidden fields, as they were typed.
"""

import math
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from rukun.geo.coordinates import NotAPoint, Point, point
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.report.actions.intake import (
    ABOUT,
    CLOCKS_DIFFER,
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_WORDS,
    OLDEST,
    Draft,
)
from rukun.report.algo import personal
from rukun.report.categories import CATEGORIES, Category
from rukun.report.complaints import SUBJECTS, Subject
from rukun.report.errors import ReportError
from rukun.report.errors.intake import (
    BadPhone,
    BadTime,
    InTheFuture,
    NameTooLong,
    NoPhone,
    NoPlace,
    NoTime,
    NoWords,
    PlaceTooLong,
    TooLongAgo,
    UnknownSubject,
    WordsTooLong,
)
from rukun.report.errors.lapor import BadDay
from rukun.report.queries import places
from rukun.ui import dates

STEPS = ("now", "who", "where", "when", "words", "contact", "send")
"""The questions in their order. Which of them are asked follows from the answers."""
CUT = {"words": 20_000, "place": 1000, "name": 500, "sealed": 400, "kept": 1000}
"""Letters of an answer that are kept, to be shown again with what is wrong; of all others:"""
SHORT = 120
AWAY = "https://www.bmkg.go.id/"
"""A page about the weather, which anybody may have looked at."""


@dataclass
class Answers:
    """Everything answered so far, as text. ``sealed`` holds id and code; ``passed`` is the last question answered.

    ``now`` is "ya" or "tidak"; ``told`` and ``reviewed`` are "1" once 110 and 112, or the review, were shown; ``kept``
    says what that points at a person somebody wants to keep.
    """

    sealed: str = ""
    rw: str = ""
    category: str = ""
    now: str = ""
    subject: str = ""
    organisation: str = ""
    home: str = ""
    unit: str = ""
    lat: str = ""
    lon: str = ""
    place: str = ""
    area: str = ""
    about: str = ""
    happened: str = ""
    day: str = ""
    hour: str = ""
    words: str = ""
    kept: str = ""
    contact: str = ""
    name: str = ""
    phone: str = ""
    told: str = ""
    passed: str = ""
    reviewed: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Answers":
        return cls(**{each.name: _plain(data.get(each.name, ""), CUT.get(each.name, SHORT)) for each in fields(cls)})

    def hidden(self, shown: Collection[str] = ()) -> list[tuple[str, str]]:
        """What a screen must carry on: all but what it asks itself."""
        return [(name, value) for name, value in asdict(self).items() if value and name not in shown]

    @property
    def kind(self) -> Category | None:
        return CATEGORIES.get(self.category)

    @property
    def protected(self) -> bool:
        return self.kind is not None and self.kind.kind == "protected"

    @property
    def away(self) -> str:
        """Where "keluar cepat" leads, for whom it may be dangerous to be seen here."""
        return AWAY if self.protected else ""

    @property
    def complained_of(self) -> Subject | None:
        return SUBJECTS.get(self.subject)

    @property
    def group(self) -> UUID | None:
        """The organisation whose member is complained of, if somebody named it."""
        return _uuid(self.organisation) if self.subject == "anggota" else None

    @property
    def anonymous(self) -> bool:
        return self.contact != "phone"

    @property
    def steps(self) -> list[str]:
        """The questions that these answers lead to."""
        kind = self.kind
        if kind is None:
            return []
        asked = {"where", "words", "contact", "send"}
        asked |= {"now"} if kind.danger == "ask" else set()
        asked |= {"when"} if not self.happens_now and kind.timed else set()
        asked |= {"who"} if kind.kind == "complaint" else set()
        return [each for each in STEPS if each in asked]

    @property
    def happens_now(self) -> bool:
        return self.kind is not None and self.kind.danger == "ask" and self.now == "ya"

    @property
    def moment(self) -> datetime | None:
        try:
            found = datetime.fromisoformat(self.happened)
        except ValueError:
            return None
        return found if timezone.is_aware(found) and found.year in dates.YEARS else None

    def wrong(self, step: str) -> list[ReportError]:
        """What still has to be said to a question: errors with a ``field`` and words. Empty once it is answered."""
        asked: dict[str, Callable[[], list[ReportError]]] = {
            "now": self._wrong_now,
            "who": self._wrong_subject,
            "where": self._wrong_place,
            "when": self._wrong_time,
            "words": self._wrong_words,
            "contact": self._wrong_contact,
        }
        return asked[step]() if step in asked else []

    def draft(self, key: UUID, code: str) -> Draft:
        """The report, once nothing is wrong."""
        return Draft(
            id=key,
            code=code,
            category=self.category,
            unit=self.unit,
            lat=number(self.lat),
            lon=number(self.lon),
            place=self.place,
            happened=self.moment,
            happened_about=self.about or "unknown",
            words=self.words,
            name="" if self.anonymous else self.name,
            phone="" if self.anonymous else self.phone,
            anonymous=self.anonymous,
            subject=self.subject,
            organisation=self.group,
        )

    @property
    def found(self) -> list[personal.Found]:
        """What points at a person, in the place and in the words."""
        return [*personal.find_in_place(self.place), *personal.find(self.words)]

    @property
    def tells(self) -> bool:
        """Whether something points at a person that its writer was not asked about yet."""
        return not {_mark(each.words) for each in self.found} <= set(self.kept.split())

    def keep(self, found: Collection[personal.Found]) -> None:
        self.kept = " ".join(sorted({*self.kept.split(), *(_mark(each.words) for each in found)}))

    def cleaned(self) -> tuple[str, str]:
        """The place and the words without what points at a person."""
        place = personal.without(self.place, personal.find_in_place(self.place))
        return place, personal.without(self.words, personal.find(self.words))

    def _wrong_now(self) -> list[ReportError]:
        return [] if self.now in ("ya", "tidak") else [NoTime()]

    def _wrong_subject(self) -> list[ReportError]:
        return [] if self.complained_of else [UnknownSubject()]

    def _wrong_place(self) -> list[ReportError]:
        found: list[ReportError] = [] if places.is_served(self.unit) else [NoPlace()]
        return [*found, PlaceTooLong(LONGEST_PLACE)] if len(self.place.strip()) > LONGEST_PLACE else found

    def _wrong_time(self) -> list[ReportError]:
        if self.about == "unknown":
            return []
        if not self.about:
            return [NoTime()]
        moment, now = self.moment, timezone.now()
        if self.about not in ABOUT or moment is None:
            return [BadTime()]
        if moment > now + CLOCKS_DIFFER:
            return [InTheFuture()]
        return [TooLongAgo()] if moment < now - OLDEST else []

    def _wrong_words(self) -> list[ReportError]:
        text = self.words.strip()
        if len(text) > LONGEST_WORDS:
            return [WordsTooLong(LONGEST_WORDS)]
        return [NoWords()] if self.kind and self.kind.needs_words and len(text) < 3 else []

    def _wrong_contact(self) -> list[ReportError]:
        if self.anonymous:
            return []
        found: list[ReportError] = [NameTooLong(LONGEST_NAME)] if len(self.name.strip()) > LONGEST_NAME else []
        if not self.phone.strip():
            return [*found, NoPhone()]
        try:
            normalise(self.phone)
        except NotAPhoneNumber as error:
            return [*found, BadPhone(str(error))]
        return found


def number(text: str) -> float | None:
    """A number that somebody's form carries; ``None`` for anything else."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def point_of(answers: Answers) -> Point | None:
    """The point that was tapped or found, if there is one."""
    lat, lon = number(answers.lat), number(answers.lon)
    if lat is None or lon is None:
        return None
    try:
        return point(lat, lon)
    except NotAPoint:
        return None


def _mark(text: str) -> str:
    return f"{zlib.crc32(text.encode(errors='replace')):x}"


def _plain(text: Any, most: int) -> str:
    return str(text).replace("\r\n", "\n").replace("\x00", "")[:most]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def when_typed(day: str, hour: str) -> tuple[str, datetime]:
    """How exact a typed time is ("hour" or "day"), and the moment: noon where only the day is known.

    Without a day it is today. Raises ``NoTime``, ``BadTime`` or ``BadDay``.
    """
    if not day.strip() and not hour.strip():
        raise NoTime
    zone = timezone.get_default_timezone()
    now = timezone.now().astimezone(zone)
    try:
        date = dates.read(day) if day.strip() else now.date()
    except dates.NotADate as error:
        raise BadDay(str(error)) from None
    if not hour.strip():
        noon = datetime.combine(date, time(12), zone)
        return "day", min(noon, now) if date == now.date() else noon
    try:
        at = time.fromisoformat(hour.strip().replace(".", ":").zfill(5))
    except ValueError:
        raise BadTime from None
    return "hour", datetime.combine(date, at.replace(tzinfo=None), zone)
