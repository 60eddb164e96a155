"""The three spreadsheets, and what each of their columns may hold."""

import hashlib
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import BooleanWidget, CharWidget, DateWidget, ForeignKeyWidget

from ..models import ContactPoint, Hours, Office
from ..places import Country
from ..text import clean_text

_ZIP_CODE = re.compile(r"[0-9]{5}(-[0-9]{4})?")


def tidy(cell: str) -> str:
    """A cell as it is compared: spreadsheets and browsers end lines in ways of their own."""
    return clean_text(cell.replace("\r\n", "\n").replace("\r", "\n"))


class TextOrNull(CharWidget):
    def clean(self, value, row=None, **kwargs):
        return value or None


class ZipCode(CharWidget):
    def clean(self, value, row=None, **kwargs):
        if value and row.get("country") == Country.US and not _ZIP_CODE.fullmatch(value):
            raise ValueError(
                _("A ZIP code has five digits, or nine with a hyphen. Spreadsheets drop a first 0.")
            )
        return value


class YesOrNo(BooleanWidget):
    def clean(self, value, row=None, **kwargs):
        if value.lower() not in ("yes", "no", ""):
            raise ValueError(_("Write yes or no."))
        return value.lower() == "yes"

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


class Day(DateWidget):
    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(_("Write a date such as 2026-07-01.")) from None


class Phone(CharWidget):
    """As people write it: nothing in front that a spreadsheet takes for a formula."""

    def render(self, value, obj=None, **kwargs):
        if not value:
            return ""
        return value.as_national if value.country_code == 1 else value.as_international


class ParentBySlug(ForeignKeyWidget):
    def __init__(self):
        super().__init__(Office, field="slug")

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except Office.DoesNotExist:
            raise ValueError(
                gettext("There is no office with the address “%(slug)s”.") % {"slug": value}
            ) from None


