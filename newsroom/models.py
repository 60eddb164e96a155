"""Press releases and what belongs to them: topics, boilerplate, images, media contacts."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from offices.models import CleanTextModel, Office, Reachable, if_public
from offices.places import State
from offices.provenance import PartialDateField
from offices.text import fold

from . import renditions
from .images import recode_image
from .markup import EDITOR_EXTENSIONS, clean_html, plain_words, trusted
from .querysets import ReleaseQuerySet


class ReleaseType(models.TextChoices):
    """The value is the address of the type's list."""

    NATIONAL = "national-media-release", _("National Media Release")
    LOCAL = "local-media-release", _("Local Media Release")
    SPEECH = "speeches-and-statements", _("Speeches and Statements")
    SPOTLIGHT = "spotlights", _("Spotlights")
    ADVISORY = "media-advisory", _("Media Advisory")

    @property
    def plural(self) -> str:
        return _PLURALS[self]


_PLURALS = {
    ReleaseType.NATIONAL: _("National media releases"),
    ReleaseType.LOCAL: _("Local media releases"),
    ReleaseType.SPEECH: _("Speeches and statements"),
    ReleaseType.SPOTLIGHT: _("Spotlights"),
    ReleaseType.ADVISORY: _("Media advisories"),
}


class Status(models.TextChoices):
    """A published release is public from its publication instant on; until then it is scheduled."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class DatePrecision(models.TextChoices):
    """How much of the publication instant is known: old releases may lack the day."""

    MINUTE = "minute", _("Day and time")
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Not recorded")


class Language(models.TextChoices):
    """BCP 47 tags; each name in its own language."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"
    VIETNAMESE = "vi", "Tiếng Việt"
    FRENCH = "fr", "Français"


class Topic(CleanTextModel):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name


class Boilerplate(CleanTextModel):
    """The closing paragraph about a component, kept in one place for all its releases."""

    component = models.CharField(_("component"), max_length=80, unique=True)
    slug = models.SlugField(_("key"), max_length=80, unique=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["component"]
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplates")

    def __str__(self):
        return self.component


# Databases and Python disagree about years near 1 and 9999.
SENSIBLE = (
    datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2101, 1, 1, tzinfo=datetime.UTC),
)


