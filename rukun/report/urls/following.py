from django.urls import path

from rukun.report.views import export, following

urlpatterns = [
    path("laporan/tindak-lanjut/", following.following, name="following"),
    path("laporan/tindak-lanjut.pdf", following.following_paper, name="following_paper"),
    path("laporan/terlambat/", following.late, name="late"),
    path("laporan/unduh/", export.choose, name="export_choose"),
    path("laporan/unduh.<str:kind>", export.export, name="export"),
]
