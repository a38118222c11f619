"""``machine`` has one address in every language; ``pages`` are read by people, in theirs."""

from django.urls import path

from rukun.api import views
from rukun.api.root import api

machine = [path("", api.urls)]
pages = [path("docs", views.docs, name="api_docs")]
