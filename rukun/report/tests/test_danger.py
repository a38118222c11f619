"""Words that mean: telephone first; and everyday words that look like them."""

import json
import shutil
import subprocess

import pytest

from rukun.report.algo.danger import (
    FOLDS,
    PATTERNS,
    speaks_of_brawl,
    speaks_of_danger,
    speaks_of_danger_in_english,
)
from rukun.report.algo.understanding import about

pytestmark = pytest.mark.pure
GATHERING = [
    "lapor ada 2 kelompok bawa batu di jembatan kali contoh skrg",
    "2 kelompok bawa batu",
    "dua kelompok remaja sudah berhadapan di ujung jembatan",
    "ada yang bawa bambu di depan pasar",
    "Anak-anak pada bawa batu sama bambu",
    "gerombolan motor lewat, semua bawa balok kayu",
    "banyak orang bw batu",
    "anak2 bawa bambu di gang",
    "orang kampung sebelah bawa bambu buat jaga-jaga",
    "sekelompok bawa batu buat nimpuk motor",
    "pemuda kampung sebelah pegang stik golf",
    "mereka bawa kayu buat nyerang kampung kita",
    "antar kampung saling ejek dari tadi",
    "ada 2 kelompok di jembatan",
    "2 kubu udah di ujung gang",
    "dua kelompok pelajar kumpul dekat stasiun",
    "anak sekolah mau tawuran",
    "mau tawur di gang",
    "pada mau nyerang ke sini",
    "warga dua RT berantem",
    "perang sarung di lapangan",
]
WEAPONS = ["ada orang bawa sajam", "kelompok bersenjata di jembatan", "anak bawa celurit", "KEBAKARAN di gang"]
LIFE = [
    "saya mau dibunuh",
    "tolong saya disekap",
    "ada yang mau bunuh diri",
    "orang tenggelam di kali",
    "anak hampir hanyut",
    "anak kesetrum",
    "kena serangan jantung",
]
ATTACKED = [
    "ada begal",
    "sering ada begal, sekarang begalnya bawa motor",
    "rampok masuk rumah saya",
    "ada orang masuk rumah saya",
    "dobrak pintu rumah saya",
    "ada maling ketangkep warga digebukin massa",
    "dihajar massa",
    "dibakar massa",
    "mau bakar rumah",
    "api gede di gang",
    "dipukulin",
    "diserang",
    "ada yang nembak",
    "diikutin orang",
    "ada penculikan",
    "mau lompat dari jembatan",
    "ada yang pingsan",
    "berdarah",
    "nenek kejebak",
    "anak2 keracunan",
    "ada mayat di kali",
]
TYPED = ["kebakarannn", "CELURITTT", "golokk", "clurit2", "bacok2an", "lempar2an batu", "TAWURAAAN"]
"""In haste and in fear."""
EVERYDAY = [
    "rawan begal, mohon lampu jalan",
    "takut ada begal karena gelap",
    "kejebak macet di pasar",
    "sampah dibakar warga, asapnya ke mana-mana",
    "tukang bakar ikan berasap",
    "orang masuk rumah sakit",
    "diserang nyamuk tiap sore",
    "tetangga dipukuli suaminya",
    "got ketimbun tanah",
    "dikejar anjing",
    "bedug dipukul malam2",
    "sampah hanyut di kali",
    "matahari tenggelam, lampu belum nyala",
    "truk bawa batu parkir sembarangan",
    "jalan kampung rusak karena truk bawa batu",
    "tukang bawa bambu buat pagar",
    "warga bawa bambu untuk tenda hajatan",
    "orang bawa kayu bakar ditaruh di trotoar",
    "orang bawa batu bata menutup jalan",
    "anak bawa bola ke lapangan",
    "orang bawa besi tua pakai gerobak",
    "2 kelompok main bola sampai malam, berisik",
    "dua kelompok ibu-ibu senam pagi",
    "kelompok tani minta bantuan bibit",
    "batu besar di tengah jalan",
    "pohon bambu miring di kali",
    "usul 2 kelompok ronda tiap malam",
    "lampu jalan mati di dekat jembatan",
    "orang jatuh karena batu lepas",
    "ada yg bawa batu nisan ke makam",
    "rombongan pengajian lewat bawa spanduk",
    "anak-anak bawa petasan",
    "warga bawa kayu untuk kerja bakti",
    "nenek pegang tongkat tersesat",
]


@pytest.mark.parametrize("words", [*GATHERING, *WEAPONS, *LIFE, *ATTACKED, *TYPED])
def test_people_who_gather_for_a_fight_weapons_and_a_life_at_stake_are_danger(words: str) -> None:
    assert speaks_of_danger(words)
    assert speaks_of_danger(words.upper())


@pytest.mark.parametrize("words", GATHERING)
def test_who_tells_of_a_gathering_is_understood_to_tell_of_a_brawl(words: str) -> None:
    assert speaks_of_brawl(words)
    assert about(words) == "tawuran"


@pytest.mark.parametrize("words", EVERYDAY)
def test_everyday_words_are_no_danger(words: str) -> None:
    assert not speaks_of_danger(words)
    assert about(words) != "tawuran"


def test_a_quarrel_at_home_is_danger_but_nobody_guesses_that_it_is_a_brawl() -> None:
    assert speaks_of_danger("tetangga berantem sama istrinya")
    assert about("tetangga berantem sama istrinya") == ""


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("somebody is beating his wife", True),
        ("I am trapped", True),
        ("my heart is beating fast", False),
        ("the beating of drums", False),
    ],
)
def test_danger_is_understood_in_english_too(words: str, *, is_so: bool) -> None:
    assert speaks_of_danger_in_english(words) is is_so


@pytest.mark.parametrize(
    ("words", "category"),
    [("ada orang bawa golok", "kriminal"), ("bawa PARANGGG", "kriminal"), ("kebakarannn", "bencana")],
)
def test_what_danger_is_about_is_understood_too(words: str, category: str) -> None:
    assert about(words) == category


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_a_browser_reads_the_patterns_the_same() -> None:
    words = [*GATHERING, *WEAPONS, *LIFE, *ATTACKED, *TYPED, *EVERYDAY]
    script = (
        "const [patterns, folds, words] = JSON.parse(require('fs').readFileSync(0));"
        "const read = (text) => folds.reduce((so, [from, to]) => so.replace(new RegExp(from, 'gi'), to), text);"
        "const risky = (text) => patterns.some((each) => new RegExp(each, 'i').test(read(text)));"
        "console.log(JSON.stringify(words.map(risky)))"
    )
    given = json.dumps([PATTERNS, FOLDS, words])
    ran = subprocess.run(["node", "-e", script], input=given, capture_output=True, check=True, text=True)
    assert json.loads(ran.stdout) == [speaks_of_danger(each) for each in words]
