"""What somebody means by a short message: fixed answers, numbers, times and what it is about. Lists, nothing learnt.

Indonesian as it is typed on phones, and English. What is not in a list is not guessed at: it is somebody's own words.
"""

import re
import unicodedata
from collections.abc import Sequence

from rukun.report.algo.category_words import ABOUT
from rukun.report.algo.danger import folded, speaks_of_brawl
from rukun.report.algo.violence import is_near

_ANSWERS = {
    "yes": """
        ya iya iyaa iyah yaa ia iy y yo hooh heeh he|eh nggih yoi yup yups yap yep yes yess yeah ye benar bener betul
        btul btl bnr sip siip siap ok oke okay okey okeh okee oc k baik boleh setuju lanjut lanjutkan kirim send
        correct right sure jadi ya|benar iya|benar ya|betul iya|betul ya|kirim ya|sudah|benar
        sudah|benar udah|bener benar|kirim that's|right 👍 👌 ✅ ✔ 🙆 💯
    """,
    "no": """
        tidak tdk gak ga gk g nggak ngga enggak engga ndak nda kagak kaga tak no nope n bukan bkn salah
        slh jangan jgn wrong not|right tidak|benar gak|bener ga|bener tidak|betul belum|benar no|thanks
        👎 ❌ ✖ 🙅
    """,
    "done": """
        sudah sdh udah udh dah uda sudah|beres udah|beres udh|beres sdh|beres beres brs selesai sls
        kelar klar done fixed finished solved sudah|selesai udah|selesai udah|kelar sudah|baik
        sudah|diperbaiki
    """,
    "undone": """
        belum blm blom belom lom belum|beres blm|beres blom|beres belum|selesai blm|selesai blm|kelar
        belum|kelar not|yet not|done not|fixed still|broken tidak|beres gak|beres ga|beres nggak|beres
        masih|sama masih|rusak
    """,
    "cancel": """
        batal btl|aja batalkan batalin batal|aja batal|dong gak|jadi ga|jadi nggak|jadi tidak|jadi
        tdk|jadi gajadi gkjadi ga|jadi|lapor gak|jadi|lapor gk|jadi|lapor nggak|jadi|lapor ngga|jadi|lapor
        tidak|jadi|lapor tdk|jadi|lapor forget|it
        don't|send dont|send don't|send|it dont|send|it do|not|send cancel abort quit keluar berhenti|lapor never|mind
    """,
    "report": """
        lapor lapr lpor lapork lapor|dong lapor|pak lapor|bu mau|lapor mw|lapor saya|mau|lapor
        ingin|lapor melapor laporan laporkan aduan ngadu mengadu report|something i|want|to|report
        report mulai|lapor new|report laporan|baru lapor|baru
    """,
    "begin": "mulai start ayo|mulai mulai|lagi start|over restart",
    "greeting": """
        halo hallo hai hi hello hey p pagi siang sore malam permisi misi assalamualaikum asslm ass
        selamat|pagi selamat|siang selamat|sore selamat|malam salam min admin pak bu halo|pak halo|bu
        halo|min good|morning good|evening tes test
    """,
    "help": """
        bantuan bantu menu caranya gimana bagaimana cara info petunjuk ? panduan how
        gimana|caranya bagaimana|caranya cara|lapor help|me|use
    """,
    "cry": """
        tolong tolongg toloong tolong|tolong help help|me sos darurat emergency urgent gawat bahaya 🆘 🔥
        🚨
    """,
    "thanks": """
        terima|kasih makasih mksh makasi trims thanks thank|you thx tq tks terimakasih suwun nuhun
        terima|kasih|banyak makasih|banyak makasih|ya makasih|pak makasih|bu 🙏
    """,
    "status": """
        status kabar kabarnya gimana|laporan|saya bagaimana|laporan|saya cek cek|laporan cek|status
        perkembangan update how|is|my|report my|report laporan|saya
    """,
    "unknown": """
        tidak|tahu tdk|tahu gak|tahu ga|tahu gk|tau gak|tau ga|tau tidak|tau nggak|tahu nggak|tau
        ngga|tau enggak|tau kurang|tahu kurang|tau lupa entah entahlah gatau gatahu gtw i|don't|know
        don't|know dont|know dunno unknown tdk|tau ngga|tahu lewati skip belum|tahu
        belum|tau blm|tahu blm|tau
    """,
    "english": "english inggris bahasa|inggris eng in|english",
    "bahasa": "bahasa indonesia bahasa|indonesia indo",
}
"""Each answer by what people send for it. A ``|`` stands for a space."""
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("yes", "thanks"),
    ("done", "yes", "thanks"),
    ("no", "thanks"),
    ("undone", "no"),
    ("report", "greeting"),
)
"""Answers of several words, each of which is one: "iya bener" means yes, "sudah beres makasih" that it is done."""
_FILLERS = "ya|yah|dong|deh|sih|pak|bu|min|kok|aja|nih|lah"
_CRY = re.compile(
    r"(?:(?:pak|bu|min|bang|mas|mbak|kak|please|plis|ya|halo|allah|tuhan|gusti|astaga|aduh) )*"
    r"(?:tolong\w*|help|selamatkan|sos)"
    r"(?: (?:tolong\w*|bantu|bantuin|bantuan|selamatkan|saya|aku|gue|kami|kita|pak|bu|min|bang|mas|mbak|kak|dong|ya|"
    r"dulu|cepat|cepet|cepetan|buruan|segera|sekarang|skrg|kesini|ke|sini|please|plis|me|us|help|quick|quickly|now))*"
)
"""A whole message that only calls for help, in however many words."""
_COMMAND = re.compile(r"^\s*/(\w+)(?:@\w+)?")
_MEANS = {words.replace("|", " "): answer for answer, listed in _ANSWERS.items() for words in listed.split()}

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "satu siji pertama one first", "dua kedua two second", "tiga ketiga three third", "empat keempat four",
            "lima kelima five", "enam keenam six", "tujuh ketujuh seven", "delapan kedelapan eight",
            "sembilan kesembilan nine", "sepuluh kesepuluh ten", "sebelas kesebelas eleven",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBER = re.compile(
    r"(?:nomor |nomer |no |pilihan |pilih |yang |yg |number |option )?([0-9]{1,2})(?: (?:saja|aja|ya|dong|pak|bu|min))?"
)

