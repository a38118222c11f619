"""By which words each category is known, the first that fits in their order."""

ABOUT: tuple[tuple[str, str], ...] = (
    (
        "kekerasan",
        (
            r"kdrt|perkosa\w*|diperkosa|memperkosa|cabul\w*|dicabuli|mencabuli|pelecehan|dilecehkan|melecehkan|"
            r"(?:suami|istri|ayah|bapak|ibu|pacar|orang ?tua)\w*(?: \w+){0,3} (?:pukul(?:i|in)?\b(?! ?[0-9])|"
            r"dipukul\w*|aniaya|menganiaya|menyiksa|siksa|nampar|menampar|menendang)|"
            r"(?:dipukul\w*|dianiaya|disiksa|ditampar)(?: \w+){0,2} (?:suami|istri|ayah|bapak|ibu|pacar|"
            r"orang ?tua)\w*|anak(?: \w+){0,3} (?:dipukul\w*|dianiaya|disiksa|dilecehkan|ditelantarkan)|"
            r"(?:suami|istri|isteri|ayah|pacar|mertua|(?:bapak|ibu|mama|papa) (?:saya|aku|tiri|kandung)|orang ?tua)\w*"
            r"(?: \w+){0,3} (?:(?:nge|meng|di)?(?:gebuk|hajar)\w*|"
            r"(?:men|n)?(?:yiksa|cekik|jambak|endang|tendang|tampar)\w*|"
            r"(?:meng|ng|n)?ancam\w*|(?:meng|ng)?urung\w*|kasar|main tangan)|main tangan|"
            r"di(?:gebuk|hajar|cekik|jambak|tendang|tampar|ancam|kurung|usir)\w*(?: \w+){0,2} "
            r"(?:suami|istri|isteri|ayah|pacar|mertua|orang ?tua)\w*|"
            r"di(?:pukul|siksa|gebuk|hajar)\w*(?: \w+){0,2} (?:di rumah|(?:se)?tiap)|"
            r"di(?:grepe|raba)\w*|(?:me)?(?:pegang|raba|grepe)[- ]?(?:pegang|raba|grepe|2)\w*|"
            r"kekerasan (?:dalam|terhadap|anak|seksual|rumah)|rape[d]?|domestic violence|(?:husband|father|"
            r"wife)(?: \w+){0,3} beat\w*|child abuse|sexual\w*"
        ),
    ),
    (
        "tawuran",
        (
            r"tawuran?|twuran|tawurn|bentrok\w*|berkelahi|perkelahian|keroyok\w*|dikeroyok|saling lempar|"
            r"lempar batu|brawl|fight\w*|baku hantam|gengster|gangster"
        ),
    ),
    (
        "kriminal",
        (
            r"(?:motor|mobil|sepeda|hp|handphone|dompet|laptop)\w*(?: \w+){0,2} (?:hilang|ilang|raib)|"
            r"maling|mling|pencuri\w*|mencuri|dicuri|kecurian|kemalingan|curanmor|jambret\w*|dijambret|begal\w*|"
            r"dibegal|rampok\w*|dirampok|perampok\w*|rampas\w*|dirampas|copet\w*|dicopet|narkoba|sabu|ganja|"
            r"ancam\w*|diancam|mengancam|peras|diperas|memeras|bacok\w*|dibacok|tusuk\w*|ditusuk|tembak\w*|"
            r"ditembak|nembak\w*|golok|parang|pedang|samurai|pistol|senpi|badik|diserang|dianiaya|digebuk\w*|dihajar|"
            r"diculik|menculik|penculik\w*|dobrak\w*|didobrak|penipu\w*|ditipu|penodongan|"
            r"ditodong|pembunuhan|dibunuh|celurit|clurit|sajam|senjata|"
            r"k(?:e)?lewang|thief|theft|stolen|steal\w*|robb\w*|drugs?|mugg\w*|knife|gun|stab\w*|shot at|shooting"
        ),
    ),
    (
        "bencana",
        (
            r"kebakaran|kebakar|terbakar|ada api|(?:keluar|ngeluarin|mengeluarkan|percikan) api|bau gas|(?:me)?nimpa|"
            r"(?:ke|ter)timpa|"
            r"api\w* (?:besar|gede|membesar|menjalar)|"
            r"air (?:sudah|udah|mulai) masuk rumah|"
            r"asap tebal|banjir|(?<!mau )(?<!akan )(?<!hampir )(?:tumbang|roboh|rubuh|ambruk)|longsor|"
            r"gempa|gas bocor|meledak|ledakan|fire|flood\w*|earthquake|collaps\w*|landslide"
        ),
    ),
    (
        "keluhan",
        (
            r"(?:minta|mintain|narik|pungut) (?:duit|uang)(?: \w+){0,3} "
            r"(?:surat|ktp|kk|bansos|kelurahan|rt|rw|petugas)|"
            r"pungli|pungutan liar|(?:keluhan|mengeluh|komplain) (?:terhadap|tentang|soal|ke|"
            r"sama)(?: \w+){0,2} (?:petugas|anggota|lurah|rt|rw|polisi|satpol|hansip|posko|ormas|camat)|"
            r"(?:petugas|oknum|lurah|ormas|satpol|hansip|polisi|ketua rt|ketua rw|pak rt|"
            r"pak rw)(?: \w+){0,4} (?:meminta uang|minta uang|mintain duit|minta duit|memeras|memukul\w*|"
            r"mukul\w*|kasar|membentak|korupsi|menyuap|malas)|complaint about|bribe\w*|oknum"
        ),
    ),
    (
        "pemilu",
        (
            r"politik uang|serangan fajar|bagi\w* amplop|kampanye|pemilu|pilkada|pilpres|caleg|coblos\w*|"
            r"money politics|election\w*|bagi\w* sembako paslon"
        ),
    ),
    (
        "bantuan",
        (
            r"pingsan|keracunan|overdosis|sekarat|pendarahan|kejebak|bunuh diri|gantung diri|"
            r"(?:lompat|loncat|terjun) dari|tersesat|nyasar|sesak napas|sesak nafas|kecelakaan|tabrakan|tertabrak|"
            r"ketabrak|butuh ambulan\w*|ambulan\w*|orang sakit|sakit keras|lansia|jompo|melahirkan|orang hilang|"
            r"anak hilang|linglung|tenggelam|kelelep|"
            r"(?:orang|anak|bocah|balita|bayi|warga|korban)(?: \w+){0,2} hanyut|kejang\w*|(?:serangan|henti) jantung|"
            r"(?:jatuh|jatoh|kecebur|kecemplung|nyemplung|tercebur)(?: \w+)? (?:ke|di) (?:kali|sungai|waduk|danau|"
            r"kolam|laut|empang|sumur|got|selokan)|jat[uo]h(?: \w+){0,3} (?:tidak|tak|gak|ga|nggak|ngga|gk)"
            r"(?: bisa)? (?:bangun|sadar|gerak|bergerak)|drown\w*|heart attack|unconscious|ambulance|accident|"
            r"lost child|injured|got (?:lost|hit|hurt|injured)|(?:is|gone|went) missing|missing child"
        ),
    ),
    (
        "kabar",
        (
            r"hoax|hoaks|kabar bohong|berita bohong|broadcast|kabar burung|isu|katanya mau|provokasi|fake news|"
            r"rumou?r"
        ),
    ),
    (
        "ketertiban",
        (
            r"berisik|brisik|bising|ribut|gaduh|karaoke|dangdut|musik|knalpot|brong|balap\w*|parkir\w*|miras|"
            r"mab[uo]k\w*|kerumunan|nongkrong|begadang|judi\w*|petasan|mercon|pkl|trotoar|nois\w*|loud|drunk|"
            r"parking|gambling"
        ),
    ),
    (
        "keadaan",
        (
            r"(?:mau|akan|hampir) (?:tumbang|roboh|rubuh|ambruk)|miring|(?:ber)?lobang|"
            r"lampu\w*|pju|gelap|padam|pagar|tiang|kabel|lubang|berlubang|bolong|selokan|"
            r"got(?! (?:stabbed|hit|lost|hurt|shot|robbed|attacked|beaten|injured|burn\w*|run|stuck|trapped|mugged|"
            r"killed|bitten|into|a|an|sick)\b)|rusak|mencurigakan|"
            r"benda asing|tas tergeletak|barang asing|cctv|jembatan rusak|sampah\w*|tembok retak|"
            r"street ?light\w*|broken|pothole\w*|suspicious"
        ),
    ),
    (
        "saran",
        (r"saran|usul|usulan|mengusulkan|menyarankan|sebaiknya|suggest\w*|idea|proposal"),
    ),
)
