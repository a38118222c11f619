"""The search by what people type, on a small territory whose names are known and whose numbers are made up."""

import random
import string
from itertools import takewhile

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rukun.territory.algo.searching import MOST, Entry, Found, SearchIndex, read

pytestmark = pytest.mark.pure

ABOVE = [
    ("31", "DKI Jakarta", 4),
    ("31.71", "Jakarta Pusat", 5),
    ("31.73", "Jakarta Barat", 5),
    ("31.74", "Jakarta Selatan", 5),
    ("31.71.03", "Kemayoran", 6),
    ("31.71.06", "Menteng", 6),
    ("31.73.07", "Palmerah", 6),
    ("31.74.02", "Setiabudi", 6),
    ("31.71.03.1005", "Utan Panjang", 7),
    ("31.71.06.1001", "Menteng", 7),
    ("31.71.06.1002", "Pegangsaan", 7),
    ("31.71.06.1003", "Cikini", 7),
    ("31.73.07.1001", "Palmerah", 7),
    ("31.73.07.1004", "Kota Bambu Utara", 7),
    ("31.74.02.1003", "Menteng Atas", 7),
]
KELURAHAN = [code for code, _, level in ABOVE if level == 7]
RWS = [(f"{kelurahan}.{number:03}", number) for kelurahan in KELURAHAN for number in (1, 9, 16)]
DOUBLED = "31.71.06.1001.009x1a2"
UNNUMBERED = "31.71.06.1001.x7b3"
TERRITORY = [
    *(Entry("unit", code, name, code, level) for code, name, level in ABOVE),
    *(Entry("unit", code, f"RW {number:02}", code, 8) for code, number in RWS),
    *(Entry("unit", f"{code}.{rt:03}", f"RT {rt:03}", f"{code}.{rt:03}", 9) for code, _ in RWS for rt in (3, 9)),
    Entry("unit", DOUBLED, "RW 09", DOUBLED, 8),
    Entry("unit", UNNUMBERED, "RW tanpa nomor", UNNUMBERED, 8),
    Entry("place", "p1", "Masjid Al-Ikhlas", "31.71.06.1003.001", 0, "masjid mosque rumah ibadah place of worship"),
    Entry("place", "p2", "Al-Ikhlas", "31.73.07.1004.009", 0, "masjid mosque rumah ibadah place of worship"),
    Entry("place", "p3", "SDN Menteng 09", "31.71.06.1001.001", 0, "sekolah school"),
    Entry("place", "p4", "Pasar Slipi", "31.73.07.1001.016.003", 0, "pasar market"),
    Entry("place", "p5", "Kantor Kelurahan Menteng", "31.71.06.1001.016", 0, "kantor pemerintah office"),
    Entry("place", "p6", "Jembatan Roxy", "", 0, "jembatan bridge"),
    Entry("place", "p7", "Posko RW 16 Cikini", "31.71.06.1003.016"),
    Entry("street", "s1", "Jalan Kali Pasir", "31.71.06.1003.001"),
    Entry("street", "s2", "Gang Kalipasir", "31.71.06.1003.016"),
    Entry("street", "s3", "Jl. R.W. Monginsidi", "31.74.02.1003"),
    Entry("street", "s4", "Jalan Jum'at", "31.73.07.1004"),
    Entry("street", "s5", "Gang Haji Ma\u2019mun 2", "31.73.07.1001.001"),
]
INDEX = SearchIndex(TERRITORY)
ALL = len(TERRITORY)


def keys(text: str, near: str = "", limit: int = ALL) -> list[str]:
    return [found.entry.key for found in INDEX.search(text, limit, near)]


