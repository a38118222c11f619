from django.urls import URLPattern, path

from rukun.training.views import duty, suspensions

urlpatterns: list[URLPattern] = [
    path("kelayakan/", duty.duty, name="duty"),
    path("penangguhan/", suspensions.suspensions, name="suspensions"),
    path("penangguhan/baru/", suspensions.suspend, name="suspend"),
    path("penangguhan/<uuid:key>/", suspensions.suspension, name="suspension"),
    path("penangguhan/<uuid:key>/alasan/", suspensions.read, name="read_suspension"),
    path("penangguhan/<uuid:key>/dibaca/", suspensions.seen, name="suspension_seen"),
    path("penangguhan/<uuid:key>/jawaban/", suspensions.answer, name="answer_suspension"),
    path("penangguhan/<uuid:key>/tinjauan/", suspensions.review, name="review_suspension"),
    path("penangguhan/<uuid:key>/pencabutan/", suspensions.lift, name="lift_suspension"),
]
