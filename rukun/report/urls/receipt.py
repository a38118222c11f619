from django.urls import path

from rukun.report.views import receipt

urlpatterns = [
    path("r/", receipt.receipt, name="receipt"),
    path("lapor/janji/", receipt.promise, name="promise"),
]
