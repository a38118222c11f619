"""The page that shows every component in every state. It stores nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rukun.guard import ActorRequest, public
from rukun.ui import samples


class ExampleForm(forms.Form):
    """One field of every sort that pages use."""

    place = forms.CharField(
        label=_("Di mana?"), max_length=80, help_text=_("Nama jalan atau patokan. Nomor rumah tidak perlu.")
    )
    what = forms.ChoiceField(
        label=_("Apa yang terjadi?"), choices=samples.KINDS, widget=forms.RadioSelect, help_text=_("Pilih satu.")
    )
    unit = forms.ChoiceField(label=_("RW"), choices=samples.UNITS)
    phone = forms.CharField(label=_("Nomor telepon"), required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    words = forms.CharField(label=_("Ceritakan dengan singkat"), widget=forms.Textarea(attrs={"rows": 4}))
    photo = forms.FileField(label=_("Foto"), required=False)
    heard_by = forms.MultipleChoiceField(
        label=_("Siapa yang sudah tahu?"),
        choices=samples.KNOWING,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    true = forms.BooleanField(label=_("Saya menulis yang saya lihat atau dengar sendiri"))

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not phone.lstrip("+").replace(" ", "").replace("-", "").isdigit():
            raise ValidationError(_("Nomor telepon hanya berisi angka, misalnya 0812 3456 7890."))
        return phone


@public
def components(request: ActorRequest) -> HttpResponse:
    form = ExampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Isiannya benar. Ini hanya contoh, jadi tidak ada yang disimpan."))
        return redirect("ui:components")
    page = Paginator(samples.ROWS, 3).get_page(request.GET.get("page"))
    return render(request, "ui/components.html", {"form": form, "page": page, **samples.everything()})
