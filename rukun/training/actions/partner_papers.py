"""What of the papers that a group hands in is kept: judged by their content, whatever they are called."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from rukun.training.algo.papers import ENDINGS, read
from rukun.training.algo.texts import flowing
from rukun.training.errors.partners import DocumentTooLarge, TooManyDocuments, UnfitDocument
from rukun.training.models import Document
from rukun.ui.uploads import LARGEST, MEGABYTE

MOST_DOCUMENTS = 4
LONGEST_STEM = 80


def the_documents(given: Sequence[tuple[str, bytes]]) -> list[Document]:
    """Rows to be kept, without partnership and time as yet. Raises a ``TrainingError`` and keeps none of them."""
    if len(given) > MOST_DOCUMENTS:
        raise TooManyDocuments(MOST_DOCUMENTS)
    if any(len(content) > LARGEST for _name, content in given):
        raise DocumentTooLarge(LARGEST // MEGABYTE)
    return [_document(name, content) for name, content in given]


def _document(name: str, content: bytes) -> Document:
    stem = flowing(PurePath(name.replace("\\", "/")).name)
    paper = read(content)
    if paper is None:
        raise UnfitDocument(stem[:LONGEST_STEM])
    stem = PurePath(stem).stem.strip(". ")[:LONGEST_STEM] or "dokumen"
    return Document(
        name=stem + ENDINGS[paper.content_type],
        content_type=paper.content_type,
        size=len(paper.content),
        sha256=hashlib.sha256(paper.content).hexdigest(),
        content=paper.content,
    )
