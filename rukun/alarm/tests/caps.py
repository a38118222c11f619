"""Warnings to test with: any that may be written, and one that says what the traps then break."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import shapely
from hypothesis import strategies as st

from rukun.alarm.algo.cap import Alert, Area, Notice, Reference, compose
from rukun.alarm.algo.cap.kinds import KINDS
from rukun.alarm.algo.cap.rings import rings_of

JAKARTA = ZoneInfo("Asia/Jakarta")
NIGHT = datetime(2026, 11, 23, 2, 15, tzinfo=JAKARTA)
SQUARE = ((-6.2, 106.8), (-6.2, 106.81), (-6.21, 106.81), (-6.21, 106.8), (-6.2, 106.8))
RW = "31.73.07.1001.016"


def area(**changes: object) -> Area:
    return Area(**({"description": "RW 16, Palmerah", "polygons": (SQUARE,), "codes": (RW,)} | changes))  # type: ignore[arg-type]


def notice(**changes: object) -> Notice:
    usual: dict[str, object] = {
        "kind": "banjir", "message": "Alert", "status": "Actual", "where": "RW 16, Palmerah", "onset": NIGHT,
        "expires": NIGHT + timedelta(hours=6), "areas": (area(),),
    }  # fmt: skip
    return Notice(**(usual | changes))  # type: ignore[arg-type]


def alert(told: Notice | None = None, **changes: object) -> Alert:
    usual: dict[str, object] = {
        "identifier": "rukun-0001", "sender": "posko@rukun.contoh.id", "sender_name": "Posko Palmerah", "sent": NIGHT,
        "web": "https://rukun.contoh.id/peringatan/1/",
    }  # fmt: skip
    told = told or notice()
    if told.message != "Alert":
        usual["references"] = (earlier(),)
    return compose(told, **(usual | changes))  # type: ignore[arg-type]


def earlier() -> Reference:
    return Reference("posko@rukun.contoh.id", "rukun-0000", NIGHT - timedelta(hours=1))


_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="0123456789"), min_size=1, max_size=200).filter(
    lambda text: bool(text.strip()) and "LATIHAN" not in text
)
_PLACES = st.tuples(st.floats(95.5, 140.5), st.floats(-10.5, 5.5))


@st.composite
def outlines(draw: st.DrawFn) -> object:
    """Polygons as life has them and worse: jagged, thin, in parts, with holes, crossing themselves."""
    x, y = draw(_PLACES)
    scale = draw(st.sampled_from([1e-5, 1e-3, 0.1]))
    step = st.floats(-1, 1, allow_subnormal=False)
    parts = draw(st.lists(st.lists(st.tuples(step, step), min_size=4, max_size=400), min_size=1, max_size=4))
    made = [shapely.Polygon([(x + a * scale, y + b * scale) for a, b in part]) for part in parts]
    if draw(st.booleans()):
        made.append(shapely.Point(x, y).buffer(scale, quad_segs=200).difference(shapely.Point(x, y).buffer(scale / 2)))
    polygons = [each for part in made for each in shapely.get_parts(part)]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    """Every message that can be written."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    details = [each.code for each in kind.details]
    zone = ZoneInfo(draw(st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", "Asia/Kathmandu"])))
    sent = draw(st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1))).replace(tzinfo=zone)  # noqa: DTZ001
    lasts = draw(st.timedeltas(timedelta(minutes=5), timedelta(hours=47)))
    begins = draw(st.timedeltas(timedelta(0), lasts))
    rings = rings_of(draw(outlines()))
    areas = draw(
        st.lists(
            st.builds(Area, _NAMES, st.just(rings), st.sampled_from([(RW,), ("31.73.07.1001",), ()])),
            min_size=1, max_size=3,
        )
    )  # fmt: skip
    told = notice(
        kind=kind.code,
        detail=draw(st.sampled_from(details if kind.needs_detail else ["", *details])),
        message=draw(st.sampled_from(["Alert", "Update", "Cancel"])),
        status=draw(st.sampled_from(["Actual", "Exercise", "Test"])),
        where=draw(_NAMES),
        severity=draw(st.sampled_from([None, "Minor", "Extreme"])),
        onset=sent + begins,
        expires=sent + lasts,
        areas=tuple(areas),
    )
    before = Reference("posko@rukun.contoh.id", "rukun-0000", sent - timedelta(hours=1))
    return alert(told, sent=sent, sender_name=draw(_NAMES), references=() if told.message == "Alert" else (before,))
