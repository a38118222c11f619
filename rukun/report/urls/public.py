from django.urls import path

from rukun.report.views import elsewhere, posters, public

urlpatterns = [
    path("lapor/lembaga/", elsewhere.every_authority, name="elsewhere_all"),
    path("lapor/lembaga/<slug:code>/", elsewhere.authority, name="elsewhere"),
    path("lapor/poster/", posters.posters, name="posters"),
    path("lapor/poster/<str:code>.pdf", posters.poster, name="poster"),
    path("angka/", public.figures, name="figures"),
    path("angka/<str:code>.csv", public.figures_csv, name="figures_csv"),
    path("bukti/", public.verify_proof, name="verify_proof"),
    path("kunci/", public.keys, name="keys"),
    path("kunci.json", public.keys_json, name="keys_json"),
]
