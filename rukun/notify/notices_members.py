"""What members of partners are told, for the room ``training`` below: never why, nor by whom, nor of which group."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

REMINDED, ENDING, INVITED, SUSPENDED = "member.reminded", "member.ending", "member.invited", "member.suspended"
EXAMPLE = {"day": "30 September 2026", "page": "https://rukun.kelurahan-panjang.example.id/tugas-saya/"}

NOTICES = (
    Notice(
        name=REMINDED,
        title=_("Pelatihan Anda belum lengkap"),
        chat=_("Pelatih mengingatkan: lengkapi pelatihan Anda sebelum %(day)s. Lihat %(page)s"),
        sms=_("Pelatih mengingatkan: lengkapi pelatihan Anda sebelum %(day)s. Lihat %(page)s"),
        push=_("Pelatih mengingatkan: lengkapi pelatihan Anda."),
        example=EXAMPLE,
        lasts=timedelta(days=7),
        why=_("Saat pelatih mengingatkan anggota yang pelatihannya belum lengkap."),
    ),
    Notice(
        name=ENDING,
        title=_("Sertifikat Anda segera habis"),
        chat=_("Sertifikat pelatihan Anda berlaku sampai %(day)s. Perbarui sebelumnya. Lihat %(page)s"),
        sms=_("Sertifikat pelatihan Anda berlaku sampai %(day)s. Perbarui sebelumnya. Lihat %(page)s"),
        push=_("Sebuah sertifikat pelatihan Anda segera habis masa berlakunya."),
        example=EXAMPLE,
        lasts=timedelta(days=7),
        why=_("Tiga puluh hari sebelum sertifikat yang dibutuhkan untuk bertugas habis masa berlakunya."),
    ),
    Notice(
        name=INVITED,
        title=_("Undangan menjadi anggota"),
        chat=_("Anda diundang menjadi anggota organisasi mitra. Masuk, baca, lalu setujui atau tolak: %(page)s"),
        sms=_("Anda diundang menjadi anggota organisasi mitra. Masuk, baca, lalu setujui atau tolak: %(page)s"),
        push=_("Ada undangan yang menunggu persetujuan Anda."),
        example={"page": EXAMPLE["page"]},
        lasts=timedelta(days=7),
        why=_("Saat pengurus organisasi mitra menerima atau mengundang seseorang, dan persetujuannya ditunggu."),
    ),
    Notice(
        name=SUSPENDED,
        title=_("Keputusan tentang tugas Anda"),
        chat=_("Ada keputusan tentang tugas Anda. Baca sebelum bertugas lagi; Anda dapat menjawabnya: %(page)s"),
        sms=_("Ada keputusan tentang tugas Anda. Baca sebelum bertugas lagi; Anda dapat menjawabnya: %(page)s"),
        push=_("Ada keputusan yang perlu Anda baca sebelum bertugas lagi."),
        example={"page": EXAMPLE["page"]},
        lasts=timedelta(days=7),
        why=_("Saat kelurahan atau Polsek menangguhkan seorang anggota dari tugas."),
    ),
)
