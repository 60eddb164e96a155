"""Where the facts of a page come from, as a reader cites it: equal sources once, web addresses as links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .kinds import Confidence
from .models import Office
from .places import label_of
from .provenance import display_partial_date

_BETWEEN = re.compile(r"\s*[;|]\s+(?![^()]*\))")  # not within parentheses
# Of a page, with or without its scheme: a site alone proves nothing.
_ADDRESS = re.compile(
    r"(?<![\w.@/:-])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}/[\w/.?=&%+~-]*[\w/])", re.ASCII
)


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)


@dataclass(frozen=True)
class Source:
    """What was published somewhere at one time, and the facts taken from it."""

    text: str
    as_of: str = ""
    confidence: str = ""
    facts: list[str] = field(default_factory=list, compare=False)

    @property
    def citations(self) -> list[SafeString]:
        return [_with_links(_begun(words)) for words in _BETWEEN.split(self.text)]

    @property
    def as_of_display(self) -> str:
        return display_partial_date(self.as_of)

    @property
    def confidence_words(self) -> str:
        return label_of(Confidence, self.confidence)


def sources_of(office: Office) -> list[Source]:
    """Costs no query where the facts of the office are prefetched."""
    sources: dict[Source, Source] = {}
    for fact, source in _facts(office):
        if source.text:
            sources.setdefault(source, source).facts.append(fact)
    return list(sources.values())


def _facts(office: Office) -> Iterator[tuple[str, Source]]:
    yield _("This entry"), _source(office)
    if office.has_address:
        facts = office.address_source, office.address_as_of, office.address_confidence
        yield _("Address"), Source(*facts)
    for contact in office.contact_points.all():
        yield str(contact), _source(contact)
    for hours in office.hours.all():
        yield _("Hours: %(hours)s") % {"hours": hours}, _source(hours)
    for service in office.services.all():
        yield str(service), _source(service)
    for former in office.public_former_parents:
        words = _("Belonged to %(office)s") % {"office": former.public_parent.title}
        yield words, _source(former)
    if office.is_service_port:
        yield _("Service port"), Source(office.service_port_basis)


def _source(fact) -> Source:
    return Source(fact.source, fact.as_of, fact.confidence)


def _begun(words: str) -> str:
    """With days in words, and a capital unless the name of a site comes first."""
    words = _DAY.sub(lambda day: display_partial_date(day[0]), words)
    return words if "." in words.split(" ")[0] else capfirst(words)


def _with_links(words: str) -> SafeString:
    pieces, end = [], 0
    for address in _ADDRESS.finditer(words):
        link = format_html('<a href="https://{}" rel="nofollow">{}</a>', address[1], address[1])
        pieces += [words[end : address.start()], link]
        end = address.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, words[end:]]))
