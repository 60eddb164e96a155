"""Words in the one box that ask for a service or a way to arrive, not for an office called so."""

from django.utils.translation import gettext_lazy as _

from ..kinds import Mode, Service
from ..text import place_key

# Each a list of what people type, with commas between.
WORDS = {
    Service.ENROLLMENT: _(
        "global entry, nexus, sentri, fast card, trusted traveler, trusted travelers, ttp, enrollment, "
        "enrollment center, global entry enrollment, trusted traveler enrollment"
    ),
    Service.DEFERRED_INSPECTION: _("deferred inspection, deferred inspections"),
    Service.BOATS: _("boat, boats, pleasure boat, pleasure boats, private boat, yacht"),
    Service.AIRCRAFT: _("private aircraft, private plane, general aviation"),
    Service.CARGO: _("cargo, freight"),
    Service.PRECLEARANCE: _("preclearance, pre-clearance"),
    Mode.LAND: _("land, land border, road, car, bus, truck"),
    Mode.RAIL: _("rail, railroad, train"),
    Mode.AIR: _("air, airport, airports, plane"),
    Mode.SEA: _("sea, seaport, seaports, ship"),
}


def asked_for(typed: str) -> Service | Mode | None:
    """The service or way to arrive that is all that was typed."""
    key = place_key(typed)
    return next((thing for thing, words in WORDS.items() if key in map(place_key, words.split(","))), None)
