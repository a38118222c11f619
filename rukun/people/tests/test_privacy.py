"""The privacy notice: who answers for it, what is kept how long, and that nobody can hide either."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from rukun.config.tests.test_house import NOT_OURS
from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.people.actions.notice import LONGEST_NOTICE, write_notice
from rukun.people.actor import actor_of
from rukun.people.errors import EmptyNotice, TooLong
from rukun.people.keeping import KEPT, kept_in
from rukun.people.models import PrivacyNotice
from rukun.people.queries.notice import usual_notice
from rukun.people.tests.factories import person

pytestmark = pytest.mark.django_db


def labels() -> dict[str, str]:
    """Every table and the job that erases from it; "" for one that keeps nothing of people."""
    found = {f"{model._meta.app_label}.{model.__name__}": model for model in apps.get_models()}
    return NOT_OURS | {
        label: model.retention.job  # type: ignore[attr-defined]
        for label, model in found.items()
        if label not in NOT_OURS
    }


def test_every_table_that_holds_something_of_people_is_named_with_its_time() -> None:
    said = [table for each in KEPT for table in each.tables]
    assert len(said) == len(set(said))
    assert {label for label, job in labels().items() if job} <= set(said), "a new table must be added to KEPT"
    assert set(said) <= set(labels()), "a table that is gone must be taken out"
    assert "90 hari" in str(kept_in("people.Recovery").until)
    with pytest.raises(LookupError):
        kept_in("people.Nothing")


def test_everybody_can_read_who_is_responsible_and_what_is_kept(client: Client) -> None:
    page = client.get("/privasi/").content.decode()
    for words in ("Kelurahan Uji", "0812-0000-0000", "Nomor 27 Tahun 2022", "3×24 jam", "Buku mutasi"):
        assert words in page, words
    for each in KEPT:
        assert str(each.what)[:20] in page
    assert 'href="/privasi/ubah/"' not in page
    assert "belum diisi" not in page
    assert client.get("/en/privasi/").status_code == 200


def test_where_nobody_says_who_is_responsible_the_notice_says_that(client: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, operator="", contact=""))
        page = client.get("/privasi/").content.decode()
    assert "Pengelola belum diisi" in page
    assert "Kontak belum diisi" in page
    assert "jangan mengisi data pribadi" in page


def test_who_answers_for_the_whole_installation_writes_it_and_older_texts_stay_readable(client: Client) -> None:
    who = person("administrator", name="Tono")
    client.force_login(who)
    form = client.get("/privasi/ubah/").content.decode()
    assert "Nomor 27 Tahun 2022" in form, "one begins with what stands there"
    empty = client.post("/privasi/ubah/", {"text": "  "}).content.decode()
    assert "belum diisi" in empty
    long = client.post("/privasi/ubah/", {"text": "kata " * 5000}).content.decode()
    assert "Teks terlalu panjang" in long
    assert "kata kata kata" in long
    assert not PrivacyNotice.objects.exists()
    text = "Kami menyimpan nama.\r\n\r\n<b>Hanya</b> itu.  \r\nTitik."
    assert client.post("/privasi/ubah/", {"text": text}).headers["Location"] == "/privasi/"
    assert client.post("/privasi/ubah/", {"text": text}).headers["Location"] == "/privasi/"
    assert PrivacyNotice.objects.get().text == "Kami menyimpan nama.\n\n<b>Hanya</b> itu.\nTitik."
    write_notice(actor=actor_of(who), text="Versi kedua.")
    page = client.get("/privasi/").content.decode()
    assert "<p>Versi kedua.</p>" in page
    assert "Kelurahan Uji" in page, "who is responsible stands above whatever is written"
    assert "Nomor 27 Tahun 2022" not in page
    assert str(KEPT[0].until)[:20] in page
    history = Client().get("/privasi/riwayat/").content.decode()
    order = [history.index(words) for words in ("Versi kedua", "&lt;b&gt;Hanya&lt;/b&gt; itu", "Nomor 27 Tahun 2022")]
    assert order == sorted(order)
    entries = Entry.objects.filter(verb="people.notice_written", unit="")
    assert list(entries.values_list("actor", flat=True)) == [f"person:{who.pk}"] * 2
    assert "Versi" not in str(list(Entry.objects.values_list()))


def test_a_long_history_comes_in_pages(client: Client) -> None:
    administrator = actor_of(person("administrator"))
    for number in range(7):
        write_notice(actor=administrator, text=f"Versi nomor {number}.")
    first, second = (client.get(f"/privasi/riwayat/?page={page}").content.decode() for page in (1, 2))
    assert "Versi nomor 6" in first
    assert "Teks bawaan" not in first
    assert "Versi nomor 0" in second
    assert "Teks bawaan" in second


def test_nobody_else_writes_it(client: Client) -> None:
    lurah = person("lurah", "31.73.07.1001")
    with pytest.raises(Refused):
        write_notice(actor=actor_of(lurah), text="Punya saya.")
    client.force_login(lurah)
    assert client.post("/privasi/ubah/", {"text": "Punya saya."}).status_code == 403
    administrator = actor_of(person("administrator"))
    with pytest.raises(EmptyNotice):
        write_notice(actor=administrator, text=" \n ")
    with pytest.raises(TooLong):
        write_notice(actor=administrator, text="x" * (LONGEST_NOTICE + 1))
    assert not PrivacyNotice.objects.exists()


def test_the_usual_notice_cites_the_law_by_its_number_and_no_article_of_it() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            text = usual_notice()
        assert "27" in text
        assert "pasal" not in text.lower()
        assert "article" not in text.lower()
