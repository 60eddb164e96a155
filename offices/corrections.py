"""“Tell us this is wrong”: an e-mail that a visitor’s own program opens, begun for them."""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.utils.translation import gettext as _

from .addresses import url_of
from .models import Office


def correction_uri(office: Office) -> str:
    """A letter about the page of an office, as `mailto:` address (RFC 6068); blank where nobody reads it."""
    if not settings.DIRECTORY_CONTACT:
        return ""
    lines = [url_of(office), "", _("What is wrong:"), "", _("What is right:"), "", _("How you know:"), ""]
    letter = {"subject": _("Correction: %(office)s") % {"office": office.title}, "body": "\r\n".join(lines)}
    return f"mailto:{quote(settings.DIRECTORY_CONTACT, safe='@+')}?{urlencode(letter, quote_via=quote)}"


def check_contact(app_configs, **options) -> list[CheckWarning]:
    if settings.DIRECTORY_CONTACT:
        return []
    hint = "Set DIRECTORY_CONTACT to a mailbox that somebody reads."
    message = "Pages of offices have no e-mail address for corrections; they name the general line instead."
    return [CheckWarning(message, hint=hint, id="offices.W002")]