class Release(CleanTextModel):
    """A press release, statement, spotlight or media advisory."""

    type = models.CharField(_("type"), max_length=24, choices=ReleaseType, default=ReleaseType.NATIONAL)
    headline = models.CharField(_("headline"), max_length=250)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        help_text=_("Last part of the page’s address."),
        validators=[
            MinLengthValidator(3),
            RegexValidator(r"\A(?!feed\Z)", _("“feed” is the address of the feed; choose another.")),
        ],
    )
    subtitle = models.CharField(_("second headline"), max_length=250, blank=True)
    summary = models.TextField(
        _("summary"),
        help_text=_("One or two sentences for lists, feeds and search engines."),
        max_length=400,
        validators=[MaxLengthValidator(400)],
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    dateline_city = models.CharField(_("dateline city"), max_length=80, blank=True)
    dateline_state = models.CharField(_("dateline state"), max_length=2, blank=True, choices=State)
    body = ProseEditorField(_("text"), extensions=EDITOR_EXTENSIONS, sanitize=clean_html)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("publication"),
        null=True,
        blank=True,
        help_text=_("Eastern time. In the future: the release is scheduled and appears at that instant."),
    )
    date_precision = models.CharField(
        _("known to the"), max_length=8, choices=DatePrecision, default=DatePrecision.MINUTE
    )
    updated_at = models.DateTimeField(
        _("update"),
        null=True,
        blank=True,
        help_text=_("When its substance last changed after publication. Leave blank for small repairs."),
    )

    topics = models.ManyToManyField(Topic, blank=True, related_name="releases", verbose_name=_("topics"))
    offices = models.ManyToManyField(
        Office, blank=True, related_name="releases", verbose_name=_("offices concerned")
    )
    boilerplate = models.ForeignKey(
        Boilerplate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("boilerplate"),
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    source = models.TextField(_("source"), blank=True, help_text=_("Where the facts were published."))
    source_as_of = PartialDateField(_("source as of"))
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never shown to the public."))

    search_text = models.TextField(default="", editable=False)  # folded words, for the search
    import_key = models.CharField(max_length=100, null=True, blank=True, unique=True, editable=False)
    imported = models.JSONField(default=dict, editable=False)  # what the last import wrote
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_at = models.DateTimeField(_("last modified"), auto_now=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        permissions = [("publish_release", _("Can publish a release"))]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="release_newest"),
            models.Index(fields=["type", "status", "-published_at", "-id"], name="release_newest_of_type"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "slug"],
                name="release_address_is_unique",
                violation_error_message=_("Another release of this type already has this address."),
            ),
            models.CheckConstraint(
                condition=Q(type__in=ReleaseType.values),
                name="release_type_is_known",
                violation_error_message=_("This type is not known."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="release_status_is_known",
                violation_error_message=_("This status is not known."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                name="release_published_has_an_instant",
                violation_error_message=_("A published release needs its publication date and time."),
            ),
            models.CheckConstraint(
                condition=Q(updated_at=None)
                | Q(published_at__isnull=False, updated_at__gte=F("published_at")),
                name="release_updated_after_publication",
                violation_error_message=_("An update cannot come before the publication."),
            ),
            models.CheckConstraint(
                condition=(Q(published_at=None) | Q(published_at__range=SENSIBLE))
                & (Q(updated_at=None) | Q(updated_at__range=SENSIBLE)),
                name="release_dates_are_sensible",
                violation_error_message=_("Dates lie between 1900 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
                name="release_does_not_translate_itself",
                violation_error_message=_("A release cannot be a translation of itself."),
            ),
        ]

    def __str__(self):
        return self.headline

    def clean_texts(self) -> None:
        super().clean_texts()
        self.body = clean_html(self.body)
        words = (self.headline, self.subtitle, self.summary, self.dateline_city, plain_words(self.body))
        self.search_text = fold(" ".join(words))

    def clean(self):
        super().clean()
        original = self.translation_of
        if original is None or original == self:  # a constraint refuses the latter
            return
        if original.translation_of_id or (self.pk and self.translations.exists()):
            raise ValidationError({"translation_of": _("This names a translation. Name the original.")})

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            for image in self.images.all():  # a cascade would leave their files
                image.delete()
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("newsroom:release", args=[self.type, self.slug])

    @property
    def type_label(self) -> str:
        return ReleaseType(self.type).label

    @property
    def is_published(self) -> bool:
        return self._has_instant and self.published_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self._has_instant and self.published_at > timezone.now()

    @property
    def _has_instant(self) -> bool:
        """False also for what a form shows again because the instant is missing."""
        return self.status == Status.PUBLISHED and self.published_at is not None

    @property
    def state_label(self) -> str:
        """Draft, Scheduled or Published."""
        return gettext("Scheduled") if self.is_scheduled else self.get_status_display()

    @property
    def has_day(self) -> bool:
        """The day of publication is known, not only the month or year."""
        return self.date_precision in (DatePrecision.MINUTE, DatePrecision.DAY)

    @property
    def shows_time(self) -> bool:
        return self.published_at is not None and self.date_precision == DatePrecision.MINUTE

    def other_languages(self) -> "ReleaseQuerySet":
        """Public versions of this release in other languages."""
        original = self.translation_of_id or self.pk
        family = Q(pk=original) | Q(translation_of=original)
        return Release.objects.published().filter(family).exclude(pk=self.pk).order_by("language", "pk")

    @property
    def safe_body(self) -> SafeString:
        """The text with its dateline run in before the first words."""
        if not self.dateline:
            return trusted(self.body)
        dateline = format_html('<span class="dateline">{}</span> — ', self.dateline)
        if opening := _FIRST_PARAGRAPH.match(self.body):
            return trusted(f"{opening[0]}{dateline}{self.body[opening.end() :]}")
        return trusted(f"<p>{dateline}</p>{self.body}")

    @property
    def dateline(self) -> str:
        """“LAREDO, Texas”; cities that need no state stand alone (Associated Press style)."""
        city = self.dateline_city.upper()
        if not city or not self.dateline_state or self.dateline_state == State.DC:
            return city
        return f"{city}, {self.get_dateline_state_display()}"

    @property
    def published_display(self) -> str:
        """The publication date as far as it is known, in Eastern time."""
        if not self.published_at or self.date_precision == DatePrecision.UNKNOWN:
            return gettext("Publication date not recorded")
        return formats.date_format(timezone.localtime(self.published_at), _DISPLAY[self.date_precision])

    @property
    def published_machine(self) -> str:
        """The value of `<time datetime>` that says exactly what `published_display` shows."""
        if not self.published_at or self.date_precision == DatePrecision.UNKNOWN:
            return ""
        return timezone.localtime(self.published_at).strftime(_MACHINE[self.date_precision])

    @property
    def published_time(self) -> str:
        """“10:30 a.m. EST”. Django's own format leaves the zone out in the hour that comes twice."""
        instant = timezone.localtime(self.published_at)
        return f"{formats.time_format(instant, 'P')} {instant.tzname()}"

    @property
    def published_instant(self) -> str:
        """The value of `<time datetime>` where the time of day is shown too."""
        return timezone.localtime(self.published_at).isoformat(timespec="minutes")


_FIRST_PARAGRAPH = re.compile(r'<p(?: lang="[^"]*")?>')
_DISPLAY = {
    DatePrecision.MINUTE: "DATE_FORMAT",
    DatePrecision.DAY: "DATE_FORMAT",
    DatePrecision.MONTH: "YEAR_MONTH_FORMAT",
    DatePrecision.YEAR: "Y",
}
_MACHINE = {
    DatePrecision.MINUTE: "%Y-%m-%d",
    DatePrecision.DAY: "%Y-%m-%d",
    DatePrecision.MONTH: "%Y-%m",
    DatePrecision.YEAR: "%Y",
}


class ReleaseImage(CleanTextModel):
    """A picture of a release; readers who cannot see it get the alternative text."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="images")
    image = models.ImageField(_("picture"), upload_to="releases")
    # Not the field's width_field and height_field: those open the file in every form, and fail without it.
    width = models.PositiveIntegerField(editable=False, blank=True)
    height = models.PositiveIntegerField(editable=False, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=120, help_text=_("Who took it."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    renditions = models.JSONField(default=list, editable=False)  # those that exist: "480.avif", "480.webp"

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit=""),
                name="image_has_alternative_text_and_credit",
                violation_error_message=_("A picture needs alternative text and a credit."),
            )
        ]

    def __str__(self):
        return self.alt

    def save(self, *args, **kwargs):
        is_new = self.image and not self.image._committed
        if is_new:
            self.image = recode_image(self.image)
            self.width, self.height = self.image.width, self.image.height
            self.renditions = []
        with transaction.atomic():
            if is_new:
                self._remove_stored_files()
            super().save(*args, **kwargs)
            renditions.make_after_commit(self)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            self._remove_stored_files()
            return super().delete(*args, **kwargs)

    def _remove_stored_files(self) -> None:
        """Those of the row as it is stored: a form may have put another upload in this object."""
        if stored := ReleaseImage.objects.filter(pk=self.pk).first():
            renditions.remove_after_commit(stored)

    def get_absolute_url(self) -> str:
        return reverse("newsroom:image", args=[self.image.name.rpartition("/")[2]])

    @property
    def sources(self) -> dict[str, str]:
        """The `srcset` of each type of file, the lightest type first; known without a look at the files."""
        candidates = {}
        for rendition in self.renditions:
            width, _dot, format = rendition.partition(".")
            candidate = f"{self.get_absolute_url()}-{rendition} {width}w"
            candidates.setdefault(f"image/{format}", []).append(candidate)
        return {type: ", ".join(each) for type, each in candidates.items()}


class ReleaseContact(Reachable):
    """Whom reporters call about one release: a press office, a number printed on it, or both."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="contacts")
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "press_office"},
        related_name="+",
        verbose_name=_("press office"),
        help_text=_("Its current numbers are shown beside what is written here."),
    )
    name = models.CharField(_("name as printed"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("media contact")
        verbose_name_plural = _("media contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False) | ~Q(phone="") | ~Q(email=""),
                name="media_contact_can_be_reached",
                violation_error_message=_("Choose a press office, or write a number or an e-mail address."),
            )
        ]

    def __str__(self):
        return self.name or str(self.office or "")

    @property
    def public_office(self) -> Office | None:
        return if_public(self.office)

    @property
    def label(self) -> str:
        """The name as printed, else the press office's."""
        return self.name or (self.public_office.name if self.public_office else "")
