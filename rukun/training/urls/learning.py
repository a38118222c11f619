from django.urls import URLPattern, path

from rukun.training.views import learning

urlpatterns: list[URLPattern] = [
    path("belajar/", learning.course_list, name="courses"),
    path("belajar/sw.js", learning.worker, name="learning_worker"),
    path("belajar/luring/", learning.offline, name="learning_offline"),
    path("belajar/kuis/<uuid:key>/", learning.result, name="quiz_result"),
    path("belajar/<slug:code>/", learning.course, name="course"),
    path("belajar/<slug:code>/kartu.pdf", learning.printed, name="course_pdf"),
    path("belajar/<slug:code>/kuis/", learning.quiz, name="quiz"),
]
