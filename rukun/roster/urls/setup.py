"""Setting up: the watch, its posts and rules, who takes part."""

from django.urls import path

from rukun.roster.views import setup, setup_groups, setup_people, setup_posts

A_WATCH, A_POST = "jadwal/<uuid:key>/atur/", "jadwal/<uuid:key>/atur/pos/<uuid:post>/"
PEOPLE = f"{A_WATCH}peserta/"

urlpatterns = [
    path("jadwal/buka/", setup.open_one, name="open"),
    path(A_WATCH, setup.overview, name="setup"),
    path(f"{A_WATCH}aturan/", setup.rules, name="rules"),
    path(f"{A_WATCH}musim/", setup.seasons, name="seasons"),
    path(f"{A_WATCH}musim/<uuid:season>/", setup.season, name="season"),
    path(f"{A_WATCH}musim/<uuid:season>/hapus/", setup.season_remove, name="season_remove"),
    path(f"{A_WATCH}pos/", setup_posts.posts, name="posts"),
    path(f"{A_WATCH}pos/baru/", setup_posts.post_new, name="post_new"),
    path(A_POST, setup_posts.post, name="post"),
    path(f"{A_POST}ubah/", setup_posts.post_change, name="post_change"),
    path(f"{A_POST}tutup/", setup_posts.post_close, name="post_close"),
    path(f"{A_POST}giliran/", setup_posts.shift_new, name="shift_new"),
    path(f"{A_POST}giliran/<uuid:shift>/", setup_posts.shift, name="shift"),
    path(f"{A_POST}giliran/<uuid:shift>/tutup/", setup_posts.shift_close, name="shift_close"),
    path(f"{A_POST}kode/", setup_posts.post_code, name="post_code"),
    path(f"{A_POST}kode/lembar.pdf", setup_posts.post_sheet, name="post_sheet"),
    path(f"{A_POST}kode/baru/", setup_posts.post_code_renew, name="post_code_renew"),
    path(PEOPLE, setup_people.watchers, name="watchers"),
    path(f"{PEOPLE}tambah/", setup_people.add, name="watcher_add"),
    path(f"{PEOPLE}semua/", setup_people.add_all, name="watcher_add_all"),
    path(f"{PEOPLE}petugas/", setup_people.officers, name="officer_add"),
    path(f"{PEOPLE}pemimpin/", setup_people.leaders, name="leaders"),
    path(f"{PEOPLE}<uuid:watcher>/", setup_people.watcher, name="watcher"),
    path(f"{PEOPLE}<uuid:watcher>/selesai/", setup_people.watcher_end, name="watcher_end"),
    path(f"{A_WATCH}kelompok/", setup_groups.groups, name="groups"),
    path(f"{A_WATCH}kelompok/baru/", setup_groups.group_new, name="group_new"),
    path(f"{A_WATCH}kelompok/<uuid:group>/", setup_groups.group, name="group"),
    path(f"{A_WATCH}kelompok/<uuid:group>/hapus/", setup_groups.group_remove, name="group_remove"),
    path(f"{A_WATCH}pasangan/", setup_groups.pair_add, name="pair_add"),
    path(f"{A_WATCH}pasangan/<int:pair>/hapus/", setup_groups.pair_remove, name="pair_remove"),
]
