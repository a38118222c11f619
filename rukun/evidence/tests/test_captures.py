"""When and where a photo was taken is read from what its phone wrote, and nothing from what makes no sense."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.evidence.algo.captures import capture_in
from rukun.evidence.algo.containers import read
from rukun.evidence.algo.fitting import Capture
from rukun.evidence.tests.camera import encoded, exif_of, jpeg, scene

WIB = timezone(timedelta(hours=7))
SMALL = scene(1, 16, 16)


def told(content: bytes) -> Capture:
    return capture_in(content, read(content), WIB)


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001  its zone comes next
    st.integers(-12 * 4, 14 * 4),
    st.booleans(),
    st.floats(0.01, 89.9) | st.floats(-89.9, -0.01),
    st.floats(-179.9, 179.9),
)
def test_what_a_phone_wrote_is_read_whatever_kind_of_file_it_is(
    kind: str, time: datetime, quarters: int, offset: bool, lat: float, lon: float
) -> None:
    zone = timezone(timedelta(minutes=15 * quarters)) if offset else WIB
    time = time.replace(microsecond=0, tzinfo=zone)
    found = told(encoded(SMALL, kind, exif=exif_of(time, (lat, lon), offset=offset)))
    assert found.time == time
    assert found.lat == pytest.approx(lat, abs=1e-6)
    assert found.lon == pytest.approx(lon, abs=1e-6)


def test_what_is_not_there_is_not_told() -> None:
    assert told(jpeg(1)) == told(jpeg(1, exif=exif_of())) == Capture()
    assert told(jpeg(1, exif=exif_of(None, (0, 0)))) == Capture(), "a phone that does not know yet"
    time = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert told(jpeg(1, exif=exif_of(time))) == Capture(time)


@given(st.binary(max_size=8), st.integers(0, 400), st.integers(0, 400))
def test_damage_and_malice_are_read_as_nothing_worse_than_another_time_or_place(
    other: bytes, at: int, length: int
) -> None:
    exif = exif_of(datetime(2026, 11, 22, 10, tzinfo=UTC), (-6.2, 106.8))
    at, length = at % len(exif), max(10, length % len(exif))
    damaged = (exif[:at] + other + exif[at + len(other) :])[:length]
    content = jpeg(1, 16, 16, exif=b"Exif\0\0" + damaged.removeprefix(b"Exif\0\0"))
    found = told(content)
    assert found.time is None or found.time.tzinfo is not None
    assert (found.lat is None) is (found.lon is None)
    assert found.lat is None or -90 <= found.lat <= 90
    assert found.lon is None or -180 <= (found.lon or 0) <= 180
