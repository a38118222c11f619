"""What officers are told when something waits for them: category and RW of ordinary reports, and of all others nothing.

Never anybody's words, name or number, nor what was done: phones are looked at by others. Words for chat and SMS are the
same, so that they are written once and fit both.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NEW, DANGER, ANSWERED, REOPENED = "officer.new", "officer.danger", "officer.answered", "officer.reopened"
OFFERED, DECLINED, SAMPLE = "officer.offered", "officer.declined", "officer.sample"
REMINDER, LATE, RAISED = "officer.reminder", "officer.late", "officer.raised"
FEW, MORE, WAITING = "officer.few", "officer.more", "officer.waiting"
LONGEST_PLACE = 34
"""Letters of an RW with the name of its kelurahan; what is longer is cut."""
PAGE = "https://rukun.kelurahan-panjang.example.id/laporan/"
ABOUT = {"category": "Tawuran atau perkelahian", "where": "RW 16, Kebayoran Lama Selatan Jaya"}
"""As long as they can be."""


def _notice(
    name: str,
    title: "_StrPromise",
    words: "_StrPromise",
    push: "_StrPromise",
    why: "_StrPromise",
    example: dict[str, str] | None = None,
    lasts: timedelta = timedelta(days=2),
    *,
    vital: bool = False,
    template: str = "",
) -> Notice:
    return Notice(
        name=name,
        title=title,
        chat=words,
        sms=words,
        push=push,
        example={**ABOUT, "page": PAGE} if example is None else example,
        lasts=lasts,
        vital=vital,
        template=template,
        outside="" if template else WAITING,
        why=why,
    )


NOTICES = (
    _notice(
        NEW,
        _("Laporan baru untuk Anda"),
        _("Laporan baru menunggu Anda: %(category)s, %(where)s. Lihat %(page)s"),
        _("Ada laporan baru yang menunggu Anda."),
        _("Saat sebuah laporan menjadi tanggung jawab jabatan, instansi, atau posko Anda."),
    ),
    _notice(
        DANGER,
        _("Laporan dengan tanda bahaya"),
        _(
            "Tanda bahaya, belum diperiksa: %(category)s, %(where)s. "
            "Pastikan 110 atau 112 sudah ditelepon, lalu buka laporannya."
        ),
        _("Ada laporan dengan tanda bahaya. Pastikan 110 atau 112 sudah ditelepon."),
        _("Saat laporan baru memuat tanda bahaya: kepada penanggung jawabnya, posko, dan ketua RW di sana."),
        example=ABOUT,
        lasts=timedelta(hours=6),
        vital=True,
        template="bahaya_petugas",
    ),
    _notice(
        ANSWERED,
        _("Pelapor menjawab"),
        _("Pelapor menjawab: %(category)s, %(where)s. Lihat %(page)s"),
        _("Seorang pelapor menjawab."),
        _("Saat pelapor menjawab pertanyaan Anda, atau menulis tentang laporan yang menjadi tanggung jawab Anda."),
    ),
    _notice(
        REOPENED,
        _("Laporan dibuka lagi"),
        _("Dibuka lagi, dinilai belum beres: %(category)s, %(where)s. Lihat %(page)s"),
        _("Sebuah laporan Anda dibuka lagi, karena dinilai belum beres."),
        _("Saat bukti Anda ditolak, diragukan tanpa ada yang memastikan, atau dibantah pelapor setelah ditutup."),
    ),
    _notice(
        OFFERED,
        _("Laporan ditawarkan kepada Anda"),
        _("Ditawarkan kepada Anda: %(category)s, %(where)s. Terima atau tolak: %(page)s"),
        _("Sebuah laporan ditawarkan kepada Anda. Terima atau tolak."),
        _("Saat pihak lain meneruskan laporan kepada jabatan, instansi, atau posko Anda."),
    ),
    _notice(
        DECLINED,
        _("Penerusan tidak diterima"),
        _("Tidak diterima pihak lain, tetap pada Anda: %(category)s, %(where)s. %(page)s"),
        _("Laporan yang Anda teruskan tidak diterima. Laporan itu tetap pada Anda."),
        _("Saat pihak yang diteruskan menolak, atau tidak menjawab sampai batas waktunya."),
    ),
    _notice(
        REMINDER,
        _("Tenggat mendekat"),
        _("Tenggat mendekat: %(category)s, %(where)s. Lihat %(page)s"),
        _("Tenggat sebuah laporan Anda mendekat."),
        _("Saat tiga perempat waktu sebuah laporan yang menjadi tanggung jawab Anda sudah terpakai."),
        lasts=timedelta(days=1),
    ),
    _notice(
        LATE,
        _("Tenggat terlewat"),
        _("Tenggat terlewat: %(category)s, %(where)s. Lihat %(page)s"),
        _("Tenggat sebuah laporan Anda terlewat."),
        _("Saat tenggat laporan terlewat; kepada semua yang mengerjakannya untuk instansi itu."),
    ),
    _notice(
        RAISED,
        _("Keterlambatan diteruskan kepada Anda"),
        _("Terlambat, diteruskan kepada Anda: %(category)s, %(where)s. %(page)s"),
        _("Sebuah keterlambatan diteruskan kepada Anda."),
        _("Saat laporan di wilayah Anda masih terlambat, dan giliran tingkat Anda untuk tahu."),
    ),
    _notice(
        SAMPLE,
        _("Mohon periksa di tempat"),
        _("Mohon periksa di tempat, benar sudah beres? %(category)s, %(where)s. %(page)s"),
        _("Sebuah pekerjaan pihak lain terpilih untuk Anda periksa."),
        _("Saat pekerjaan pihak lain terpilih untuk diperiksa, dan Anda termasuk yang boleh memastikannya."),
        lasts=timedelta(days=7),
    ),
    _notice(
        FEW,
        _("Laporan untuk sedikit orang"),
        _("Ada laporan yang hanya sedikit orang membacanya menunggu Anda. Masuk dan lihat %(page)s"),
        _("Ada yang menunggu Anda. Masuk untuk melihatnya."),
        _("Saat ada yang baru tentang keluhan, atau laporan kekerasan, yang menjadi tanggung jawab Anda."),
        example={"page": PAGE},
    ),
    _notice(
        MORE,
        _("Masih ada yang baru"),
        _("Sejak pesan terakhir, masih ada yang baru tentang laporan yang menunggu Anda. Lihat %(page)s"),
        _("Sejak pesan terakhir, masih ada yang baru untuk Anda."),
        _("Saat ada beberapa kabar dalam sepuluh menit: yang pertama dikirim, sisanya disebut sekali."),
        example={"page": PAGE},
        lasts=timedelta(days=1),
    ),
    _notice(
        WAITING,
        _("Ada yang menunggu Anda"),
        _("Ada yang menunggu Anda. Masuk untuk melihatnya."),
        _("Ada yang menunggu Anda. Masuk untuk melihatnya."),
        _(
            "Di WhatsApp, bila Anda terakhir menulis lebih dari 24 jam yang lalu: sebagai ganti semua kabar bagi "
            "petugas kecuali tanda bahaya."
        ),
        example={},
        template="kabar_petugas",
    ),
)
POSKO = (NEW, DANGER)
"""What a posko's own sinks may hear."""
