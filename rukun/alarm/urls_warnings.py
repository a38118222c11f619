"""Public warnings: for everybody to read, for machines to fetch, for officers to write and publish."""

from django.urls import URLPattern, path

from rukun.alarm.views import warnings, warnings_told

machine: list[URLPattern] = [
    path("peringatan/cap.atom", warnings_told.feed, name="feed"),
    path("peringatan/<str:identifier>.cap.xml", warnings_told.message, name="message"),
]
"""Without a language: each message has both in it."""

urlpatterns: list[URLPattern] = [
    path("peringatan/", warnings_told.warnings, name="warnings"),
    path("peringatan/<uuid:key>/", warnings_told.warning, name="warning"),
    path("peringatan/kelola/", warnings.manage, name="manage_warnings"),
    path("peringatan/kelola/tulis/", warnings.write, name="write_warning"),
    path("peringatan/kelola/<uuid:key>/", warnings.draft, name="draft"),
    path("peringatan/kelola/<uuid:key>/umumkan/", warnings.publish, name="publish_warning"),
    path("peringatan/kelola/<uuid:key>/batal/", warnings.drop, name="drop_warning"),
    path("peringatan/kelola/<uuid:key>/perbarui/", warnings.update, name="update_warning"),
    path("peringatan/kelola/<uuid:key>/cabut/", warnings.cancel, name="cancel_warning"),
]
