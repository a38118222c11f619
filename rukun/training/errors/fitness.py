from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError


class EndsBeforeItBegins(TrainingError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Waktu selesainya tidak sesudah waktu mulai. Periksa keduanya."))
