"""What is done about one situation. No address holds words of it."""

from django.urls import path

from rukun.incident.views import closing, joining, levels, listing, measures, one, opening, ringing

urlpatterns = [
    path("kejadian/baru/", opening.open_new, name="open"),
    path("kejadian/selesai/", listing.closed, name="closed"),
    path("kejadian/ringkas/", listing.outlines, name="outlines"),
    path("kejadian/kartu/", listing.cards, name="cards"),
    path("kejadian/<uuid:key>/", one.situation, name="situation"),
    path("kejadian/<uuid:key>/kabar/", one.news, name="news"),
    path("kejadian/<uuid:key>/ubah/", opening.change, name="change"),
    path("kejadian/<uuid:key>/amati/", opening.observe, name="observe"),
    path("kejadian/<uuid:key>/amati/<uuid:observation>/tarik/", opening.withdraw, name="withdraw_observation"),
    path("kejadian/<uuid:key>/keadaan/", opening.state, name="state"),
    path("kejadian/<uuid:key>/tingkat/", levels.judge, name="judge"),
    path("kejadian/<uuid:key>/tingkat/<uuid:step>/pastikan/", levels.verify, name="verify"),
    path("kejadian/<uuid:key>/tingkat/<uuid:step>/tolak/", levels.refuse, name="refuse"),
    path("kejadian/<uuid:key>/tingkat/<uuid:step>/tarik/", levels.withdraw, name="withdraw"),
    path("kejadian/<uuid:key>/gabung/", joining.join, name="join"),
    path("kejadian/<uuid:key>/lepas/", joining.part, name="part"),
    path("kejadian/<uuid:key>/tindakan/", measures.measure, name="measure"),
    path("kejadian/<uuid:key>/kentongan/", ringing.ring, name="ring"),
    path("kejadian/<uuid:key>/kentongan/<uuid:ring>/akhiri/", ringing.end_ring, name="end_ring"),
    path("kejadian/<uuid:key>/ringkasan/", closing.summary, name="summary"),
    path("kejadian/<uuid:key>/ringkasan/periksa/", closing.review, name="review"),
    path("kejadian/<uuid:key>/tutup/", closing.close, name="close"),
    path("kejadian/<uuid:key>/tutup/benar/", closing.confirm_closing, name="confirm_closing"),
    path("kejadian/<uuid:key>/tutup/belum/", closing.refuse_closing, name="refuse_closing"),
    path("kejadian/<uuid:key>/tutup/tarik/", closing.withdraw_closing, name="withdraw_closing"),
    path("kejadian/<uuid:key>/buka-lagi/", closing.reopen, name="reopen"),
    path("kejadian/<uuid:key>/tindak-lanjut/<uuid:followup>/", closing.followup, name="followup"),
]
