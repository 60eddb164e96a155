"""Writing and publishing releases. Who may not publish may not touch what is published."""

import datetime
import zoneinfo

from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from offices.admin import KeepsImported, SavesOnce, refuse_itself
from offices.models import validate_timezone
from offices.text import display_instant

from . import versions
from .contacts import freeze_contacts
from .dates import YEARS
from .images import recode_image
from .kinds import ChangeKind, Status
from .markup import plain_words
from .memory import lock
from .models import (
    Boilerplate,
    Coverage,
    Event,
    Incident,
    KeyFact,
    Release,
    ReleaseContact,
    ReleaseImage,
    Topic,
)


class ReleaseForm(forms.ModelForm):
    """A draft is free. What the public could read is changed in public: by a version with its note."""

    change_kind = forms.ChoiceField(
        label=_("kind of change"),
        choices=[
            ("", _("Nothing in the text changes")),
            (ChangeKind.CORRECTION, _("Correction: something was wrong")),
            (ChangeKind.UPDATE, _("Update: something is new")),
            (ChangeKind.MINOR, _("Minor edit: no change of substance")),
        ],
        required=False,
    )
    change_note = forms.CharField(
        label=_("what changed"),
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        required=False,
        help_text=_("For the public, in one sentence: The number of packages was 47, not 74."),
    )

    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # what was stored by then

    class Meta:
        widgets = {
            name: AdminTextInputWidget(attrs={"class": "vLargeTextField"})
            for name in ("headline", "subtitle")
        }
        help_texts = {
            "status": _("Published without a publication date: it appears at once."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = versions.stored(self.instance)
        self.was_public = self.before is not None and self.before.has_been_public
        if self.before:
            self.initial["opened"] = f"{self.before.modified_at.isoformat()} {self.was_public}"
            self.initial |= versions.pending(self.before)

    def clean_published_at(self):
        published_at = self.cleaned_data["published_at"]
        if published_at and published_at.year not in YEARS:
            raise ValidationError(_("Dates lie between 1900 and 2100."))
        return published_at

    def clean_change_note(self):
        return versions.note_of(self.cleaned_data["change_note"])

    def clean_withdrawal_note(self):
        return versions.note_of(self.cleaned_data["withdrawal_note"])

    def clean(self):
        data = super().clean()
        refuse_itself(self, "translation_of")
        self._publish_or_withdraw(data)
        if self.was_public:
            self._check_change(data)
        self._check_opened(data.get("opened"))
        return data

    def _check_opened(self, opened: str | None) -> None:
        """Nobody's save is undone by a form that was opened before it."""
        now = self.initial.get("opened")
        if not now or not opened or opened == now:
            return
        self.data = self.data.copy()
        self.data["opened"] = now  # who saves again has read this
        if opened.split()[0] == self.before.modified_at.isoformat():
            self.add_error(None, _("Meanwhile the public can read this. Look at it again, then save again."))
            return
        text = _(
            "Somebody else saved this at %(time)s. Your text is below, theirs stands beside it. "
            "To replace theirs by yours, save again."
        )
        self.add_error(None, text % {"time": display_instant(self.before.modified_at)})
        for name in TEXT_FIELDS & set(self.changed_data):
            theirs = Truncator(plain_words(getattr(self.before, name))).chars(1000)
            self.add_error(name, _("Theirs is: “%(text)s”") % {"text": theirs})

    def _publish_or_withdraw(self, data: dict) -> None:
        """Whoever publishes without a date means now."""
        status = data.get("status")
        says_nothing = "published_at" in data and not data["published_at"]
        if status == Status.PUBLISHED and not self.was_public and says_nothing:
            data["published_at"] = timezone.now()
        if status != Status.WITHDRAWN:
            return
        if not self.was_public:
            self.add_error("status", _("Only what the public could read is withdrawn. Keep it as a draft."))
        elif not data.get("withdrawal_note"):
            self.add_error("withdrawal_note", _("Tell the public why this release is withdrawn."))
        elif self.before.status != Status.WITHDRAWN:
            self.instance.withdrawn_at = timezone.now()

    def _check_change(self, data: dict) -> None:
        """What was public stays public or is withdrawn with a reason; it never just disappears."""
        if data.get("status") == Status.DRAFT:
            self.add_error("status", _("The public could read this. Withdraw it, and say why."))
        kind = data.get("change_kind")
        returns = self.before.status == Status.WITHDRAWN and data.get("status") == Status.PUBLISHED
        changes_unseen = returns and versions.has_unseen_text(self.before)
        if not kind and (changes_unseen or TEXT_FIELDS & set(self.changed_data)):
            self.add_error("change_kind", _("The text changes: say what kind of change this is."))
        needs_note = changes_unseen or (kind and ChangeKind(kind).is_substantive)
        if needs_note and not data.get("change_note"):
            self.add_error("change_note", _("Tell the public what changed."))
        self.instance.change_kind = kind


TEXT_FIELDS = {
    "headline", "subtitle", "summary", "dateline_city", "dateline_state", "body", "speaker", "speaker_title",
}  # fmt: skip

STAYS = ["type", "slug", "published_at", "date_precision"]  # where and since when the public could read it


class PartOfTextFormSet(forms.BaseInlineFormSet):
    """Figures and events are part of what the public could read."""

    def clean(self):
        super().clean()
        if self.has_changed() and getattr(self.instance, "change_kind", None) == "":
            raise ValidationError(_("The public could read this: say above what kind of change it is."))


class WallClockField(forms.SplitDateTimeField):
    """A day and hour as they are typed, on no clock yet; the site's own may lack that hour."""

    def compress(self, data_list):
        if data_list and None not in data_list:
            return datetime.datetime.combine(*data_list)
        return super().compress(data_list)  # which refuses half an answer


class EventForm(forms.ModelForm):
    """Dates are typed and shown on the clock of the place, which `timezone` names."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            if instant := getattr(self.instance, name):
                zone = zoneinfo.ZoneInfo(self.instance.timezone)
                self.initial[name] = timezone.make_naive(instant, zone)

    def clean_timezone(self):
        validate_timezone(self.cleaned_data["timezone"])
        return self.cleaned_data["timezone"]

    def clean(self):
        data = super().clean()
        zone = zoneinfo.ZoneInfo(data.get("timezone") or "UTC")
        for name in ("starts_at", "ends_at"):
            if typed := data.get(name):
                data[name] = typed.replace(tzinfo=zone)
                self._check_clock(name, data[name])
        return data

    def _check_clock(self, name: str, instant: datetime.datetime) -> None:
        if instant.year not in YEARS:
            self.add_error(name, _("Dates lie between 1900 and 2100."))
        elif instant.astimezone(datetime.UTC).astimezone(instant.tzinfo).hour != instant.hour:
            self.add_error(name, _("The clocks of this place go forward over this hour: there is none."))


class EventInline(admin.StackedInline):
    model = Event
    form = EventForm
    formset = PartOfTextFormSet
    formfield_overrides = {models.DateTimeField: {"form_class": WallClockField, "widget": AdminSplitDateTime}}
    extra = 0
    fields = ["name", ("starts_at", "ends_at", "timezone"), "place", "note"]


class KeyFactInline(admin.TabularInline):
    model = KeyFact
    formset = PartOfTextFormSet
    extra = 0
    max_num = 20
    fields = ["what", "quantity", "unit", "value", "where", "starts", "ends", "order"]


class ReleaseImageForm(forms.ModelForm):
    def clean_image(self):
        """Refuse bad pictures in words, here; saving, which stores the new picture, would only raise."""
        upload = self.cleaned_data["image"]
        if "image" in self.changed_data:
            recode_image(upload)
        return upload


class ReleaseImageInline(admin.StackedInline):
    model = ReleaseImage
    form = ReleaseImageForm
    extra = 0
    max_num = 50
    fields = ["image", "alt", "caption", ("credit", "order")]


class ReleaseContactInline(admin.StackedInline):
    model = ReleaseContact
    extra = 0
    max_num = 50
    autocomplete_fields = ["office"]
    fields = ["office", ("name", "phone", "extension", "email")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("Draft")),
            ("scheduled", _("Scheduled")),
            ("published", _("Published")),
            ("withdrawn", _("Withdrawn")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "draft":
            return queryset.drafts()
        if self.value() == "scheduled":
            return queryset.scheduled()
        if self.value() == "published":
            return queryset.published()
        if self.value() == "withdrawn":
            return queryset.withdrawn()
        return queryset


class Releases(ChangeList):
    def get_filters(self, request):
        """The last year that Python knows has no end."""
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error


class FewWords:
    """Every word that is sought makes the query deeper, and databases go only so deep."""

    def get_search_results(self, request, queryset, search_term):
        words = " ".join(search_term.split()[:MOST_WORDS])
        return super().get_search_results(request, queryset, words)


MOST_WORDS = 20


@admin.register(Release)
class ReleaseAdmin(FewWords, KeepsImported, admin.ModelAdmin):
    form = ReleaseForm
    formfield_overrides = {
        ProseEditorField: {"widget": AdminProseEditorWidget},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    list_display = ["headline", "type", "state", "publication", "language"]
    # Drafts first: databases disagree about where rows without a date belong.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    list_filter = [StateFilter, "type", "language", "topics"]
    search_fields = ["headline", "summary", "slug"]
    search_help_text = _("Words of the headline, the summary or the address")
    date_hierarchy = "published_at"
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "offices", "boilerplate", "incident", "translation_of"]
    readonly_fields = ["updated_at", "created_at", "modified_at", "import_key"]
    inlines = [KeyFactInline, EventInline, ReleaseContactInline, ReleaseImageInline]
    actions = ["publish_now"]
    fieldsets = [
        (None, {"fields": [("type", "language"), "headline", "subtitle", "slug", "summary"]}),
        (
            _("Text"),
            {
                "fields": [
                    ("dateline_city", "dateline_state"),
                    ("speaker", "speaker_title"),
                    "body",
                    "boilerplate",
                ]
            },
        ),
        (_("About"), {"fields": ["topics", "offices", "incident", "translation_of"]}),
        (_("Publication"), {"fields": ["status", ("published_at", "date_precision"), "updated_at"]}),
        (
            _("Source and notes"),
            {"classes": ["collapse"], "fields": ["source", "source_as_of", "staff_note"]},
        ),
        (_("Record"), {"classes": ["collapse"], "fields": ["created_at", "modified_at", "import_key"]}),
    ]

    @admin.display(description=_("state"), ordering="status")
    def state(self, release):
        return release.state_label

    @admin.display(description=_("publication"), ordering="published_at")
    def publication(self, release):
        """No more of the instant than is known: many old releases lack the time."""
        if release.shows_time or not release.published_at:
            return release.published_at
        return release.published_display

    def get_changelist(self, request, **kwargs):
        return Releases

    def get_object(self, request, object_id, from_field=None):
        """The release, with what is true of it before a form writes into it; nobody else writes now."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock()
        release = super().get_object(request, object_id, from_field)
        if release is not None:
            release.was_public = release.has_been_public
        return release

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.was_public:
            fieldsets = [self._change_fieldset(), *fieldsets]
        if self._may_publish(request):
            return fieldsets
        description = _("A publisher sets these when the draft is ready.")
        return [
            (title, options | {"description": description} if "status" in options["fields"] else options)
            for title, options in fieldsets
        ]

    @staticmethod
    def _change_fieldset():
        description = _(
            "The public could read this text. Every change is kept and shown on its page. "
            "Its type, address and publication stay: people may have quoted them."
        )
        fields = ["change_kind", "change_note", "withdrawal_note"]
        return (_("Change in public"), {"description": description, "fields": fields})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        freeze_contacts(form.instance)
        kind = form.cleaned_data.get("change_kind") or ChangeKind.MINOR
        version = versions.record(form.before, form.instance, kind, form.cleaned_data.get("change_note", ""))
        if version and version.kind == ChangeKind.MINOR and versions.changes_figures(version):
            text = _("This minor edit changes a figure. Should it have been a correction?")
            self.message_user(request, text, messages.WARNING)

    def get_readonly_fields(self, request, obj=None):
        """Without the right to publish, publication is not theirs to set; once public, it is nobody's."""
        if not self._may_publish(request):
            return [*self.readonly_fields, "status", "published_at", "date_precision"]
        was_public = obj is not None and obj.was_public
        return [*self.readonly_fields, *STAYS] if was_public else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        """An address that readers may have kept does not follow the headline."""
        return {} if obj else self.prepopulated_fields

    def has_change_permission(self, request, obj=None):
        """What is published or scheduled is changed by publishers only."""
        allowed = super().has_change_permission(request, obj)
        is_draft = obj is None or obj.status == Status.DRAFT
        return allowed and (is_draft or self._may_publish(request))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        is_draft = obj is None or obj.status == Status.DRAFT
        return allowed and (is_draft or self._may_publish(request))

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        reason = _("%(entry)s (the public could read it: withdraw it, and say why)")
        protected += [reason % {"entry": entry} for entry in objs if entry.has_been_public]
        return deleted, counts, missing, protected

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            lock()
            for release in queryset:  # one by one: only so do the files of its pictures go
                release.delete()

    def has_publish_permission(self, request):
        return self.has_change_permission(request) and self._may_publish(request)

    @staticmethod
    def _may_publish(request) -> bool:
        return request.user.has_perm("newsroom.publish_release")

    @admin.action(description=_("Publish now, or at their date in the future"), permissions=["publish"])
    def publish_now(self, request, queryset):
        published = scheduled = 0
        drafts = list(queryset.drafts())
        for release in drafts:
            release.status = Status.PUBLISHED
            release.published_at = release.published_at or timezone.now()
            try:
                release.full_clean()
            except ValidationError as error:
                self.message_user(request, f"{release}: {_reasons(release, error)}", messages.ERROR)
                continue
            with transaction.atomic():
                lock()
                release.save(update_fields=["status", "published_at", "modified_at"])
                freeze_contacts(release)
                self.log_change(request, release, [{"changed": {"fields": ["status"]}}])
            published += release.is_published
            scheduled += release.is_scheduled
        if published:
            text = ngettext("%(number)d release published.", "%(number)d releases published.", published)
            self.message_user(request, text % {"number": published}, messages.SUCCESS)
        if scheduled:
            text = ngettext("%(number)d release scheduled.", "%(number)d releases scheduled.", scheduled)
            self.message_user(request, text % {"number": scheduled}, messages.SUCCESS)
        if not drafts:
            self.message_user(request, gettext("None of these is a draft."), messages.WARNING)

    # The editor's style stands in the page too: templates/admin/newsroom/release/change_form.html.
    @method_decorator(csp_update({"style-src": [NONCE]}))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, **kwargs):
        """The editor's import map stands in the page itself, so the policy must know it."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, **kwargs)

    def tasks(self, request):
        """For the front page of the admin: what waits for somebody."""
        address = reverse("admin:newsroom_release_changelist")
        releases = Release.objects.all()
        return [
            (_("Drafts"), releases.drafts().count(), f"{address}?state=draft"),
            (_("Scheduled releases"), releases.scheduled().count(), f"{address}?state=scheduled"),
        ]

    def view_on_site(self, release):
        return reverse("newsroom:release", args=[release.type, release.slug])


def _reasons(release: Release, error: ValidationError) -> str:
    """Why a release is not valid, each reason with the name of its field."""
    return " ".join(
        message
        if name == NON_FIELD_ERRORS
        else f"{capfirst(release._meta.get_field(name).verbose_name)}: {message}"
        for name, messages_ in error.message_dict.items()
        for message in messages_
    )


class VocabularyAdmin(FewWords, SavesOnce, admin.ModelAdmin):
    """The key stays: content files name these rows by it."""

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Topic)
class TopicAdmin(VocabularyAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Incident)
class IncidentAdmin(VocabularyAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Boilerplate)
class BoilerplateAdmin(VocabularyAdmin):
    list_display = ["component", "text"]
    search_fields = ["component"]
    prepopulated_fields = {"slug": ["component"]}

    def get_deleted_objects(self, objs, request):
        """Without it, a release would lose its last paragraph, and nobody would see when."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        reason = _("%(entry)s (releases end with it: choose another for them first)")
        used = Boilerplate.objects.filter(pk__in=[entry.pk for entry in objs], releases__isnull=False)
        protected += [reason % {"entry": entry} for entry in used.distinct()]
        return deleted, counts, missing, protected


@admin.register(Coverage)
class CoverageAdmin(FewWords, KeepsImported, admin.ModelAdmin):
    """Which press office the finder of the press room names for what."""

    list_display = ["office", "state", "topic", "language", "is_public"]
    list_filter = ["is_public", "state", "topic", "language"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["office__name", "note"]
    search_help_text = _("Name of the press office, or words of the note")
    empty_value_display = _("every")
    autocomplete_fields = ["office"]
    save_as = True
    fields = ["office", ("state", "topic"), "language", "note", "is_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "topic")
