from django.urls import path

from rukun.report.views import voices

urlpatterns = [
    path("laporan/suara/<uuid:key>/", voices.voice, name="voice"),
    path("laporan/suara/<uuid:key>/minta/", voices.ask, name="voice_ask"),
    path("laporan/suara/<uuid:key>/setuju/<uuid:opening>/", voices.agree, name="voice_agree"),
    path("laporan/suara/<uuid:key>/dengar/", voices.listen, name="voice_listen"),
    path("laporan/suara/<uuid:key>/suara/", voices.sound, name="voice_sound"),
]
