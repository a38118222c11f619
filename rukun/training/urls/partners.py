from django.urls import path

from rukun.training.views import partner_decisions, partners

urlpatterns = [
    path("mitra/", partners.register, name="partners"),
    path("mitra/daftar/", partners.ways, name="partner_ways"),
    path("mitra/daftar/<slug:kind>/", partners.apply, name="apply_for_partnership"),
    path("mitra/pengajuan/", partners.status, name="partner_status"),
    path("mitra/<uuid:key>/", partners.partner, name="partner"),
    path("mitra/<uuid:key>/ketua/", partners.chair_contact, name="partner_chair"),
    path("mitra/<uuid:key>/periksa/", partner_decisions.verify, name="verify_partner"),
    path("mitra/<uuid:key>/perjanjian/", partner_decisions.agreement, name="partner_agreement"),
    path("mitra/<uuid:key>/tangguhkan/", partner_decisions.suspend, name="suspend_partner"),
    path("mitra/<uuid:key>/pulihkan/", partner_decisions.restore, name="restore_partner"),
    path("mitra/<uuid:key>/akhiri/", partner_decisions.end, name="end_partner"),
    path("mitra/<uuid:key>/dokumen/<uuid:paper>/", partner_decisions.document, name="partner_document"),
]
