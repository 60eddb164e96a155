"""Putting up notices, and saying in words where and when they will stand."""

import datetime

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..kinds import NoticeKind
from ..models import Notice, Office
from ..text import display_instant
from .asking import FewWords
from .instants import WALL_CLOCK, WallClockForm
from .office import SHORT_TEXTS
from .panel import MOST, Line, Panel
from .saving import KeepsDeleted, SavesOnce
from .stale import NotStale

LONG = datetime.timedelta(days=90)


class NoticeForm(NotStale, WallClockForm):
    years = range(2000, 2101)
    wrong_year = _("Notices lie between 2000 and 2100.")

    def in_words(self):
        words = {name: _on_its_day(getattr(self.instance, name)) for name in self.instants}
        return gettext("It is shown from %(starts_at)s until %(ends_at)s.") % words


def _on_its_day(instant: datetime.datetime) -> str:
    return f"{formats.date_format(timezone.localtime(instant), 'l')}, {display_instant(instant)}"


class TimeFilter(admin.SimpleListFilter):
    title = _("time")
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [
            ("current", _("Running or to come")),
            ("running", _("Running")),
            ("to_come", _("To come")),
            ("over", _("Over")),
        ]

    def queryset(self, request, queryset):
        known = ("current", "running", "to_come", "over")
        return getattr(queryset, self.value())() if self.value() in known else queryset


@admin.register(Notice)
class NoticeAdmin(FewWords, KeepsDeleted, SavesOnce, admin.ModelAdmin):
    form = NoticeForm
    formfield_overrides = SHORT_TEXTS | WALL_CLOCK
    list_display = ["words", "scope", "time", "starts_at", "ends_at"]
    list_filter = [TimeFilter, "kind"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["text", "text_es"]
    autocomplete_fields = ["office"]
    readonly_fields = ["where_it_stands"]
    fieldsets = [
        (None, {"fields": ["kind", "text", "text_es"]}),
        (
            _("Where"),
            {
                "description": _("A state, or an office with what is below it, or neither: every page."),
                "fields": ["state", "office", "where_it_stands"],
            },
        ),
        (
            _("From when until when"),
            {
                "description": _(
                    "Eastern time, the clock of Washington, D.C. It appears and ends by itself."
                ),
                "fields": ["starts_at", "ends_at"],
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office")

    @admin.display(description=_("notice"))
    def words(self, notice):
        return Truncator(notice.text).chars(80)

    @admin.display(description=_("about"))
    def scope(self, notice):
        return notice.place or gettext("Everything")

    @admin.display(description=_("time"))
    def time(self, notice):
        if notice.is_running:
            return gettext("Running")
        return gettext("To come") if notice.starts_at > timezone.now() else gettext("Over")

    @admin.display(description=_("where it stands"))
    def where_it_stands(self, notice):
        if not notice.pk:
            return gettext("Save it to read here on which pages it stands, and when.")
        return f"{_pages(notice)} {_when(notice)}"

    def panels(self, request):
        if not self.has_view_permission(request):
            return []
        current = Notice.objects.current()
        lines = [
            Line(
                Truncator(notice.text).chars(80),
                reverse("admin:offices_notice_change", args=[notice.pk]),
                f"{self.scope(notice)} · {_span(notice)}",
            )
            for notice in current.select_related("office").order_by("starts_at", "pk")[:MOST]
        ]
        address = f"{reverse('admin:offices_notice_changelist')}?time=current"
        return [Panel(_("Notices running and to come"), current.count(), lines, address, rank=1)]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.message_user(request, f"{_pages(obj)} {_when(obj)}", messages.INFO)
        if obj.kind == NoticeKind.CLOSURE:
            text = _(
                "This does not change the hours. Enter the days under “Days closed” of the office as well."
            )
            self.message_user(request, text, messages.WARNING)
        if obj.ends_at - obj.starts_at > LONG:
            days = (obj.ends_at - obj.starts_at).days
            text = _("This notice runs for %(days)d days. People stop reading what is always there.")
            self.message_user(request, text % {"days": days}, messages.WARNING)


def _pages(notice: Notice) -> str:
    """On which pages it stands, in words."""
    if notice.office:
        return _pages_of_office(notice.office)
    if notice.state:
        offices = Office.objects.published().placed_in(notice.state).count()
        text = ngettext(
            "On the list of ports in %(state)s and the page of %(number)d office there.",
            "On the list of ports in %(state)s and the pages of %(number)d offices there.",
            offices,
        )
        return text % {"state": notice.place, "number": offices}
    return gettext("On every page of the site.")


def _pages_of_office(office: Office) -> str:
    if not office.is_public:
        return gettext("Nowhere: %(office)s is not public.") % {"office": office}
    below = Office.objects.published().within(office).count() - 1
    if not below:
        return gettext("On the page of %(office)s.") % {"office": office}
    text = ngettext(
        "On the page of %(office)s and of %(number)d office below it.",
        "On the page of %(office)s and of %(number)d offices below it.",
        below,
    )
    return text % {"office": office, "number": below}


def _span(notice: Notice) -> str:
    if notice.is_running:
        return gettext("running until %(end)s") % {"end": display_instant(notice.ends_at)}
    return gettext("from %(start)s") % {"start": display_instant(notice.starts_at)}


def _when(notice: Notice) -> str:
    """Since or from when, and until when, on the clock of Washington."""
    now = timezone.now()
    if notice.ends_at <= now:
        return gettext("It is over since %(end)s.") % {"end": display_instant(notice.ends_at)}
    times = {"start": display_instant(notice.starts_at), "end": display_instant(notice.ends_at)}
    if notice.starts_at > now:
        return gettext("It will appear on %(start)s and end on %(end)s.") % times
    return gettext("It stands there now, until %(end)s.") % times