_ABOUT_RE = tuple((code, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for code, words in ABOUT)

_AT_HOME = re.compile(r"\b(?:suami|istri|isteri|pacar|mertua)\w*\b", re.IGNORECASE)
"""Whose quarrel is no brawl, and perhaps nothing for everybody's eyes: they are asked what it is."""

_ENGLISH = frozenset(
    """
    the is are was were there my please someone people near at on with and have has want report hello help fire
    of fight english now street bridge what how they them he she someone's not
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
_TITLE = (
    r"(?:(?i:(?:pak|bu|bapak|ibu) (?:rt|rw|lurah)\b(?=\s*(?:[^\s\w]|$))|"
    r"(?:pak|bu|bapak|ibu|min|admin|dong|bang|kak|mas|mbak|semua)\b(?!\s+(?-i:[A-Z]))(?!\s+(?:rt|rw|lurah)\b(?!\s*[0-9])))[\s,.!:-]*)"
)
_PEACE = (
    r"ass?ala+m\w*(?:[ ']?u?[ ']?alaik\w+)?|assl?a?m\w*|aslm\w*|askum|asskum|salam|"
    r"wr\.?[ ,]*wb|w\. ?w|warr?a?h?mat\w*(?: ?wa)?(?: ?bar?[ao]k[ao]tuh\w*)?"
)
_DAYTIME = r"pagi|siang|sore|malam|malem|mlm"
_GREETING = re.compile(
    rf"^{_TITLE}?(?:(?i:halo|hallo|hai|hi|hello|permisi|misi|{_PEACE}|(?:selamat|slmt|met|good) (?:{_DAYTIME}|morning|"
    rf"afternoon|evening)|(?:{_DAYTIME})(?=\s*[,.!]|\s+(?:pak|bu|min|kak|admin|semua)\b)|tes|test|"
    r"(?:saya |aku )?(?:mau |ingin |izin |ijin |mohon |hendak )*(?:melapor|laporkan|laporan|lapor)(?! saya)|"
    rf"(?:i want to )?report)\b[\s,.!:-]*{_TITLE}*)+"
)
"""What messages begin with; "lapor pak" is part of it, the "Pak" of "lapor Pak Budi" is not."""


def plain(text: str) -> str:
    """Small letters, one space between words, without the marks around them; letters said long are said once or twice.

    >>> plain("  Yaaaa,   BENAR!!")
    'yaa benar'
    """
    folded = unicodedata.normalize("NFKC", text[:5000]).casefold().replace("’", "'").replace("\ufe0f", "")
    folded = re.sub("[\U0001f3fb-\U0001f3ff]", "", folded)  # the skin of a thumb
    folded = re.sub(r"[^\w\s'/?]|_", lambda mark: mark[0] if _is_sign(mark[0]) else " ", folded)
    folded = re.sub(r"([a-z])\1{2,}", r"\1\1", folded)
    return " ".join(folded.split())


_ASKED = (
    (
        "help",
        re.compile(
            r"(?:(?:boleh|bisa|mau|mo|ingin|izin|maaf|saya|numpang|ikut) )*(?:tanya|nanya|bertanya)"
            r"(?: (?:dong|ya|pak|bu|min|kak|nih|sebentar|dulu|sesuatu|boleh|bisa))*|"
            r"(?:ini (?:siapa|nomor|nomer|wa|layanan)|dengan siapa|siapa|(?:nomor|nomer|layanan) apa)"
            r"(?: (?:apa|ini|itu|ya|sih|nih|pak|bu|min))*|who (?:is this|are you)|what (?:is this|number is this)"
        ),
    ),
    (
        "report",
        re.compile(
            r"(?:(?:apa|apakah|bisa|boleh|dapat|mau|saya|kalau|kalo) )*(?:lapor|melapor|ngadu)"
            r"(?: (?:di ?sini|ke ?sini|lewat sini|ya|pak|bu|min|bisa|ga|gak|tidak|kan))+|can i report (?:it )?here"
        ),
    ),
)
"""Whole messages that ask what this is, or whether one may report here."""
_HAPPENED = r"(?:gimana|bagaimana|gmn|kok|kapan|sampai mana|belum|blm|blom|sudah|udah)"
_OWN = re.compile(
    r"\blaporan(?:nya|ku|(?: (?:saya|aku|gue|kami|kmrn|kemarin|kemaren|tadi))+)(?: (?:yang|yg|itu|ini|kemarin|kemaren|"
    rf"kmrn|tadi|minggu|bulan|lalu|pak|bu|min))*(?: (?:tentang|soal|ttg)(?: \w+){{1,4}}?)? {_HAPPENED}\b|"
    rf"\b{_HAPPENED}(?: \w+)? laporan(?:nya|ku| (?:saya|aku|kami))|\bmy report\b"
)
_NEWS = re.compile(
    r"\b(?:belum|blm|blom|sudah|udah|nunggu) (?:(?:ada|dapat|dpt) )?(?:kabar\w*|tanggapan\w*|balasan\w*|"
    r"perkembangan\w*)|^(?:apa |apakah )?(?:sudah|udah|udh|sdh) (?:di\w+|beres|selesai) (?:apa )?(?:belum|blm|blom)$|"
    r"^any news\b"
)


def answer(text: str) -> str:
    """Which of the fixed answers a message is: "yes", "no", "done", "undone", "cancel", …; ``""`` if none of them.

    A command as Telegram has them ("/lapor") is the word behind its stroke.

    >>> answer("Yoi"), answer("blm beres"), answer("👍👍"), answer("di jembatan")
    ('yes', 'undone', 'yes', '')
    """
    said = plain(_without_stroke(text))
    if not said:
        return ""
    signs = said.replace(" ", "")
    if all(_is_sign(each) for each in signs):
        shown = {_MEANS[each] for each in signs if each in _MEANS}
        return shown.pop() if len(shown) == 1 else ""
    words = "".join(each for each in said if not _is_sign(each) or each == "?")
    words = " ".join(words.split())
    words = re.sub(r"^[0-9]{1,2} (?=(?:batal|batalkan|cancel)$)", "", words)
    forms = (words, re.sub(r"([a-z])\1+", r"\1", words), re.sub(rf" (?:{_FILLERS})$", "", words))
    if known := next((_MEANS[form] for form in forms if form in _MEANS), ""):
        return known
    if _CRY.fullmatch(words):
        return "cry"
    meant = {_MEANS.get(each, "") for each in words.split() if each == "ya" or each not in _FILLERS.split("|")}
    if len(meant) == 1 and "" not in meant:
        return meant.pop()
    together = next((both[0] for both in _TOGETHER if both[0] in meant and meant <= set(both)), "")
    return together or _opening(text, words)


def _opening(text: str, words: str) -> str:
    """What a whole message means that only greets, asks who this is, or asks to report."""
    story = without_greeting(text)
    if not story:
        return "report" if re.search(r"lapor|report", words) else "greeting"
    return next((means for means, pattern in _ASKED if pattern.fullmatch(plain(story).rstrip(" ?"))), "")


def asks_after(text: str) -> bool:
    """Whether it asks what became of an earlier report, and tells nothing else.

    >>> asks_after("laporan saya kemarin gimana"), asks_after("udah diperbaiki belum?"), asks_after("lampu belum nyala")
    (True, True, False)
    """
    said = plain(text).rstrip(" ?")
    return bool(_OWN.search(said)) or (not about(text) and bool(_NEWS.search(said)))


def number(text: str) -> int:
    """The number that a message is, in digits or words; 0 if it is something else.

    >>> number("2."), number("nomor 3"), number("dua"), number("RW 2")
    (2, 3, 2, 0)
    """
    said = plain(text)
    keycap = said.replace("\u20e3", "").strip()
    if match := _NUMBER.fullmatch(keycap):
        return int(match[1])
    return _NUMBERS.get(keycap.removeprefix("yang ").removeprefix("nomor "), 0)


def chosen(text: str, options: Sequence[str]) -> str:
    """The option of a numbered question that a message names by its number; ``""`` if none.

    A number with words after it counts something: "2 orang bawa golok" is a story, and no choice.
    """
    at = number(text)
    return options[at - 1] if 0 < at <= len(options) else ""


def number_with_label(text: str, labels: Sequence[str]) -> int:
    """The number that a message begins with, where only words of that answer's own label follow; else 0.

    >>> number_with_label("1. ya kirim", ["Ya, kirim", "Ubah"]), number_with_label("1 orang luka", ["Ya, kirim"])
    (1, 0)
    """
    match = re.match(r"\s*([0-9]{1,2})[\s.,:;)-]+(.+)", text, re.DOTALL)
    if match is None or not 0 < int(match[1]) <= len(labels):
        return 0
    said = set(plain(match[2]).split())
    return int(match[1]) if said and said <= set(plain(labels[int(match[1]) - 1]).split()) else 0


def says_undone(text: str) -> bool:
    """Whether longer words say that something is not done: "masih menumpuk di depan"."""
    again = r"(?:mati|rusak|padam|bocor|mampet) lagi"
    return bool(
        re.search(rf"\b(?:belum|blm|blom|masih?|msh|(?:tidak|gak|ga|nggak) beres|{again}|not|still)\b", plain(text))
    )


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(each.isalnum() for each in text)


def without_greeting(text: str) -> str:
    """A message without the "lapor" or "halo pak" that it begins with.

    >>> without_greeting("Lapor pak, lampu mati"), without_greeting("laporan")
    ('lampu mati', '')
    """
    return _GREETING.sub("", _without_stroke(text).strip()).strip()


def begins_with_report(text: str) -> bool:
    """Whether somebody says that this is a report, and not a word about an earlier one."""
    return bool(_REPORTS.match(text)) and not asks_after(text)


def about(text: str) -> str:
    """The code of the category that the words most likely belong to; ``""`` if they do not tell."""
    if is_near(text):
        return "kekerasan"
    brawl, read = speaks_of_brawl(text) and not _AT_HOME.search(text), folded(text)
    return next((code for code, pattern in _ABOUT_RE if (brawl and code == "tawuran") or pattern.search(read)), "")


def speaks_of_home(text: str) -> bool:
    """Whether husband, wife, lover or their parents are spoken of."""
    return bool(_AT_HOME.search(text))


_REPORTS = re.compile(
    rf"\s*/?(?:(?:halo|hai|hello|hi|permisi|selamat|{_DAYTIME}|{_PEACE}|pak|bu|bapak|ibu|min|admin|kak|bang|mas|mbak|"
    r"(?:rt|rw)(?: ?[0-9]+)?|mau|saya|aku|ingin|izin|ijin|mohon|hendak|numpang|maaf|please|"
    r"i (?:want|would like|need) to|i'd like to)[\s,.!]+)*"
    r"(?:(?:me)?lapor(?:kan|in|an baru)?\b|laporan(?:\s*[:,]|\s+(?!(?:saya|aku|gue|kami|kita|yang|yg|itu|ini|kemarin|"
    r"kemaren|kmrn|tadi|sudah|udah|belum|blm|nya|gimana|bagaimana|dari|di)\b)\w)|report\b)",
    re.IGNORECASE,
)
_SUBJECTS = (
    ("tni", r"tni|tentara|babinsa|koramil|army"),
    ("polisi", r"polisi|polri|polsek|bhabin\w*|polantas|police"),
    ("kecamatan", r"camat|kecamatan|walikota|wali kota|gubernur"),
    ("kelurahan", r"lurah|kelurahan|pegawai kelurahan"),
    ("posko", r"posko"),
    ("rt_rw", r"rt|rw|ketua rt|ketua rw|pengurus"),
    ("anggota", r"anggota|ormas|relawan|pokdar|hansip|fkdm|citra"),
)
_PARTS = (
    ("category", r"jenis\w*|kategori\w*|category|kind"),
    ("where", r"tempat\w*|lokasi\w*|letak\w*|alamat|place|where|location"),
    ("when", r"waktu\w*|jam\w*|kapan|tanggal|hari|when|time"),
    ("words", r"cerita\w*|kata|isi\w*|teks|story|words|text"),
)


def part_of_day(text: str) -> bool:
    """Whether it names no more than a part of the day, which is a greeting too.

    >>> part_of_day("malem"), part_of_day("selamat malam")
    (True, False)
    """
    return plain(text) in ("pagi", "siang", "sore", "malam", "malem", "mlm")


def subject(text: str) -> str:
    """The code of whom a complaint is about, by the words for them; ``""`` if they do not tell."""
    return _first(_SUBJECTS, text)


def part(text: str) -> str:
    """Which part of a report somebody wants to change: "category", "where", "when", "words"; ``""`` for none."""
    return _first(_PARTS, text)


def _without_stroke(text: str) -> str:
    """A command in words; what follows "/start" only says through which link somebody came."""
    command = _COMMAND.match(text)
    if command is None:
        return text
    word = command[1].casefold()
    return "mulai" if word == "start" else {"help": "bantuan"}.get(word, word) + text[command.end() :]


def _first(table: Sequence[tuple[str, str]], text: str) -> str:
    said = plain(text)
    return next((code for code, words in table if re.search(rf"\b(?:{words})\b", said)), "")


def is_english(text: str) -> bool:
    """Whether a first message is rather English: most of its little words are.

    >>> is_english("hello there is a fire near the bridge"), is_english("ada tawuran di bridge")
    (True, False)
    """
    words = plain(text).split()
    hits = sum(each in _ENGLISH for each in words)
    return hits >= 2 and hits * 3 >= len(words)


def _is_sign(letter: str) -> bool:
    """Whether it is a picture, as phones offer them."""
    return unicodedata.category(letter) in ("So", "Sk") or letter in "✔✖\u20e3"
