from django.utils.translation import gettext_lazy as _

from rukun.journal.verbs import Verb

# Partners
PARTNER_APPLIED = Verb("training.partner_applied", _("kemitraan diajukan"))
PARTNER_APPROVED = Verb("training.partner_approved", _("pengajuan mitra dibenarkan"))
PARTNER_REFUSED = Verb("training.partner_refused", _("pengajuan mitra ditolak"))
PARTNER_AGREED = Verb("training.partner_agreed", _("perjanjian kemitraan dicatat"))
PARTNER_VERIFIED = Verb("training.partner_verified", _("mitra diverifikasi"))
PARTNER_SUSPENDED = Verb("training.partner_suspended", _("mitra ditangguhkan"))
PARTNER_RESTORED = Verb("training.partner_restored", _("penangguhan mitra dicabut"))
PARTNER_ENDED = Verb("training.partner_ended", _("kemitraan diakhiri"))
DOCUMENT_READ = Verb("training.document_read", _("dokumen mitra dibuka"))
CHAIR_CONTACT_READ = Verb("training.chair_contact_read", _("nomor ketua kelompok dibaca"))
# Members
MEMBER_APPLIED = Verb("training.member_applied", _("permintaan bergabung masuk"))
APPLICANT_ANSWERED = Verb("training.applicant_answered", _("permintaan bergabung dijawab"))
MEMBER_INVITED = Verb("training.member_invited", _("anggota diundang"))
MEMBER_ACCEPTED = Verb("training.member_accepted", _("anggota diterima"))
MEMBER_CONSENTED = Verb("training.member_consented", _("anggota menyatakan setuju bergabung"))
MEMBER_ACTIVE = Verb("training.member_active", _("anggota aktif"))
MEMBER_ON_LEAVE = Verb("training.member_on_leave", _("anggota cuti"))
MEMBER_LEFT = Verb("training.member_left", _("anggota keluar"))
CODE_SIGNED = Verb("training.code_signed", _("kode etik ditandatangani"))
# Learning
QUIZ_SENT = Verb("training.quiz_sent", _("kuis dijawab"))
CLASS_RECORDED = Verb("training.class_recorded", _("kelas pelatihan dicatat"))
CLASS_CORRECTED = Verb("training.class_corrected", _("catatan kelas diperbaiki"))
CERTIFICATE_ISSUED = Verb("training.certificate_issued", _("sertifikat terbit"))
CERTIFICATE_REVOKED = Verb("training.certificate_revoked", _("sertifikat dicabut"))
REMINDED = Verb("training.reminded", _("anggota diingatkan tentang pelatihan"))
# Duty
DUTY_SUSPENDED = Verb("training.duty_suspended", _("anggota ditangguhkan dari tugas"))
SUSPENSION_READ = Verb("training.suspension_read", _("alasan penangguhan dibaca"))
SUSPENSION_ANSWERED = Verb("training.suspension_answered", _("penangguhan dijawab oleh anggotanya"))
SUSPENSION_UPHELD = Verb("training.suspension_upheld", _("penangguhan dikuatkan oleh pihak kedua"))
SUSPENSION_LIFTED = Verb("training.suspension_lifted", _("penangguhan dari tugas dicabut"))
