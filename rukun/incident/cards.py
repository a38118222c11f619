"""An SOP card for each measure, in plain words: what to do, what not to do, when to withdraw."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Card:
    """Short sentences to whoever does it."""

    do: "tuple[_StrPromise, ...]"
    dont: "tuple[_StrPromise, ...]"
    withdraw: "tuple[_StrPromise, ...]"


_NO_NAMES = _("Jangan menulis nama, ciri, atau nomor siapa pun.")
_NO_FORCE = _("Jangan memukul, mengejar, menahan, menggeledah, atau menyita.")
_NO_CROWD = _("Jangan mengajak warga datang ke tempat kejadian.")
_WEAPONS = _("Mundur begitu terlihat senjata, batu, petasan, atau orang mabuk. Telepon 110.")
_POLICE = _("Mundur dan ikuti petugas begitu polisi datang.")
_ALONE = _("Mundur bila tinggal seorang diri.")

CARDS = {
    "call_110": Card(
        do=(
            _("Telepon 110 dari tempat yang aman."),
            _("Sebutkan apa yang terjadi, di mana, kira-kira berapa orang, dan apakah ada yang luka."),
            _("Ikuti petunjuk petugas di telepon, lalu catat pukul berapa Anda menelepon."),
        ),
        dont=(
            _("Jangan mengira polisi sudah tahu karena ada catatan di sini. Catatan tidak memanggil siapa pun."),
            _("Jangan menjanjikan kepada warga kapan polisi datang."),
        ),
        withdraw=(_("Bila Anda sendiri terancam, pergi dulu ke tempat aman, baru menelepon."),),
    ),
    "call_112": Card(
        do=(
            _("Telepon 112 untuk api, banjir, bangunan roboh, dan orang luka. Bebas pulsa."),
            _("Sebutkan tempat yang mudah dikenali dan jalan masuk untuk mobil besar."),
            _("Minta warga mengosongkan jalan masuk, lalu catat pukul berapa Anda menelepon."),
        ),
        dont=(
            _("Jangan memindahkan orang yang luka berat, kecuali ada api atau air yang mendekat."),
            _("Jangan masuk ke bangunan yang terbakar atau roboh."),
        ),
        withdraw=(_("Menjauh bila api, asap, air, atau kabel listrik mendekat."),),
    ),
    "ring": Card(
        do=(
            _("Pastikan titik kumpulnya di luar jangkauan lemparan dan terang."),
            _("Pastikan sedikitnya satu petugas tahu dan dapat dihubungi."),
            _("Akhiri kentongan begitu tidak perlu lagi, supaya semua orang tahu."),
        ),
        dont=(
            _("Jangan menyebut tempat kejadian kepada warga. Sebut titik kumpul saja."),
            _("Jangan memakai kata maling, pelaku, atau nama kelompok."),
            _NO_CROWD,
        ),
        withdraw=(
            _("Siapa pun boleh menjawab “mundur” kapan saja, tanpa alasan."),
            _WEAPONS,
        ),
    ),
    "notify": Card(
        do=(
            _("Sampaikan dengan tenang apa yang perlu dilakukan warga: menjauh, menjaga anak-anak, siap dihubungi."),
            _("Beri kabar lagi begitu keadaannya berubah atau sudah aman."),
        ),
        dont=(_NO_NAMES, _NO_CROWD, _("Jangan meneruskan foto atau video orang.")),
        withdraw=(_("Berhenti mengirim kabar begitu petugas meminta tenang, atau kabarnya ternyata tidak benar."),),
    ),
    "ask_reporter": Card(
        do=(
            _("Tanyakan keselamatannya dulu."),
            _("Tanyakan satu hal saja: masih terjadi atau tidak, di sebelah mana, ada yang luka atau tidak."),
        ),
        dont=(
            _("Jangan menyuruh pelapor mendekat, memotret, atau merekam."),
            _("Jangan menanyakan namanya atau nama orang lain."),
        ),
        withdraw=(_("Berhenti bertanya bila pelapor tidak menjawab atau merasa tidak aman."),),
    ),
    "patrol": Card(
        do=(
            _("Berjalan berdua atau lebih, memakai rompi, membawa senter dan telepon."),
            _("Menyapa dengan ramah, mengajak pulang dengan tenang."),
            _("Mengabari posko setiap berpindah tempat."),
        ),
        dont=(
            _NO_FORCE,
            _("Jangan membawa senjata atau benda yang dapat dikira senjata."),
            _("Jangan memakai seragam atau tanda yang menyerupai aparat."),
        ),
        withdraw=(_WEAPONS, _ALONE, _POLICE),
    ),
    "cordon": Card(
        do=(
            _("Menunggu perintah petugas polisi yang memimpin."),
            _("Berdiri di jalan pulang warga wilayah sendiri, berdua atau lebih, dan mengarahkan pulang."),
            _("Membuka jalan untuk ambulans, pemadam, dan orang yang hendak pulang."),
        ),
        dont=(
            _("Jangan menutup jalan atas kemauan sendiri."),
            _NO_FORCE,
            _("Jangan berdiri di antara dua kelompok."),
        ),
        withdraw=(_WEAPONS, _("Mundur begitu petugas yang memimpin memintanya, atau tidak ada petugas lagi.")),
    ),
    "dialogue": Card(
        do=(
            _("Undang ketua RT/RW dan tokoh dari kedua wilayah, sama banyak."),
            _("Pilih tempat yang netral, siang hari, dengan Bhabinkamtibmas atau Babinsa."),
            _("Dengarkan kedua pihak sampai selesai. Catat kesepakatan, bukan kesalahan."),
        ),
        dont=(
            _("Jangan mencari siapa yang salah."),
            _("Jangan memediasi kekerasan seksual atau kekerasan dalam rumah tangga. Hubungi SAPA 129."),
            _("Jangan mengundang anak-anak tanpa orang tua atau wali."),
        ),
        withdraw=(_("Hentikan pertemuan bila suara meninggi dan tidak turun lagi. Sepakati hari lain."),),
    ),
    "hand_over": Card(
        do=(
            _("Telepon juga instansinya. Pesan saja belum tentu dibaca."),
            _("Sebutkan apa yang terjadi, di mana, dan apa yang sudah dilakukan."),
            _("Catat pukul berapa dihubungi dan apa jawabannya, tanpa nama orang."),
        ),
        dont=(
            _("Jangan meneruskan nama atau nomor pelapor."),
            _("Jangan menyebut nama murid. Sekolah cukup tahu tempat dan jamnya."),
        ),
        withdraw=(_("Ambil kembali penanganannya bila instansi itu menolak atau tidak menjawab."),),
    ),
    "note": Card(
        do=(
            _("Tulis apa yang dilakukan, di mana, pukul berapa, dan hasilnya."),
            _("Pisahkan yang dilihat sendiri dari yang didengar."),
        ),
        dont=(_NO_NAMES,),
        withdraw=(_("Berhenti mencatat dan pergi bila tempat Anda tidak aman. Catat kemudian."),),
    ),
}
"""By the code of ``measures.MEASURES``."""