def whole(name: str) -> str:
    return " ".join(read(name))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("menteng", "31.71.06"),
        ("MENTENG!", "31.71.06"),
        ("  men\u200bt\u00e9ng\u202e ", "31.71.06"),
        ("\uff4d\uff45nteng", "31.71.06"),
        ("kelurahan menteng", "31.71.06.1001"),
        ("kel. Menteng", "31.71.06.1001"),
        ("ds menteng", "31.71.06.1001"),
        ("menteng kelurahan", "31.71.06.1001"),
        ("kelurahn menteng", "31.71.06.1001"),
        ("kec menteng", "31.71.06"),
        ("kantor kelurahan menteng", "p5"),
        ("kota adm. jakarta pusat", "31.71"),
        ("prov dki", "31"),
        ("menteng atas", "31.74.02.1003"),
        ("ment at", "31.74.02.1003"),
        ("palm", "31.73.07"),
        ("mentang", "31.71.06"),
        ("palmerh", "31.73.07"),
        ("kemayroan", "31.71.03"),
        ("utan pajang", "31.71.03.1005"),
        ("utanpanjang", "31.71.03.1005"),
        ("utanpanj", "31.71.03.1005"),
        ("utanpajang", "31.71.03.1005"),
        ("pal merah", "31.73.07"),
        ("kotabambu", "31.73.07.1004"),
        ("kota bambu", "31.73.07.1004"),
        ("kali pasir", "s1"),
        ("jl kalipasir", "s1"),
        ("gg kali pasir", "s2"),
        ("kali pasir no 5", "s1"),
        ("kali pasir no 16", "s1"),
        ("jl jumat", "s4"),
        ("jalan jum\u2019at", "s4"),
        ("rw monginsidi", "s3"),
        ("gg h ma'mun 02", "s5"),
        ("al ikhlas", "p2"),
        ("masjid", "p1"),
        ("masjid kota bambu", "p2"),
        ("mosque palmerah", "p2"),
        ("masjid rw 9", "p2"),
        ("sdn 9", "p3"),
        ("sekolah menteng", "p3"),
        ("bridge", "p6"),
        ("posko rw 16", "p7"),
        ("31", "31"),
        ("31.73", "31.73"),
        ("31.73.07.1001", "31.73.07.1001"),
        ("3173071001", "31.73.07.1001"),
        (" 31.73.07.1001.016.003 ", "31.73.07.1001.016.003"),
        ("31.71.06.1001.009X1A2", DOUBLED),
        ("rw tanpa nomor", UNNUMBERED),
        ("rw 9 menteng", "31.71.06.1001.009"),
        ("menteng rw09", "31.71.06.1001.009"),
        ("menteng 9", "p3"),
        ("RW.09 Pegangsaan", "31.71.06.1002.009"),
        ("r.w. 9 cikini", "31.71.06.1003.009"),
        ("rw ix cikini", "31.71.06.1003.009"),
        ("RW XVI cikini", "31.71.06.1003.016"),
        ("rukun tetangga 3 rukun warga 16 palmerah", "31.73.07.1001.016.003"),
        ("rt 3 rw 16 palmerah", "31.73.07.1001.016.003"),
        ("RT 003/RW 016 palmerah", "31.73.07.1001.016.003"),
        ("rt03/16 palmerah", "31.73.07.1001.016.003"),
        ("rt03rw16 palmerah", "31.73.07.1001.016.003"),
        ("RT/RW : 003/016 Kel/Desa : Palmerah", "31.73.07.1001.016.003"),
        ("rtrw 3/16, palmerah", "31.73.07.1001.016.003"),
        ("palmerah 003/016", "31.73.07.1001.016.003"),
        ("rw 16 rt 3 palmerah", "31.73.07.1001.016.003"),
        ("rt 3 rw 9 kel utan panjang kec kemayoran", "31.71.03.1005.009.003"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, first: str) -> None:
    assert keys(typed, limit=1) == [first]


@pytest.mark.parametrize("nothing", ["", "   ", "?!/-", "\u202e\u0000", "xyzzy", "jalan xyzzy", "rw 42", "0"])
def test_what_means_nothing_finds_nothing(nothing: str) -> None:
    assert keys(nothing) == []


def test_an_index_of_nothing_and_a_limit_of_none_find_nothing() -> None:
    assert SearchIndex([]).search("menteng") == []
    assert keys("menteng", limit=0) == keys("menteng", limit=-1) == []


