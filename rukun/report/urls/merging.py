from django.urls import path

from rukun.report.views import merging

urlpatterns = [
    path("laporan/<uuid:key>/gabung/", merging.merge, name="merge"),
    path("laporan/<uuid:key>/pisah/", merging.unmerge, name="unmerge"),
]
