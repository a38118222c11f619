"""Stored phone numbers on a page; for the template ``people/phone_links.html``, which is what others include."""

from django import template

from rukun.people import phones

register = template.Library()
register.filter("national", phones.national)
register.filter("whatsapp", phones.whatsapp)
