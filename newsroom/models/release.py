"""A press release."""

import datetime

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

from offices.addresses import absolute, url_of
from offices.models import CleanTextModel, Office
from offices.places import State, label_of
from offices.provenance import PartialDateField
from offices.search import Excerpt, Query, SearchField, excerpt, index_text

from ..dates import SENSIBLE, machine_instant
from ..kinds import IN_WORK, SCHEDULED, ChangeKind, DatePrecision, Language, ReleaseType, Status
from ..markup import EDITOR_EXTENSIONS, MOST_KEPT, clean_html, plain_words, with_anchors, with_dateline
from ..querysets import ReleaseQuerySet
from .change import Change
from .vocabulary import Boilerplate, Incident, Topic

CHANGES = (ChangeKind.CORRECTION, ChangeKind.UPDATE, ChangeKind.MINOR)
COPY_SLUG = "change-of-cbp-"
WHERE = ("type", "slug", "status", "published_at", "withdrawn_at")  # what its address and publicity hang on
HISTORIC_AFTER = datetime.timedelta(days=3 * 365)


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
            RegexValidator(rf"\A(?!{COPY_SLUG})", _("Addresses like this are kept for drafts of changes.")),
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
    # A working copy: the text that is to take the place of this one's.
    amends = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        editable=False,
        related_name="working_copy",
        verbose_name=_("changes the public text of"),
    )
    change_kind = models.CharField(
        _("kind of change"),
        max_length=10,
        blank=True,
        choices=[
            ("", _("Nothing in the text changes")),
            (ChangeKind.CORRECTION, _("Correction: something was wrong")),
            (ChangeKind.UPDATE, _("Update: something is new")),
            (ChangeKind.MINOR, _("Minor edit: no change of substance")),
        ],
    )
    change_note = models.TextField(
        _("what changed"),
        blank=True,
        help_text=_("For the public, in one sentence: The number of packages was 47, not 74."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawal"), null=True, blank=True, editable=False)
    # Texts up to this number were withdrawn for good; `versions.record` says so when another is published.
    withdrawn_versions = models.PositiveSmallIntegerField(null=True, editable=False)
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
        limit_choices_to={"amends": None},
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
        permissions = [
            ("approve_release", _("Can approve a release")),
            ("publish_release", _("Can publish a release")),
        ]
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
            # The list of the admin, in every state: it counts to its pages on this index alone.
            models.Index(
                fields=["-published_at", "-id", "status", "type", "language"], name="release_newest_at_desk"
            ),
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
                condition=Q(amends=None) | Q(status__in=IN_WORK, withdrawn_at=None),
                name="release_working_copy_is_never_public",
                violation_error_message=_("A draft of a change is never public itself."),
            ),
            models.CheckConstraint(
                condition=Q(change_kind__in=["", *CHANGES]),
                name="release_change_kind_is_known",
                violation_error_message=_("This kind of change is not known."),
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
        if len(self.body) > MOST_KEPT:
            text = _("The text has more than %(most)s characters: shorten it, or make two releases of it.")
            words = {"most": formats.number_format(MOST_KEPT, force_grouping=True)}
            raise ValidationError({"body": text % words})
        if former := self._former_addresses().exclude(release=self.pk).select_related("release").first():
            text = _("This was the address of %(reference)s, and leads there: choose another.")
            raise ValidationError({"slug": text % {"reference": former.release.reference}})
        original = self.translation_of
        if original is None or original == self:  # a constraint refuses the latter
            return
        if original.translation_of_id or (self.pk and self.translations.exists()):
            raise ValidationError({"translation_of": _("This names a translation. Name the original.")})

    def save(self, *args, **kwargs):
        with transaction.atomic():
            before = self._state.adding or Release.objects.only(*WHERE).filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            if isinstance(before, Release) and before.address != self.address and before.has_been_public:
                self._former_addresses().delete()
                before._former_addresses().update_or_create(defaults={"release": self}, **before.address)

    def _former_addresses(self):
        """What once was where this release is now."""
        return self.former_addresses.model.objects.filter(**self.address)

    @property
    def address(self) -> dict[str, str]:
        return {"type": self.type, "slug": self.slug}

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
        return next(reversed(self.substantive_changes), None)

    @property
    def newest_changes(self) -> list["Change"]:
        return self.change_log[::-1]

    @property
    def version_number(self) -> int:
        """The number of the text that readers have now."""
        return len(self.changes) or 1

    def has_withdrawn(self, number: int) -> bool:
        """The public could read this version, and never will again."""
        return 0 < number <= (self.withdrawn_versions or 0)

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
        return reference_of(self.amends_id or self.pk)

    @property
    def permalink(self) -> str:
        """The address that stays when the headline and the address of the page change."""
        return absolute(reverse("newsroom:reference", args=[self.amends_id or self.pk]))

    @property
    def canonical_url(self) -> str:
        return url_of(self)

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
        """The public can read it, or could before it was withdrawn: only what was public ever is."""
        return self.is_published or self.withdrawn_at is not None

    @property
    def is_scheduled(self) -> bool:
        return self._has_instant and self.published_at > timezone.now()

    @property
    def _has_instant(self) -> bool:
        """False also for what a form shows again because the instant is missing."""
        return self.status == Status.PUBLISHED and self.published_at is not None

    @property
    def is_in_work(self) -> bool:
        return self.status in IN_WORK

    @property
    def state(self) -> str:
        """Its status, but for what is published at an instant to come."""
        return SCHEDULED if self.is_scheduled else self.status

    @property
    def state_label(self) -> str:
        """Draft, Scheduled, Published …"""
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
    def shown_boilerplate(self) -> str:
        """The closing paragraphs; they are written in English, for releases in English."""
        shown = self.boilerplate and self.language == Language.ENGLISH
        return self.boilerplate.text if shown else ""

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
        if not self.published_at:
            return gettext("Not published yet")
        if self.date_precision == DatePrecision.UNKNOWN:
            return gettext("Publication date not recorded")
        return formats.date_format(timezone.localtime(self.published_at), _DISPLAY[self.date_precision])

    @property
    def published_machine(self) -> str:
        """The value of `<time datetime>` that says exactly what `published_display` shows."""
        if not self.published_at or self.date_precision == DatePrecision.UNKNOWN:
            return ""
        return timezone.localtime(self.published_at).strftime(_MACHINE[self.date_precision])

    @property
    def published_exact(self) -> str:
        """The publication as exactly as it is known, to the minute or less; nothing where it is not."""
        return machine_instant(self.published_at) if self.shows_time else self.published_machine


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


class Revision(models.Model):
    """One row: a random token that triggers renew with every change. Nothing is ever written here."""

    token = models.CharField(max_length=36)

    def __str__(self):
        return self.token
