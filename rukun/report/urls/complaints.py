from django.urls import path

from rukun.report.views import complaints

urlpatterns = [
    path("laporan/<uuid:key>/tangguhkan/", complaints.suspend, name="complaint_suspend"),
]
