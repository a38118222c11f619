from django.urls import path

from rukun.report.views import rules

urlpatterns = [
    path("laporan/aturan/", rules.rules, name="rules"),
    path("laporan/aturan/tambah/", rules.add, name="rule_add"),
    path("laporan/aturan/coba/", rules.trial, name="rule_try"),
    path("laporan/aturan/<uuid:key>/akhiri/", rules.end, name="rule_end"),
]