def test_units_of_a_name_come_before_those_with_more_in_it_and_those_before_what_lies_in_them() -> None:
    found = keys("menteng")
    assert found[:3] == ["31.71.06", "31.71.06.1001", "31.74.02.1003"]
    assert found.index("p3") < found.index("31.71.06.1002") < found.index("31.71.06.1001.001.003")


def test_an_rw_is_looked_for_in_the_kelurahan_of_the_name_then_in_its_kecamatan_then_elsewhere() -> None:
    # The doubled one stands behind the plain one.
    found = [key for key in keys("rw 9 menteng") if key.count(".") == 4]
    kelurahan, kecamatan = ["31.71.06.1001.009", DOUBLED], ["31.71.06.1002.009", "31.71.06.1003.009"]
    assert found == [*kelurahan, *kecamatan, "31.74.02.1003.009"]


def test_all_rws_of_a_number_come_in_the_order_of_their_codes_the_near_ones_first() -> None:
    rws = sorted([code for code, number in RWS if number == 9] + [DOUBLED])
    assert keys("RW 09")[: len(rws)] == rws
    near = keys("RW 09", near="31.73.07.1004.001.003")
    assert near[:2] == ["31.73.07.1004.009", "31.73.07.1001.009"]
    assert set(near[: len(rws)]) == set(rws)
    assert near[2 : len(rws)] == [code for code in rws if not code.startswith("31.73")]


def test_nearness_never_outweighs_the_name() -> None:
    for near in ("31.71.06.1002.009", "31.74.02.1003.009", "99", "not a code", "..", "31.7"):
        assert keys("rw 9 menteng", near)[0] == "31.71.06.1001.009"
        assert keys("kecamatan menteng", near)[0] == "31.71.06"


def test_nearness_counts_units_not_characters_and_needs_no_entry_for_them() -> None:
    streets = [Entry("street", code, "Gang Mawar", code) for code in ("31.7.1", "31.71.2", "31.72.03.1001.001")]
    index = SearchIndex(streets)
    assert index.search("gang mawar", near="31.71.9")[0].entry.key == "31.71.2"
    assert index.search("gang mawar", near="31.72.03.1009")[0].entry.key == "31.72.03.1001.001"


def test_generic_words_help_and_keep_nothing_away() -> None:
    assert set(keys("jalan menteng")) == set(keys("menteng"))
    assert set(keys("kecamatan palmerah")) == set(keys("palmerah"))
    assert keys("kelurahan")[: len(KELURAHAN)] == KELURAHAN
    assert set(keys("jl", limit=2)) <= {"s1", "s3", "s4"}


def test_what_lacks_a_token_is_shown_only_when_nothing_has_all_and_scores_less() -> None:
    assert "31.73.07" not in keys("palmerah slipi")
    assert keys("palmerah slipi xyzzy") == keys("palmerah slipi")
    assert INDEX.search("slipi xyzzy")[0].score < INDEX.search("slipi")[0].score
    assert keys("rw 42 menteng")[0] == "31.71.06"


def test_the_rest_of_a_code_follows_the_unit_that_was_typed() -> None:
    found = keys("31.71.06")
    below = [each.key for each in TERRITORY if each.kind == "unit" and each.unit.startswith("31.71.06.")]
    assert found[0] == "31.71.06"
    assert set(found[1 : len(below) + 1]) == set(below)
    assert keys("31.7", limit=3) == ["31.71", "31.73", "31.74"]


def test_two_digits_are_a_province_and_a_number() -> None:
    sumatra = [Entry("unit", "16", "Sumatera Selatan", "16", 4), Entry("unit", "16.71", "Palembang", "16.71", 5)]
    found = [each.entry.key for each in SearchIndex([*TERRITORY, *sumatra]).search("16", ALL)]
    assert found[:2] == ["16", "31.71.03.1005.016"]
    assert "16.71" not in found


