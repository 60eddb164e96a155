"""The queue of facts to check: “still right” is one click."""

from collections import Counter
from itertools import zip_longest

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..checks import Fact
from ..kinds import Kind
from ..models import Office
from ..places import State
from ..verification import FactOfOffice, OfficeToCheck, count_due, due_facts, facts_of, mark_checked, queue
from .panel import Line, Panel

OFFICES = 20  # on one page
EDITED_AT = {
    Fact.CONTACT: "#contact_points-group",
    Fact.HOURS: "#hours-group",
    Fact.SERVICE: "#services-group",
}
ANY = ("", _("Any"))


class FactFilter(forms.Form):
    """Narrows the queue; what cannot be read narrows nothing. Each choice tells how many facts it leaves."""

    fact = forms.ChoiceField(label=_("Fact"), required=False, choices=[ANY, *Fact.choices])
    kind = forms.ChoiceField(label=_("Kind of office"), required=False, choices=[ANY, *Kind.choices])
    state = forms.ChoiceField(label=_("State or territory"), required=False, choices=[ANY, *State.choices])

    def narrow(self, facts: list[FactOfOffice]) -> list[FactOfOffice]:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        for name, field in self.fields.items():
            others = {other: value for other, value in chosen.items() if other != name}
            self._count(field, [VALUES[name](fact) for fact in facts if _meets(fact, others)])
        return [fact for fact in facts if _meets(fact, chosen)]

    @staticmethod
    def _count(field: forms.ChoiceField, values: list[str]) -> None:
        numbers = Counter(values) | Counter({"": len(values)})
        field.choices = [(value, f"{label} ({numbers[value]:,})") for value, label in field.choices]


VALUES = {
    "fact": lambda fact: str(fact.kind),
    "kind": lambda fact: fact.office.kind,
    "state": lambda fact: fact.office.state,
}


def _meets(fact: FactOfOffice, chosen: dict[str, str]) -> bool:
    return all(VALUES[name](fact) == value for name, value in chosen.items())


class FactsToCheck:
    """Adds the queue to the admin of offices. Who may change offices checks facts."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.facts_view)
        return [path("facts/", view, name="offices_office_facts"), *super().get_urls()]

    def panels(self, request):
        if not self.has_change_permission(request):
            return []
        address = reverse("admin:offices_office_facts")
        numbers = count_due(Office.objects.published())
        lines = [
            Line(f"{kind.label}: {number:,}", f"{address}?fact={kind}")
            for kind, number in numbers.items()
            if number
        ]
        return [Panel(_("Facts to check"), sum(numbers.values()), lines, address, is_mine=True, rank=1)]

    def facts_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._check(request)
        chosen = FactFilter(request.GET)
        waiting = queue(chosen.narrow(due_facts(Office.objects.published())))
        page = Paginator(waiting, OFFICES).get_page(request.GET.get("page"))
        _complete(list(page))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Facts to check"),
            "opts": self.opts,
            "filter": chosen,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "number": sum(len(entry.facts) for entry in waiting),
            "intervals": [(kind.label, kind.every.days) for kind in Fact],
        }
        return TemplateResponse(request, "admin/offices/office/facts.html", context)

    def _check(self, request):
        """Marks what was seen; what says something else by now stays in the queue."""
        key, shown = request.POST.get("office", ""), set(request.POST.getlist("shown"))
        tokens = shown if "all" in request.POST else set(request.POST.getlist("fact"))
        offices = Office.objects.published().filter(pk=key if key.isdecimal() and len(key) < 10 else None)
        with transaction.atomic():
            offices.select_for_update().first()  # whoever saves the office comes before this, or after
            seen = [fact for fact in facts_of(offices) if fact.token in tokens]
            allowed = [fact for fact in seen if request.user.has_perm(_right_to_change(fact))]
            new = mark_checked(allowed, request.user)
        if new:
            text = ngettext(
                "%(office)s: %(number)d fact recorded as right today.",
                "%(office)s: %(number)d facts recorded as right today.",
                len(new),
            )
            self.message_user(request, text % {"office": new[0].office, "number": len(new)}, messages.SUCCESS)
        if len(seen) < len(tokens) or not seen:
            text = _("Something was changed or deleted since you opened this page. Look at it again.")
            self.message_user(request, text, messages.WARNING)
        # On at this office, or at the next one if nothing of this one is left.
        place = request.POST.get("next", "") if shown <= tokens else key
        return HttpResponseRedirect(f"{request.get_full_path()}#office-{place if place.isdecimal() else ''}")


def _right_to_change(fact) -> str:
    return f"offices.change_{fact.row._meta.model_name}"


def _complete(entries: list[OfficeToCheck]) -> None:
    """Adds what only the page needs: the reason in words, where a fact is edited, and who comes next."""
    today = timezone.localdate()
    for entry, following in zip_longest(entries, entries[1:]):
        entry.following = following.office.pk if following else ""
        for fact in entry.facts:
            fact.reason = fact.why(today)
            fact.edited_at = EDITED_AT.get(fact.kind, "")
