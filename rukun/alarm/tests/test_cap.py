"""CAP 1.2: what we write holds by the standard's schema and by all that it misses; no trap goes through."""

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rukun.alarm.algo.cap import CannotWrite, Problem, problems, write
from rukun.alarm.algo.cap.kinds import CATEGORIES, CRIMES, KINDS
from rukun.alarm.algo.cap.message import LANGUAGES, LONGEST_HEADLINE, NAMESPACE, Alert
from rukun.alarm.algo.cap.rings import MOST_POINTS, faults_of, rings_of
from rukun.alarm.algo.cap.schema import schema_file, schema_says
from rukun.alarm.tests import caps

pytestmark = pytest.mark.pure
FILE = schema_file()
assert FILE is not None
SCHEMA = FILE
GOOD = write(caps.alert()).decode()


def codes(xml: str | bytes) -> set[tuple[str, str]]:
    return {(each.rule, each.code) for each in problems(xml.encode() if isinstance(xml, str) else xml)}


@settings(max_examples=60)
@given(caps.alerts())
def test_every_warning_that_can_be_written_holds_by_both_checks(alert: Alert) -> None:
    xml = write(alert)
    assert problems(xml) == []
    assert schema_says(xml, SCHEMA) == []
    root = ET.fromstring(xml)
    assert [each.text for each in root.iter(f"{{{NAMESPACE}}}language")] == list(LANGUAGES)
    headlines = [each.text or "" for each in root.iter(f"{{{NAMESPACE}}}headline")]
    assert all(0 < len(each) <= LONGEST_HEADLINE for each in headlines)
    assert ("LATIHAN" in headlines[0]) == ("EXERCISE" in headlines[1]) == (alert.status == "Exercise")


@settings(max_examples=60)
@given(caps.outlines())
@example(shapely.Polygon())
@example(shapely.Polygon([(106.8, -6.2), (106.81, -6.21), (106.81, -6.2), (106.8, -6.21)]))  # a bow tie
def test_any_outline_becomes_closed_rings_of_few_points(outline: Any) -> None:
    for ring in rings_of(outline):
        assert len(ring) <= MOST_POINTS
        assert ring[0] == ring[-1]
        assert faults_of(ring) == []
        assert all(one != other for one, other in pairwise(ring))


def test_an_outline_of_thousands_of_corners_stays_where_it_is() -> None:
    island = shapely.Point(106.8, -6.2).buffer(0.02, quad_segs=2000)
    (ring,) = rings_of(island)
    drawn = shapely.Polygon([(lon, lat) for lat, lon in ring])
    assert shapely.area(shapely.symmetric_difference(island, drawn)) < island.area / 200


# The schema misses or refuses each of these; what breaks stands beside what must be found.


def _changed(pattern: str, by: str, count: int = 0) -> str:
    made = re.sub(pattern, by, GOOD, count=count, flags=re.DOTALL)
    assert made != GOOD, pattern
    return made


def _drawn(points: str) -> str:
    return _changed("<polygon>.*?</polygon>", f"<polygon>{points}</polygon>")


