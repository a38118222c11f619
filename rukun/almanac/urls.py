from django.urls import path

from rukun.almanac import views

app_name = "almanac"
urlpatterns = [
    path("kalender/", views.year, name="year"),
    path("kalender/tetapkan/", views.decide, name="decide"),
    path("kalender/hapus/<int:key>/", views.remove, name="remove"),
]
