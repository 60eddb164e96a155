from urllib.parse import quote

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from ..checks import Fact
from ..kinds import ContactKind
from ..places import Country, label_of
from ..provenance import Checked, Sourced
from .base import CleanTextModel


def general_number(points, country: str = Country.US) -> "ContactPoint | None":
    """The first of an office's contact points that is `Office.phone_from(country)`."""
    kinds = [ContactKind.PHONE]
    if country == Country.US:
        kinds.append(ContactKind.TOLL_FREE)
    numbers = (contact for contact in points if contact.is_general)
    return next((contact for contact in numbers if contact.kind in kinds), None)


class Reachable(CleanTextModel):
    """A telephone number with its extension, and an e-mail address."""

    phone = PhoneNumberField(_("number"), blank=True)
    extension = models.CharField(
        _("extension"), max_length=8, blank=True, validators=[RegexValidator(r"\A\d+\Z", _("Digits only."))]
    )
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        abstract = True

    def clean_texts(self) -> None:
        """Also moves an extension typed behind the number to its own field: E.164 has no room for it."""
        super().clean_texts()
        if self.phone and self.phone.extension:
            self.extension = self.extension or self.phone.extension
            self.phone = self.phone.as_e164

    @property
    def number(self) -> str:
        """The number as it is dialled, with its extension: “(956) 983-5620 ext. 217”."""
        if not self.phone:
            return ""
        is_domestic = self.phone.country_code == 1
        number = self.phone.as_national if is_domestic else self.phone.as_international
        if not self.extension:
            return number
        return gettext("%(number)s ext. %(extension)s") % {"number": number, "extension": self.extension}

    @property
    def phone_uri(self) -> str:
        """The `tel:` address (RFC 3966) of exactly the number shown."""
        extension = f";ext={self.extension}" if self.extension else ""
        return f"tel:{self.phone.as_e164}{extension}"

    @property
    def email_uri(self) -> str:
        """The `mailto:` address (RFC 6068); ? and # are allowed in mailboxes but not there."""
        return f"mailto:{quote(self.email, safe='@+')}"


class ContactPoint(Reachable, Sourced, Checked):
    """One number or mailbox of an office."""

    fact_kind = Fact.CONTACT
    checks = {
        "checked": ("kind", "label", "phone", "extension", "email", "is_special", "is_after_hours", "note")
    }

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind, default=ContactKind.PHONE)
    label = models.CharField(
        _("label"), max_length=80, blank=True, help_text=_("What it is for: cargo, tip line …")
    )
    is_special = models.BooleanField(
        _("for one purpose only"),
        default=False,
        help_text=_("Tips, boat arrivals …: lists and other offices send nobody here."),
    )
    is_after_hours = models.BooleanField(
        _("answers outside office hours"),
        default=False,
        help_text=_("The duty officer …: shown apart, never as the office’s main number."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        constraints = [
            models.CheckConstraint(
                condition=(
                    (Q(kind=ContactKind.EMAIL) & ~Q(email="") & Q(phone="", extension=""))
                    | (~Q(kind=ContactKind.EMAIL) & Q(email="") & ~Q(phone=""))
                ),
                name="contact_point_is_a_number_or_a_mailbox",
                violation_error_message=_(
                    "An e-mail contact needs an address only; every other kind needs a number only."
                ),
            )
        ]

    def __str__(self):
        return self.email or self.number

    @property
    def uri(self) -> str:
        return self.email_uri if self.email else self.phone_uri

    @property
    def heading(self) -> str:
        return self.label or label_of(ContactKind, self.kind)

    @property
    def is_general(self) -> bool:
        """For any question, in office hours: what lists show, and where other offices send people."""
        return not (self.is_special or self.is_after_hours)

    @property
    def is_after_hours_phone(self) -> bool:
        is_voice = self.kind in (ContactKind.PHONE, ContactKind.TOLL_FREE)
        return self.is_after_hours and not self.is_special and is_voice
