"""What points at a person is found in what people write, and nothing else is touched."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.report.algo.personal import INSTEAD, PATTERNS, find, find_in_place, without

pytestmark = pytest.mark.pure

FILLER = st.sampled_from(
    ["di dekat jembatan", "ada suara keras", "tadi malam", "RT 003 RW 016", "jam 02.30", "Masjid Al-Ikhlas", "tolong"]
)
NAMES = st.sampled_from(["Budi", "Siti Aminah", "Joko Susilo Utomo", "rina", "O'Neil"])
CALLED = st.sampled_from(["Pak", "pak", "Ibu", "bernama", "Mas", "bang", "a.n.", "Saudara"])
DIGITS = st.text("0123456789", min_size=7, max_size=9)
PLANTED = st.one_of(
    st.tuples(st.just("name"), CALLED, NAMES),
    st.builds(lambda digits: ("nik", "NIK", "3173" + digits), st.text("0123456789", min_size=12, max_size=12)),
    st.builds(lambda digits: ("phone", "hp", "081" + digits), DIGITS),
    st.builds(lambda digits: ("phone", "telepon", f"+62 8{digits[:2]}-{digits[2:5]}-{digits[5:]}1"), DIGITS),
    st.builds(lambda start, end: ("plate", "motor", f"{start} 4321 {end}"), st.sampled_from(["B", "AB", "d"]),
              st.sampled_from(["XYZ", "kk", "S"])),
    st.just(("email", "surat ke", "rina.s+1@contoh.co.id")),
)  # fmt: skip


@given(st.lists(st.tuples(FILLER, PLANTED), min_size=1, max_size=6))
def test_what_is_planted_is_found_and_can_be_taken_out(parts: list[tuple[str, tuple[str, str, str]]]) -> None:
    text = ". ".join(f"{filler}, {before} {words}" for filler, (_kind, before, words) in parts) + "."
    found = find(text)
    assert [(each.kind, each.words) for each in found] == [(kind, words) for _filler, (kind, _before, words) in parts]
    left = without(text, found)
    assert find(left) == []
    for filler, (kind, before, _words) in parts:
        assert f"{filler}, {before} {INSTEAD[kind]}" in left


@given(st.text(max_size=400) | st.text("0128 +.-bBrRtTwWpPaAkK@", max_size=400))
def test_what_is_found_lies_in_order_and_only_that_is_replaced(text: str) -> None:
    found = find(text)
    here, kept = 0, []
    for each in found:
        assert here <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.words
        kept.append(text[here : each.start])
        here = each.end
    kept.append(text[here:])
    left = without(text, found)
    for part in kept:
        assert left.startswith(part)
        left = left[len(part) :]
        left = next((left[len(word) :] for word in INSTEAD.values() if left.startswith(word)), left)
    assert left == ""


@pytest.mark.parametrize(
    "text",
    [
        "Pak RT 03 dan Bu Lurah sudah tahu, pak polisi belum.",
        "Ibu hamil jatuh, ibu saya menolong, bapak tua melihat. Ibu-ibu takut, bu.",
        "Blok B 12 RT 003 RW 016, Jalan Kali Pasir, Masjid Al Ikhlas, Kampung Contoh.",
        "Tanggal 02-08-2026 jam 02.30-03.45, sekitar 1000 orang, kerugian Rp 1.500.000.",
        "Hubungi 110, 112, atau 129.",
    ],
)
def test_what_everybody_writes_is_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("Jalan Haji Nawi, Gang Haji Abdul Majid, Jl. Haji Naim, jl.Haji Ung, masjid Haji Salim", []),
        ("Rumah Haji Naim di Jalan Haji Nawi", ["Naim"]),
        ("di gang dekat Pak Budi, jalanan depan Bu Siti", ["Budi", "Siti"]),
        ("Jalan Haji Nawi, hp 0812-3456-7890", ["0812-3456-7890"]),
    ],
)
def test_streets_and_mosques_keep_their_names_and_people_do_not(place: str, names: list[str]) -> None:
    assert [each.words for each in find_in_place(place)] == names


@pytest.mark.long
def test_the_longest_text_of_the_worst_kind_is_read_through() -> None:
    """Bounded repetitions: it would not end within this run if one of them were not."""
    for letters in ("a", "0", "a.", "0 ", "Pak ", "Pak A", "b 1234 ", "a@", "+62 8", "Aa "):
        assert without(letters * 20_000, find(letters * 20_000)) is not None


def test_a_script_can_carry_the_same_expressions() -> None:
    assert json.loads(json.dumps(PATTERNS)) == [list(each) for each in PATTERNS]
    for _kind, flags, text in PATTERNS:
        assert flags in ("", "i")
        assert not {"(?<", "(?P", "\\A", "\\Z", "*+"} & {
            text[i : i + length] for i in range(len(text)) for length in (2, 3)
        }
