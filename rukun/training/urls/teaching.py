from django.urls import URLPattern, path

from rukun.training.views import certificates, teaching

urlpatterns: list[URLPattern] = [
    path("sertifikat/", certificates.check, name="check_certificate"),
    path("sertifikat/<uuid:key>/sertifikat.pdf", certificates.printed, name="certificate_pdf"),
    path("sertifikat/<uuid:key>/cabut/", teaching.revoke, name="revoke_certificate"),
    path("sertifikat/<str:code>/", certificates.certificate, name="certificate"),
    path("pelatihan/", teaching.board, name="training"),
    path("pelatihan/anggota.csv", teaching.as_csv, name="training_csv"),
    path("pelatihan/ingatkan/", teaching.remind_them, name="remind"),
    path("pelatihan/dibaca/", teaching.reminders_seen, name="reminders_seen"),
    path("pelatihan/anggota/<uuid:key>/", teaching.pupil, name="pupil"),
    path("pelatihan/kelas/", teaching.classes, name="classes"),
    path("pelatihan/kelas/baru/", teaching.new_class, name="new_class"),
    path("pelatihan/kelas/<uuid:key>/", teaching.one_class, name="class"),
    path("pelatihan/kelas/<uuid:key>/perbaikan/", teaching.correct, name="correct_class"),
]
