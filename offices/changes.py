"""The page and the feed of changes of the directory: which fact of which office changed when."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Page
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .addresses import absolute, url_of
from .atom import AUTHOR, PagedAtomFeed, lasting_id, next_url, subtitle
from .forms import KindField, QueryFilter, StateField
from .kinds import Kind
from .models import FactChange, Office
from .paging import address_of_page, page_of


class OfficeField(forms.CharField):
    """An office by its code, the last part of its address, a former one, or its whole name."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        exact = Q(slug=text.lower()) | Q(former_addresses__slug=text.lower()) | Q(code=text.upper())
        found = list(Office.objects.published().filter(exact | Q(name__iexact=text)).distinct()[:2])
        if len(found) == 1:
            return found[0]
        several = _("Several offices are called “%(text)s”. Write the code instead.")
        none = _("No office is called “%(text)s”, or has it as its code.")
        raise forms.ValidationError(several if found else none, params={"text": text})


class ChangeFilter(QueryFilter):
    """What the changes are narrowed by."""

    names = ("state", "kind", "office")

    state = StateField(_("All states"))
    kind = KindField(Kind.choices)
    office = OfficeField(
        label=_("Office"), max_length=120, required=False, help_text=_("Name or code: Laredo Sector, 2304")
    )

    @property
    def name(self) -> str:
        """What the changes are narrowed by, in words."""
        return ", ".join(chip.label for chip in self.chips)

    @property
    def address(self) -> str:
        """The page without filters."""
        return reverse("offices:changes")

    @property
    def list_address(self) -> str:
        """The page with the filters in force."""
        return self.address + self.query_without(*self.errors)

    @property
    def feed_address(self) -> str:
        return reverse("offices:changes_feed") + self.query_without(*self.errors)


@dataclass
class Chosen:
    """The changes that were asked for."""

    filter: ChangeFilter
    page: Page

    @classmethod
    def by(cls, request) -> "Chosen":
        chosen = ChangeFilter(request.GET)
        changes = FactChange.objects.published().filtered(chosen.values).with_offices()
        return cls(chosen, page_of(request, changes))


def changes(request):
    """What changed in the directory, newest first."""
    chosen = Chosen.by(request)
    context = {
        "filter": chosen.filter,
        "page": chosen.page,
        "canonical_url": address_of_page(chosen.filter.list_address, chosen.page.number),
    }
    return render(request, "offices/changes.html", context)


class ChangeFeed(Feed):
    """The same changes for programs that follow them."""

    feed_type = PagedAtomFeed
    author_name = AUTHOR
    author_link = settings.SITE_URL

    def get_object(self, request) -> Chosen:
        return Chosen.by(request)

    def title(self, chosen):
        name = chosen.filter.name or gettext("all offices")
        return gettext("CBP directory changes: %(offices)s") % {"offices": name}

    def subtitle(self, chosen):
        return subtitle(gettext("Which fact of which office changed, and when"), chosen.filter.unread)

    def link(self, chosen):
        return absolute(chosen.filter.list_address)

    def feed_url(self, chosen):
        return absolute(chosen.filter.feed_address)

    def feed_extra_kwargs(self, chosen):
        return {"next_url": next_url(chosen.filter.feed_address, chosen.page)}

    def items(self, chosen):
        return chosen.page.object_list

    def item_title(self, change):
        return f"{change.office}: {change.fact}"

    def item_description(self, change):
        lines = [(gettext("Before"), change.before), (gettext("Now"), change.after)]
        return "\n".join(f"{label}: {text}" for label, text in lines if text)

    def item_link(self, change):
        return url_of(change.office)

    def item_guid(self, change):
        return lasting_id(f"directory-change-{change.pk}")

    def item_updateddate(self, change):
        return change.at

    def item_pubdate(self, change):
        return change.at

    def item_categories(self, change):
        return [
            text for text in (change.office.get_kind_display(), change.office.get_state_display()) if text
        ]
