from django.urls import path

from rukun.report.views import handoff, handoffs

urlpatterns = [
    path("laporan/teruskan/", handoffs.bulk, name="bulk"),
    path("laporan/teruskan/surat/", handoffs.letters, name="letters"),
    path("laporan/<uuid:key>/teruskan/", handoff.hand, name="hand"),
    path("laporan/<uuid:key>/terima/", handoff.take, name="take"),
    path("laporan/<uuid:key>/tolak/", handoff.decline, name="decline"),
    path("laporan/<uuid:key>/tarik-penerusan/", handoff.take_back, name="take_back"),
    path("laporan/<uuid:key>/tautan-baru/", handoff.new_link, name="new_link"),
    path("laporan/<uuid:key>/jawaban-instansi/", handoff.enter_answer, name="enter_answer"),
    path("laporan/<uuid:key>/surat/", handoff.letter, name="letter"),
]
