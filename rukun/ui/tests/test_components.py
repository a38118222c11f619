"""What each component makes of what it is given. Rendered from source, the way pages use them."""

from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from rukun.ui.icons import SHAPES
from rukun.ui.templatetags.ui import STATES, Column

Render = Callable[..., str]


class Elements(HTMLParser):
    """Every start tag of a page as ``(tag, attributes)``."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        found = [given for name, given in self.all if name == tag and wanted.items() <= given.items()]
        assert len(found) == 1, f"{len(found)} × <{tag} {wanted}>"
        return found[0]

    @property
    def ids(self) -> list[str]:
        return [given["id"] or "" for _, given in self.all if "id" in given]


class Example(forms.Form):
    name = forms.CharField(label="Nama", help_text="Boleh <nama panggilan>.")
    way = forms.ChoiceField(label="Cara", choices=[("a", "Jalan"), ("b", "Motor")], widget=forms.RadioSelect)
    born = forms.DateField(label="Lahir", widget=forms.SelectDateWidget(years=[2000]))
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Setuju")
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_field_without_error_points_to_its_help_alone(render: Render) -> None:
    given = Elements(render("{% field form.name %}", form=Example())).one("input", name="name")
    assert given["aria-describedby"] == "id_name_helptext"
    assert "aria-invalid" not in given


def test_a_field_with_an_error_points_to_its_message(render: Render) -> None:
    page = render("{% field form.name %}", form=Example({"name": ""}))
    elements = Elements(page)
    given = elements.one("input", name="name")
    assert given["aria-invalid"] == "true"
    assert set((given["aria-describedby"] or "").split()) == {"id_name_helptext", "id_name_error"} <= set(elements.ids)
    assert elements.one("label")["for"] == given["id"]


def test_a_fields_help_is_text_not_markup(render: Render) -> None:
    assert "Boleh &lt;nama panggilan&gt;." in render("{% field form.name %}", form=Example())


def test_a_field_passes_hints_for_the_keyboard_to_its_input(render: Render) -> None:
    page = render('{% field form.name autocomplete="name" inputmode="text" data_x="1" %}', form=Example())
    given = Elements(page).one("input")
    assert (given["autocomplete"], given["inputmode"], given["data-x"]) == ("name", "text", "1")


def test_a_choice_is_a_named_group_that_points_to_its_error(render: Render) -> None:
    elements = Elements(render("{% field form.way %}", form=Example({})))
    assert elements.one("fieldset")["aria-describedby"] == "id_way_error"
    assert [tag for tag, _ in elements.all].count("legend") == 1


def test_only_fields_that_may_stay_empty_say_so(render: Render) -> None:
    assert "boleh kosong" in render("{% field form.note %}", form=Example())
    assert "boleh kosong" not in render("{% field form.name %}", form=Example())
    assert "boleh kosong" not in render("{% field form.note sometimes=True %}", form=Example())


def test_the_summary_of_errors_leads_to_something_on_the_page_for_every_sort_of_field(render: Render) -> None:
    page = render("{{ form }}", form=Example({"name": "", "token": ""}))
    elements = Elements(page)
    targets = [(given["href"] or "").removeprefix("#") for tag, given in elements.all if tag == "a"]
    assert targets == ["id_name", "id_way_0", "id_born_field", "id_agreed"]
    assert set(targets) <= set(elements.ids)
    summary = elements.one("div", role="alert")
    assert (summary["tabindex"], "autofocus" in summary) == ("-1", True)
    assert "Periksa 5 hal ini dulu" in page


def test_of_a_form_that_is_gone_nothing_is_said_to_be_there_still(render: Render) -> None:
    page = render("{% error_summary form gone=True %}", form=Example({}))
    assert "Periksa" in page
    assert "tetap ada" not in page
    assert "href" not in page


def test_no_id_stands_twice_in_a_form(render: Render) -> None:
    ids = Elements(render("{{ form }}", form=Example({}))).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "data", [None, {"name": "Ani", "way": "a", "agreed": "on", "token": "x", "born": "2000-01-02"}]
)
def test_a_form_without_errors_has_no_summary(render: Render, data: dict[str, str] | None) -> None:
    assert "alert" not in render("{% error_summary form %}", form=Example(data))


def test_a_form_keeps_what_was_typed(render: Render) -> None:
    given = Elements(render("{{ form }}", form=Example({"name": 'Ani "Nia" <3'}))).one("input", name="name")
    assert given["value"] == 'Ani "Nia" <3'


def test_a_forms_group_of_one_field_uses_our_markup(render: Render) -> None:
    assert 'class="field"' in render("{{ form.name.as_field_group }}", form=Example())


def test_a_button_with_an_address_is_a_link_and_without_one_submits(render: Render) -> None:
    assert Elements(render('{% button "Buka" href="/x/" %}')).one("a")["href"] == "/x/"
    given = Elements(render('{% button "Kirim" kind="danger" name="act" value="1" wide=True %}')).one("button")
    assert given == {"class": "button danger wide", "type": "submit", "name": "act", "value": "1"}


@pytest.mark.parametrize(
    "source",
    [
        '{% button "x" kind="shiny" %}',
        '{% notice kind="shiny" %}x{% endnotice %}',
        '{% state_badge "shiny" %}',
        '{% card title="x" level=1 %}x{% endcard %}',
    ],
)
def test_an_unknown_kind_is_a_mistake_and_says_so(render: Render, source: str) -> None:
    with pytest.raises(ValueError, match=r"shiny|level"):
        render(source)


@pytest.mark.parametrize("kind", list(STATES))
def test_a_state_is_said_in_shape_and_word(render: Render, kind: str) -> None:
    page = render("{% state_badge kind %}", kind=kind)
    assert f'd="{SHAPES[kind]}"' in page
    assert str(STATES[kind]) in page


def test_no_two_states_share_their_shape() -> None:
    shapes = [SHAPES[kind] for kind in STATES]
    assert len(set(shapes)) == len(shapes)


def test_a_short_level_still_says_its_words_to_screen_readers(render: Render) -> None:
    page = render('{% state_badge "AG" short=True %}')
    assert '<span aria-hidden="true">AG</span><span class="unseen">ambang gangguan</span>' in page


def test_a_level_that_nobody_verified_says_so(render: Render) -> None:
    assert "belum diverifikasi" in render('{% state_badge "GN" verified=False %}')
    assert "belum diverifikasi" not in render('{% state_badge "GN" %}')


def test_a_card_renders_its_body_with_the_pages_variables_and_escapes_them(render: Render) -> None:
    page = render("{% card title=title level=3 %}<p>{{ word }}</p>{% endcard %}", title="A & B", word="<i>")
    assert "<h3>A &amp; B</h3>" in page
    assert "<p>&lt;i&gt;</p>" in page


def test_an_empty_state_says_what_will_be_here(render: Render) -> None:
    page = render('{% empty_state title="Belum ada laporan" %}<p>Mulai di sini.</p>{% endempty_state %}')
    assert "Belum ada laporan" in page
    assert "<p>Mulai di sini.</p>" in page


def test_progress_is_labelled_and_counted(render: Render) -> None:
    page = render('{% progress "Mengirim" value=3 max=8 %}')
    elements = Elements(page)
    assert elements.one("progress")["value"] == "3"
    assert elements.one("label")["for"] == elements.one("progress")["id"]
    assert "3 dari 8" in page


def test_progress_of_unknown_length_claims_no_number(render: Render) -> None:
    assert "value" not in Elements(render('{% progress "Menghitung" %}')).one("progress")


def test_tabs_mark_the_current_one_alone(render: Render) -> None:
    elements = Elements(render("{% tabs items %}", items=[("A", "/a/", False), ("B", "/b/", True)]))
    assert [given.get("aria-current") for tag, given in elements.all if tag == "a"] == [None, "page"]


def test_a_table_sets_numbers_to_the_right_and_can_be_scrolled_by_keyboard(render: Render) -> None:
    rows = [["Gang Mawar", 7, Decimal("1.5"), True], ["Pasar", None, 2, False]]
    elements = Elements(render('{% data_table "Judul" headers rows %}', headers=["a", "b", "c", "d"], rows=rows))
    heads = [given.get("class") for tag, given in elements.all if tag == "th" and given.get("scope") == "col"]
    assert heads == [None, "number", "number", None]
    region = elements.one("div", role="region")
    assert (region["tabindex"], region["aria-label"]) == ("0", "Judul")


def test_a_tables_column_can_be_told_to_be_numeric_and_its_cells_are_escaped(render: Render) -> None:
    rows = [["<b>", "12 %", mark_safe("<em>ya</em>")]]
    page = render('{% data_table "J" headers rows %}', headers=["a", Column("b", numeric=True), "c"], rows=rows)
    assert '<th scope="row">&lt;b&gt;</th><td class="number">12 %</td><td><em>ya</em></td>' in page


def test_an_empty_table_says_so_across_all_columns(render: Render) -> None:
    assert '<td colspan="2">Kosong.</td>' in render('{% data_table "J" h r empty="Kosong." %}', h=["a", "b"], r=[])


@pytest.mark.parametrize("chart", ["bar_chart", "line_chart"])
def test_a_chart_has_title_description_and_the_same_figures_in_a_table(render: Render, chart: str) -> None:
    figures = [("Gang <Mawar>", 1200.5), ("Pasar", 3), ("Gang Buntu", None)]
    page = render("{% " + chart + ' "Laporan" figures what="Tempat" unit="Jumlah" %}', figures=figures)
    assert "<title>Laporan</title>" in page
    assert "<desc>Tertinggi: Gang &lt;Mawar&gt;, 1200,5. Terendah: Pasar, 3.</desc>" in page
    table = page[page.index("<table>") :]
    assert '<th scope="row">Gang &lt;Mawar&gt;</th><td class="number">1200,5</td>' in table
    assert '<th scope="row">Gang Buntu</th><td class="number">tidak ditampilkan</td>' in table


@pytest.mark.parametrize("chart", ["bar_chart", "line_chart"])
def test_a_charts_coordinates_keep_the_decimal_point_in_every_language(render: Render, chart: str) -> None:
    page = render("{% " + chart + ' "x" figures %}', figures=[("a", 3), ("b", 7), ("c", 11.5)])
    geometry = {"x", "y", "cx", "cy", "width", "height", "viewbox", "r", "rx"}
    drawn = [value for _, given in Elements(page).all for name, value in given.items() if name in geometry]
    assert any("." in (value or "") for value in drawn)
    assert not any("," in (value or "") for value in drawn)


@pytest.mark.parametrize("chart", ["bar_chart", "line_chart"])
def test_a_chart_without_figures_draws_nothing_and_says_so(render: Render, chart: str) -> None:
    page = render("{% " + chart + ' "x" figures %}', figures=[])
    assert "<svg" not in page
    assert "Belum ada angka" in page


def test_a_destructive_button_sends_only_from_within_its_warning(render: Render) -> None:
    page = render(
        '{% confirm label="Hapus" action="/hapus/" button="Ya, hapus" %}<p>Hilang selamanya.</p>{% endconfirm %}',
        csrf_token="token-of-the-page",
    )
    elements = Elements(page)
    assert "open" not in elements.one("details")
    assert page.index("<summary") < page.index("<form") < page.index("Hilang selamanya") < page.index("<button")
    assert elements.one("form") | {"class": ""} == {"method": "post", "action": "/hapus/", "class": ""}
    assert elements.one("input", name="csrfmiddlewaretoken")["value"] == "token-of-the-page"
    assert "Tidak jadi" in page


@pytest.mark.parametrize(("number", "links"), [(1, ["next"]), (2, ["prev", "next"]), (3, ["prev"])])
def test_a_pager_keeps_the_rest_of_the_address(render: Render, number: int, links: list[str]) -> None:
    request = RequestFactory().get("/", {"q": "lampu mati", "page": str(number)})
    page = render("{% pager page %}", request, page=Paginator(range(25), 10).get_page(number))
    given = {given["rel"]: given["href"] for tag, given in Elements(page).all if tag == "a"}
    assert list(given) == links
    assert all("q=lampu+mati" in (address or "") and (address or "").count("page=") == 1 for address in given.values())
    assert f"Halaman {number} dari 3" in page


def test_a_single_page_needs_no_pager(render: Render) -> None:
    assert not render("{% pager page %}", RequestFactory().get("/"), page=Paginator([1], 10).get_page(1)).strip()


def test_both_emergency_numbers_are_call_links(render: Render) -> None:
    links: list[Any] = [given["href"] for tag, given in Elements(render("{% call_110_112 %}")).all if tag == "a"]
    assert links == ["tel:110", "tel:112"]
