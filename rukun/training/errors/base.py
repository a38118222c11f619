class TrainingError(Exception):
    """Something about partners, members or duty that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field.
    """

    field: str = ""
