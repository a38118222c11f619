"""Words that mean: telephone first. Better once too often than once too few."""

import re

_FEARED = (
    r"\b(?:rawan|takut|khawatir|waspada|antisipasi|cegah|mencegah|anti|kalau|kalo|sering)"
    r"(?: (?:ada|kena|terjadi|sama|akan|jadi|di))* (?:begal|rampok|perampok|penculik)\w*"
)
FOLDS = (
    (r"([a-z])\1{2,}", "$1"),
    (r"([agiknrtu])\1+\b", "$1"),
    (r"([a-z])2(?=(?:an|in|nya)?\b)", "$1"),
    (_FEARED, ""),
)
"""What is made of words before they are looked at: "CELURITTT" and "lempar2an" are read as others write them, and who
only fears robbers is in no danger. Browsers do the same: each is replaced everywhere, whatever the case."""
_FOLDS = tuple((re.compile(each, re.IGNORECASE), into.replace("$", "\\")) for each, into in FOLDS)
_WEAPONS = re.compile(
    r"\b(celurit|clurit|parang|golok|samurai|pedang|corbek|badik|pisau|belati|sajam|sajem|senjata|bersenjata|pistol|senpi|"
    r"airsoft|softgun|bom|molotov|panah|busur|ketapel|gir|bacok\w*|dibacok|membacok|tusuk\w*|ditusuk|menusuk|tikam\w*|"
    r"ditikam|menikam|tembak\w*|ditembak|menembak|nembak\w*|air keras|bambu runcing|petasan besar)\b",
    re.IGNORECASE,
)
_FIRE = re.compile(
    r"\b(kebakaran|terbakar|kebakar|api\w* (?:besar|gede|membesar|menjalar|berkobar)|ada api|asap tebal|gas bocor|"
    r"meledak|ledakan|dibakar (?:massa|hidup)|(?:mem|nge)?bakar(?:in)? (?:rumah|motor|mobil|orang|warung|toko|diri)|"
    r"(?:rumah|motor|mobil|orang|warung|toko)\w* dibakar)\b",
    re.IGNORECASE,
)
_FIGHT = re.compile(
    r"\b(tawur\w*|twuran|tawurn|berkelahi|perkelahian|berantem|brantem|baku (?:hantam|pukul)|bentrok\w*|keroyok\w*|"
    r"dikeroyok|lempar\w* batu|saling (?:lempar|serang|kejar)|perang (?:batu|sarung|petasan)|"
    r"(?:mau|akan|siap|lagi|sedang|pada) (?:nyerang|menyerang|nyerbu|menyerbu))\b",
    re.IGNORECASE,
)
# Of what is no weapon by itself it matters who carries it, and what for: a lorry brings stones every day.
_SIDES = r"(?:se)?kelompok|kubu|geng|gank|gangster|gengster|gerombol\w*|rombongan|massa|kampung"
_CROWD = rf"{_SIDES}|(?:orang|anak|bocah)2?|remaja|pemuda|pelajar|mereka|warga|ada (?:yang|yg)|pada"
_BETWEEN = r"(?:[ ,-]+(?!truk|mobil|pickup|gerobak|tukang|kuli)\w+){0,5}[ ,-]+"
_BLUNT = (
    r"(?:batu(?! (?:bata|bara|split|koral|akik|nisan))|bambu|balok|kayu(?! bakar)|besi(?! (?:tua|bekas))|rantai|gear|"
    r"botol (?:kaca|pecah|bensin)|(?:tongkat|stik|stick) (?:besi|kayu|golf|base\w*|bisbol))"
)
_FOR_WORK = (
    r"(?! (?:\w+ ){0,2}(?:buat|untuk|utk) (?:pagar|bangun|rumah|tenda|pramuka|jemur|masak|atap|umbul|bendera|proyek|"
    r"tiang|kandang|lomba|kerja|gapura|panggung|jual|hias|pondasi|fondasi))"
)
_GATHERING = re.compile(
    rf"\b(?:(?:{_CROWD}){_BETWEEN}(?:(?:mem|nge)?bawa(?:k|in)?|bwa|bw|(?:me)?megang|pegang|(?:me)?nenteng)[ ,-]+"
    rf"(?:(?:bawa|banyak|potongan) )?{_BLUNT}\b{_FOR_WORK}|(?:2|dua|antar) ?(?:{_SIDES}){_BETWEEN}"
    r"(?:(?:ber)?hadap\w*|(?:ber)?kumpul|teriak\w*|ribut|cekcok|tegang|memanas|saling ejek|kejar-kejaran|bertikai)|"
    r"(?:2|dua|antar) ?(?:kubu|geng|gank|gerombol\w*)\b|"
    r"(?:2|dua) (?:kelompok|massa)(?: (?:orang|anak|remaja|pemuda|pelajar))? (?:di|dkt|dekat)\b)",
    re.IGNORECASE,
)
_LIFE = re.compile(
    r"\b((?:mau|akan|hendak|bakal|pengen|ingin|coba|mencoba|nyoba|ancam|ngancam|mengancam|diancam)(?: (?:akan|mau))? "
    r"(?:di|mem)?bunuh|(?:mem)?bunuh (?:diri|saya|aku|kami|dia|orang)|gantung diri|disekap|disandera|diculik|dicekik|"
    r"digorok|ditodong|dikepung|kesetrum|tersetrum|tersengat listrik|serangan jantung|henti jantung|"
    r"(?:tidak|nggak|gak|ga|ngga|susah|sulit) (?:ber)?na[pf]as|"
    r"sesak na[pf]as|(?:tenggelam|kelelep) (?:di|ke) (?:kali|sungai|waduk|danau|kolam|laut|empang|sumur|got)|"
    r"(?:orang|anak|bocah|balita|bayi|warga|korban|teman|adik|kakak|nenek|kakek|ada (?:yang|yg)|hampir)(?: \w+){0,2} "
    r"(?:tenggelam|kelelep|hanyut))\b",
    re.IGNORECASE,
)
_WHO = (
    r"saya|aku|kami|orang|anak|bocah|balita|bayi|warga|korban|teman|adik|kakak|nenek|kakek|ibu|bapak|suami|istri|"
    r"ada (?:yang|yg)"
)
_HOME = r"(?:rumah(?! sakit)|kontrakan|kos|kost|kosan|kamar|warung|toko)"
_ATTACK = re.compile(
    r"\b((?:di|pem)?begal\w*|(?:di|me|pe)?rampok\w*|(?:di|pe)?nodong\w*|"
    rf"(?:maling|pencuri|orang)(?: \w+){{0,2}} (?:masuk|(?:men|nge)?dobrak)(?: (?:ke|dalam|ke dalam))? {_HOME}|"
    rf"{_HOME}(?: \w+){{0,2}} dimasuk(?:in|i) (?:maling|orang|pencuri)|"
    rf"(?:di|men|nge)?dobrak\w* (?:pintu|pagar|{_HOME})|"
    r"(?:maling|pencuri|copet|jambret)\w*(?: \w+)? (?:ketangkep|ketangkap|tertangkap|kepergok)|"
    r"di(?:ikut|buntut|kuntit|kejar)(?:in|i)? (?:sama |oleh )?(?:orang|cowok|laki|pria|motor|preman|geng)\w*|"
    r"di(?:gebuk|hajar|hakimi|amuk)\w*|amuk massa|dipukul (?:massa|warga|orang\b(?! ?tua))|"
    r"(?:dipukul(?:in|i)|dianiaya|disiksa)"
    r"(?! (?:sama |oleh )?(?:suami|istri|isteri|ayah|bapak|ibu|pacar|orang ?tua|mertua))|"
    r"diserang(?! (?:nyamuk|tikus|hama|rayap|lalat|ulat|demam|penyakit|flu|jamur))|"
    rf"(?:me)?nyerang (?:kampung|rumah|kita|{_WHO})|(?:pe|me)nculik\w*|dibunuh|pembunuhan|diperkosa|memperkosa|"
    r"pemerkosa\w*)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(pingsan|berdarah|pendarahan|perdarahan|luka (?:parah|berat|tusuk|bacok)|sekarat|mayat|overdosis|keracunan|"
    rf"digigit ular|(?:mau|hendak|niat|coba) (?:lompat|loncat|terjun) (?:dari|di|ke)|(?:{_WHO})(?: \w+){{0,2}} "
    r"(?:ke|ter)(?:jebak|timbun|timpa|tindih|jepit)(?! (?:macet|hujan|banjir rob|di kemacetan)))\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:on fire|fire(?! (?:hydrant|extinguisher|station|truck|drill))|"
    r"fight\w*|brawl|knife|knives|machete|gun|stab\w*|shoot\w*|bomb|explosion|armed|weapons?|"
    r"attack\w*|(?:breaks?|breaking|broke) in(?:to)?|intruder|kidnap\w*|hostage|suicid\w*|drown\w*|electrocut\w*|"
    r"(?:kill|hurt) (?:me|us|myself|himself|herself)|heart attack|"
    r"(?:beating|choking|strangling) (?:up|his|her|my|me|an?|the|someone|somebody)|robb(?:ed|er\w*)|"
    r"rap(?:ed|ing|ist)|unconscious|bleeding|trapped|following me|overdose|not breathing|"
    r"can.?t breathe|help (?:me|us)(?! (?:to )?(?:report|find|with)))\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:(?:jatuh|jatoh|kecebur|kecemplung|nyemplung|tercebur)(?: \w+)? (?:ke|di) (?:kali|sungai|waduk|danau|kolam|"
    r"laut|empang|sumur|got|selokan)|(?:keluar|ngeluarin|mengeluarkan|percikan) api|bau gas|"
    rf"(?:ke|me)?nimpa(?: \w+)? (?:{_WHO}|pengendara|pemotor)|kejang\w*|k(?:e)?lewang|"
    r"jat[uo]h(?: \w+){0,3} (?:tidak|tak|gak|ga|nggak|ngga|gk)(?: bisa)? (?:bangun|sadar|gerak|bergerak)|"
    r"(?:child|kid|son|daughter|boy|girl|baby|toddler)(?: \w+){0,2} missing|missing (?:child|kid|boy|girl))\b",
    re.IGNORECASE,
)
"""What only this side knows."""
_ALONE = (_WEAPONS, _FIRE, _LIFE, _ATTACK, _HARM)
PATTERNS = tuple(each.pattern for each in (*_ALONE, _FIGHT, _GATHERING))
"""Read the same by browsers, so that a phone without a line knows it too. Whatever the case of the letters."""


def folded(words: str) -> str:
    """The words as they are looked at here.

    >>> folded("KEBAKARANNN, pada lempar2an"), folded("rawan begal, mohon lampu")
    ('KEBAKARAN, pada lemparan', ', mohon lampu')
    """
    for pattern, into in _FOLDS:
        words = pattern.sub(into, words)
    return words


def speaks_of_danger_anyhow(words: str) -> bool:
    """As ``speaks_of_danger``, by more words than browsers know, and in English too."""
    return speaks_of_danger(words) or speaks_of_danger_in_english(words) or bool(_MORE.search(folded(words)))


def speaks_of_danger(words: str) -> bool:
    """Whether somebody speaks of a weapon, a fire, a fight, of people who gather for one, or of a life at stake."""
    read = folded(words)
    return any(each.search(read) for each in _ALONE) or speaks_of_brawl(words)


def speaks_of_danger_in_english(words: str) -> bool:
    """As ``speaks_of_danger``, for those few who write English."""
    return bool(_ENGLISH.search(folded(words)))


def speaks_of_brawl(words: str) -> bool:
    """Whether somebody speaks of a fight between several, or of people who gather for one."""
    read = folded(words)
    return bool(_FIGHT.search(read) or _GATHERING.search(read))
