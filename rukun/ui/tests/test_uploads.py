"""Large files: said in words, with neither memory nor disk filled, and nothing else lost that was typed."""

import io
import tracemalloc
from typing import Any

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from rukun.ui.uploads import ALTOGETHER, LARGEST, MEGABYTE, MOST_SENT, FilesField

pytestmark = pytest.mark.pure
BOUNDARY = "garis"


class Letter(forms.Form):
    """A form as rooms have them."""

    words = forms.CharField()
    papers = FilesField(most=3, accept=("image/png",), required=False)


class Sent(io.RawIOBase):
    """A request body of parts, each ``(name, size)``, that is made up while it is read."""

    def __init__(self, files: list[tuple[str, int]]) -> None:
        self.parts = [self._text("words", "halo")]
        for name, size in files:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="papers"; filename="{name}"\r\n\r\n'
            self.parts += [(head.encode(), len(head)), (b"x", size), (b"\r\n", 2)]
        self.parts += [self._text("after", "ada"), self._bytes(f"--{BOUNDARY}--\r\n")]
        self.length = sum(size for _bytes, size in self.parts)

    def _text(self, name: str, value: str) -> tuple[bytes, int]:
        return self._bytes(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n')

    def _bytes(self, text: str) -> tuple[bytes, int]:
        return text.encode(), len(text)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.parts:
            return b""
        filling, left = self.parts[0]
        taken = min(left, size if size > 0 else left)
        if len(filling) == 1:
            self.parts[0] = (filling, left - taken)
            given = filling * taken
        else:
            given = filling[:taken]
            self.parts[0] = (filling[taken:], left - taken)
        if left == taken:
            self.parts.pop(0)
        return given


@pytest.fixture(autouse=True)
def _bounded(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"


def request_of(files: list[tuple[str, int]]) -> Any:
    body = Sent(files)
    given: dict[str, Any] = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(body.length),
        "wsgi.input": body,
    }
    return RequestFactory().generic("POST", "/", **given)


def errors_of(request: Any) -> str:
    form = Letter(request.POST, request.FILES)
    assert not form.is_valid()
    assert form.cleaned_data["words"] == "halo", "what was typed is still there"
    return str(form.errors["papers"])


def test_a_file_of_fifty_megabytes_is_refused_in_words_and_held_nowhere() -> None:
    request = request_of([("akta.pdf", 50 * MEGABYTE)])
    tracemalloc.start()
    try:
        said = errors_of(request)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "“akta.pdf” lebih besar dari 5 MB" in said
    assert request.POST["after"] == "ada", "what came behind it was read"
    assert request.FILES["papers"].size == 50 * MEGABYTE
    assert peak < 2 * LARGEST + 2 * MEGABYTE, peak


def test_a_file_up_to_the_limit_arrives_whole_and_one_byte_more_does_not() -> None:
    request = request_of([("a.png", LARGEST), ("b.png", 3)])
    form = Letter(request.POST, request.FILES)
    assert form.is_valid(), form.errors
    assert [(name, len(content)) for name, content in form.cleaned_data["papers"]] == [("a.png", LARGEST), ("b.png", 3)]
    assert "lebih besar" in errors_of(request_of([("a.png", LARGEST + 1)]))


def test_many_files_that_are_too_much_together_are_not_held_either() -> None:
    many = [(f"{number}.png", LARGEST - 1) for number in range(30)]
    request = request_of(many)
    assert sum(len(each.read()) for each in request.FILES.getlist("papers")) <= ALTOGETHER
    assert "paling banyak 3" in errors_of(request_of(many))
    dropped = SimpleUploadedFile("c.png", b"")
    dropped.size = 3
    form = Letter({"words": "halo"}, MultiValueDict({"papers": [dropped]}))
    assert "tidak terkirim dengan utuh" in str(form.errors["papers"])


def test_a_large_file_that_is_dropped_leaves_room_for_the_next() -> None:
    request = request_of([(f"{number}.png", 7 * MEGABYTE) for number in range(20)] + [("z.png", LARGEST)])
    assert len(request.FILES.getlist("papers")[-1].read()) == LARGEST


def test_what_is_beyond_all_measure_is_not_even_read() -> None:
    request = request_of([("akta.pdf", MOST_SENT)])
    with pytest.raises(RequestDataTooBig):
        assert request.FILES


def test_without_a_file_the_field_is_empty_and_says_what_it_takes() -> None:
    form = Letter({"words": "halo"}, MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["papers"] == []
    assert 'accept="image/png"' in str(form["papers"])
    assert "multiple" in str(form["papers"])
