"""Words that mean violence at home, by somebody near, or against a child: who does what to whom, within a few words."""

import re

from rukun.report.algo.danger import folded

_LOVERS = (
    r"suami|swami|istri|isteri|bini|pacar|bojo|mantan|tunangan|laki(?= (?:saya|sy|gue|gw|gua|aku))|laki(?:ku|nya)|"
    r"cowok?(?:ku|nya)|cowo?k(?= (?:gue|gw|saya|aku))|cewek?(?:ku|nya)|mertua"
)
_PARENTS = (
    r"ayah|bokap|nyokap|ortu|orang ?tua|papah?|papi|mamah?|mami|emak|abah|umi|"
    r"(?:bapak?|bpk|ibu|mak)(?:ku|nya|(?= (?:saya|sy|aku|gue|gw|tiri|kandung)))"
)
_HOUSEHOLD = (
    r"kakak?|kaka|abang|adik|adek|om|paman|tante|bibi|kakek|nenek|cucu|ipar|menantu|mantu|ponakan|keponakan|sepupu|"
    r"majikan|pembantu|art|bapak?|ibu|anak(?:ku|nya|(?= (?:saya|sy|aku|gue|gw|tiri|kandung|tetangga)))"
)
_NEAR = rf"(?:{_LOVERS}|{_PARENTS}|{_HOUSEHOLD})(?:ku|mu|nya)?(?! ?(?:rt|rw|lurah|camat|pkk|polisi|guru)\b)"
_CLOSE = rf"(?:{_LOVERS}|{_PARENTS})(?:ku|mu|nya)?(?! ?(?:rt|rw|lurah|camat|pkk|polisi|guru)\b)"
_ME = r"saya|sy|aku|ak|gue|gw|gua|gwe|me"
_VICTIM = (
    rf"(?:{_ME}|(?:anak|istri|isteri|bini|cewek|pacar|adik|adek|ibu|mama|mamah|emak|nyokap|suami|nenek|pembantu)"
    r"(?:nya|ku)?|bocah|balita|bayi)"
)
_STRANGERS = (
    r"orang(?! ?tua)|preman|begal|maling|pencuri|copet|jambret|rampok|perampok|warga|massa|geng|gank|gengster|pemuda|"
    r"remaja|pelajar|polisi|petugas|satpol|hansip|tentara|oknum|ormas|tukang|pengendara|sopir|supir|lurah|rt|rw"
)
_SEEN = r"lihat|liat|melihat|ngeliat|ngelihat|dengar|denger|mendengar|ketemu|nemu|ada|oleh|sama|kena|korban"
_GAP = rf"(?: (?!(?:{_SEEN}|{_STRANGERS}|di\w{{4,}})\b)\w+){{0,3}}"
_STEM = (
    r"(?:[pm]ukul(?! ?[0-9])|gebu[gk]|hajar|aniaya|[sy]?iksa|[tn]ampar|gampar|[tn]onjok|jotos|jambak|[tn]endang|"
    r"[cy]ekik|banting|[sy]eret|bacok|[tn]usuk|[tn]ikam|bunuh|[sy]ekap|perkosa|cabul|lecehk|hamili|[sy]undut|antem|"
    r"keplak|rabai?|grepe)\w*"
)
_THING = (
    r"(?! (?:\w+ )?(?:bola|kentongan|bedug|beduk|gendang|drum|paku|kasur|bantal|lonceng|nyamuk|tikus|ular|anjing|"
    rf"kucing|ayam|lalat|kayu|batu|pohon|tiang|galon|sate|{_STRANGERS})\b)"
)
_DOES = rf"(?:meng?e?|men|mem|meny|me|nge|ng|ny|n|m)?{_STEM}{_THING}"
_SUFFERS = rf"(?:di ?|d ?)(?:{_STEM}|kunci\w*|kurung\w*|usir\w*|ancam\w*|ancem\w*|seret\w*|lempar\w*)"
_WEAPON = (
    r"(?:(?:bawa|bw|pegang|megang|pakai|pake|acungin|ngacungin) )?(?:pisau|golok|parang|celurit|clurit|pistol|badik|"
    r"samurai|pedang|sajam)"
)
_RAGES = (
    rf"(?:(?:me)?ngamuk|{_WEAPON}|(?:me)?nodong\w*|todong\w*|(?:meng|ng)?anc[ae]m\w*|"
    rf"(?:mem|nge)?bakar\w* (?:rumah|baju|{_ME})|(?:me)?ngejar {_VICTIM}|"
    rf"(?:meng|ng)?unci\w* (?:{_ME})|(?:me)?ngikut\w*|(?:me)?lempar\w* (?:{_ME}))"
)
_PRESENT = r"lagi|terus|trus|mulu|dia|tiap|setiap|di rumah"
_HE = r"husband|wife|boyfriend|girlfriend|partner|ex|dad|daddy|father|mom|mum|mother|step\w+|uncle|brother|parents?"
_HURTS = (
    r"hit(?:s|ting)?|beat(?:s|ing|en)?|punch\w*|slap\w*|kick\w*|chok\w*|strangl\w*|abus\w*|threat\w*|touch\w*|rap(?:e[sd]?|"
    r"ing)|hurt\w*|grop\w*|stab\w*|kill\w*|assault\w*"
)
_HIS = r"(?:my |his |her |the |a |their )*(?:wife|kids?|child(?:ren)?|sons?|daughters?|baby|girlfriend|mother|mom)"
_RULES = (
    rf"(?P<active>{_NEAR}{_GAP} {_DOES})",
    rf"(?P<told>{_DOES}(?: (?:lagi|muka|kepala|badan|sama|pakai|pake|si|anak))? {_VICTIM})",
    rf"{_SUFFERS}(?: (?!(?:{_STRANGERS})\b)\w+){{0,2}} (?:{_NEAR}|cowok|laki laki)",
    (
        r"(?:anak\w*|perempuan|wanita|cewek|istri|isteri|pembantu)(?: \w+)? (?:di ?|d ?)"
        rf"(?:pukul|gebuk|siksa|aniaya|kurung)\w*(?! (?:sama |oleh )?(?:{_STRANGERS})\b)|"
        rf"(?:{_ME}) (?:\w+ )?di ?(?:siksa|aniaya)(?: (?:di rumah|terus|lagi)|$)"
    ),
    rf"{_CLOSE}{_GAP} {_RAGES}",
    rf"(?:{_ME}|sering|sudah|udah)(?: \w+){{0,1}} (?:di ?|d ?)[p]?{_STEM} (?:{_PRESENT})",
    r"sering (?:di ?|d ?)(?:pukul|gebuk|tampar|hajar|siksa)\w*",
    (
        rf"(?:{_LOVERS}) (?:(?:sama|dan|dengan|dgn) )?(?:suami|istri|isteri|pacar)(?:nya)?(?: \w+){{0,2}} "
        r"(?:berantem|brantem|berkelahi|ribut besar|baku hantam|bawa pisau)"
    ),
    (
        r"(?:suami|istri|isteri|pacar)(?:nya)?(?: \w+)? (?:ribut|berantem|brantem|cekcok|bertengkar) "
        r"(?:sama|dengan|dgn) (?:istri|suami|isteri|saya|aku|pacar)"
    ),
    r"korban (?:kekerasan|kdrt|pelecehan|pemerkosaan)|ringan tangan|pamer (?:kelamin|alat)|disundut rokok",
    r"(?:payudara|dada|pantat|paha|kemaluan)(?: (?:saya|aku|gue|anak|adik)\w*)? di ?(?:pegang|raba|remas|sentuh)\w*",
    r"(?:di ?|me?)?(?:pegang|megang|remas|sentuh|nyentuh)\w* (?:payudara|dada|pantat|paha|kemaluan)",
    rf"(?:me)?meluk (?:{_ME})|(?:di ?paksa|(?:me)?maksa) (?:ber)?(?:hubungan|setubuh|gugurin|aborsi|melayani|nikah)\w*",
    r"(?:meng?|nge?)?hamili anak\w*|di ?hamili|bawah umur (?:di ?nikah|di ?kawin)\w*",
    r"(?:nyebar|sebar)\w* foto (?:saya|aku|bugil)",
    (
        rf"takut (?:(?:sama|dengan|dgn|pulang) )+(?:{_CLOSE})|"
        r"(?:ga|gak|tidak|nggak|dilarang) (?:boleh )?keluar rumah sama (?:suami|pacar|mertua)"
    ),
    r"domestic (?:abuse|violence)|abusive|molest\w*|(?:afraid|scared) of my (?:husband|dad|father|boyfriend|ex)",
    rf"(?:{_HE}|he|she)(?: (?!got\b|was\b|been\b|by\b)\w+){{0,3}} (?:{_HURTS})(?: (?:\w+ )?)?(?:me\b|us\b|{_HIS})",
    rf"(?:man|guy|neighbou?r)(?: \w+){{0,2}} (?:{_HURTS}) (?:up )?(?:his|a|her|the) (?:wife|woman|girl|kids?|child\w*)",
    rf"(?:{_HURTS}|bitten)(?: \w+){{0,2}} by (?:my|her|his|the) (?:{_HE})",
    rf"my (?:{_HE})(?: \w+)? (?:has|with|holding|got|carrying) a (?:knife|gun|machete|weapon)",
)
_ALL = re.compile(rf"\b(?:{'|'.join(_RULES)})\b")
_BEFORE = re.compile(rf"\b(?:{_STRANGERS})\b(?:(?! (?:{_NEAR})\b) \w+){{0,3}} $")
_MARKS = re.compile(r"[^\w]+|_")
_SOMEBODY = re.compile(rf"(?:(?:tolong|pak|bu|itu|ini) )*(?:{_NEAR}|my (?:{_HE}))(?: \w+){{0,2}}")


def is_near(text: str) -> bool:
    """Whether somebody near hurts or threatens somebody; by strangers it is another matter.

    >>> is_near("papa mukul mama"), is_near("sy d pukul suami"), is_near("preman mukul saya"), is_near("memukul bola")
    (True, True, False, False)
    """
    words = _read(text)
    return any(not (each["told"] and _BEFORE.search(words[: each.start()])) for each in _ALL.finditer(words))


def only_names(text: str) -> bool:
    """Whether it says no more than who it is about, before the next message tells what happened.

    >>> only_names("Suami saya"), only_names("suami saya kehilangan motor di pasar"), only_names("lampu")
    (True, False, False)
    """
    return bool(_SOMEBODY.fullmatch(_read(text)))


def _read(text: str) -> str:
    return _MARKS.sub(" ", folded(text[:5000]).casefold()).strip()
