from django.urls import path

from rukun.api import views
from rukun.api.root import api

urlpatterns = [
    path("docs", views.docs, name="api_docs"),
    path("", api.urls),
]
