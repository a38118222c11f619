"""What forms of channels, wishes and sinks say of a wrong answer: our own words, and examples that are there."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django import forms
from django.utils import translation

from rukun.guard import System
from rukun.notify.channels import USUAL_ORDER
from rukun.notify.forms.channels import FORMS
from rukun.notify.forms.own import MailAddressForm, MailCodeForm, WishForm
from rukun.notify.forms.sinks import SinkForm
from rukun.notify.models import Wish
from rukun.notify.tests.factories import SYSTEM
from rukun.people.forms.units import UnitField
from rukun.report.tests.factories import RW, town

OF_DJANGO = ("Pastikan", "Bidang ini", "Masukkan", "Pilih pilihan", "Nilai", "%")
WRONG = ("", "x" * 2000, "🙂 zzz")


def all_forms() -> Iterator[forms.Form]:
    for made in FORMS.values():
        yield made(saved={}, initial={})
    yield MailAddressForm()
    yield MailCodeForm()
    yield WishForm(wish=Wish(order=list(USUAL_ORDER)), on=USUAL_ORDER)
    with patch.object(System, "scopes", lambda self, power: ("",), create=True):
        yield SinkForm(actor=SYSTEM, notices=[("officer.new", "Baru")])


@pytest.mark.django_db
@pytest.mark.once
def test_no_wrong_answer_is_told_in_the_frameworks_words() -> None:
    said = set()
    for form in all_forms():
        for name, each in form.fields.items():
            for wrong in () if isinstance(each.widget, forms.HiddenInput) else WRONG:
                value = [wrong] if isinstance(each, forms.MultipleChoiceField) else wrong
                with translation.override("id"):
                    try:
                        each.clean(value)
                    except forms.ValidationError as error:
                        said |= {(type(form).__name__, name, str(words)) for words in error.messages}
    assert [each for each in said if each[2].startswith(OF_DJANGO)] == []
    assert len(said) > 10


@pytest.mark.django_db
@pytest.mark.once
def test_a_unit_that_is_not_known_is_told_with_one_that_is() -> None:
    field = UnitField()
    with pytest.raises(forms.ValidationError, match=r"misalnya RW 16 Palmerah, atau kodenya: 31\.73\.07\.1001\.016"):
        field.clean("Entah")
    town()
    field.within = (RW[:13],)
    with pytest.raises(forms.ValidationError) as caught:
        field.clean("Entah")
    [words] = caught.value.messages
    code = words.rpartition(" ")[2].rstrip(".")
    assert code.startswith(RW[:13])
    assert field.clean(words.partition("misalnya ")[2].partition(", atau kodenya")[0]) == code
