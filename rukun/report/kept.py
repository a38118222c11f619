"""What reports keep of people and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

_WITH_THE_REPORT = _(
    "Sampai 90 hari setelah laporan ditutup, paling lama satu tahun setelah diterima. "
    "Bila pelapor menarik laporannya, saat itu juga. "
    "Bekasnya di disk ditimpa sesudahnya, biasanya dalam beberapa menit."
)

KEPT = [
    Kept(
        ("report.Report",),
        _(
            "Laporan warga: jenisnya, RW-nya, kapan diterima, ringkasan petugas, dan, terkunci, cerita serta letaknya. "
            "Tidak ada alamat internet. Setelah dihapus tinggal satu baris: jenis, petak beberapa ratus meter, "
            "tanggal, bagian hari, dan siapa yang melihat (warga, patroli, petugas). "
            "Di buku mutasi tetap tertulis bahwa laporan itu masuk ke kelurahannya, kapan, dan nomor acaknya, "
            "beserta sidik isinya dan apa yang dilakukan dengannya; untuk keluhan dan kekerasan tanpa kelurahan. "
            "Jenis, isi, dan RT/RW-nya tidak"
        ),
        _WITH_THE_REPORT,
    ),
    Kept(
        ("report.Contact",),
        _("Nama dan nomor pelapor, terkunci; hanya bila pelapor memberikannya. Setiap kali dibuka tercatat"),
        _WITH_THE_REPORT,
    ),
    Kept(
        ("report.Message",),
        _("Tanya jawab antara petugas dan pelapor, terkunci"),
        _WITH_THE_REPORT,
    ),
    Kept(
        ("report.Talk",),
        _(
            "Lewat percakapan mana sebuah laporan datang (WhatsApp, Telegram, SMS): nomor acak, terkunci, bukan nomor "
            "telepon. Petugas tidak melihatnya"
        ),
        _(
            "Sampai 14 hari setelah laporan ditutup, atau begitu pelapor tidak mau dikirimi pesan lagi. "
            "Bila pelapor menarik laporannya, saat itu juga."
        ),
    ),
    Kept(
        ("commitment.Commitment", "commitment.Step", "commitment.Claim", "commitment.Handoff"),
        _(
            "Janji tindak lanjut: siapa yang bertanggung jawab, tenggatnya, apa yang dilakukan petugas mana dan kapan, "
            "dan, terkunci, kata-katanya. Setelah dihapus tinggal angka per kelurahan dan bulan"
        ),
        _WITH_THE_REPORT,
    ),
    Kept(
        ("report.SavedView",),
        _("Pilihan daftar laporan yang disimpan seorang petugas, dengan nama yang ia berikan"),
        _("Sampai ia menghapusnya, atau bersama orangnya."),
    ),
    Kept(
        ("evidence.Photo", "evidence.Original", "evidence.Rendition", "evidence.Opening"),
        _(
            "Foto laporan, terkunci. Waktu dan tempat memotret hanya bila pelapor setuju, "
            "dan tidak pernah pada laporan tanpa nama; pada foto bukti hanya bila pengirimnya mengizinkannya dibaca. "
            "Siapa yang membuka foto asli atau pesan suara, dan mengapa"
        ),
        _WITH_THE_REPORT,
    ),
    Kept(
        ("evidence.Voice",),
        _(
            "Pesan suara yang dikirim pelapor lewat WhatsApp atau Telegram, terkunci. Tidak seorang pun "
            "mendengarkannya sendirian: dua orang membukanya bersama, dan itu tercatat. Tidak dituliskan oleh mesin, "
            "tidak dibandingkan dengan yang lain. Dari orang yang melaporkan kekerasan tidak disimpan"
        ),
        _("Seperti laporannya; juga hilang saat pelapor meminta nomornya dilepas."),
    ),
]
