"""Answers within a talk that are more, or less, than the word that was asked for. Small lists, nothing learnt.

What no list knows is somebody's own words, and is kept: a word that is missing here lengthens a story, and loses none.
"""

import re
from collections.abc import Iterable

from rukun.report.algo import understanding
from rukun.report.algo.places_in_words import ENGLISH, ONES
from rukun.report.algo.understanding import plain

_FILLERS = frozenset(
    """
    about admin aja at bang bapak bu dan deh di dong for i ibu in ini is it itu iya ini kak kayaknya ke kok lah mas
    mbak min mungkin nih of ok oke on pada pak pas saja sekitar sih the to tu ya yaitu yang yes yg
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
_NUMBERS = frozenset({*ONES, "belas", "puluh", "sepuluh", "sebelas", "one", "two", "three"})
_PLACE = _NUMBERS | frozenset(
    """
    alamat alamatnya daerah dekat dkt er erte erwe lokasi lokasinya near no nomor rt rw te tempat tempatnya we
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_TIME = _NUMBERS | frozenset(
    """
    afternoon ago agustus ahad am an april baru barusan bulan dari day days desember dini evening februari hampir
    hari harian hour hours jam januari juli jumat juni kamis kemaren kemarin kira kmrn kurang lalu last lebih lusa
    malam malem maret mei menit minggu mingguan minute minutes mlm morning night november now oktober pagi pm pukul
    rabu saat sabtu sdh sebulan sehari sejak sejam sekarang selasa semalam semalem seminggu senin september setahun
    setengah siang since skrg sore subuh sudah tadi tahun tanggal td tgl this today tonight udah udh waktu waktunya
    week weeks wib yesterday
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
_STILL_WORDS = frozenset(
    """
    belum blm bubar buruan cepat cepetan going lagi lg masi masih msh ramai rame sedang selesai still terjadi tidak
    tolong
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_WHOM = frozenset(
    """
    kantor ketua oknum pegawai pengurus petugas
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_NOTHING_WRONG = frozenset(
    """
    ada diubah ga gak ngga nggak nothing salah sudah tdk tidak yang yg
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_CHANGING = frozenset(
    """
    ada ganti keliru kurang mau salah tapi tepat ubah wrong
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_KNOWN = {
    "where": _PLACE, "when": _TIME, "now": _TIME | _STILL_WORDS, "subject": _WHOM, "change": _CHANGING | _NOTHING_WRONG,
}  # fmt: skip
_NAMES = {"subject": understanding.subject, "change": understanding.part}
"""What names a thing that is asked for, by its step."""

_MEANT = re.compile(
    r"\b(?:bukan|bkn|salah|not|wrong)\b(?:.{0,80}?\b(?:tapi|tp|tetapi|melainkan|harusnya|seharusnya|but)\b|"
    r"[^,;.]{3,60}[,;])(?P<meant>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CORRECTS = re.compile(
    r"\W*(?:(?:eh|maaf|oh|ya|iya|sorry)\W+)*(?:(?:bukan|bkn|tapi|ganti|ubah|rubah|koreksi|ralat|not|wrong|change)\b|"
    r"(?:tidak|tdk|gak|ga|nggak|ngga|no)\s*[,.])|.*\b(?:salah(?! satu)|keliru|harusnya|seharusnya)\b",
    re.IGNORECASE | re.DOTALL,
)
CORRECTING = (
    "bkn bukan but change eh ga gak ganti harusnya keliru koreksi maaf ngga nggak no not oh ralat rubah salah "
    "seharusnya sorry tapi tdk tidak ubah wrong"
)
"""Words that only say that something was wrong."""
_CHANGES = re.compile(r"(?:mau |ingin )?(?:ubah|rubah|ganti|edit|koreksi|ralat|change)\b")
_REFUSES = re.compile(
    r"(?:jangan|jgn|nanti|bentar|sebentar|tunda|tunggu|hapus|do not|don't|"
    r"(?:tidak|tdk|gak|ga|gk|nggak|ngga|enggak) (?:usah|jadi|perlu))"
    r"(?: (?:aja|bu|deh|dikirim|dilaporkan|dong|dulu|it|kirim|kirimkan|lapor|laporan|laporannya|pak|saja|semua|send|"
    r"semuanya|ya))*"
)
_AGREEING = frozenset(
    """
    aja banget bu deh dong itu kak kasih langsung makasih min pak saja sekali sekarang semua semuanya skrg terima
    """.split()  # noqa: SIM905  words without quotes are easier to read
)
_DONE = re.compile(
    r"(?:(?:lampu|pju|jalan|selokan|got|sampah|pagar|kabel|tiang)(?:nya)? (?=sudah|sdh|udah|udh|dah|uda))?"
    r"(?:(?:alhamdulillah|syukur|ya|iya|iyah|yes|betul|benar) )*(?:(?:sudah|sdh|udah|udh|dah|uda)(?: (?:beres|selesai|"
    r"kelar|nyala|menyala|terang|bersih|bagus|diperbaiki|fixed|semua|semuanya))*|beres|selesai|kelar|y|ya|iya|yes|betul|"
    r"benar|fixed)"
    r"(?: (?:alhamdulillah|bang|banyak|bu|dong|kak|kasih|makasih|mas|mbak|min|pak|terima|terimakasih|thanks|ya))*"
)


def says_more(text: str, step: str, known: Iterable[str] = ()) -> bool:
    """Whether an answer to "where", "when", "now" or "subject" holds more than that; ``known`` are names of places.

    >>> says_more("di rw 9", "where"), says_more("rw 9, kebakaran juga", "where"), says_more("tadi malam jam 2", "when")
    (False, True, False)
    """
    usual = _KNOWN.get(step, frozenset()) | _FILLERS | {_name(each) for name in known for each in plain(name).split()}
    words = [each for each in plain(text).split() if not each.isdigit() and _name(each) not in usual]
    named = _NAMES.get(step, lambda _word: "")
    return any(not named(each) for each in words)


def _name(word: str) -> str:
    short = {"gg": "gang", "jl": "jalan", "jln": "jalan", "mesjid": "masjid", **ENGLISH}
    return short.get(word, word)


def is_number(text: str) -> bool:
    """Whether it is a bare number, of an answer that was offered or not."""
    return bool(understanding.number(text) or re.fullmatch(r"\W*[0-9]{1,3}\W*", text))


def meant(text: str) -> str:
    """Of "bukan A tapi B" only B; any other text as it is.

    >>> meant("bukan rw 16 tapi rw 3"), meant("bukan, di rw 3")
    (' rw 3', 'bukan, di rw 3')
    """
    found = _MEANT.search(text)
    return found["meant"] if found and understanding.says_something(found["meant"]) else text


def corrects(text: str) -> bool:
    """Whether it says that something was wrong: "bukan, di rw 3", "harusnya rw 3"."""
    return bool(_CORRECTS.match(text))


def wants_change(text: str) -> bool:
    """Whether it begins with "ubah" or "ganti", or says only that something is wrong: "tempatnya salah"."""
    return bool(_CHANGES.match(plain(text))) or not says_more(text, "change")


def refuses(text: str) -> bool:
    """Whether it says that the report is not to be sent, or not yet: "jangan dikirim", "gak usah"."""
    return bool(_REFUSES.fullmatch(plain(text)))


def nothing_wrong(text: str) -> bool:
    """Whether it says that nothing is to be changed: "tidak ada yang salah"."""
    words = plain(text).split()
    return "ada" in words[:2] and _NOTHING_WRONG.issuperset(words)


def agrees(text: str) -> bool:
    """Whether it is a yes with no more than emphasis: "betul sekali", "kirim sekarang"."""
    words = [each for each in plain(text).split() if each not in _AGREEING]
    return bool(words) and all(understanding.answer(each) == "yes" for each in words)


def tells(text: str) -> bool:
    """Whether it is more than a short answer, so that twice the same is surely one message."""
    return len(plain(text).split()) > 1 and not understanding.answer(text) and not is_number(text)


def is_afraid(text: str) -> bool:
    """Whether it says little more than "takut"."""
    words = plain(text).split()
    return len(words) <= 3 and bool({"takut", "scared", "afraid"}.intersection(words))


def is_done(text: str) -> bool:
    """Whether "is it done?" is answered with yes and nothing more; "ok" and "sip" only say that it was read.

    >>> is_done("iya sudah beres terima kasih"), is_done("ok"), is_done("sudah terang di depan rumah")
    (True, False, False)
    """
    return bool(_DONE.fullmatch(plain(text)))
