"""How people write on a phone here: shortened, misspelt, several words for one thing. Written by hand, not learnt."""


def _each(*lines: str) -> dict[str, str]:
    """``"for: one another"`` as what stands for each of the words behind the colon."""
    return {
        word: key.strip() for line in lines for key, _colon, words in [line.partition(":")] for word in words.split()
    }


WRITTEN = _each(
    "anak: ank anakanak bocah bocil",
    "banyak: bnyk byk",
    "barang: brg",
    "belakang: blkg blkng",
    "belum: blm blom",
    "berisik: brisik",
    "besar: bsr gede gedhe",
    "dalam: dlm",
    "dari: dr dri",
    "dekat: dkt deket",
    "dengan: dgn dg sama",
    "depan: dpn",
    "gang: gg",
    "hilang: ilang hilg raib",
    "jalan: jl jln",
    "jembatan: jmbtn jbtn jembtan",
    "karena: krn karna gara",
    "kemarin: kmrn kmren",
    "keras: kenceng kencang krs",
    "lagi: lg lgi",
    "malam: mlm",
    "masjid: mesjid msjd",
    "menutup: nutup nutupin",
    "menyetel: nyetel setel",
    "mobil: mbl",
    "motor: mtr",
    "musala: musholla mushola musolla langgar surau",
    "nomor: no nmr nomer",
    "orang: org orng",
    "pagi: pgi",
    "parkir: parkiran",
    "pasar: psr",
    "ramai: rame rme",
    "rumah: rmh rumahrumah",
    "sakit: skt",
    "sekarang: skrg skrng",
    "sekolah: sklh skolah sd smp sma smk",
    "sudah: sdh udh udah dah",
    "tidak: tdk gak ga gk nggak ngga enggak tak kagak",
    "tolong: tlg tlong",
    "untuk: utk buat",
    "warung: wrg warkop kafe",
    "yang: yg yng",
)
"""What somebody wrote short or by ear, as it is written in full."""

SYNONYMS = _each(
    "api: api kebakaran terbakar kebakar bakar membakar asap",
    "balap: balap balapan kebut ngebut mengebut",
    "banjir: banjir genangan tergenang meluap terendam rendam",
    "berisik: berisik bising ribut gaduh",
    "bohong: hoaks hoax bohong palsu",
    "cctv: cctv kamera",
    "curi: curi pencurian dicuri mencuri maling kemalingan dibobol bobol dicongkel colong dicolong",
    "got: got selokan gorong saluran",
    "jambret: jambret dijambret penjambretan rampas dirampas",
    "kecelakaan: kecelakaan tabrakan ketabrak tertabrak",
    "knalpot: knalpot brong geber menggeber",
    "lampu: lampu pju penerangan gelap",
    "ledak: ledak meledak ledakan",
    "lubang: lubang berlubang bolong",
    "mabuk: mabuk miras minum minuman",
    "mati: mati padam",
    "musik: musik karaoke dangdut sound orkes lagu",
    "numpuk: numpuk menumpuk tumpukan",
    "pingsan: pingsan sadarkan",
    "racun: racun diracun beracun",
    "roboh: roboh rubuh ambruk tumbang runtuh",
    "ronda: ronda siskamling poskamling",
    "senjata: senjata sajam celurit clurit parang golok gir pisau stik bambu",
    "serang: serang diserang penyerangan menyerang",
    "tawuran: tawuran tawur bentrok bentrokan berkelahi perkelahian lempar lempari gerombolan",
    "tembok: tembok dinding",
    "tersesat: tersesat linglung bingung nyasar",
)
"""Everyday words that mean much the same in a report, and what stands for them."""

STOP = frozenset(
    """
    ada adalah agar akan aku apa atas atau bahwa banget banyak bapak barusan beberapa belum benar bener besok
    bgt biar bisa boleh buat bukan cepat cuma dalam dan dapat dari dekat dengan depan di dia diteruskan dong dua
    gara grup harap hari hingga info ini itu izin jadi jam jangan juga kalau kali kami karena kasih kata katanya
    kayaknya ke keluar kemarin kena kini kita kok lagi lain lalu lama laporan lebih lewat loh mah malam mana mau
    melapor melaporkan memang mereka minta mohon nanti nih oleh orang pada padahal pagi para pas penting per
    pernah pun punya rutin saat saja sama sampai sampe samping sangat satu saya sebar sebarkan sebelah sebelum
    sebuah sedang segera sekali sekarang selalu selamat semalam semua seperti sering setelah si siang sini sore
    sudah supaya tadi tanpa tapi tempat tentang terima terlalu terus tidak tiga tolong tuh untuk warga waspada
    wilayah ya yaitu yakni yang
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""Words that tell nothing of what happened. ("kali" is "times" more often than "river".)"""

PLACES = frozenset(
    """
    belakang depan gang halte jalan jembat jembatan kampung lapang lapangan masjid musala pasar perempatan pojok
    pos ruko rumah sekolah stasiun taman toko ujung warung
    """.split()  # noqa: SIM905  a hundred quoted words are read by nobody
)
"""Words for where: they weigh less where points tell it anyway."""

CONTRARY_NUMBERS = frozenset({"tiang", "nomor", "gang", "blok", "rumah", "gardu", "lantai", "rt", "pos"})
"""What people number: two with different numbers are two things."""
