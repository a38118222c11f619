from django.urls import path

from rukun.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.demo, name="cast"),
    path("kode/", views.sent_codes, name="codes"),
]