class Sheet(ModelResource):
    """One spreadsheet. Rows are known by their key; `version` tells what they said when they left."""

    version = Field(column_name="version", readonly=True)

    class Meta:
        skip_unchanged = True

    def __init__(self, refused: Iterable[int] = ()):
        """`refused` are the numbers of rows that are wrong: Django has words for all that the database says.

        Asking it about each row, with a query for each constraint, took four fifths of the time.
        """
        super().__init__()
        self.refused, self.is_refused = set(refused), False

    @classmethod
    def key(cls) -> str:
        return cls._meta.import_id_fields[0]

    @classmethod
    def columns(cls) -> list[str]:
        """In their order. The first one is the key."""
        return list(cls._meta.export_order)

    def cells(self, instance) -> dict[str, str]:
        """What a row says, version aside."""
        names = [name for name in self.columns() if name != "version"]
        return {name: tidy(str(self.export_field(self.fields[name], instance) or "")) for name in names}

    def dehydrate_version(self, instance) -> str:
        return self.version_of(self.cells(instance))

    def version_of(self, cells: dict[str, str]) -> str:
        """A short word for what a row says, with a letter in front: no spreadsheet takes it for a number."""
        said = "\x1f".join(cells.get(name, "\x00") for name in self.columns() if name != "version")
        return f"v{hashlib.blake2s(said.encode(), digest_size=6).hexdigest()}"

    def office_of(self, instance) -> Office:
        return instance.office

    def before_import_row(self, row, row_number: int, **kwargs):
        self.is_refused = row_number in self.refused
        key = row[self.key()]
        if self.key() == "slug":
            return
        if not (key.isascii() and key.isdigit() and len(key) < 10):
            raise ValidationError({self.key(): _("This is not the number of a row. Leave it as it was.")})

    def after_init_instance(self, instance, new, row, **kwargs):
        """Only what is there is changed, and only if nobody else has changed it."""
        if new:
            text = _(
                "No such row is on the site. Rows are changed here; add and delete in the office’s form."
            )
            raise ValidationError({self.key(): text})
        now = self.cells(instance)
        for name in ("office", "kind"):
            if name in row and self.fields[name].readonly and row[name] != now[name]:
                raise ValidationError({name: _("This column only tells rows apart. Leave it as it was.")})
        if row["version"] != self.version_of(now):
            changed = [
                gettext("%(column)s is now %(value)s")
                % {"column": name, "value": f"“{now[name]}”" if now[name] else gettext("empty")}
                for name in now
                if name in row and row[name] != now[name]
            ]
            text = gettext("Somebody changed this row after the file was made: %(changes)s. Export it again.")
            raise ValidationError(text % {"changes": "; ".join(changed) or gettext("look at the site")})

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As the library’s, but the database says first whether a row keeps its constraints."""
        errors = dict(import_validation_errors or {})
        about = dict.fromkeys(("validate_unique", "validate_constraints"), self.is_refused)
        try:
            instance.full_clean(exclude=errors.keys(), **about)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and self.cells(instance) == self.cells(original)


class OfficeSheet(Sheet):
    kind = Field(attribute="kind", column_name="kind", readonly=True)
    parent = Field(attribute="parent", column_name="parent", widget=ParentBySlug())
    code = Field(attribute="code", column_name="code", widget=TextOrNull())
    postal_code = Field(attribute="postal_code", column_name="postal_code", widget=ZipCode())
    closed_until = Field(attribute="closed_until", column_name="closed_until", widget=Day())

    class Meta(Sheet.Meta):
        model = Office
        import_id_fields = ["slug"]
        fields = export_order = [
            "slug", "version", "kind", "code", "name", "parent", "status", "closed_until", "status_note",
            "street", "city", "state", "postal_code", "region", "country", "timezone", "mailing_address",
            "access", "area_served", "note",
        ]  # fmt: skip

    title = _("Offices")

    def get_queryset(self):
        return Office.objects.select_related("parent").select_for_update(of=("self",), no_key=True)

    def office_of(self, instance) -> Office:
        return instance

    @staticmethod
    def of(offices: models.QuerySet) -> models.QuerySet:
        return offices.select_related("parent")


class OfficeFactSheet(Sheet):
    """Rows that belong to an office."""

    office = Field(attribute="office__slug", column_name="office", readonly=True)

    def get_queryset(self):
        return self._meta.model.objects.select_related("office").select_for_update(of=("self",), no_key=True)

    @classmethod
    def of(cls, offices: models.QuerySet) -> models.QuerySet:
        rows = cls._meta.model.objects.filter(office__in=offices.order_by().values("pk"))
        return rows.select_related("office").order_by("office__slug", "order", "pk")


class ContactSheet(OfficeFactSheet):
    contact_id = Field(attribute="pk", column_name="contact_id")
    phone = Field(attribute="phone", column_name="phone", widget=Phone())
    is_special = Field(attribute="is_special", column_name="is_special", widget=YesOrNo())
    is_after_hours = Field(attribute="is_after_hours", column_name="is_after_hours", widget=YesOrNo())

    class Meta(Sheet.Meta):
        model = ContactPoint
        import_id_fields = ["contact_id"]
        fields = export_order = [
            "contact_id", "version", "office", "kind", "label", "phone", "extension", "email",
            "is_special", "is_after_hours", "note", "source", "as_of", "confidence",
        ]  # fmt: skip

    title = _("Numbers and mailboxes")


class HoursSheet(OfficeFactSheet):
    hours_id = Field(attribute="pk", column_name="hours_id")

    class Meta(Sheet.Meta):
        model = Hours
        import_id_fields = ["hours_id"]
        fields = export_order = [
            "hours_id", "version", "office", "label", "text", "schedule", "note",
            "source", "as_of", "confidence",
        ]  # fmt: skip

    title = _("Hours")


SHEETS = {"offices": OfficeSheet, "contacts": ContactSheet, "hours": HoursSheet}
