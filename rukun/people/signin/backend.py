"""The plain way in: phone number and password."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from rukun.people.models import Person
from rukun.people.phones import NotAPhoneNumber, normalise


class PhoneAndPassword(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, phone: str | None = None, password: str | None = None, **_kwargs: object
    ) -> Person | None:
        if phone is None or password is None:
            return None
        try:
            person = Person.objects.filter(phone=normalise(phone), released_at=None).first()
        except NotAPhoneNumber:
            person = None
        if person is None:
            make_password(password)  # a number that is not known takes as long as one that is
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: UUID) -> Person | None:
        return Person.objects.filter(pk=user_id, released_at=None).first()
