"""Files that people send: held in memory up to a limit, and beyond it not held at all.

``Bounded`` reads on to the end of what is too large without keeping it, so that the page can say so beside the field
and everything else that was typed is still there. Nothing is ever written to disk.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
"""The largest file that is kept."""
ALTOGETHER = 4 * LARGEST
"""How much of one request is kept."""
MOST_SENT = 256 * MEGABYTE
"""Beyond it a request is not even read to its end."""


class Bounded(FileUploadHandler):
    """Keeps each file up to ``LARGEST``, all of them up to ``ALTOGETHER``. Of a larger one only its size is known."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept = 0
        self.buffer: BytesIO | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django's name for it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MOST_SENT:
            raise RequestDataTooBig("far too much was sent")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.buffer is None:
            return
        if start + len(raw_data) > LARGEST or self.kept + len(raw_data) > ALTOGETHER:
            self.kept -= start
            self.buffer = None
        else:
            self.buffer.write(raw_data)
            self.kept += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file; empty, but with the size that it had, if it was too large."""
        content = self.buffer or BytesIO()
        content.seek(0)
        return InMemoryUploadedFile(
            file=content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.Field):
    """Some files, at most ``most``; its value is a list of their names and contents."""

    widget = _ManyFiles
    default_error_messages = {
        "most": _("Terlalu banyak berkas. Pilih paling banyak %(most)d, yang paling penting."),
        "large": _(
            "Berkas “%(name)s” lebih besar dari %(megabytes)d MB. "
            "Perkecil, atau potret per halaman, lalu pilih lagi semua berkasnya."
        ),
        "whole": _("Berkas “%(name)s” tidak terkirim dengan utuh. Pilih lagi semua berkasnya."),
    }

    def __init__(self, *, most: int, accept: Sequence[str] = (), **kwargs: Any) -> None:
        self.most, self.accept = most, accept
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(self.accept)} if self.accept else {}

    def clean(self, value: Any) -> list[tuple[str, bytes]]:
        sent: list[UploadedFile] = list(value or [])
        self.validate(sent)
        if len(sent) > self.most:
            raise forms.ValidationError(self.error_messages["most"], code="most", params={"most": self.most})
        return [(each.name or "", self._content(each)) for each in sent]

    def _content(self, sent: UploadedFile) -> bytes:
        size, about = sent.size or 0, {"name": sent.name, "megabytes": LARGEST // MEGABYTE}
        if size > LARGEST:
            raise forms.ValidationError(self.error_messages["large"], code="large", params=about)
        content: bytes = sent.read()
        if len(content) != size:  # it was dropped, because all together were too large
            raise forms.ValidationError(self.error_messages["whole"], code="whole", params=about)
        return content
