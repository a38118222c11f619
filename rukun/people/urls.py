from django.urls import path

from rukun.people.views import (
    directory,
    importing,
    invitations,
    keys,
    notice,
    organisations,
    persons,
    positions,
    profile,
    recovery,
    signin,
    wewenang,
)

app_name = "people"

urlpatterns = [
    # Whom to call
    path("petugas/", directory.start, name="directory"),
    path("petugas/di-sini/", directory.here, name="directory_here"),
    path("petugas/<str:code>/", directory.unit, name="directory_unit"),
    path("petugas/<str:code>/daftar.pdf", directory.printed, name="directory_pdf"),
    # Who may do what
    path("wewenang/", wewenang.wewenang, name="wewenang"),
    # Organisations, positions, persons
    path("organisasi/", organisations.organisations, name="organisations"),
    path("organisasi/baru/", organisations.establish, name="establish"),
    path("organisasi/<uuid:key>/", organisations.organisation, name="organisation"),
    path("organisasi/<uuid:key>/ubah/", organisations.change, name="change_organisation"),
    path("organisasi/<uuid:key>/tutup/", organisations.close, name="close_organisation"),
    path("organisasi/<uuid:key>/bagan.pdf", organisations.printed, name="chart_pdf"),
    path("organisasi/<uuid:key>/jabatan/", positions.give, name="give_position"),
    path("jabatan/<uuid:key>/", positions.position, name="position"),
    path("jabatan/<uuid:key>/ubah/", positions.correct, name="correct_position"),
    path("jabatan/<uuid:key>/akhiri/", positions.end, name="end_position"),
    path("orang/", persons.persons, name="persons"),
    path("orang/baru/", persons.register, name="register"),
    path("orang/<uuid:key>/", persons.person, name="person"),
    path("orang/<uuid:key>/nomor/", persons.contact, name="contact"),
    path("orang/<uuid:key>/ubah/", persons.correct, name="correct_person"),
    path("orang/<uuid:key>/akhiri/", persons.release, name="release"),
    # Lists of persons
    path("orang/impor/", importing.import_people, name="import_people"),
    path("orang/impor/contoh.csv", importing.example, name="import_example"),
    path("orang/impor/perbaiki.csv", importing.bad_rows, name="import_bad_rows"),
    # What is one's own; privacy
    path("profil/", profile.profile, name="profile"),
    path("profil/data/", profile.data, name="data"),
    path("profil/data/unduh/", profile.download, name="download_data"),
    path("profil/data/perbaiki/", profile.correct, name="correct_data"),
    path("profil/data/hapus/", profile.forget, name="forget_me"),
    path("profil/terhapus/", profile.forgotten, {"at_once": True}, name="forgotten"),
    path("profil/berakhir/", profile.forgotten, {"at_once": False}, name="released"),
    path("privasi/", notice.privacy, name="privacy"),
    path("privasi/ubah/", notice.write, name="write_privacy"),
    path("privasi/riwayat/", notice.history, name="privacy_history"),
    # A lost phone
    path("pemulihan/", recovery.recoveries, name="recoveries"),
    path("orang/<uuid:key>/pemulihan/", recovery.recovery, name="recovery"),
    path("orang/<uuid:key>/pemulihan/setuju/", recovery.confirm, name="confirm_recovery"),
    path("orang/<uuid:key>/pemulihan/batal/", recovery.withdraw, name="withdraw_recovery"),
    # Keys for programs
    path("kunci-api/", keys.keys, name="keys"),
    path("kunci-api/<uuid:key>/cabut/", keys.revoke, name="revoke_key"),
    # Coming in and going out
    path("keluar/", signin.sign_out, name="sign_out"),
    path("profil/keamanan/sandi/", signin.password, name="password"),
    path("profil/sesi/", signin.list_sessions, name="sessions"),
    path("profil/sesi/akhiri/", signin.end_sessions, name="end_sessions"),
    path("undangan/", invitations.accept, name="accept_invitation"),
    path("undangan/terbuka/", invitations.open_invitations, name="invitations"),
    path("undangan/<uuid:key>/tarik/", invitations.withdraw, name="withdraw_invitation"),
    path("jabatan/<uuid:key>/undang/", invitations.invite_to, name="invite"),
]

entrance = [
    path("masuk/", signin.sign_in, name="account_login"),
    path("masuk/kode/", signin.ask_for_code, name="account_request_login_code"),
    path("masuk/kode/isi/", signin.by_code, name="account_confirm_login_code"),
    path("masuk/kedua/", signin.by_app, name="mfa_authenticate"),
    path("masuk/kunci/", signin.by_passkey, name="mfa_login_webauthn"),
    path("masuk/lagi/sandi/", signin.password_again, name="account_reauthenticate"),
    path("masuk/lagi/aplikasi/", signin.app_again, name="mfa_reauthenticate"),
    path("masuk/lagi/kunci/", signin.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("profil/keamanan/", signin.security, name="mfa_index"),
    path("profil/keamanan/kunci/", signin.add_passkey, name="mfa_add_webauthn"),
    path("profil/keamanan/kunci/<int:pk>/hapus/", signin.remove_passkey, name="mfa_remove_webauthn"),
    path("profil/keamanan/aplikasi/", signin.activate_app, name="mfa_activate_totp"),
    path("profil/keamanan/aplikasi/lepas/", signin.deactivate_app, name="mfa_deactivate_totp"),
]
"""Names that allauth looks for, so without this room's name before them."""