TRAPS = {
    "Z": (_changed(r"\+07:00</sent>", "Z</sent>"), ("structure", "value")),
    "Indonesian severity": (_changed("Moderate", "Sedang"), ("structure", "value")),
    "order": (_changed(r"(<event>.*?</event>)(.*?)(<urgency>.*?</urgency>)", r"\3\2\1"), ("structure", "order")),
    "twice": (_changed("<scope>Public</scope>", "<scope>Public</scope>" * 2), ("structure", "twice")),
    "missing": (_changed("<urgency>.*?</urgency>", ""), ("structure", "missing")),
    "foreign element": (_changed("<event>", "<photo>x</photo><event>"), ("structure", "unknown")),
    "CAP 1.1": (_changed("cap:1.2", "cap:1.1"), ("structure", "root")),
    "open ring": (_drawn("-6.2,106.8 -6.2,106.9 -6.3,106.9 -6.3,106.8"), ("standard", "ring_open")),
    "three points": (_drawn("-6.2,106.8 -6.2,106.9 -6.2,106.8"), ("standard", "ring_few")),
    "longitude first": (_drawn("106.8,-6.2 106.9,-6.2 106.9,-6.3 106.8,-6.2"), ("standard", "point_swapped")),
    "off the Earth": (_drawn("-6.2,106.8 -96.2,106.9 -6.3,106.9 -6.2,106.8"), ("standard", "point_range")),
    "decimal commas": (_drawn("-6,2,106,8 -6,2,106,9 -6,3,106,9 -6,2,106,8"), ("standard", "point_number")),
    "crossing": (_drawn("-6.2,106.8 -6.3,106.9 -6.2,106.9 -6.3,106.8 -6.2,106.8"), ("standard", "ring_crossing")),
    "flat": (_drawn("-6.2,106.8 -6.2,106.9 -6.2,106.8 -6.2,106.8"), ("standard", "ring_")),
    "over before it begins": (_changed("<expires>2026", "<expires>2025"), ("standard", "over_before")),
    "too long": (_changed("<expires>2026-11-23", "<expires>2026-11-26"), ("profile", "too_long")),
    "no end": (_changed("<expires>.*?</expires>", ""), ("profile", "no_end")),
    "update of nothing": (_changed(">Alert<", ">Update<"), ("standard", "references_missing")),
    "cancel of rubbish": (
        _changed("<scope>Public</scope>", "<scope>Public</scope><references>yesterday's</references>"),
        ("standard", "reference"),
    ),
    "update of the future": (
        _changed("</scope>", "</scope><references>a,b,2099-01-01T00:00:00+07:00</references>"),
        ("standard", "reference_later"),
    ),
    "space in the name": (_changed("rukun-0001", "rukun 0001"), ("standard", "name")),
    "comma in the name": (_changed("rukun-0001", "rukun,0001"), ("standard", "name")),
    "ampersand in the name": (_changed("rukun-0001", "rukun&amp;0001"), ("standard", "name")),
    "less-than in the name": (_changed("rukun-0001", "rukun&lt;0001"), ("standard", "name")),
    "long headline": (_changed("<headline>", "<headline>" + "x" * 130), ("standard", "headline")),
    "Indonesian alone": (_changed("<info>.{0,20}<language>en-US.*?</info>", ""), ("profile", "language")),
    "languages that disagree": (_changed("Moderate", "Extreme", 1), ("profile", "differ")),
    "English enough": (_changed("id-ID", "en-US"), ("profile", "language")),
    "police matter": (_changed(">Met<", ">Security<"), ("profile", "category")),
    "safety that is no evacuation": (
        _changed(">Met<", ">Safety<").replace("<responseType>Evacuate</responseType>", ""),
        ("profile", "category"),
    ),
    "brawl as a flood": (_changed("<event>banjir<", "<event>tawuran<"), ("profile", "crime")),
    "brawl as a kind": (_changed("<value>banjir<", "<value>tawuran<"), ("profile", "kind")),
    "thief in the words": (_changed("Air naik", "Ada maling"), ("profile", "crime")),
    "suspect in English": (_changed("Water is rising", "The suspect fled"), ("profile", "crime")),
    "not public": (_changed(">Public<", ">Private<"), ("profile", "scope")),
    "private without addresses": (_changed(">Public<", ">Private<"), ("standard", "scope_without")),
    "a spot": (
        _changed("</polygon>", "</polygon><circle>-6.2,106.8 0.05</circle>"),
        ("profile", "spot"),
    ),
    "an RT": (_changed(re.escape(caps.RW), f"{caps.RW}.003"), ("profile", "too_fine")),
    "somebody's number": (_changed("112 / 113 / 110", "0812-3456-7890"), ("profile", "number")),
    "an identity number": (_changed("Air naik", "3171012345670001 naik"), ("profile", "number")),
    "exercise that does not say so": (_changed(">Actual<", ">Exercise<"), ("profile", "practice")),
    "exercise without a note": (_changed(">Actual<", ">Exercise<"), ("standard", "note")),
    "alarm that says exercise": (_changed("<headline>", "<headline>LATIHAN. "), ("profile", "not_practice")),
    "draft": (_changed(">Actual<", ">Draft<"), ("profile", "status")),
    "nowhere": (_changed("<area>.*?</area>", ""), ("profile", "no_area")),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_goes_through(trap: str) -> None:
    xml, (rule, code) = TRAPS[trap]
    assert any(found == rule and name.startswith(code) for found, name in codes(xml)), problems(xml.encode())


HOSTILE = {
    "laughs": ('<!DOCTYPE a [<!ENTITY b "' + "ha" * 99 + '"><!ENTITY c "' + "&b;" * 99 + '">]><a>&c;</a>', "dtd"),
    "file": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', "dtd"),
    "other host": ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', "dtd"),
    "undeclared": ("<a>&b;</a>", "xml"),
    "deep": ("<a>" * 5000 + "</a>" * 5000, "deep"),
    "large": ("<a>" + " " * 1_000_001 + "</a>", "large"),
    "cut off": (GOOD[: len(GOOD) // 2], "xml"),
    "nothing": ("", "xml"),
    "strange encoding": ('<?xml version="1.0" encoding="ebcdic-xyz"?><a/>', "xml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_before_it_can_do_anything(name: str) -> None:
    xml, why = HOSTILE[name]
    assert [(each.rule, each.code) for each in problems(xml.encode())] == [("xml", why)]


@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
def test_no_bytes_whatever_make_the_check_fall_over(noise: bytes, at: int) -> None:
    good = GOOD.encode()
    for xml in (noise, good[:at] + noise + good[at:], good[:at] + noise + good[at + len(noise) :]):
        assert all(isinstance(each, Problem) for each in problems(xml))


@settings(max_examples=150)
@given(caps.alerts(), st.data())
def test_what_the_schema_refuses_our_own_table_refuses_too(alert: Alert, data: st.DataObject) -> None:
    """And what our table refuses by order, number or name, the schema refuses."""
    root = ET.fromstring(write(alert))
    for _ in range(data.draw(st.integers(1, 3))):
        _break(root, data)
    xml = ET.tostring(root)
    ours = [each for each in problems(xml) if each.rule == "structure"]
    theirs = schema_says(xml, SCHEMA)
    if theirs:
        assert ours, theirs
    if any(each.code not in {"value", "attribute"} for each in ours):
        assert theirs, ours


def _break(root: ET.Element, data: st.DataObject) -> None:
    family = [(parent, child) for parent in root.iter() for child in parent]
    if not family:
        return
    parent, child = data.draw(st.sampled_from(family))
    match data.draw(st.integers(0, 6)):
        case 0:
            parent.remove(child)
        case 1:
            parent.append(child)
        case 2:
            parent.insert(data.draw(st.integers(0, len(parent))), child)
        case 3:
            child.text = data.draw(st.sampled_from(
                ["", " ", "Moderate", " Actual", "2026-02-30T00:00:00+07:00", "2026-02-03T04:05:06Z", "x",
                 "2026-02-03T04:05:06.5+07:00", "2026-02-03T24:00:00+07:00", "2026-02-03T04:05:06+15:00", "id_ID",
                 " 2026-02-03T04:05:06-00:00\n", "2026-02-03T04:05:06,07:00", "-6.2", "1e5", "http://[", "a b"]
            ))  # fmt: skip
        case 4:
            child.tag = f"{{{NAMESPACE}}}" + data.draw(st.sampled_from(["info", "area", "circle", "code", "Event"]))
        case 5:
            child.tail = "loose words"
        case _:
            child.set(data.draw(st.sampled_from(["lang", "{http://www.w3.org/XML/1998/namespace}lang"])), "id")


def test_nobody_can_be_warned_of_a_crime() -> None:
    assert set(KINDS) == {
        "kebakaran", "banjir", "cuaca_ekstrem", "gempa", "longsor", "pohon_tumbang", "bahan_berbahaya", "evakuasi",
    }  # fmt: skip
    assert {kind.category for kind in KINDS.values()} <= CATEGORIES
    assert "Security" not in CATEGORIES
    for kind in ("tawuran", "begal", "patroli"):
        with pytest.raises(KeyError):
            caps.alert(caps.notice(kind=kind))
    with pytest.raises(KeyError):  # an evacuation says from which hazard
        caps.alert(caps.notice(kind="evakuasi"))
    with pytest.raises(KeyError):
        caps.alert(caps.notice(detail="karena tawuran"))
    for known in KINDS.values():
        words = [known.event, known.tells, *known.does, *(each.words for each in known.details)]
        told = " ".join(text for pair in words for text in pair)
        assert all(text.strip() for pair in words for text in pair)
        assert not re.search(rf"\b(?:{CRIMES})\b", told, re.IGNORECASE)
        assert all(re.search(r"\b11[23]\b|\b123\b", known.does[-1][language]) for language in (0, 1))


def test_times_are_written_with_their_offset_and_never_as_z() -> None:
    xml = write(caps.alert()).decode()
    assert "<sent>2026-11-23T02:15:00+07:00</sent>" in xml
    assert "Z<" not in xml
    with pytest.raises(CannotWrite):
        write(caps.alert(sent=caps.NIGHT.replace(tzinfo=None)))
    with pytest.raises(CannotWrite):  # Batavia's local mean time, +07:07:12
        write(caps.alert(sent=datetime(1900, 1, 1, tzinfo=caps.JAKARTA)))


def test_an_end_takes_back_what_it_names() -> None:
    told = caps.notice(message="Cancel", kind="evakuasi", detail="banjir", expires=caps.NIGHT + timedelta(hours=1))
    xml = write(caps.alert(told)).decode()
    assert problems(xml.encode()) == []
    assert "<references>posko@rukun.contoh.id,rukun-0000,2026-11-23T01:15:00+07:00</references>" in xml
    assert xml.count("<responseType>AllClear</responseType>") == 2
    assert caps.alert(told).infos[0].urgency == "Past"
