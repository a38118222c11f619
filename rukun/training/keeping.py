"""What this room keeps of people and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

_WITH_THE_PARTNERSHIP = _("Satu tahun setelah kemitraan berakhir; bila pengajuan ditolak, 90 hari.")
_AFTER_LEAVING = _("Sampai 90 hari setelah keluar, atau bersama orangnya.")

KEPT = [
    Kept(
        ("training.Partnership", "training.PartnershipState", "training.Verification", "training.Agreement"),
        _(
            "Organisasi mitra: siapa yang memeriksa, apa alasannya, dan sampai kapan berlaku. "
            "Nama dan nomor ketua hanya selama masih pengajuan"
        ),
        _WITH_THE_PARTNERSHIP,
    ),
    Kept(
        ("training.Document",),
        _("Dokumen yang diserahkan organisasi saat mengajukan kemitraan"),
        _WITH_THE_PARTNERSHIP,
    ),
    Kept(
        ("training.Membership", "training.MembershipState"),
        _("Keanggotaan: di organisasi mana, sejak kapan, cuti atau keluar, dan persetujuan yang diberikan"),
        _AFTER_LEAVING,
    ),
    Kept(
        ("training.Applicant",),
        _("Permintaan bergabung dari orang yang belum terdaftar: nama, nomor, dan wilayahnya"),
        _("Sampai dijawab, paling lama 30 hari."),
    ),
    Kept(
        ("training.CodeSigning",),
        _("Kapan kode etik ditandatangani"),
        _("Dua tahun, atau bersama orangnya."),
    ),
    Kept(
        ("training.Attempt",),
        _("Jawaban kuis pelatihan"),
        _("Empat bulan, atau bersama orangnya."),
    ),
    Kept(
        ("training.CourseClass", "training.Attendance"),
        _("Kelas pelatihan: siapa yang hadir, dan apakah praktiknya sudah benar"),
        _("Tiga tahun setelah kelas, atau bersama orangnya."),
    ),
    Kept(
        ("training.Certificate",),
        _("Sertifikat pelatihan: apa, sampai kapan, dan bila dicabut, mengapa"),
        _("Satu tahun setelah masa berlakunya habis, atau bersama orangnya."),
    ),
    Kept(
        ("training.Reminder",),
        _("Pengingat tentang pelatihan yang belum lengkap"),
        _("90 hari, atau bersama orangnya."),
    ),
    Kept(
        ("training.Suspension",),
        _(
            "Penangguhan dari tugas: alasan, jawaban anggotanya, hasil tinjauan pihak kedua, "
            "dan nomor teleponnya dalam bentuk teracak"
        ),
        _("Satu tahun setelah berakhir, atau bersama orangnya."),
    ),
]
