"""How long a table keeps what it holds of people, and which job sees to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """Stated by every model as the class attribute ``retention``.

    ``why`` is one sentence in English for the docs: what of people the table holds and for how long.
    ``job`` names the timed job (see ``rukun.clock``) that erases it, or is empty where a table holds
    nothing of people. A test refuses a model without one and a job that is not registered.
    """

    why: str
    job: str = ""
