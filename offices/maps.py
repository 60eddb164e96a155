"""Maps drawn on the server: the front-end build wrote the outlines, here the offices are put on them."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain

from django.contrib.staticfiles import finders
from django.core.checks import Warning as CheckWarning
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Office
from .places import Country, State, label_of

BUILT = "build/map/maps.json"  # among the static files; frontend/map.mjs writes it
MARK = 8  # units between two marks on a panel
PIN = 40  # and between two numbered ones on the map of a state
MOST_RINGS = 12

PANEL_TITLES = {
    "mainland": _("48 states and the District of Columbia"),
    "alaska": State.AK.label,
    "hawaii": State.HI.label,
    "caribbean": _("Puerto Rico and U.S. Virgin Islands"),
    "marianas": _("Guam and Northern Mariana Islands"),
    "samoa": State.AS.label,
}
# Where the coordinates of offices come from, and what they are therefore the position of.
BASES = {
    "city centroid": _("The point marks the middle of the town, not the building."),
    "port of entry point": _("The point marks the port of entry."),
    "port office point": _("The point marks the port office."),
    "airport reference point": _("The point marks the airport, not the office in it."),
}

Spot = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """Outlines of states by code, in Albers’ equal-area conic projection, and the numbers of that."""

    size: tuple[int, int]
    parallels: tuple[float, float]
    meridian: float
    scale: float
    offset: Spot
    states: dict[str, str]
    around: str = ""  # the neighbors of a state, in one outline
    checks: list = field(default_factory=list)

    def project(self, latitude: float, longitude: float) -> Spot:
        """Where a place lies on the chart, in its units; as d3-geo reckons it."""
        south, north = (math.sin(math.radians(parallel)) for parallel in self.parallels)
        cone = (south + north) / 2
        area = 1 + south * north
        radius = math.sqrt(area - 2 * cone * math.sin(math.radians(latitude))) / cone
        # The shorter way round: the Aleutians reach across the date line.
        angle = cone * math.radians((longitude - self.meridian + 180) % 360 - 180)
        x = radius * math.sin(angle)
        y = math.sqrt(area) / cone - radius * math.cos(angle)
        return self.offset[0] + self.scale * x, self.offset[1] - self.scale * y

    def holds(self, spot: Spot) -> bool:
        return 0 <= spot[0] <= self.size[0] and 0 <= spot[1] <= self.size[1]

    def spot_of(self, office: Office) -> Spot | None:
        """Where an office lies; None without coordinates, and with some that are not in its state at all."""
        if office.latitude is None or office.longitude is None:
            return None
        spot = _whole(self.project(float(office.latitude), float(office.longitude)))
        return spot if self.holds(spot) else None

    def spread(self, spots: Iterable[Spot], gap: float) -> Iterator[Spot]:
        """Each spot, or the nearest to it that leaves `gap` to all before it."""
        taken = defaultdict(list)
        for wanted in spots:
            free = (spot for spot in _rings(wanted, gap) if self.holds(spot) and _is_free(spot, gap, taken))
            spot = next(free, wanted)
            taken[_cell(spot, gap)].append(spot)
            yield spot


def _whole(spot: Spot) -> tuple[int, int]:
    return round(spot[0]), round(spot[1])


def _rings(middle: Spot, gap: float) -> Iterator[Spot]:
    yield middle
    for ring in range(1, MOST_RINGS):
        for step in range(6 * ring):
            angle = math.tau * step / (6 * ring)
            away = 0.6 * gap * ring
            yield middle[0] + away * math.sin(angle), middle[1] - away * math.cos(angle)


def _cell(spot: Spot, gap: float) -> tuple[int, int]:
    return int(spot[0] // gap), int(spot[1] // gap)


def _is_free(spot: Spot, gap: float, taken: dict) -> bool:
    column, row = _cell(spot, gap)
    near = (taken.get((column + across, row + down), ()) for across in (-1, 0, 1) for down in (-1, 0, 1))
    return all(math.dist(spot, other) >= gap for others in near for other in others)


class Entry:
    """An office on a map and in the list beside it; its address and name are put together once."""

    def __init__(self, office: Office):
        self.office = office

    @cached_property
    def address(self) -> str:
        return self.office.get_absolute_url()

    @cached_property
    def name(self) -> str:
        """With the code, where people use it: there are two ports called Houston, and two Morristowns."""
        return " ".join(filter(None, [self.office.name, self.office.shows_code and self.office.code]))

    @cached_property
    def title(self) -> str:
        office = self.office
        title = f"{office.title} ({office.code})" if office.shows_code else office.title
        return title if office.is_open else f"{title}: {office.status_words}"


@dataclass
class Mark:
    """Where an office lies on a map, and where it is drawn so that none covers another."""

    entry: Entry
    number: int
    place_x: int
    place_y: int
    x: int
    y: int

    @property
    def is_moved(self) -> bool:
        return (self.x, self.y) != (self.place_x, self.place_y)


@dataclass
class Outline:
    """A state on a map, and how many of the offices it has."""

    state: State
    path: str
    number: int


# A template would take ten times as long for some hundred of these.
MARK_LINK = (
    '<a href="{}" transform="translate({} {})"><title>{}</title>'
    '<use class="mark mark--{}" href="#mark-{}"/></a>'
)
LIST_LINK = '<li><a href="{}">{}</a></li>'


@dataclass
class Panel:
    """One map, ready to be drawn."""

    title: str
    chart: Chart
    outlines: list[Outline]
    marks: list[Mark]

    @property
    def mark_links(self) -> str:
        kinds = ((mark, mark.entry, mark.entry.office.kind) for mark in self.marks)
        links = ((entry.address, mark.x, mark.y, entry.title, kind, kind) for mark, entry, kind in kinds)
        return format_html_join("\n", MARK_LINK, links)


@dataclass
class Group:
    """The offices of one state or country."""

    code: str
    name: str
    entries: list[Entry]

    @property
    def list_links(self) -> str:
        return format_html_join("\n", LIST_LINK, ((entry.address, entry.name) for entry in self.entries))


@dataclass
class Drawing:
    """The maps of some offices, and those of them that are on none."""

    panels: list[Panel]
    unplaced: list[Entry]

    @property
    def without_position(self) -> int:
        return sum(entry.office.latitude is None for entry in self.unplaced)

    @property
    def out_of_place(self) -> int:
        """Those with a position that their state does not have."""
        return len(self.unplaced) - self.without_position


@cache
def _read(path: str) -> dict[str, dict[str, Chart]]:
    with open(path, encoding="utf-8") as file:
        built = json.load(file)
    return {
        part: {key: Chart(**chart) for key, chart in built[part].items()} for part in ("panels", "states")
    }


def charts(part: str) -> dict[str, Chart]:
    """All `panels` of the country by key, or the charts of `states` by code; none before the build."""
    path = finders.find(BUILT)
    return _read(path)[part] if path else {}


def check_build(app_configs, **options) -> list[CheckWarning]:
    if finders.find(BUILT):
        return []
    hint = "Run script/server, or: npm ci && node frontend/build.mjs"
    message = f"The maps of the directory are not built (static/{BUILT}); pages are shown without them."
    return [CheckWarning(message, hint=hint, id="offices.W001")]


def by_state(offices: Iterable[Office]) -> list[Group]:
    """The offices in the United States, in the order of names."""
    return _groups(offices, lambda office: office.state, State, lambda office: office.country == Country.US)


def by_country(offices: Iterable[Office]) -> list[Group]:
    """Those abroad."""
    return _groups(
        offices, lambda office: office.country, Country, lambda office: office.country != Country.US
    )


def _groups(offices: Iterable[Office], code_of: Callable, names: type, is_meant: Callable) -> list[Group]:
    entries = defaultdict(list)
    for office in offices:
        if is_meant(office):
            entries[code_of(office)].append(Entry(office))
    groups = [Group(code, label_of(names, code), entries[code]) for code in entries]
    return sorted(groups, key=lambda group: group.name)


def draw(groups: list[Group]) -> Drawing:
    """The offices on the panels of the country."""
    drawn = [_panel(PANEL_TITLES[key], chart, groups, MARK) for key, chart in charts("panels").items()]
    return _drawing(drawn, groups)


def draw_state(state: State, groups: list[Group]) -> Drawing:
    """The offices of one state on its own map, with numbers."""
    chart = charts("states").get(state)
    return _drawing([_panel(state.label, chart, groups, PIN)] if chart else [], groups)


def _panel(title: str, chart: Chart, groups: list[Group], gap: float) -> Panel:
    here = {group.code: group.entries for group in groups if group.code in chart.states}
    states = sorted((State(code) for code in chart.states), key=lambda state: str(state.label))
    outlines = [Outline(state, chart.states[state], len(here.get(state, ()))) for state in states]
    placed = [(entry, spot) for entry in chain(*here.values()) if (spot := chart.spot_of(entry.office))]
    spots = chart.spread((spot for _entry, spot in placed), gap)
    marks = [
        Mark(entry, number, *place, *_whole(spot))
        for number, ((entry, place), spot) in enumerate(zip(placed, spots, strict=True), 1)
    ]
    return Panel(str(title), chart, outlines, marks)


def _drawing(panels: list[Panel], groups: list[Group]) -> Drawing:
    placed = {mark.entry for panel in panels for mark in panel.marks}
    entries = chain.from_iterable(group.entries for group in groups)
    return Drawing(panels, [entry for entry in entries if entry not in placed])


@dataclass
class Locator:
    """A small map of a state with an office on it, or several of one kind."""

    state: State
    kind: str
    panel: Panel
    caption: str


def locator(offices: list[Office]) -> Locator | None:
    """The small map for offices of one kind in one state; None if it is not known where any of them lies."""
    chart = charts("states").get(offices[0].state) if offices else None
    panel = chart and _panel("", chart, by_state(offices), PIN)
    if not panel or not panel.marks:
        return None
    first = offices[0]
    caption = basis_words(first) if len(offices) == 1 else gettext("Points mark the office or its town.")
    return Locator(State(first.state), first.kind, panel, caption)


def basis_words(office: Office) -> str:
    """What the point on the map is the position of."""
    known = (words for start, words in BASES.items() if office.coordinate_basis.startswith(start))
    if words := next(known, None):
        return str(words)
    if office.coordinate_basis:
        return gettext("The point marks: %(basis)s.") % {"basis": office.coordinate_basis}
    return gettext("It is not recorded what exactly the point marks.")
