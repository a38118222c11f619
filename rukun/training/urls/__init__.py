"""The addresses of this room, one module for each of its topics."""

from rukun.training.urls import duty, learning, members, partners, teaching

app_name = "training"

urlpatterns = [
    *partners.urlpatterns,
    *members.urlpatterns,
    *learning.urlpatterns,
    *teaching.urlpatterns,
    *duty.urlpatterns,
]
