"""In the admin: what preflight finds, how a release will look, and the proof that it is published."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offices.admin import MOST, Line, Panel, ReadOnly
from offices.text import display_instant

from .. import links
from ..appearance import appearance_of
from ..models import Link
from ..nightly import renew_one
from ..preflight import BROKEN_LINKS, RULES, external_links, sorted_out
from ..proof import prove

MOST_ASKED = 24  # links of one text that a person waits for; the run of the night asks for all
WAIT = 30  # seconds for all of them together
OUTCOMES = {
    "carried": _("Carries the text"),
    "missing": _("Does not carry the text"),
    "elsewhere": _("Does not show it, and need not"),
    "absent": _("Carries nothing of it"),
    "shown": _("Still carries it"),
}


@dataclass(frozen=True)
class AskedLink:
    address: str
    link: Link | None

    @property
    def words(self) -> str:
        if self.link is None:
            return gettext("Not asked yet.")
        words = {
            "when": display_instant(self.link.asked_at),
            "what": self.link.problem or gettext("It is there."),
        }
        return gettext("%(what)s (%(when)s)") % words


class Assurance:
    """For the admin of releases: two more pages of each."""

    def get_urls(self):
        pages = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"newsroom_release_{name}",
            )
            for name, view in (("preflight", self.preflight_view), ("proof", self.proof_view))
        ]
        return pages + super().get_urls()

    def preflight_view(self, request, object_id):
        """What the rules find. A POST asks the other sites that the text links to."""
        self._require(request, "view_release" if request.method != "POST" else "change_release")
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            return self._look_again(request, release)
        addresses = external_links(release)
        asked = Link.objects.in_bulk(addresses, field_name="address")
        stops, warnings = sorted_out(release)
        return self._page(
            request,
            release,
            "preflight",
            _("Preflight"),
            stops=stops,
            warnings=warnings,
            number_of_rules=len(RULES),
            looks=appearance_of(release, request),
            links=[AskedLink(address, asked.get(address)) for address in addresses],
        )

    def _look_again(self, request, release):
        asked = links.check(external_links(release)[:MOST_ASKED], WAIT)
        renew_one(release)
        broken = sum(map(bool, asked.values()))
        text = ngettext("%(number)d link asked for", "%(number)d links asked for", len(asked))
        text = gettext("%(asked)s; broken: %(broken)d.") % {
            "asked": text % {"number": len(asked)},
            "broken": broken,
        }
        self.message_user(request, text, messages.WARNING if broken else messages.SUCCESS)
        return redirect("admin:newsroom_release_preflight", release.pk)

    def proof_view(self, request, object_id):
        """What our own pages answered. A POST asks them."""
        self._require(request, "view_release" if request.method != "POST" else "publish_release")
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if release.amends_id:
            return redirect("admin:newsroom_release_proof", release.amends_id)
        if request.method == "POST":
            prove(release, request)
            return redirect("admin:newsroom_release_proof", release.pk)
        proofs = list(release.proofs.select_related("asked_by")[:MOST_PROOFS])
        latest = proofs[0] if proofs else None
        return self._page(
            request,
            release,
            "proof",
            _("Proof of publication"),
            proof=latest,
            earlier=proofs[1:],
            rows=[_row(answer) for answer in latest.answers] if latest else [],
            kept=max((answer["kept"] for answer in latest.answers), default=0) if latest else 0,
            may_ask=request.user.has_perm("newsroom.publish_release"),
        )

    def _require(self, request, right: str) -> None:
        if not self.has_view_permission(request) or not request.user.has_perm(f"newsroom.{right}"):
            raise PermissionDenied

    def _page(self, request, release, name, title, **more):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "release": release,
            "may_change": request.user.has_perm("newsroom.change_release"),
            **more,
        }
        return TemplateResponse(request, f"admin/newsroom/release/{name}.html", context)


MOST_PROOFS = 10  # shown; all are kept


def _row(answer: dict) -> dict:
    """An answer as the page shows it."""
    outcome = answer["outcome"]
    return {
        **answer,
        "words": OUTCOMES[outcome],
        "when": formats.time_format(timezone.localtime(parse_datetime(answer["at"])), "g:i:s a T"),
        "note": answer["why_not"] if outcome == "elsewhere" else "",
        "is_wrong": outcome in ("missing", "shown"),
    }


class RuleFilter(admin.SimpleListFilter):
    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request, model_admin):
        """With their numbers, read from an index: facets would read every row for each rule."""
        findings = model_admin.get_queryset(request).order_by()
        numbers = dict(findings.values_list("rule").annotate(number=Count("pk")))
        broken = sum(numbers.get(rule, 0) for rule in BROKEN_LINKS)
        found = [(rule.id, rule.title, numbers[rule.id]) for rule in RULES.values() if rule.id in numbers]
        return [
            (name, f"{title} ({number:,})")
            for name, title, number in [("links", _("Broken links, all"), broken), *found]
        ]

    def queryset(self, request, queryset):
        if self.value() == "links":
            return queryset.filter(rule__in=BROKEN_LINKS)
        return queryset.filter(rule=self.value()) if self.value() in RULES else queryset


class GravityFilter(admin.SimpleListFilter):
    title = _("gravity")
    parameter_name = "gravity"

    def lookups(self, request, model_admin):
        return [("blocks", _("Would stop a publication")), ("warns", _("Warning"))]

    def queryset(self, request, queryset):
        blocking = [rule.id for rule in RULES.values() if rule.blocks]
        if self.value() == "blocks":
            return queryset.filter(rule__in=blocking)
        return queryset.exclude(rule__in=blocking) if self.value() == "warns" else queryset


class FindingAdmin(ReadOnly):
    """What the last run over everything found in what is public or scheduled."""

    list_display = ["about", "rule_title", "words", "since"]
    list_display_links = None
    list_filter = [GravityFilter, RuleFilter, "release__type", "release__language"]
    list_select_related = ["release"]
    search_fields = ["release__headline", "words"]
    fields = ["release", "rule", "words", "since"]

    def get_queryset(self, request):
        unused = ("body", "search_title", "search_text", "imported")
        return super().get_queryset(request).defer(*(f"release__{name}" for name in unused))

    @admin.display(description=_("release"), ordering="release__headline")
    def about(self, finding):
        address = reverse("admin:newsroom_release_preflight", args=[finding.release_id])
        return format_html('<a href="{}">{}</a>', address, finding.release)

    @admin.display(description=_("rule"), ordering="rule")
    def rule_title(self, finding):
        """A rule that was taken away since the last run goes by its id."""
        return RULES[finding.rule].title if finding.rule in RULES else finding.rule

    def panels(self, request):
        """For the home of the desk."""
        if not self.has_view_permission(request):
            return []
        broken = self.get_queryset(request).filter(rule__in=BROKEN_LINKS)
        lines = [
            Line(
                finding.release.headline,
                reverse("admin:newsroom_release_preflight", args=[finding.release_id]),
                finding.words,
            )
            for finding in broken.select_related("release")[:MOST]
        ]
        address = f"{reverse('admin:newsroom_finding_changelist')}?rule=links"
        return [Panel(_("Broken links"), broken.count(), lines, address)]