def test_the_better_match_of_a_word_scores_more() -> None:
    def score(typed: str, name: str) -> float:
        index = SearchIndex([Entry("place", "p", name, "31.01"), Entry("unit", "u", "Di Atas", "31", 4)])
        return next((each.score for each in index.search(typed) if each.entry.key == "p"), 0)

    whole_name, part, prefix = score("mawar", "Mawar"), score("mawar", "Mawar Merah"), score("mawa", "Mawar Merah")
    mistyped, inherited = score("mawer", "Mawar Merah"), score("atas", "Mawar Merah")
    assert whole_name > part > prefix > mistyped > 0
    assert part > inherited > 0


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("kali pasir", ["Kali Pasir", "Pasir Kali"]),
        ("pasir kali", ["Kali Pasir", "Kali Pasir Indah"]),
        ("kali pasir", ["Kalipasir", "Kalipasir Asri"]),
        ("melati", ["Jalan Melati", "Indah Melati"]),
        ("melati", ["Melati", "Gang Melati", "Melati Dua", "Melati Dua Raya"]),
    ],
)
def test_the_more_of_a_name_was_typed_the_earlier_it_comes(typed: str, names: list[str]) -> None:
    # Equals would stand in the order of their codes, which is the opposite one.
    stored = [Entry("place", name, name, f"3{9 - at}") for at, name in enumerate(names)]
    assert [each.entry.key for each in SearchIndex(stored).search(typed)] == names


def test_of_one_name_units_come_first_by_level_then_places_and_streets() -> None:
    units = [
        Entry("unit", code, "Melati", code, code.count(".") + 4) for code in ("31.02", "31.01.01", "31.01.01.1001")
    ]
    others = [Entry("place", "p", "Melati", "31"), Entry("street", "s", "Melati", "31.01")]
    found = SearchIndex([*others, *units[::-1]]).search("melati")
    assert [each.entry for each in found] == units + others


def test_further_words_weigh_less_than_a_name_and_more_than_a_mistyped_one() -> None:
    stored = [
        Entry("place", "a", "Toko Pesar", ""),
        Entry("place", "b", "Pos Pemadam", "", 0, "damkar pasar"),
        Entry("place", "c", "Jalan Pasar", ""),
    ]
    assert [each.entry.key for each in SearchIndex(stored).search("pasar")] == ["c", "b", "a"]


def test_what_has_not_all_the_words_says_so() -> None:
    assert all(found.complete for found in INDEX.search("rw 9 menteng"))
    found = INDEX.search("zzz menteng")
    assert found
    assert not any(each.complete for each in found)


def test_the_rw_comes_before_what_is_named_after_its_kelurahan() -> None:
    stored = [
        Entry("unit", "99", "Kampung Contoh", "99.01.01.1001", 7),
        Entry("unit", "rw", "RW 03", "99.01.01.1001.003", 8),
        Entry("unit", "rt", "RT 003", "99.01.01.1001.003.003", 9),
        Entry("place", "p", "Posko Kampung Contoh", "99.01.01.1001.003"),
    ]
    index = SearchIndex(stored)
    assert [each.entry.key for each in index.search("rw 03 kampung contoh")][:2] == ["rw", "p"]
    assert index.search("rt 3 rw 3 kampung contoh")[0].entry.key == "rt"


@pytest.mark.parametrize(("typed", "name"), [("mesjid", "Masjid Raya"), ("musholla", "Musala An-Nur")])
def test_words_that_people_spell_differently_are_one(typed: str, name: str) -> None:
    index = SearchIndex([Entry("place", each, each, "") for each in ("Masjid Raya", "Musala An-Nur", "Gereja")])
    assert [each.entry.name for each in index.search(typed)] == [name]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("men\u200bte\u202eng", ["menteng"]),
        ("men\u0000teng\tatas\nraya", ["menteng", "atas", "raya"]),
        ("Jl. Melati No. 5/7", ["jalan", "melati", "nomor", "5", "7"]),
        ("Blok B-12a", ["blok", "b", "12", "a"]),
        ("RW 00", ["0rw"]),
        ("rw ixi", ["rw", "ixi"]),
        ("RT/RW 9", ["rt", "9rw"]),
        ("Propinsi, Kab/Kota", ["provinsi", "kabupaten", "kota"]),
    ],
)
def test_texts_are_read_into_tokens(text: str, tokens: list[str]) -> None:
    assert read(text) == tokens


