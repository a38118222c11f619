"""What is promised to whoever reports, sentence by sentence. A test stands behind each (``tests/test_promises.py``).

Written to be read aloud to one's mother: short, nothing that needs explaining, nothing that is not so.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Promise:
    """``code`` names the test. ``readers`` is a category whose readers are listed behind the words."""

    code: str
    words: "_StrPromise"
    readers: str = ""


SECTIONS: tuple[tuple["_StrPromise", tuple[Promise, ...]], ...] = (
    (
        _("Melapor tanpa nama"),
        (
            Promise("no_name", _("Tanpa nama adalah pilihan pertama. Nama dan nomor hanya bila Anda sendiri mau.")),
            Promise(
                "no_trace",
                _(
                    "Tanpa nama artinya tidak ada yang disimpan tentang Anda: tidak ada "
                    "nama, nomor, alamat internet, "
                    "atau kuki."
                ),
            ),
            Promise(
                "no_session",
                _("Juga bila Anda sedang masuk ke akun: laporan Anda tidak dihubungkan dengan akun itu."),
            ),
            Promise("bare_photos", _("Dari foto laporan tanpa nama, data yang tersembunyi di dalamnya dibuang.")),
            Promise("children", _("Anak-anak boleh melapor. Mereka tidak perlu meninggalkan nama atau nomor.")),
        ),
    ),
    (
        _("Siapa yang membaca"),
        (
            Promise("readers", _("Laporan biasa dibaca petugas dan pengurus wilayahnya:"), readers="ketertiban"),
            Promise(
                "outlines",
                _("Anggota ormas hanya melihat jenis laporan, RW, dan ringkasan petugas. Kata-kata Anda tidak."),
            ),
            Promise(
                "protected",
                _(
                    "Kekerasan dalam rumah, seksual, atau terhadap anak: RT, RW, lurah, dan ormas tidak melihatnya. "
                    "Yang membaca hanya:"
                ),
                readers="kekerasan",
            ),
            Promise(
                "complaints",
                _(
                    "Keluhan terhadap petugas tidak dibaca oleh yang dikeluhkan dan ketuanya. "
                    "Bila Anda menyebut organisasinya, tidak seorang pun dari sana membacanya."
                ),
            ),
            Promise(
                "talk",
                _("Petugas bertanya lewat halaman kelanjutan laporan. Ia tidak perlu tahu siapa Anda."),
            ),
            Promise(
                "voice",
                _(
                    "Pesan suara dari percakapan tersimpan terkunci. Tidak seorang pun mendengarkannya sendirian: dua "
                    "orang membukanya bersama dengan alasan, dan itu dicatat. Bila Anda melaporkan kekerasan dalam "
                    "rumah, seksual, atau terhadap anak, pesan suara tidak disimpan."
                ),
            ),
            Promise(
                "place", _("Letak yang Anda kirim ditampilkan kira-kira. Bila petugas membuka yang tepat, itu dicatat.")
            ),
        ),
    ),
    (
        _("Bila Anda meninggalkan nama dan nomor"),
        (
            Promise("sealed", _("Keduanya disegel: yang mencuri datanya tanpa kuncinya tidak dapat membacanya.")),
            Promise(
                "reason",
                _(
                    "Yang berwenang membukanya harus menulis alasannya, dan itu dicatat di "
                    "buku yang tidak bisa dihapus."
                ),
            ),
            Promise("contact_goes", _("Anda dapat menghapusnya kapan saja di halaman kelanjutan laporan.")),
        ),
    ),
    (
        _("Yang dijanjikan kepada Anda"),
        (
            Promise(
                "owned",
                _(
                    "Setiap laporan punya satu penanggung jawab dan satu tenggat. "
                    "Keduanya tertulis di halaman kelanjutan."
                ),
            ),
            Promise(
                "raised",
                _(
                    "Bila laporan biasa lama terlambat, tingkat terdekat di atas penanggung jawabnya yang ada "
                    "petugasnya diberi tahu. Anda melihat siapa. Di atas kecamatan tidak ada yang diberi tahu."
                ),
            ),
            Promise(
                "not_alone",
                _(
                    "Tidak seorang pun menyatakannya selesai sendirian. Yang mengerjakan menunjukkan bukti, atau "
                    "menulis mengapa tidak dapat. Orang lain yang memastikannya."
                ),
            ),
            Promise(
                "set_aside",
                _(
                    "Yang menyisihkannya sebagai bukan laporan harus menulis alasannya. Anda melihatnya dan dapat "
                    "membantah, dan selama 7 hari pihak lain dapat mengembalikannya."
                ),
            ),
            Promise(
                "asked",
                _("Anda ditanya: sudah beres atau belum. Tentang laporan kekerasan hanya Anda yang ditanya."),
            ),
            Promise("faces", _("Foto bukti baru Anda lihat setelah wajah dan pelat di dalamnya ditutupi petugas.")),
            Promise(
                "reopened",
                _("Jawaban “belum” membukanya lagi. Juga sesudah ditutup: selama 14 hari."),
            ),
            Promise(
                "sampled",
                _(
                    "Tanpa jawaban dalam 7 hari, satu dari lima diundi untuk diperiksa orang lain. Selebihnya ditutup, "
                    "dan dihitung terpisah sebagai “tanpa konfirmasi”."
                ),
            ),
            Promise(
                "outside",
                _("Instansi di luar sistem ini hanya melihat jenis laporan, RW, dan ringkasan petugas."),
            ),
            Promise(
                "merged",
                _(
                    "Laporan tentang hal yang sama digabung oleh petugas, tidak pernah oleh mesin. Anda diberi tahu, "
                    "dan isi laporan Anda tidak terlihat oleh pelapor yang lain."
                ),
            ),
        ),
    ),
    (
        _("Kode tanda terima"),
        (
            Promise(
                "code_unknown", _("Kode itu hanya Anda yang punya. Kami tidak menyimpannya, jadi simpanlah baik-baik.")
            ),
            Promise(
                "code_opens",
                _(
                    "Siapa pun yang memegang kode itu dapat melihat kelanjutannya, menjawab, mengonfirmasi, dan "
                    "menarik laporan Anda."
                ),
            ),
            Promise("no_story", _("Cerita dan foto Anda tidak ditampilkan lagi di halaman kelanjutan.")),
            Promise(
                "proof",
                _("Anda dapat mengunduh bukti bahwa Anda melapor. Bukti itu berlaku juga bila ada yang menyangkalnya."),
            ),
        ),
    ),
    (
        _("Berapa lama disimpan"),
        (
            Promise(
                "withdrawn",
                _(
                    "Anda dapat menarik laporan kapan saja. Cerita, kontak, foto, dan pesan suara dihapus saat itu "
                    "juga; bekasnya di disk ditimpa sesudahnya, biasanya dalam beberapa menit."
                ),
            ),
            Promise(
                "kept",
                _("Selebihnya dihapus 90 hari setelah laporan ditutup, dan paling lama setahun setelah diterima."),
            ),
            Promise(
                "row_stays",
                _(
                    "Yang tinggal satu baris untuk hitungan: jenis, petak beberapa ratus "
                    "meter, tanggal, bagian hari, sumber. "
                    "Tidak ada jalan dari baris itu kepada Anda."
                ),
            ),
            Promise(
                "tally",
                _(
                    "Dari tindak lanjutnya tinggal angka per kelurahan dan bulan: berapa lama, "
                    "dan bagaimana berakhirnya."
                ),
            ),
            Promise(
                "book",
                _(
                    "Di buku yang tidak bisa dihapus tetap tertulis: ada laporan masuk ke kelurahan, kapan, dan "
                    "nomor acaknya. Juga apa yang petugas lakukan dengannya, dan sidik isinya, yang tidak dapat "
                    "dibaca kembali. Jenis dan isinya tidak. Untuk keluhan dan kekerasan, kelurahannya pun tidak."
                ),
            ),
            Promise(
                "figures",
                _("Halaman angka untuk umum hanya per RW dan jenis, terlambat sehari, dan angka kecil tidak disebut."),
            ),
            Promise(
                "listed",
                _(
                    "Daftar untuk aplikasi lain menyebut dari tiap laporan biasa: jenis, RW, hari, dan sejauh mana "
                    "ditangani. Paling cepat 24 jam kemudian, dan tidak pernah kata-kata, foto, jam, RT, atau letaknya."
                    " Permintaan bantuan, kekerasan, dan keluhan tidak ada di sana."
                ),
            ),
        ),
    ),
)
PROMISES = {each.code: each for _title, promises in SECTIONS for each in promises}

CANNOT: tuple["_StrPromise", ...] = (
    _("Ponsel Anda sendiri. Siapa yang memegangnya dapat melihat halaman yang Anda buka, juga di riwayatnya."),
    _("Kata-kata Anda. Orang dapat dikenali dari cerita yang hanya ia yang tahu. Kami mengingatkan, Anda memilih."),
    _("Isi foto. Sudut pemotretan dapat menunjukkan dari rumah mana foto itu diambil."),
    _("Sambungan Anda. Penyedia internet dapat tahu bahwa Anda membuka situs ini, walau bukan apa isinya."),
    _(
        "Mesin kami. Yang menjalankannya memegang data dan juga kuncinya. Salinan cadangan dapat masih "
        "memuat yang sudah dihapus, sampai salinan itu diganti."
    ),
    _("Waktu. Tenggat itu janji, dan janji dapat terlewat. Dalam bahaya jangan menunggu: telepon 110 atau 112."),
)
"""What nobody here can protect against. Said as plainly as the promises."""
