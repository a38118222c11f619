"""When something happened, as people say it: the last such time that has passed."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from rukun.report.algo.places_in_words import without_numbers
from rukun.report.algo.understanding import plain

_LATER = re.compile(r"\b(?:kemarin lusa|kemaren lusa|two days ago)\b")
_MANY = {
    "se": 1, "satu": 1, "a": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "an": 1,
}  # fmt: skip
_LONG = {
    "hari": 1, "hr": 1, "minggu": 7, "mgg": 7, "bulan": 30, "bln": 30, "tahun": 365, "thn": 365, "day": 1, "week": 7,
    "month": 30, "year": 365,
}  # fmt: skip
_UNIT = rf"(?P<long>{'|'.join(_LONG)})(?:an|s)?\b"
_SPAN = rf"(?P<many>[0-9]{{1,3}}|{'|'.join(_MANY)}) ?{_UNIT}"
_AGO = re.compile(
    rf"\b(?:(?P<many>[0-9]{{1,3}}|{'|'.join(_MANY)}) ?)?{_UNIT} (?:yang |yg )?(?:lalu|ago|kemarin|kemaren|kmrn)\b"
)
_SINCE = re.compile(
    r"\b(?:sudah|sdh|udah|udh|uda|dah|sejak|sejk|dari|dr|selama|hampir|since|for|already)"
    rf"(?: (?:hampir|ada|kira kira|sekitar|lebih dari|the last))? (?!seharian){_SPAN}"
)
_ALONE = re.compile(rf"(?!seharian)(?:kira kira |sekitar |hampir |about )?{_SPAN}")
_HOURS = (
    rf"(?<![0-9][ .])(?:(?P<half>setengah|half an?) |(?P<many>[0-9]{{1,3}}|{'|'.join(_MANY)}) ?)"
    r"(?P<unit>jam|menit|hour|minute)s?"
)
_HOURS_AGO = re.compile(rf"\b{_HOURS}(?: (?P<odd>[0-9]{{1,2}}) (?:menit|minutes))? (?:yang |yg )?(?:lalu|ago|tadi)\b")
_HOURS_SINCE = re.compile(
    rf"\b(?:sudah|sdh|udah|udh|uda|sejak|selama|hampir|since|for)(?: (?:hampir|sekitar|kira kira))? {_HOURS}\b"
)
_HOURS_ALONE = re.compile(rf"(?:kira kira |sekitar |hampir |about )?{_HOURS}")
_LASTING = re.compile(
    r"\b(?:(?:sudah|sdh|udah|udh|uda|dah|dari|sejak) (?:lama|dulu|lm|beberapa (?:hari|minggu|bulan|waktu)|berhari hari|"
    r"berminggu minggu|berbulan bulan|bertahun tahun)|(?:tiap|setiap|saban) (?:hari|malam|malem|pagi|sore|minggu)|"
    r"berhari hari|berminggu minggu|berbulan bulan|terus menerus|every (?:day|night|week)|for (?:days|weeks|months)|"
    r"a long time)\b"
)
_YESTERDAY = re.compile(r"\b(?:kemarin|kemaren|kmrn|kmren|yesterday)\b")
_LAST_NIGHT = re.compile(
    r"\b(?:(?:tadi|td|kemarin|kemaren|kmrn) (?:malam|malem|mlm)|semalam|smlm|semalem|last night|"
    r"(?:malam|malem) (?:tadi|td))\b"
)
_TODAY = re.compile(
    r"\b(?:hari ini|seharian|tadi pagi|tadi siang|tadi sore|td pagi|td siang|td sore|tadi|today|this morning)\b"
)
_NOW = re.compile(
    r"\b(?:sekarang|skrg|skrng|skg|saat ini|detik ini|sedang (?:terjadi|berlangsung)|lagi (?:terjadi|berlangsung)|"
    r"lagi (?:tawuran|kebakaran|berantem|ribut)|sedang (?:tawuran|kebakaran)|right now|happening now|now)\b"
)
_JUST = re.compile(r"\b(?:barusan|brusan|baru saja|baru aja|br aja|just now|just happened|a moment ago)\b")
_PARTS = {
    "pagi": "pagi", "siang": "siang", "sore": "sore", "malam": "malam", "malem": "malam", "mlm": "malam",
    "dini hari": "pagi", "subuh": "pagi", "morning": "pagi", "afternoon": "siang", "evening": "malam",
    "night": "malam", "am": "pagi", "pm": "malam",
}  # fmt: skip
_PART = "|".join(_PARTS)
_HOURS_OF_DAY = {**{word: at for word, at in _MANY.items() if len(word) > 2}, "sebelas": 11, "dua belas": 12}
_HOUR = rf"(?P<half>setengah )?(?P<hour>[0-9]{{1,2}}|dua belas|{'|'.join(_HOURS_OF_DAY)})"
_CLOCK = re.compile(
    rf"(?:(?<!selamat )\b(?P<before>{_PART})(?:2|an)?(?: (?!jam|pukul)\w+){{0,2}} )?\b"
    rf"(?:(?:jam|pukul|pkl|at)\s*{_HOUR}|"
    rf"setengah (?P<past>[0-9]{{1,2}}|{'|'.join(_HOURS_OF_DAY)})(?= (?:{_PART})|$))(?:[.:](?P<minute>[0-9]{{2}}))?"
    rf"(?: ?an\b)?(?:\s*(?:(?:tadi|td|kemarin|kmrn|hari|in the) )?(?P<after>{_PART}|wib|wita|wit))?\b"
)
"""A time of day, with the part of the day before or behind it. "Setengah 8" is half past seven."""
_BARE_CLOCK = re.compile(rf"(?P<hour>[0-9]{{1,2}})[.:](?P<minute>[0-9]{{2}})(?: (?P<after>{_PART}|wib|wita|wit))?")
_PRAYERS = {
    "subuh": time(5), "zuhur": time(12, 30), "dzuhur": time(12, 30), "duhur": time(12, 30), "lohor": time(12, 30),
    "asar": time(15, 30), "ashar": time(15, 30), "magrib": time(18, 30), "maghrib": time(18, 30), "isya": time(19, 30),
    "isa": time(19, 30), "tarawih": time(20, 30), "jumatan": time(13),
}  # fmt: skip
_PRAYER = re.compile(
    rf"\b(?:habis|abis|sehabis|setelah|sesudah|bakda|ba'da|bada|waktu|pas|menjelang|sebelum|azan|adzan|after)"
    rf" (?:shalat |sholat |salat )?({'|'.join(_PRAYERS)})\b"
)
_DATE = re.compile(r"\b(?!24/7\b)([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-]((?:20)?[0-9]{2}))?\b")
_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "januari january jan", "februari february feb", "maret march mar", "april apr", "mei may", "juni june jun",
            "juli july jul", "agustus august agu ags", "september sep", "oktober october okt", "november nov",
            "desember december des",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_OF_MONTH = re.compile(rf"(?<!jalan )(?<!jl )(?<!jln )\b([0-9]{{1,2}}) ({'|'.join(_MONTHS)})(?: (20[0-9]{{2}}))?\b")
_NUMBERED_DAY = re.compile(r"\b(?:tanggal|tgl) ([0-9]{1,2})\b(?![/.-])")
_WEEKDAYS = {
    "senin": 0, "senen": 0, "monday": 0, "selasa": 1, "tuesday": 1, "rabu": 2, "wednesday": 2, "kamis": 3,
    "thursday": 3, "jumat": 4, "jum'at": 4, "friday": 4, "sabtu": 5, "saturday": 5, "minggu": 6, "ahad": 6, "sunday": 6,
}  # fmt: skip
_WEEKDAY = re.compile(
    rf"(?<!tiap )\b(?:(?:hari|on|last) (?P<led>{'|'.join(_WEEKDAYS)})|(?:dari|dr|sejak|since|^)(?:^| )"
    r"(?P<bare>senin|selasa|rabu|kamis|jumat|jum'at|sabtu)(?= (?:lalu|kemarin|kmrn|pagi|siang|sore|malam|belum)|$))\b"
)
_PAST = re.compile(
    r"\b(?:kemarin|kemaren|kmrn|semalam|tadi malam|minggu lalu|bulan lalu|tahun lalu|(?:jaman|zaman|waktu|tahun) dulu|"
    r"dulu (?:ada|pernah)|sudah bubar|udah bubar|yesterday|last (?:night|week|month|year))\b"
)
_COMES = r"datang|dateng|dtg|balik|kembali|muncul|kesini|ke sini|ngamuk|nyerang|menyerang|keluar"
_PRESENT = re.compile(
    rf"\b(?:{_COMES}) lagi\b|\blagi (?:bawa|megang|ngamuk|ngejar|nyerang|berantem|di depan|di sini|disini)\b|"
    r"\bmasih (?:di ?(?:sini|situ|sana|depan|dalam|lokasi)|ada|bawa|ngamuk|ngejar|berlangsung|terjadi|kejar|berantem|"
    r"tawuran|terbakar|menyala|nyala)\b|\b(?:cepat|cepetan|buruan|hurry|still|is coming)\b|"
    r"\b(?:mau|akan|bakal) (?:dibunuh|bunuh|datang|nyerang|menyerang|bakar|dibakar)\b"
)
_NOT = r"(?:tidak|tdk|gak|gk|ga|nggak|ngga|enggak|engga)"
_GONE = re.compile(rf"\b(?:{_NOT}|bubar|pergi|kabur|selesai|kelar|bukan|no|not|gone|left|over)\b")
_END = r"(?:bubar\w*|selesai|kelar|beres|reda|padam|pergi|kabur|aman|sepi|berhenti)"
_NOT_ENDED = re.compile(
    rf"\b(?:belum|blm|blom|hampir|mau|{_NOT}|not)(?: (?:juga|mau|pada|ada yang))? (?:{_END}|mati)\b"
)
_STILL = re.compile(
    r"\b(?:masih|msh|masi|still|ongoing|(?:baru|udah|sudah) mau mulai|sebentar lagi|"
    r"(?:lagi|makin|tambah|malah) (?:rame|ramai|panas|ribut|kacau|parah|banyak|gede|besar))\b"
)
_ENDED = re.compile(
    rf"\b(?:{_END}|(?:sudah|udah|udh|uda|sdh|dah) {_NOT}|{_NOT}(?: ada)? lagi|over|stopped|gone|ended|left)\b"
)


def is_now(text: str) -> bool:
    """Whether the words say that it goes on, or begins again, whatever else they tell of an earlier time."""
    said = plain(text)
    return bool(_NOW.search(said) or _JUST.search(said) or _PRESENT.search(said))


def goes_on(text: str) -> bool:
    """Whether an answer says in other words than "sekarang" that it is so still: "masih pak", "belum bubar"."""
    said = _NOT_ENDED.sub("masih", plain(text))
    return bool(_PRESENT.search(said) or _STILL.search(said)) and not _GONE.search(said)


def has_ended(text: str) -> bool:
    """Whether an answer says in other words than "tidak" that it is no longer so.

    >>> has_ended("udah bubar"), has_ended("belum bubar pak"), has_ended("tidak lagi")
    (True, False, True)
    """
    said = _NOT_ENDED.sub("masih", plain(text))
    return bool(_ENDED.search(said)) and not _STILL.search(said)


def still(text: str, now: datetime) -> bool:
    """Whether it says that something told as past goes on: "masih", "lagi sekarang"; not "sekarang sudah aman"."""
    said = when(text, now)
    return goes_on(text) or (said is not None and said[0] == "now" and not has_ended(text))


def is_over(text: str) -> bool:
    """Whether the words say that it was some time ago, and so call nobody: never beside a word that it is so now."""
    return bool(_PAST.search(plain(text))) and not is_now(text)


def is_lasting(text: str) -> bool:
    """Whether the words say that it has been so for long, or comes again and again: no moment is worth asking for."""
    said = plain(text)
    return bool(_LASTING.search(said) or _SINCE.search(said) or _HOURS_SINCE.search(said))


def when(text: str, now: datetime) -> tuple[str, datetime] | None:
    """When something happened, as a report has it: how exact ("now", "hour", "day") and the moment.

    ``now`` is in local time. Of a clock time the last one that has passed is meant: "jam 2" at noon is 02.00. ``None``
    where the words do not say, or say what cannot be.
    """
    said = plain_time(without_numbers(text))
    for pattern, about, ago in ((_JUST, "hour", timedelta(minutes=30)), (_NOW, "now", timedelta())):
        if pattern.search(said):
            return about, _whole(now - ago)
    ago_days = _days_ago(said, now)
    if span := _HOURS_AGO.search(said) or (_hours_alone(said) if ago_days is None else None):
        ago = _hours(span)
        return ("hour" if ago <= timedelta(days=2) else "day"), _whole(now - ago)
    if ago_days is not None and not 0 <= ago_days <= 366:
        return None
    if clock := _time_of_day(said):
        at, exact = clock
        night = _LAST_NIGHT.search(said)
        return _at(at, ago_days, night[0] if night else "", now, exact=exact) if at else None
    if ago_days is None:
        return None
    noon = datetime.combine(now.date() - timedelta(days=ago_days), time(12), now.tzinfo)
    return "day", min(noon, _whole(now))


def plain_time(text: str) -> str:
    """As ``plain``, with the points and strokes of times and dates left in.

    >>> plain_time("Jam 02.15, tgl. 20/11!")
    'jam 02.15 tgl 20/11'
    """
    pieces = re.split(r"(?<=[0-9])([.:/-])(?=[0-9])", text[:5000])
    return "".join(piece if at % 2 else _spaced(piece) for at, piece in enumerate(pieces)).strip()


def _spaced(text: str) -> str:
    """``plain``, with the spaces at either end left where there were any."""
    said = plain(text)
    return (" " if text[:1].isspace() else "") + said + (" " if said and not text[-1:].isalnum() else "")


def _days_ago(said: str, now: datetime) -> int | None:
    if match := _DATE.search(said):
        return _since(int(match[1]), int(match[2]), match[3], now)
    if match := _DAY_OF_MONTH.search(said):
        return _since(int(match[1]), _MONTHS[match[2]], match[3], now)
    if span := _AGO.search(said) or _SINCE.search(said) or _ALONE.fullmatch(said):
        many = span["many"] or "1"
        return _LONG[span["long"]] * (_MANY[many] if many in _MANY else int(many))
    if match := _WEEKDAY.search(said):
        ago = (now.weekday() - _WEEKDAYS[match["led"] or match["bare"]]) % 7
        return ago or None  # of today's name nobody knows whether it is this one
    if match := _NUMBERED_DAY.search(said):
        days = (ago for ago in range(62) if (now - timedelta(days=ago)).day == int(match[1]))
        return next(days, None)
    return _day_named(said)


def _day_named(said: str) -> int | None:
    if _LATER.search(said):
        return 2
    if _LAST_NIGHT.search(said):
        return None if _time_of_day(said) else 1
    if _YESTERDAY.search(said):
        return 1
    return 0 if _TODAY.search(said) else None


def _time_of_day(said: str) -> tuple[time | None, bool] | None:
    """As ``_clock_of``, or by the prayer that somebody names; ``None`` for no time of day."""
    if clock := _CLOCK.search(said) or _BARE_CLOCK.fullmatch(said):
        return _clock_of(clock.groupdict(""))
    prayer = _PRAYER.search(said)
    return (_PRAYERS[prayer[1]], True) if prayer else None


def _hours_alone(said: str) -> "re.Match[str] | None":
    return None if _CLOCK.search(said) else _HOURS_SINCE.search(said) or _HOURS_ALONE.fullmatch(said)


def _hours(span: "re.Match[str]") -> timedelta:
    """How long ago "2 jam", "setengah jam" or "10 menit" is."""
    unit = timedelta(hours=1) if span["unit"] in ("jam", "hour") else timedelta(minutes=1)
    if span["half"]:
        return unit / 2
    many = _MANY[span["many"]] if span["many"] in _MANY else int(span["many"])
    return many * unit + timedelta(minutes=int(span.groupdict().get("odd") or 0))


def _since(day_of_month: int, month: int, named: str | None, now: datetime) -> int | None:
    """Days since a date, of which the year may be missing; ``None`` for one that the calendar has not."""
    year = int(named) if named else now.year
    try:
        day = now.date().replace(year + 2000 if year < 100 else year, month, day_of_month)
        if not named and day > now.date():
            day = day.replace(day.year - 1)
    except ValueError:
        return None
    return (now.date() - day).days


def _clock_of(said: Mapping[str, str]) -> tuple[time | None, bool]:
    """A time of day, and whether it can be but one of a day's two hours of that name: "02.15" and "2 WIB" are."""
    past, name = said.get("past", ""), said.get("hour", "") or said["past"]
    part = _PARTS.get(said["after"] or said.get("before", "")) or _PARTS.get(said.get("before", ""), "")
    hour, minute = _HOURS_OF_DAY.get(name) or int(name), int(said["minute"] or 0)
    if hour > 24 or minute > 59:
        return None, False
    if part == "pagi" and hour == 12:
        hour = 0
    elif (part == "siang" and hour < 6) or (part == "sore" and hour < 12) or (part == "malam" and 5 < hour < 12):
        hour += 12
    elif part == "malam" and hour == 12:
        hour = 24
    if past or said.get("half"):
        hour, minute = (hour - 1) or (0 if part else 12), 30
    return time(hour % 24, minute), bool(part or said["after"]) or name.startswith("0")


def _at(at: time, ago: int | None, night: str, now: datetime, *, exact: bool) -> tuple[str, datetime] | None:
    """The last such time that has passed; twelve hours later is meant too where nobody said which half of the day."""
    hours = [at] if exact or at.hour > 12 or at.hour == 0 else [at, at.replace(hour=(at.hour + 12) % 24)]
    days = range(2) if ago is None else (ago,)
    found = [datetime.combine(now.date() - timedelta(days=each), hour, now.tzinfo) for each in days for hour in hours]
    if night:
        found = [each for each in found if each.hour >= 18 or each.hour < 6] or found
    if night.startswith("k"):  # "kemarin malam" is never this evening
        found = [each for each in found if each.hour < 18 or each.date() < now.date()]
    past = [each for each in found if each <= now + timedelta(minutes=15)]
    return ("hour", min(max(past), _whole(now))) if past else None


def _whole(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