def test_an_rw_with_a_name_of_its_own_is_found_by_the_number_in_its_code() -> None:
    index = SearchIndex([Entry("unit", "x", "RW Melati", "31.71.06.1001.007", 8)])
    assert index.search("rw 7")
    assert index.search("melati")
    assert not index.search("rw 8")
    assert not index.search("rt 7")


def test_only_the_first_tokens_of_a_long_text_are_looked_for() -> None:
    assert keys("menteng " * 200)[:2] == ["31.71.06", "31.71.06.1001"]
    assert keys(" ".join(["menteng"] * MOST + ["slipi"])) == keys("menteng")


NUMBER = st.integers(0, 120)
ROMAN = ["", *"i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()]  # noqa: SIM905


@given(NUMBER, st.sampled_from(["rw {0}", "RW{0:02}", "Rw.{0:03}", "r.w. {0}", "rw {1}", "rw-{0:02}", "R W : {0}"]))
def test_numbers_are_met_exactly_however_they_are_written(number: int, form: str) -> None:
    roman = ROMAN[number] if 0 < number < len(ROMAN) else str(number)
    found = keys(form.format(number, roman))
    numbered = [code for code, each in RWS if each == number] + ([DOUBLED] if number == 9 else [])
    assert {key for key in found if key[0] == "3" and key.count(".") == 4} == set(numbered)
    units = {each.key: each.unit for each in TERRITORY}
    for key in found:
        assert key == "p7" or any(units[key].startswith(code) for code in numbered), "lies in none of them"


@given(
    NUMBER, NUMBER, st.sampled_from(["rt {} rw {}", "{:03}/{:03}", "RT {:02} / RW {:02}", "rt/rw {}/{}", "rt {}/{}"])
)
def test_rt_and_rw_of_an_identity_card_are_both_met(rt: int, rw: int, form: str) -> None:
    assert read(form.format(rt, rw)) == [f"{rt}rt", f"{rw}rw"]


SYLLABLES = ["ka", "li", "pa", "sir", "ta", "nah", "bu", "kit", "me", "ra"]
WORD = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map("".join)
NAME = st.lists(st.one_of(WORD, st.integers(1, 12).map(str)), min_size=1, max_size=4).map(" ".join)
UNIT = st.sampled_from(["", "31", "31.01", "31.01.02", "31.01.02.1001", "31.01.02.1001.003"])


@st.composite
def entries(draw: st.DrawFn, names: st.SearchStrategy[str] = NAME) -> list[Entry]:
    drawn = draw(st.lists(st.tuples(st.sampled_from(["unit", "place", "street"]), names, UNIT, NAME), max_size=12))
    return [
        Entry(kind, str(at), name, unit, unit.count(".") + 4 if kind == "unit" else 0, also)
        for at, (kind, name, unit, also) in enumerate(drawn)
    ]


@given(entries(), st.one_of(UNIT, st.text()))
def test_an_exact_name_always_finds_its_entry_among_the_first_of_that_name(stored: list[Entry], near: str) -> None:
    index = SearchIndex(stored)
    for entry in stored:
        if entry.name[:2].isdigit():
            continue  # may be a code
        found = index.search(entry.name, len(stored), near)
        above = list(takewhile(lambda each, entry=entry: each.entry != entry, found))  # type: ignore[misc]
        assert len(above) < len(found)
        assert {whole(each.entry.name) for each in above} <= {whole(entry.name)}


@given(st.text(min_size=1, max_size=60), entries(st.text(max_size=60)))
@example("rw 9", [])
@example("\u0130\u00df \u33cb", [])
@example("jalan no 5", [])
def test_any_name_whatever_finds_its_entry(name: str, others: list[Entry]) -> None:
    tokens = read(name)
    assume(0 < len(tokens) <= MOST)
    entry = Entry("place", "itself", name, "")
    found = SearchIndex([*others, entry]).search(name, len(others) + 1)
    assert entry in [each.entry for each in found]


def mistype(word: str, at: int, how: str, letter: str) -> str:
    match how:
        case "left out":
            return word[:at] + word[at + 1 :]
        case "put in":
            return word[:at] + letter + word[at:]
        case "another":
            return word[:at] + letter + word[at + 1 :]
        case _:
            return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


MISTAKE = st.sampled_from(["left out", "put in", "another", "changed places"])
LETTER = st.sampled_from(string.ascii_lowercase)
LONG_WORDS = [
    (each, word)
    for each in TERRITORY
    for word in each.name.split()
    if word.isalpha() and len(word) >= 5 and word not in ("Jalan", "Kelurahan", "nomor")
]


@given(st.sampled_from(LONG_WORDS), st.integers(0, 20), MISTAKE, LETTER)
def test_one_mistake_in_a_name_still_finds_it(named: tuple[Entry, str], at: int, how: str, letter: str) -> None:
    entry, word = named
    typed = entry.name.replace(word, mistype(word, at % len(word), how, letter))
    assert entry.key in keys(typed, limit=20)


@given(st.text(string.ascii_lowercase, min_size=10, max_size=14), st.data())
def test_two_mistakes_in_a_long_word_still_find_it(word: str, data: st.DataObject) -> None:
    first, second = word[:4], word[6:]  # apart, so that one mistake does not spoil the other
    first = mistype(first, data.draw(st.integers(0, 2)), data.draw(MISTAKE), data.draw(LETTER))
    second = mistype(second, data.draw(st.integers(0, 2)), data.draw(MISTAKE), data.draw(LETTER))
    assert SearchIndex([Entry("place", "p", word, "")]).search(first + word[4:6] + second)


def test_short_words_must_be_typed_without_mistakes() -> None:
    assert keys("slx") == []
    assert keys("slipo")[0] == "p4"
    assert "31.71.06" not in keys("mextexg"), "two mistakes in seven letters"


@given(st.text(), st.integers(-1, 30), st.text())
@example("\ud800", 5, "\ud800")
@example("9" * 5000, 5, "." * 50)
@example("rt " * 300, 5, "")
@example("\ufdfa" * 300, 5, "")
@example("31.\u0663", 5, "31")
def test_no_text_raises(text: str, limit: int, near: str) -> None:
    found = INDEX.search(text, limit, near)
    assert len(found) <= max(limit, 0)
    assert len({id(each.entry) for each in found}) == len(found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.score > 0 for each in found)


@given(
    st.lists(st.tuples(st.sampled_from(["unit", "place", "x"]), st.text(), st.text(), st.integers(-1, 12))), st.text()
)
def test_no_entry_raises(rows: list[tuple[str, str, str, int]], text: str) -> None:
    index = SearchIndex([Entry(kind, name, name, unit, level, unit) for kind, name, unit, level in rows])
    for typed in (text, *(name for _, name, _, _ in rows), *(unit for _, _, unit, _ in rows)):
        assert len(index.search(typed, near=text)) <= 20


@given(st.one_of(NAME, st.sampled_from(["rw 9", "menteng", "31.71", "jalan", "m", "003/016"])), st.integers(1, 30))
def test_fewer_results_are_the_first_of_more(text: str, limit: int) -> None:
    assert INDEX.search(text, limit) == INDEX.search(text, ALL)[:limit]


@given(st.randoms(use_true_random=False), st.sampled_from(["rw 9", "menteng", "rt 3", "masjid", "jl kali", "31.71.06"]))
def test_the_order_in_which_entries_came_changes_nothing(order: random.Random, text: str) -> None:
    shuffled = list(TERRITORY)
    order.shuffle(shuffled)
    again: list[Found] = SearchIndex(shuffled).search(text, ALL)
    assert again == INDEX.search(text, ALL)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("jaksel", "Jakarta Selatan"), ("pdk labu", "Pondok Labu"), ("tebet brt", "Tebet Barat"), ("anyer raya", "Anyer")],
)
def test_short_forms_and_words_that_streets_bear_or_not(typed: str, name: str) -> None:
    names = ("Jakarta Selatan", "Jakarta Barat", "Pondok Labu", "Labuan", "Tebet Barat", "Tebet Timur", "Anyer")
    index = SearchIndex([Entry("street", each, each, "") for each in names])
    assert index.search(typed)[0].entry.name == name
