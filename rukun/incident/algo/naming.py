"""What in somebody's words points at a person or a named group. What is done about it is said in ``suspected``.

A situation is about a place and a time. Numbers, plates and names behind a title are found as in residents' reports
(``report.algo.personal``); officers write names plainly too ("Budi Santoso membawa batu"), so two words or more with
capital letters that are no place, no office and no usual beginning of a sentence are doubted as well. What is written
with more between its parts, and groups of people, are in ``wide``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rukun.incident.algo import wide
from rukun.report.algo import personal

KINDS = ("name", "nik", "phone", "plate", "email", "social", "school", "group")
_SOCIAL = re.compile(
    r"(?<![\w@.])@[A-Za-z0-9_.]{3,30}\b"
    r"|\b(?:ig|instagram|tiktok|fb|facebook|twitter|telegram|tele)\s?[:=]\s?@?[A-Za-z0-9_.]{3,30}"
    r"|\b(?:instagram|tiktok|facebook|twitter|x|t|wa)\.(?:com|me)/[^\s,;]{1,80}",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?<!\w)(?:SMP|SMA|SMK|STM|MTs|MA)[ -]?(?:N\b|negeri\b)?[ -]?\d{1,3}(?!\w)"
    r"|(?<!\w)(?:SMP|SMA|SMK)N[ -]?\d{1,3}(?!\w)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:di|ke|dekat|depan|samping|sebelah|belakang|seberang|sekitar|gerbang|halaman|lapangan|gang|jalan|arah|"
    r"gedung|pagar|parkiran|simpang|antara)\s+(?:sekolah\s+)?\Z",
    re.IGNORECASE,
)
"""What stands before a school that is only where something is; else pupils are called after it."""
_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*")
_ENDS = re.compile(r"[.!?:;\n]\s*[\"'(\-•*]*\s*\Z|\A\s*[\"'(\-•*]*\s*\Z")
"""What stands before the first word of a sentence."""
_NO_NAME = frozenset(
    """
    rt rw kelurahan kecamatan kota kabupaten provinsi desa dusun jakarta barat timur utara selatan pusat tengah
    jalan jl jln gang gg blok kampung kp komplek kompleks perumahan rusun rusunawa apartemen jembatan kali sungai
    ciliwung pasar stasiun halte terminal masjid mesjid musala mushola gereja pura vihara wihara klenteng kelenteng
    sekolah sd smp sma smk mi mts ma tk paud universitas kampus puskesmas rs rsud rumah sakit klinik apotek taman
    lapangan gor stadion mal mall plaza toko warung gardu pos posko kantor balai tpu makam waduk situ banjir kanal
    flyover underpass tol simpang perempatan pertigaan bundaran stasiun krl mrt lrt transjakarta jakbarat jaksel jaktim
    jakut jakpus bekasi depok bogor tangerang banten jawa indonesia
    polsek polres polda polri tni koramil kodim babinsa bhabinkamtibmas bhabin kapolsek kapolres danramil lurah camat
    satpol pp satlinmas linmas damkar pemadam kebakaran bpbd pmi dishub dinas perhubungan sosial kesehatan bawaslu
    panwascam pkd kpu fkdm lmk fkpm pokdar kamtibmas citra bhayangkara karang taruna pkk siskamling satkamling ronda
    ketua sekretaris bendahara anggota koordinator komandan regu tim petugas warga tiga pilar forum ngopi
    senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober
    november desember ramadan ramadhan lebaran idul fitri adha natal nyepi waisak imlek maulid nabi isra mikraj tahun
    baru hut ri pemilu pilkada pilpres sahur buka puasa tarawih takbiran subuh zuhur asar magrib isya wib wita wit
    allah tuhan islam kristen katolik hindu buddha konghucu
    whatsapp telegram instagram facebook tiktok sms cctv
    potensi ambang gangguan nyata pg ag gn anda saya kami kita apakah kapan mana siapa mengapa bagaimana
    """.split()  # noqa: SIM905  two hundred quoted words are read by nobody
)
"""Words with a capital letter that name no person: places, offices, days, feasts."""
_OPENS = frozenset(
    """
    ada adapun akan akhirnya akibat api arah asap air awalnya banjir banyak baru beberapa belum bila bunyi dari dekat
    depan di dua empat hujan ini itu jalan jam juga kabar karena kata ke kebakaran kejadian kelompok kemarin kemudian
    kerumunan konvoi kini kondisi korban laporan lalu lima listrik lokasi malam massa masih mediasi menurut motor
    orang pada pagi para pelajar pemuda pengendara penyebab perkelahian pertemuan petugas pihak pukul remaja ribut
    saat salah satu sebagian sebanyak sedang sejak sekelompok sekitar selesai semalam semua seorang sepanjang setelah
    siang situasi sisi sore sudah suara tadi tawuran tepat terdengar terjadi terlihat tiga tidak untuk usai
    """.split()  # noqa: SIM905  likewise
)
"""With what a sentence of a report begins: followed by one capital word, it is no name."""
_LEADS_PLACE = frozenset(
    """
    jalan jl jln gang gg kampung kp masjid mesjid musala mushola gereja pura vihara wihara klenteng kelenteng sekolah
    sd smp sma smk mi mts ma tk paud universitas pasar stasiun halte terminal taman lapangan gor stadion mal mall
    plaza toko warung jembatan kali sungai makam tpu puskesmas rs rsud klinik apotek komplek kompleks perumahan rusun
    rusunawa apartemen blok kelurahan kecamatan kota kabupaten desa dusun waduk situ simpang perempatan pertigaan
    bundaran pos posko balai kantor gardu
    """.split()  # noqa: SIM905  likewise
)
"""What stands before the name of a place: the capital words after it are its name, though people bear it too."""


@dataclass(frozen=True)
class Suspect:
    """``text`` is what stands from ``start`` to ``end``. ``kind`` is one of ``KINDS``."""

    kind: str
    start: int
    end: int
    text: str


def suspects(text: str, known: Collection[str] = ()) -> list[Suspect]:
    """What seems to point at somebody, in the order of the text; nothing overlaps.

    ``known`` are names of places around there, which are no people whatever they are called after.

    >>> [(each.kind, each.text) for each in suspects("Dikejar Budi Santoso, B 1234 XYZ, ke Pasar Palmerah.")]
    [('name', 'Budi Santoso'), ('plate', 'B 1234 XYZ')]
    """
    places = _spans_of(text, known)
    found = [Suspect(each.kind, each.start, each.end, each.words) for each in personal.find_in_place(text)]
    found = [each for each in found if not _is_none(each, text, places)]
    for kind, start, end in wide.numbers(text):
        _join(found, Suspect(kind, start, end, text[start:end]))
    _add_wide(found, text, places)
    for match in _SOCIAL.finditer(text):
        _add(found, Suspect("social", match.start(), match.end(), match[0]))
    for match in _SCHOOL.finditer(text):
        if not _within(*match.span(), places) and not _BESIDE.search(text[: match.start()]):
            _add(found, Suspect("school", match.start(), match.end(), match[0]))
    for start, end in _capital_runs(text):
        if not _within(start, end, places):
            _add(found, Suspect("name", start, end, text[start:end]))
    return sorted(found, key=lambda each: each.start)


def _add_wide(found: list[Suspect], text: str, places: list[tuple[int, int]]) -> None:
    """Groups of people, and names behind short titles. A school that is only where something is, is none."""
    for start, end in wide.groups(text, _NO_NAME):
        if not _within(start, end, places) and not (text[start].isupper() and _BESIDE.search(text[:start])):
            _add(found, Suspect("group", start, end, text[start:end]))
    for start, end in wide.titled(text, _LEADS_PLACE):
        if not _within(start, end, places):
            _add(found, Suspect("name", start, end, text[start:end]))


def _is_none(found: Suspect, text: str, places: list[tuple[int, int]]) -> bool:
    """Whether what stands behind a title is a place or an office ("atas nama ronda"), or a number an amount."""
    if found.kind == "phone":
        return wide.is_amount(text, found.start, found.end)
    if found.kind != "name":
        return False
    return found.text.casefold() in _NO_NAME or _within(found.start, found.end, places)


def _capital_runs(text: str) -> list[tuple[int, int]]:
    """Where two or more words in a row, with a capital letter each, may be somebody's name."""
    words = list(_WORD.finditer(text))
    found: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    place = False
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        joined = before is not None and text[before.end() : word.start()] in (" ", " bin ", " binti ")
        if not joined:
            _close(run, found)
            run, place = [], False
        if word[0].casefold() in _LEADS_PLACE:
            _close(run, found)
            run, place = [], True
        elif _is_capital(word[0]) and word[0].casefold() not in _NO_NAME:
            opens = word[0].casefold() in _OPENS and _ENDS.search(text[: word.start()]) is not None
            if not place and not opens:
                run.append(word)
        else:
            _close(run, found)
            run = []
            place = place and _is_capital(word[0])  # "Pasar Kota Bambu": still the name of the market
    _close(run, found)
    return found


def _close(run: list[re.Match[str]], found: list[tuple[int, int]]) -> None:
    if len(run) > 1:
        found.append((run[0].start(), run[-1].end()))


def _is_capital(word: str) -> bool:
    """Not an initial alone, nor what is shouted or an abbreviation: "POLSEK"."""
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _spans_of(text: str, known: Collection[str]) -> list[tuple[int, int]]:
    names = sorted({each.strip() for each in known if len(each.strip()) > 2}, key=len, reverse=True)
    if not names:
        return []
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(each) for each in names) + r")(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _within(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(here <= start and end <= there for here, there in places)


def _add(found: list[Suspect], new: Suspect) -> None:
    if all(new.end <= each.start or new.start >= each.end for each in found):
        found.append(new)


def _join(found: list[Suspect], new: Suspect) -> None:
    """A number takes the place of the pieces of it that were found before."""
    if any(each.start <= new.start and new.end <= each.end for each in found):
        return
    found[:] = [each for each in found if new.end <= each.start or new.start >= each.end]
    found.append(new)
