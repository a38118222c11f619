from django.urls import path

from rukun.report.views import handling, inbox, one, outlines, posko

urlpatterns = [
    path("laporan/", inbox.reports, name="reports"),
    path("laporan/pilihan/", inbox.views, name="views"),
    path("laporan/catat/", posko.take_down, name="take_down"),
    path("laporan/ringkas/", outlines.outlines, name="outlines"),
    path("laporan/<uuid:key>/", one.report, name="report"),
    path("laporan/<uuid:key>/letak/", one.exact_place, name="exact_place"),
    path("laporan/<uuid:key>/kontak/", one.contact, name="contact"),
    path("laporan/<uuid:key>/tanya/", one.ask, name="ask"),
    path("laporan/<uuid:key>/lembar/", handling.sheet, name="sheet"),
    path("laporan/<uuid:key>/ringkasan/", handling.summary, name="summary"),
    path("laporan/<uuid:key>/jenis/", handling.recategorise, name="recategorise"),
    path("laporan/<uuid:key>/sisihkan/", handling.set_aside, name="set_aside"),
    path("laporan/<uuid:key>/mengapa-disisihkan/", handling.why_aside, name="why_aside"),
    path("laporan/<uuid:key>/kembalikan/", handling.restore, name="restore"),
    path("laporan/<uuid:key>/loloskan/", handling.pass_triage, name="pass"),
]
