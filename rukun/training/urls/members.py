from django.urls import URLPattern, path

from rukun.training.views import joining, members, own

urlpatterns: list[URLPattern] = [
    # The board and whoever may see members
    path("anggota/", members.organisations, name="member_organisations"),
    path("anggota/<uuid:key>/", members.members, name="members"),
    path("anggota/<uuid:key>/undang/", members.invite, name="invite_member"),
    path("anggota/pelamar/<uuid:key>/", members.answer, name="answer_applicant"),
    path("anggota/orang/<uuid:key>/", members.member, name="member"),
    path("anggota/orang/<uuid:key>/terima/", members.accept, name="accept_member"),
    path("anggota/orang/<uuid:key>/undangan/", members.let_in, name="let_member_in"),
    # The board, or the member themselves
    path("anggota/orang/<uuid:key>/cuti/", members.pause, name="pause_membership"),
    path("anggota/orang/<uuid:key>/kembali/", members.resume, name="resume_membership"),
    path("anggota/orang/<uuid:key>/keluar/", members.leave, name="leave"),
    # Whoever would like to join
    path("mitra/gabung/<uuid:key>/", joining.join, name="join"),
    path("mitra/gabung/<uuid:key>/terima-kasih/", joining.thanks, name="joined"),
    # One's own
    path("tugas/", own.own_duty, name="own_duty"),
    path("tugas/setuju/<uuid:key>/", own.consent, name="consent"),
    path("tugas/kode-etik/", own.sign, name="sign_conduct"),
    # What every member signs
    path("kode-etik/", own.conduct, name="conduct"),
    path("kode-etik/kode-etik.pdf", own.printed, name="conduct_pdf"),
]
