"""Selections of the list: a person's own, kept under a name."""

from typing import Any

import pytest
from django.test import Client

from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report.actions.views import MOST, delete_view, rename_view, save_view, selection_of
from rukun.report.errors.inbox import NameTaken, SelectionTooLong, TooManyViews, ViewGone
from rukun.report.models import SavedView
from rukun.report.queries.views import views_of
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RW, report, town
from rukun.report.tests.inbox import LIST, ids, logged_in, page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VIEWS = "/laporan/pilihan/"
SELECTION = f"wilayah={RW}&jenis=ketertiban"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def sent(client: Client, **given: Any) -> str:
    answered = client.post(VIEWS, given)
    if answered.status_code == 302:
        return str(answered.headers["Location"])
    assert answered.status_code == 200
    return answered.content.decode()


def test_a_selection_is_kept_under_a_name_opened_renamed_and_deleted() -> None:
    made = report(unit=RW)[0]
    report(unit=NEXT_RW)
    client = logged_in(person("petugas_posko", KELURAHAN))
    assert "Simpan pilihan ini" not in page(client, LIST), "nothing is selected"
    told = page(client, f"{LIST}?{SELECTION}&page=1&pilih=semua&apa=x")
    assert "Simpan pilihan ini" in told
    assert f'value="wilayah={RW}&amp;jenis=ketertiban"' in told, "and nothing else of the address"
    where = sent(client, name="  RW 16:   bising ", query=f"{SELECTION}&page=3&apa=x")
    assert where == f"{LIST}?{SELECTION}"
    told = page(client, where)
    assert "Pilihan “RW 16: bising” tersimpan." in told
    assert ids(told) == [str(made.pk)]
    assert f'<a href="?wilayah={RW}&amp;jenis=ketertiban" aria-current="page">RW 16: bising</a>' in told
    assert "Simpan pilihan ini" not in told, "it is kept already"
    assert sent(client, name="RW 16: bising", query="jenis=saran") == f"{LIST}?jenis=saran", "replaced, not doubled"
    [view] = SavedView.objects.all()
    for name, words in (("", "Namanya belum diisi"), ("x" * 61, "Nama ini terlalu panjang")):
        told = sent(client, name=name, query=SELECTION)
        assert words in told
        assert f'value="wilayah={RW}&amp;jenis=ketertiban"' in told, "what was selected is not lost"
    assert sent(client, do="rename", key=str(view.pk), name="Usul warga") == VIEWS
    told = page(client, VIEWS)
    assert "Usul warga" in told
    assert "Jenis: Saran" in told
    assert "Namanya belum diisi" in sent(client, do="rename", key=str(view.pk), name=" ")
    assert "sudah dihapus" in sent(client, do="rename", key="x", name="Lain")
    for _twice in range(2):
        assert sent(client, do="delete", key=str(view.pk)) == VIEWS
    assert "Belum ada pilihan tersimpan" in page(client, VIEWS)
    assert "Simpan pilihan ini" in page(client, VIEWS, dari=SELECTION)


def test_nobody_sees_or_changes_those_of_anybody_else() -> None:
    one, other = person("petugas_posko", KELURAHAN), person("babinsa", KELURAHAN)
    mine = save_view(actor=actor_of(one), name="Punya saya", query=SELECTION)
    theirs = save_view(actor=actor_of(other), name="Punya saya", query="jenis=saran")
    assert list(views_of(actor_of(one))) == [mine]
    assert "jenis=saran" not in page(logged_in(one), LIST)
    with pytest.raises(ViewGone):
        rename_view(actor=actor_of(one), key=theirs.pk, name="Diambil")
    delete_view(actor=actor_of(one), key=theirs.pk)
    assert list(views_of(actor_of(other))) == [theirs]
    second = save_view(actor=actor_of(one), name="Yang lain", query="")
    with pytest.raises(NameTaken):
        rename_view(actor=actor_of(one), key=second.pk, name=" Punya  saya ")
    told = sent(logged_in(one), do="rename", key=str(second.pk), name="Punya saya")
    assert "Nama itu sudah dipakai" in told
    for outsider in (person(), person("staf_kelurahan", KELURAHAN)):
        page(logged_in(outsider), VIEWS, 403)
        assert logged_in(outsider).post(VIEWS, {"name": "x", "query": ""}).status_code == 403
    assert Client().get(VIEWS).headers["Location"].startswith("/masuk/")


def test_there_is_an_end_to_how_many_and_how_long() -> None:
    actor = actor_of(person("lurah", KELURAHAN))
    for number in range(MOST):
        save_view(actor=actor, name=f"Pilihan {number}", query=SELECTION)
    with pytest.raises(TooManyViews):
        save_view(actor=actor, name="Satu lagi", query=SELECTION)
    save_view(actor=actor, name="Pilihan 3", query="jenis=saran")
    assert views_of(actor).count() == MOST
    with pytest.raises(SelectionTooLong):
        save_view(actor=actor, name="Pilihan 3", query=f"wilayah={'x' * 400}")
    assert selection_of("page=2&status=terlambat&x=%0a&jenis=+") == "status=terlambat"
