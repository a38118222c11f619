from django.urls import path

from rukun.report.views import working

urlpatterns = [
    path("laporan/<uuid:key>/koordinasi/", working.coordinate, name="coordinate"),
    path("laporan/<uuid:key>/mulai/", working.start, name="start"),
    path("laporan/<uuid:key>/bukti/", working.claim, name="claim"),
    path("laporan/<uuid:key>/tidak-dapat/", working.cannot, name="cannot"),
    path("laporan/<uuid:key>/konfirmasi/", working.confirm, name="confirm"),
    path("laporan/<uuid:key>/belum-benar/", working.reject, name="reject"),
    path("laporan/<uuid:key>/batalkan/", working.undo, name="undo"),
    path("laporan/<uuid:key>/siapa/", working.who, name="presence"),
]
