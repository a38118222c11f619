"""Violence at home in everyday words, and told word by word or in the midst of something else."""

import pytest

from rukun.report.algo import apart, understanding
from rukun.report.algo.talking import back, turn
from rukun.report.algo.told import State
from rukun.report.talk import RULES
from rukun.report.tests.talks import codes, heard, said, words

pytestmark = pytest.mark.pure
VIOLENCE = """
    papa mukul mama|aku dipukul papa|suami nonjok muka saya|suami gampar saya|suami nyekik saya|saya di pukul suami
    sy dpukul suami|sy d pukul suami|laki gue mukulin gue|bokap mukulin nyokap|ortu mukulin anak|mertua saya mukul saya
    kakak saya mukul saya|abang saya mukulin saya|majikan saya mukul saya|tetangga saya suka mukulin anaknya
    cewek dipukulin cowoknya|dia mukul saya lagi|sudah sering dipukul|saya korban kekerasan|adik dihamili bapak tiri
    payudara saya dipegang|saya dipaksa berhubungan|anak dibanting bapaknya|saya dikunci suami|my dad hits me
    my boyfriend punched me|my boyfriend slapped me|my husband choked me|my husband is threatening me
    my partner is abusing me|my stepdad touched me|domestic abuse|my husband has a knife|my husband wants to kill me
    suami saya ngamuk bawa golok|istri dibacok suami|suami mau bunuh saya|saya disekap suami|pacar saya bawa pisau
    suami ribut sama istri bawa pisau|mantan pacar ngancem nyebar foto saya|anak tetangga dikurung di kamar mandi
    bojoku ngantemi aku|suami saya mau bakar rumah|pembantu disiksa majikan|Suami saya MUKULIN saya|perempuan dipukuli
    saya takut sama suami saya
"""
ORDINARY = """
    tetangga berantem|anak-anak berkelahi di lapangan|memukul bola|anak saya memukul bola kena kaca|mukul kentongan
    bapak saya mukul paku|suami saya jatuh dari motor|suami saya ditusuk orang|pacar saya dirampok di jalan
    suami saya lihat orang bawa pisau|preman mukul saya|ada orang mukul saya|maling mukul suami saya
    suami saya serangan jantung|tolong suami saya terjebak kebakaran|suami saya pulang pukul 10 malam|saya ditusuk orang
    ada anak muda bawa celurit|motor anak saya dicuri|my son got hit by a car|my husband got hit by a motorcycle
    someone got stabbed|my dad saw a thief|ibu terseret arus|anak terseret banjir|sate tusuk di trotoar|mantan lurah
    saya takut ibu saya jatuh|takut suami saya kenapa kenapa|bapak bapak nongkrong bawa golok|anak saya ditusuk orang
"""


def _each(listed: str) -> list[str]:
    return [each.strip() for line in listed.strip().splitlines() for each in line.split("|")]


@pytest.mark.parametrize("text", _each(VIOLENCE))
def test_everyday_words_of_violence_are_known_and_filed_as_such(text: str) -> None:
    assert apart.speaks_of_violence(text, RULES)
    assert understanding.about(text) == "kekerasan"
    assert codes(said(text))[-1] == "ask_caution"


@pytest.mark.parametrize("text", _each(ORDINARY))
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert not apart.speaks_of_violence(text, RULES)


def test_a_weapon_at_home_calls_for_the_police_first_and_then_the_caution() -> None:
    assert codes(said("suami saya ngamuk bawa golok di rw 9")) == ["danger", "hello", "ask_caution"]


@pytest.mark.parametrize(
    "parts", [("suami saya", "mukul saya lagi"), ("suami saya", "ngamuk bawa golok"), ("bapak saya", "mukulin mama")]
)
@pytest.mark.parametrize("draft", [(), ("lampu mati di rw 9 kemarin",), ("lampu mati",)])
def test_violence_told_word_by_word_is_known_and_an_ordinary_report_waits(
    draft: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    found = said(*draft, *parts, other=("id-2", "2" * 20))
    assert codes(found)[-1] == "ask_caution"
    assert not any(each in words(found) for each in ("mukul", "golok"))
    state = found.state
    assert state is not None
    assert (state.category, state.words) == ("kekerasan", "\n".join(parts))
    assert (state.id, state.unit) == (("id-2", "") if draft else ("id-1", ""))
    waits = State.read(state.behind or {})
    assert (waits.words if waits else "") == "".join(draft)


def test_violence_over_a_report_takes_neither_its_rw_nor_its_photo_and_that_one_comes_back() -> None:
    lamp = turn(said("lampu mati di rw 9 kemarin").state, heard(kind="photo", file="kept"), RULES).state
    found = turn(lamp, heard("suami saya mukulin saya", other=("id-2", "2" * 20)), RULES)
    assert found.state is not None
    assert (found.state.photos, found.state.unit, found.state.id) == (0, "", "id-2")
    ended = back(found.state, turn(found.state, heard("batal"), RULES), RULES)
    assert ended.state is not None
    assert (ended.state.photos, ended.state.id, codes(ended)[-1]) == (1, "id-1", "ask_check")
