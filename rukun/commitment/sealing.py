"""The words of a promise's steps, sealed."""

from typing import Any

from rukun import seal
from rukun.commitment.models import Step
from rukun.seal.tables import about

STEP = "commitment.Step"


def seal_text(text: str, key: Any) -> bytes:
    return seal.seal_words({"text": text}, about(STEP, "content", key))


def text_of(step: Step) -> str:
    """What was written with a step, ``""`` for nothing. Raises ``seal.CannotOpen``."""
    if step.content is None:
        return ""
    return str(seal.unseal_words(step.content, about(STEP, "content", step.pk))["text"])
