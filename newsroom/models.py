"""Press releases and what belongs to them: topics, boilerplate, images, media contacts."""

import datetime
import zoneinfo
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from offices.models import CleanTextModel, Office, Reachable, if_public, validate_timezone
from offices.places import State, label_of
from offices.provenance import PartialDateField, display_partial_date
from offices.search import Excerpt, Query, SearchField, excerpt, index_text

from . import renditions
from .images import recode_image
from .kinds import ChangeKind, DatePrecision, Language, ReleaseType, Status
from .markup import EDITOR_EXTENSIONS, clean_html, plain_words, with_anchors, with_dateline
from .querysets import CoverageQuerySet, ReleaseQuerySet


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


HISTORIC_AFTER = datetime.timedelta(days=3 * 365)


class Incident(CleanTextModel):
    """An event that several releases speak of: first statement, updates, outcome."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")

    def __str__(self):
        return self.name


def reference_of(number: int) -> str:
    return f"CBP-{number:06}"


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
        help_text=_("When its substance last changed after publication."),
    )
    # What each version says of itself, so that a page needs no query for it; `versions.record` writes it.
    changes = models.JSONField(default=list, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawal"), null=True, blank=True, editable=False)
    withdrawal_note = models.TextField(
        _("reason for the withdrawal"), blank=True, help_text=_("Shown to the public in place of the text.")
    )

    speaker = models.CharField(
        _("spoken by"), max_length=120, blank=True, help_text=_("Of a speech or statement: the person.")
    )
    speaker_title = models.CharField(_("title of the speaker"), max_length=200, blank=True)
    incident = models.ForeignKey(
        Incident,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("incident"),
        help_text=_("Earlier and later statements on the same event are shown on one line of time."),
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

    search_title = SearchField()
    search_text = SearchField()
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
            # Every list is a walk along this index: it has all that lists are narrowed by, and all that the
            # archive and the sitemap index count by, so that none of them reads the rows themselves.
            models.Index(
                fields=[
                    *("status", "-published_at", "-id", "type", "language", "dateline_state"),
                    *("date_precision", "updated_at"),
                ],
                name="release_newest",
            ),
            models.Index(fields=["type", "status", "-published_at", "-id"], name="release_newest_of_type"),
            # Few releases are translations: without the condition SQLite expects every second one to be.
            models.Index(
                fields=["translation_of", "status", "published_at"],
                condition=Q(translation_of__isnull=False),
                name="release_translations",
            ),
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="release_withdrawals",
            ),
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
                condition=~Q(status=Status.WITHDRAWN)
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_note=""),
                name="release_withdrawn_says_why",
                violation_error_message=_("Tell the public why this release is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(speaker_title="") | ~Q(speaker=""),
                name="release_speaker_title_needs_a_speaker",
                violation_error_message=_("Name the person who has this title."),
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
        title = f"{self.headline} {self.subtitle}"
        words = (title, self.dateline, self.summary, self.attribution, plain_words(self.body))
        self.search_title = index_text(title, self.language)
        self.search_text = index_text(" ".join(words), self.language)

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
    def type_plural(self) -> str:
        return ReleaseType(self.type).plural

    @property
    def change_log(self) -> list["Change"]:
        """What became of the text since its publication, oldest first; nothing where nothing was changed."""
        return [Change(**change) for change in self.changes]

    @property
    def is_corrected(self) -> bool:
        return self.latest_correction is not None

    @property
    def latest_correction(self) -> "Change | None":
        return next((change for change in reversed(self.change_log) if change.is_correction), None)

    @property
    def latest_change(self) -> "Change | None":
        """The latest change of substance."""
        return next((change for change in reversed(self.change_log) if change.is_substantive), None)

    @property
    def newest_changes(self) -> list["Change"]:
        return self.change_log[::-1]

    @property
    def version_number(self) -> int:
        """The number of the text that readers have now."""
        return len(self.changes) or 1

    def passage_about(self, query: Query) -> Excerpt:
        """The summary, marked, or a passage of the text where that has more of what is looked for."""
        summary = excerpt(self.summary, query, self.language, length=400)
        if summary.found:
            return summary
        passage = excerpt(plain_words(self.body), query, self.language)
        return passage if passage.found else summary

    @property
    def substantive_changes(self) -> list["Change"]:
        """Corrections and updates, oldest first."""
        return [change for change in self.change_log if change.is_substantive]

    @property
    def reference(self) -> str:
        """The number under which the release can be cited for ever, whatever becomes of its address."""
        return reference_of(self.pk)

    @property
    def permalink(self) -> str:
        """The address that stays when the headline and the address of the page change."""
        return settings.SITE_URL + reverse("newsroom:reference", args=[self.pk])

    @property
    def canonical_url(self) -> str:
        return settings.SITE_URL + self.get_absolute_url()

    @property
    def details(self) -> list[str]:
        """Speaker, event and key facts, a line each."""
        event = getattr(self, "event", None)
        lines = [self.attribution, event.line if event else "", *(fact.line for fact in self.facts.all())]
        return [line for line in lines if line]

    @property
    def attribution(self) -> str:
        """Whose words a statement holds: “Jo Doe, Acting Commissioner”."""
        return ", ".join(filter(None, (self.speaker, self.speaker_title)))

    @property
    def is_published(self) -> bool:
        return self._has_instant and self.published_at <= timezone.now()

    @property
    def has_been_public(self) -> bool:
        """The public can read it, or could before it was withdrawn."""
        if self.status != Status.WITHDRAWN:
            return self.is_published
        return self.published_at is not None and self.published_at <= self.withdrawn_at

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
    def is_historic(self) -> bool:
        """So old that numbers, names and addresses in it may no longer hold."""
        return self.published_at is not None and self.published_at < timezone.now() - HISTORIC_AFTER

    @property
    def shows_time(self) -> bool:
        return self.published_at is not None and self.date_precision == DatePrecision.MINUTE

    @property
    def safe_body(self) -> SafeString:
        return with_dateline(self.body, self.dateline)

    @property
    def numbered_body(self) -> SafeString:
        return with_anchors(self.safe_body)

    @property
    def dateline(self) -> str:
        """“LAREDO, Texas”; cities that need no state stand alone (Associated Press style)."""
        city = self.dateline_city.upper()
        if not city or not self.dateline_state or self.dateline_state == State.DC:
            return city
        return f"{city}, {label_of(State, self.dateline_state)}"

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

    @property
    def published_exact(self) -> str:
        """The publication as exactly as it is known, to the minute or less; nothing where it is not."""
        return self.published_instant if self.shows_time else self.published_machine


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


class KeyFact(CleanTextModel):
    """One figure of a release, as data: what, where, when, how much, worth how much."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="facts")
    what = models.CharField(_("what"), max_length=120, help_text=_("Cocaine seized, people rescued …"))
    where = models.CharField(_("where"), max_length=120, blank=True)
    starts = PartialDateField(_("when, or from"), help_text=_("2022, 2022-11 or 2022-11-01"))
    ends = PartialDateField(_("to"))
    quantity = models.DecimalField(_("quantity"), max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("pounds, people, flights …"))
    value = models.DecimalField(
        _("value in U.S. dollars"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("key fact")
        verbose_name_plural = _("key facts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="key_fact_says_what",
                violation_error_message=_("Say what the figure counts."),
            ),
            models.CheckConstraint(
                condition=(Q(quantity=None) | Q(quantity__gte=0)) & (Q(value=None) | Q(value__gte=0)),
                name="key_fact_amounts_are_not_negative",
                violation_error_message=_("Quantities and values cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(quantity__isnull=False),
                name="key_fact_unit_needs_a_quantity",
                violation_error_message=_("A unit needs a quantity."),
            ),
            models.CheckConstraint(
                condition=Q(ends="") | ~Q(starts=""),
                name="key_fact_end_needs_a_start",
                violation_error_message=_("A period needs its first day too."),
            ),
        ]

    def __str__(self):
        return self.what

    def clean(self):
        super().clean()
        if self.ends < self.starts[: len(self.ends)]:  # 2022-11-05 to 2022-11 is a period too
            raise ValidationError({"ends": _("A period cannot end before it begins.")})

    @property
    def line(self) -> str:
        """“Cocaine seized: 37,887 pounds, $77,300,000, Caribbean, November 2022”."""
        rest = ", ".join(filter(None, (self.amount, self.worth, self.where, self.period)))
        return f"{self.what}: {rest}" if rest else self.what

    @property
    def amount(self) -> str:
        """“37,887 pounds”."""
        if self.quantity is None:
            return ""
        number = formats.number_format(_without_zeros(self.quantity), use_l10n=True, force_grouping=True)
        return f"{number} {self.unit}".strip()

    @property
    def worth(self) -> str:
        """“$77,300,000”."""
        if self.value is None:
            return ""
        return f"${formats.number_format(_without_zeros(self.value), use_l10n=True, force_grouping=True)}"

    @property
    def period(self) -> str:
        """“November 1, 2022 to December 31, 2022”."""
        first, last = display_partial_date(self.starts), display_partial_date(self.ends)
        if not last or first == last:
            return first
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _without_zeros(number: Decimal) -> Decimal:
    """`number` without the decimals that say nothing: 37887.000 as 37887."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


class Event(CleanTextModel):
    """When and where reporters meet: the press conference or ceremony that a release announces."""

    release = models.OneToOneField(Release, models.CASCADE, related_name="event")
    name = models.CharField(_("event"), max_length=120, help_text=_("Press conference, ceremony …"))
    starts_at = models.DateTimeField(_("begins"), help_text=_("In the time zone below."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_timezone]
    )
    place = models.CharField(_("place"), max_length=250)
    note = models.CharField(_("for reporters"), max_length=250, blank=True, help_text=_("How to attend."))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_begins",
                violation_error_message=_("An event cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__range=SENSIBLE) & (Q(ends_at=None) | Q(ends_at__range=SENSIBLE)),
                name="event_dates_are_sensible",
                violation_error_message=_("Dates lie between 1900 and 2100."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def line(self) -> str:
        """“Press conference: Tuesday, May 5, 2026, 10 a.m. MDT, Bridge of the Americas”."""
        return ", ".join(filter(None, (f"{self.name}: {self.when}", self.place, self.note)))

    @property
    def begins(self) -> datetime.datetime:
        """The beginning on the clock of its place."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.timezone))

    @property
    def machine_begin(self) -> str:
        return self.begins.isoformat(timespec="minutes")

    @property
    def is_over(self) -> bool:
        """It has ended; where no end is given, its day has, on the clock of its place."""
        if self.ends_at:
            return self.ends_at <= timezone.now()
        return self.begins.date() < timezone.now().astimezone(self.begins.tzinfo).date()

    @property
    def when(self) -> str:
        """“Tuesday, May 5, 2026, 10 a.m. to 11 a.m. MDT”."""
        begins = self.begins
        text = f"{formats.date_format(begins, 'l, F j, Y')}, {formats.time_format(begins, 'P')}"
        if self.ends_at:
            ends = self.ends_at.astimezone(begins.tzinfo)
            last = formats.time_format(ends, "P")
            if ends.date() != begins.date():
                last = f"{formats.date_format(ends, 'l, F j, Y')}, {last}"
            text = gettext("%(begin)s to %(end)s") % {"begin": text, "end": last}
        return f"{text} {_zone_name(begins)}"


def _zone_name(instant: datetime.datetime) -> str:
    """EST, MDT; UTC+04 where the zone has no letters."""
    name = instant.tzname()
    return f"UTC{name}" if name.startswith(("+", "-")) else name


@dataclass
class Change:
    """What a version says of itself."""

    number: int
    kind: str
    note: str
    at: str

    @property
    def made_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.at)

    @property
    def label(self) -> str:
        return ChangeKind(self.kind).label

    @property
    def is_substantive(self) -> bool:
        return ChangeKind(self.kind).is_substantive

    @property
    def is_correction(self) -> bool:
        return self.kind == ChangeKind.CORRECTION

    @property
    def is_original(self) -> bool:
        return self.kind == ChangeKind.ORIGINAL

    @property
    def line(self) -> str:
        """“Correction, May 4, 2026: The number was wrong.”"""
        day = formats.date_format(timezone.localtime(self.made_at))
        return f"{self.label}, {day}: {self.note}"


class Version(models.Model):
    """What the public could read from one instant to the next. The database refuses to change it.

    `versions.record` makes these; a release that was never changed after its publication has none.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    headline = models.CharField(max_length=250)
    subtitle = models.CharField(max_length=250, blank=True)
    summary = models.TextField()
    dateline = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    details = models.JSONField(default=list, blank=True)  # speaker, event and key facts, a line each

    class Meta:
        ordering = ["number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number"],
                name="version_is_numbered_once",
                violation_error_message=_("This release already has a version with this number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[ChangeKind.CORRECTION, ChangeKind.UPDATE]) | ~Q(note=""),
                name="version_of_substance_says_what_changed",
                violation_error_message=_("Tell the public what changed."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values),
                name="version_kind_is_known",
                violation_error_message=_("This kind of change is not known."),
            ),
        ]

    def __str__(self):
        return gettext("Version %(number)d") % {"number": self.number}

    @property
    def change(self) -> Change:
        return Change(self.number, self.kind, self.note, self.made_at.isoformat())

    @property
    def safe_body(self) -> SafeString:
        return with_dateline(self.body, self.dateline)

    @property
    def numbered_body(self) -> SafeString:
        return with_anchors(self.safe_body)


class Coverage(CleanTextModel):
    """What a press office answers reporters about. What is left blank covers everything."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        limit_choices_to={"kind": "press_office"},
        related_name="coverage",
        verbose_name=_("press office"),
    )
    state = models.CharField(
        _("state or territory"),
        max_length=2,
        blank=True,
        choices=State,
        help_text=_("Blank: every state. An office for two states has two rows."),
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
        help_text=_("Blank: every topic."),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=Language,
        help_text=_("A language in which reporters are answered. Blank: not limited to one."),
    )
    note = models.CharField(
        _("note for reporters"), max_length=200, blank=True, help_text=_("Which part of the state …")
    )
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Unticked: reporters are not sent to the office for this.")
    )
    import_key = models.CharField(max_length=200, blank=True, editable=False)  # the row it came from

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "state", "language", "pk"]
        verbose_name = _("press coverage")
        verbose_name_plural = _("press coverage")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "state", "topic", "language"],
                name="coverage_is_given_once",
                violation_error_message=_("This office has this coverage already."),
            ),
            models.UniqueConstraint(  # databases take two rows without a topic for different ones
                fields=["office", "state", "language"],
                condition=Q(topic=None),
                name="coverage_of_every_topic_is_given_once",
                violation_error_message=_("This office has this coverage already."),
            ),
        ]

    def __str__(self):
        parts = (self.scope, self.get_language_display())
        return f"{self.office}: {', '.join(part for part in parts if part)}"

    @property
    def scope(self) -> str:
        """Where and about what, in words; the language, which is written in itself, stands apart."""
        if not self.state and not self.topic:
            return gettext("Every state and topic")
        parts = (self.get_state_display(), self.topic.name if self.topic else "")
        return ", ".join(str(part) for part in parts if part)


class Revision(models.Model):
    """One row: a random token that triggers renew with every change. Nothing is ever written here."""

    token = models.CharField(max_length=36)

    def __str__(self):
        return self.token
