from django.urls import path

from rukun.ui import views

app_name = "ui"
urlpatterns = [path("komponen/", views.components, name="components")]
