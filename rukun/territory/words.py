"""What the codes of this room say to people."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from rukun.territory.algo.codes import ZONE_NAMES
from rukun.territory.algo.listing import RowError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"

LEVELS: dict[int, Text] = {
    4: _("Provinsi"),
    5: _("Kota/Kabupaten"),
    6: _("Kecamatan"),
    7: _("Kelurahan"),
    8: _("RW"),
    9: _("RT"),
}
PLACES: dict[str, Text] = {
    "police": _("Polisi"),
    "fire_station": _("Pemadam kebakaran"),
    "hospital": _("Rumah sakit atau puskesmas"),
    "town_hall": _("Kantor pemerintah"),
    "guard_post": _("Posko atau pos ronda"),
    "community_centre": _("Balai warga"),
    "school": _("Sekolah"),
    "worship": _("Rumah ibadah"),
    "market": _("Pasar"),
    "field": _("Lapangan"),
    "bridge": _("Jembatan"),
}
ZONES = {zone: name for name, zone in ZONE_NAMES.items()}

# What an import finds amiss: what it means, and what one can do.
PROBLEMS: dict[str, tuple[Text, Text]] = {
    "nodes_missing": (
        _("titik jalan tidak ada di berkas; jalannya dipotong di sana"),
        _("Wajar di tepi cuplikan. Bila banyak, unduh cuplikan yang lebih luas."),
    ),
    "members_missing": (
        _("garis batas tidak lengkap di berkas"),
        _("Unduh cuplikan yang memuat seluruh wilayah itu, atau lengkapi batasnya di OpenStreetMap."),
    ),
    "boundary_without_relation": (
        _("TIDAK dimuat: batas digambar sebagai satu garis tanpa relasi"),
        _("Buat relasi type=boundary di OpenStreetMap, atau tambahkan dengan rukun territory units."),
    ),
    "outline_closed": (_("batas berlubang kecil; sudah disambung"), _("Perbaiki di OpenStreetMap bila sempat.")),
    "outline_open": (
        _("batas tidak tertutup; bagian yang terbuka tidak dipakai"),
        _("Wilayah tetap dikenal. Lengkapi batasnya di OpenStreetMap, lalu muat lagi."),
    ),
    "outline_repaired": (_("batas memotong dirinya sendiri; sudah dirapikan"), _("Periksa bentuknya di peta.")),
    "outline_thinned": (_("batas bertitik terlalu banyak; titiknya dikurangi"), _("Tidak perlu tindakan.")),
    "outline_empty": (
        _("batas tidak melingkupi apa pun"),
        _("Wilayah tetap dikenal tanpa garis batas. Perbaiki di OpenStreetMap."),
    ),
    "outline_gone": (
        _("wilayah dari daftar tidak lagi bergaris batas di peta ini"),
        _("Bila wilayah itu sudah tidak ada, akhiri dengan rukun territory units."),
    ),
    "outline_kept": (
        _("batas hanya sebagian ada di berkas ini; garis batas yang lama tetap dipakai"),
        _("Wajar di tepi cuplikan. Bila banyak, unduh cuplikan yang lebih luas."),
    ),
    "ground_moved": (
        _("kode yang sama kini menempati tanah lain"),
        _("Periksa: mungkin nomor di OpenStreetMap tertukar. Catatan lama melekat pada kodenya, bukan pada tempatnya."),
    ),
    "abroad": (
        _("letaknya di luar Indonesia; mungkin lintang dan bujur tertukar"),
        _("Periksa letak objek itu di OpenStreetMap."),
    ),
    "object_twice": (
        _("objek yang sama ada dua kali di berkas; yang kedua tidak dipakai"),
        _("Unduh ulang berkasnya."),
    ),
    "place_without_point": (_("tempat tanpa letak yang sah; tidak dimuat"), _("Perbaiki letaknya di OpenStreetMap.")),
    "area_unusable": (_("bidang yang bentuknya rusak tidak digambar"), _("Perbaiki di OpenStreetMap bila penting.")),
    "name_unseen": (_("nama memuat tanda tak terlihat; tandanya dibuang"), _("Periksa nama itu.")),
    "name_long": (_("nama terlalu panjang; dipotong"), _("Perbaiki namanya di OpenStreetMap.")),
    "name_missing": (_("wilayah tanpa nama"), _("Beri nama dengan rukun territory units.")),
    "code_invalid": (_("kode resmi tidak dapat dibaca"), _("Perbaiki ref:kemendagri di OpenStreetMap.")),
    "code_inferred": (_("tanpa kode; kodenya diambil dari wilayah di bawahnya"), _("Periksa kode itu.")),
    "code_doubled": (
        _("nomor yang sama dipakai dua kali; yang kedua diberi kode buatan"),
        _("Tanyakan nomor yang benar ke kelurahan, lalu perbaiki dengan rukun territory units."),
    ),
    "number_missing": (
        _("tanpa nomor; diberi kode buatan"),
        _("Tanyakan nomornya ke kelurahan, lalu perbaiki dengan rukun territory units."),
    ),
    "beyond_clip": (
        _("wilayah yang dikenal berada di luar potongan ini; jalan, tempat, dan gambarnya kini tidak ada di peta"),
        _("Muat berkas yang memuat semuanya, tanpa --clip atau dengan kotak yang lebih luas."),
    ),
    "parent_absent": (
        _("wilayah atasannya tidak ada di berkas (dalam kurung: berapa yang langsung di bawahnya)"),
        _("Tambahkan dengan rukun territory units bila namanya ingin ditampilkan."),
    ),
    "parent_disagrees": (
        _("kodenya menyebut satu wilayah, letaknya di wilayah lain"),
        _("Kodenya yang dipakai. Periksa mana yang benar."),
    ),
    "left_out": (
        _("TIDAK dimuat: wilayah atasannya tidak diketahui, atau kodenya sudah dipakai"),
        _("Beri ref:kemendagri di OpenStreetMap, atau tambahkan dengan rukun territory units."),
    ),
    "tiles_missing": (
        _("peta dasar untuk papan tidak dibuat: program tippecanoe tidak terpasang di mesin ini"),
        _("Papan memakai gambar peta biasa. Untuk memasangnya: make install, lalu rukun territory tiles."),
    ),
    "tiles_failed": (
        _("peta dasar untuk papan gagal dibuat"),
        _("Papan memakai gambar peta biasa. Periksa ruang di disk, lalu jalankan rukun territory tiles."),
    ),
    "ended_by_list": (
        _("sudah diakhiri lewat daftar, tetapi masih ada di peta"),
        _("Di sini tetap dianggap berakhir. Bila daftar itu keliru, muat barisnya lagi tanpa tanda berakhir."),
    ),
}

ROW_ERRORS: dict[str, Text] = {
    "file_large": _("berkas terlalu besar untuk sebuah daftar"),
    "encoding": _("bukan UTF-8. Di Excel: Simpan Sebagai, pilih “CSV UTF-8”"),
    "csv_broken": _("bentuk CSV rusak; periksa tanda kutip di sekitar baris ini"),
    "columns": _(
        "baris pertama harus memuat kolom kode dan nama (boleh juga: zona_waktu, berakhir, pengganti); ada: %s"
    ),
    "column_unknown": _("kolom tidak dikenal: %s. Yang dikenal: kode, nama, zona_waktu, berakhir, pengganti"),
    "no_rows": _("tidak ada baris wilayah di bawah judul kolom"),
    "cells": _("lebih banyak isi daripada kolom (%s); nama yang memuat koma harus diapit tanda kutip"),
    "twice": _("kode ini sudah ada di baris %s"),
    "code": _("“%s” bukan kode wilayah. Contoh RT: 31.73.07.1001.016.003"),
    "code_new": _(
        "kode baru harus berangka lengkap: RW dan RT tiga angka, seperti 31.73.07.1001.016.003 (tertulis: %s)"
    ),
    "retired": _("“%s” bukan ya atau tidak"),
    "name_empty": _("nama kosong"),
    "name_unseen": _("nama memuat tanda tak terlihat; ketik ulang namanya"),
    "name_long": _("nama lebih dari %s huruf"),
    "time_zone": _("“%s” bukan WIB, WITA, atau WIT"),
    "successor": _("“%s” tidak dapat menjadi pengganti"),
    "successor_level": _("pengganti %s tidak setingkat"),
    "successor_of_living": _("punya pengganti %s tetapi tidak ditandai berakhir"),
    "successor_unknown": _("pengganti %s tidak ada, atau sudah berakhir"),
    "parent": _("wilayah atasannya, %s, tidak ada; tambahkan lebih dulu, boleh di daftar yang sama"),
    "retired_unknown": _("%s tidak dikenal, jadi tidak dapat diakhiri"),
    "retired_with_parts": _("masih memuat %s; akhiri bagiannya juga, boleh di daftar yang sama"),
}


def of_row(error: RowError) -> str:
    """An error of a list's row in words, without its line."""
    words = str(ROW_ERRORS[error.why])
    return words % error.detail if "%s" in words else words
