"""What people can do at an office, and what to bring: stored services, and what its kind says by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .kinds import Kind, Service
from .models import Office, OfficeService
from .places import label_of

ABOUT = {
    Service.ENROLLMENT: _(
        "The interview that completes an application to a Trusted Traveler program such as Global Entry or "
        "NEXUS."
    ),
    Service.DEFERRED_INSPECTION: _(
        "Officers finish an inspection that could not be finished when you arrived, or correct a mistake in "
        "the record of your arrival."
    ),
    Service.BOATS: _("People who come from abroad in their own boat report their arrival here."),
    Service.AIRCRAFT: _("Officers meet private aircraft here, before or after a flight from abroad."),
    Service.CARGO: _("Answers about goods that arrive here: their papers, their inspection, their release."),
    Service.PRECLEARANCE: _(
        "You are inspected here before you leave, and arrive in the United States like a domestic passenger."
    ),
}
NEXT = {
    Service.ENROLLMENT: _(
        "Apply first, and ask whether you need an appointment. Bring the passport or other document you "
        "applied with."
    ),
    Service.DEFERRED_INSPECTION: _(
        "Write or call before you go. Bring your passport and the papers you were given at entry."
    ),
    Service.BOATS: _(
        "Call to report your arrival. Have the papers of the boat and of everybody on board at hand."
    ),
    Service.AIRCRAFT: _("Call before you fly, and ask how long ahead they must know."),
    Service.CARGO: _("Have the number of the entry or of the bill of lading at hand."),
    Service.PRECLEARANCE: _("Have your passport ready, and allow time for the inspection before departure."),
}
ARRIVAL = _("Arrival from abroad")
ABOUT_ARRIVAL = _("Officers inspect travelers and what they bring. They arrive here by {modes}.")
NEXT_ARRIVAL = _("Have your passport or other travel document ready, and declare what you bring.")


@dataclass
class Offer:
    """One thing to do at an office; where its list names places for it, with these."""

    title: str | Promise
    about: str | Promise
    next_step: str | Promise
    query: dict[str, str]
    places: list[OfficeService] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Other offices that offer the same."""
        return f"{reverse('offices:find')}?{urlencode(self.query)}"


def offers_of(office: Office) -> list[Offer]:
    """What people can do at a current office; nothing at one that is no more. Costs no query where
    services are prefetched."""
    return [*_arrivals(office), *_services(office)] if office.is_current else []


def _arrivals(office: Office) -> Iterator[Offer]:
    if office.kind in (Kind.PORT, Kind.CROSSING) and office.modes:
        about = format_lazy(ABOUT_ARRIVAL, modes=office.modes_words)
        mode = next(name for name in ("land", "rail", "air", "sea") if getattr(office, f"by_{name}"))
        yield Offer(ARRIVAL, about, NEXT_ARRIVAL, {"mode": mode})


def _services(office: Office) -> Iterator[Offer]:
    stored = list(office.services.all())
    names = [service for service in Service if service.kind == office.kind]
    names += [row.service for row in stored]
    for name in dict.fromkeys(names):
        places = [row for row in stored if row.service == name]
        yield Offer(label_of(Service, name), ABOUT[name], NEXT[name], {"service": name}, places)
