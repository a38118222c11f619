from django.urls import path

from rukun.report.views import receipt

urlpatterns = [
    path("r/", receipt.receipt, name="receipt"),
    path("r/bukti/<str:token>.jpg", receipt.proof_photo, name="proof_photo"),
    path("lapor/janji/", receipt.promise, name="promise"),
]
