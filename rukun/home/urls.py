from django.urls import path

from rukun.home import views

app_name = "home"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("hari-ini/", views.today, name="today"),
]
