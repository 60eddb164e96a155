"""What is looked at before a release is published, and every night in all that is public or scheduled.

`RULES` is the whole table. A rule says in words what it finds; one that blocks keeps a release from
being published or scheduled (docs/adr/0020).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import phonenumbers
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from . import anatomy
from .kinds import Language, ReleaseType
from .links import MOST_CHARACTERS, is_alive, own_path
from .markup import plain_words
from .models import Link, Release
from .translations import is_stale

SHORTEST_HEADLINE = 20
SHORTEST_SUMMARY = 50
DATED_FROM = (ReleaseType.NATIONAL, ReleaseType.LOCAL)


@dataclass
class Reading:
    """A release as the rules read it. Rules make no query and ask no machine but through this."""

    release: Release
    problems: Mapping[str, str]  # of links to other sites, as they were when last asked for
    is_alive: Callable[[str], bool] = is_alive

    @cached_property
    def words(self) -> str:
        return plain_words(self.release.body)

    @cached_property
    def links(self) -> list[anatomy.Hyperlink]:
        return anatomy.hyperlinks(self.release.body)

    @cached_property
    def page(self) -> str:
        return (self.release.amends or self.release).get_absolute_url()


@dataclass(frozen=True)
class Rule:
    """`find` gives what it found, a sentence each; `advice` says what to do about it."""

    id: str
    title: str
    advice: str
    find: Callable[[Reading], Iterable[str]] = field(compare=False)
    blocks: bool = False
    place: str = ""  # field or part of the form


@dataclass(frozen=True)
class Remark:
    """What a rule found in a release."""

    rule: Rule
    words: str


def preflight(release: Release) -> list[Remark]:
    """All that the rules find in one release, what blocks first."""
    return remarks(Reading(release, stored_problems(external_links(release))))


def remarks(reading: Reading) -> list[Remark]:
    """Each once, and no longer than a finding that is kept."""
    found = {
        Remark(rule, Truncator(words).chars(500)): None
        for rule in RULES.values()
        for words in rule.find(reading)
    }
    return sorted(found, key=lambda remark: not remark.rule.blocks)


def obstacles(release: Release) -> list[Remark]:
    """What keeps a release from being published."""
    return sorted_out(release)[0]


def sorted_out(release: Release) -> tuple[list[Remark], list[Remark]]:
    """What keeps a release from being published, and what is only to be thought about.

    What readers have before them already does not hold up the correction of something else.
    """
    found = preflight(release)
    is_corrected = release.amends_id and release.amends.is_published
    known = preflight(release.amends) if is_corrected else []
    stops = [remark for remark in found if remark.rule.blocks and remark not in known]
    return stops, [remark for remark in found if remark not in stops]


def stored_problems(addresses: Iterable[str]) -> dict[str, str]:
    """What was wrong with each when it was last asked for, as far as it was."""
    asked = Link.objects.in_bulk(set(addresses), field_name="address")
    return {address: link.problem for address, link in asked.items()}


def external_links(release: Release) -> list[str]:
    """Addresses on other sites that can be asked for."""
    found = (address for address, path in _web_links(Reading(release, {})) if address and path is None)
    return list(dict.fromkeys(address for address in found if len(address) <= MOST_CHARACTERS))[:MOST_LINKS]


MOST_LINKS = 200  # of one text


def _web_links(reading: Reading) -> Iterator[tuple[str, str | None]]:
    """Each address but numbers and mailboxes, with its path where it is ours; ("", None) for a broken one."""
    for address in dict.fromkeys(link.address for link in reading.links):
        if address.startswith(("mailto:", "tel:")):
            continue
        try:
            yield address, own_path(address, reading.page)
        except ValueError:
            yield "", None


# Rules ------------------------------------------------------------------------------------------------


def _headline_length(reading: Reading) -> Iterator[str]:
    if (length := len(reading.release.headline)) < SHORTEST_HEADLINE:
        yield _t("The headline has %(length)d characters.") % {"length": length}


def _summary_length(reading: Reading) -> Iterator[str]:
    if (length := len(reading.release.summary)) < SHORTEST_SUMMARY:
        yield _t("The summary has %(length)d characters.") % {"length": length}


def _dateline(reading: Reading) -> Iterator[str]:
    if reading.release.type in DATED_FROM and not reading.release.dateline_city:
        yield _t("There is no dateline.")


_FILE_NAME = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)$|^(?:dsc|img|image|photo|p)?[-_ \d]+$")
_SAYS_NOTHING = {"image", "picture", "photo", "photograph", "graphic", "logo", "imagen", "foto"}


def _alternative_text(reading: Reading) -> Iterator[str]:
    for image in reading.release.images.all():
        text = image.alt.strip()
        if not text or _FILE_NAME.search(text) or text.casefold().strip(".") in _SAYS_NOTHING:
            yield _t("The alternative text “%(text)s” does not say what the picture shows.") % {"text": text}


def _alternative_caption(reading: Reading) -> Iterator[str]:
    for image in reading.release.images.all():
        if image.alt.strip() and image.alt.strip() == image.caption.strip():
            yield _t("The alternative text repeats the caption: “%(text)s”.") % {"text": image.alt}


def _heading_order(reading: Reading) -> Iterator[str]:
    before = 1  # the headline
    for heading in anatomy.headings(reading.release.body):
        if heading.level > before + 1:
            words = {"text": heading.text, "level": heading.level, "before": before}
            yield _t("“%(text)s” is a heading of level %(level)d after one of level %(before)d.") % words
        before = heading.level


def _empty_heading(reading: Reading) -> Iterator[str]:
    if any(not heading.text for heading in anatomy.headings(reading.release.body)):
        yield _t("A heading has no words.")


def _table_headers(reading: Reading) -> Iterator[str]:
    for beginning in anatomy.headerless_tables(reading.release.body):
        yield _t("The table that begins “%(text)s” has no headers.") % {"text": beginning}


_NUMBER = re.compile(r"(?<![\w+/.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-]|\.\d)")
_RUN_TOGETHER = re.compile(r"(?<![\w+/.$,-])(?:\+?1)?[2-9]\d{2}[2-9]\d{6}(?![\w-]|[.,]\d)")
_READABLE = re.compile(r"(?:\+1 |1-)?(?:\(\d{3}\) |\d{3}-)\d{3}-\d{4}")
_NO_AREA = re.compile(
    r"(?i)\b(?:call|phone|telephone|tel|dial|llame)\b[^\d.]{0,20}(?<!\d)(\d{3}[-. ]\d{4})(?![\w-])"
)


def _phone_form(reading: Reading) -> Iterator[str]:
    for number in _NUMBER.findall(reading.words):
        if not _READABLE.fullmatch(number):
            yield _t("%(number)s is not written like (202) 555-0100 or +1 202-555-0100.") % {"number": number}
    for number in _RUN_TOGETHER.findall(reading.words):
        yield _t("%(number)s reads like a telephone number without gaps.") % {"number": number}
    for number in _NO_AREA.findall(reading.words):
        yield _t("%(number)s has no area code.") % {"number": number}


def _phone_link(reading: Reading) -> Iterator[str]:
    for link in reading.links:
        if not link.address.startswith("tel:"):
            continue
        dialed, shown = _number(link.address[4:].partition(";")[0]), _number(link.text)
        if dialed is None:
            yield _t("The link “%(text)s” dials no possible number.") % {"text": link.text}
        elif shown and shown != dialed:
            words = {"shown": link.text, "dialed": link.address}
            yield _t("The link shows %(shown)s and dials %(dialed)s.") % words


def _number(text: str) -> str | None:
    """As it is dialed, if it can be."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _contact(reading: Reading) -> Iterator[str]:
    if not reading.release.contacts.all():
        yield _t("There is no media contact. Reporters find the press line only.")


# The commonest words that the other languages do not have.
_STOP_WORDS = {
    Language.ENGLISH: {"the", "of", "and", "to", "was", "with", "that", "by", "from", "were", "for", "is"},
    Language.SPANISH: {"el", "los", "las", "por", "para", "una", "con", "del", "se", "y", "fue", "en"},
    Language.FRENCH: {"le", "les", "des", "et", "du", "une", "dans", "pour", "est", "sur", "au", "aux"},
    Language.VIETNAMESE: {"và", "của", "các", "cho", "được", "trong", "một", "không", "người", "là", "với"},
}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 30


def _language(reading: Reading) -> Iterator[str]:
    release = reading.release
    words = _WORD.findall(f"{release.summary} {reading.words}".casefold())
    if len(words) < _ENOUGH_WORDS:
        return
    times = Counter(words)
    counts = Counter({name: sum(times[word] for word in common) for name, common in _STOP_WORDS.items()})
    (likely, number), *_others = counts.most_common(1)
    if number * 12 > len(words) and number > 4 * counts[release.language]:
        names = {"likely": likely.label, "stated": Language(release.language).label}
        yield _t("The text reads like %(likely)s but is marked %(stated)s.") % names


def _internal_links(reading: Reading) -> Iterator[str]:
    for address, path in _web_links(reading):
        if not address:
            yield _t("A link has an address that cannot be read.")
        elif path is not None and path != reading.page and not reading.is_alive(path):
            yield _t("The public finds nothing at %(address)s.") % {"address": address}


def _external_links(reading: Reading) -> Iterator[str]:
    for address, path in _web_links(reading):
        if path is None and len(address) > MOST_CHARACTERS:
            yield _t("An address is too long to be asked for: %(address)s") % {"address": address}
        elif path is None and (problem := reading.problems.get(address)):
            yield f"{Truncator(address).chars(300)} {problem}"


_VAGUE = {
    "click here", "here", "click", "this link", "link", "this", "this page", "read more", "more",
    "learn more", "more information", "website", "haga clic aquí", "aquí", "clic aquí", "este enlace",
    "más información", "cliquez ici", "ici",
}  # fmt: skip


def _link_text(reading: Reading) -> Iterator[str]:
    for link in reading.links:
        text = link.text.casefold().strip(" .:»>→")
        if not text:
            yield _t("The link to %(address)s has no words.") % {"address": link.address}
        elif text in _VAGUE or text.startswith(("http://", "https://")):
            yield _t("The link “%(text)s” does not say where it leads.") % {"text": link.text}


def _translation_language(reading: Reading) -> Iterator[str]:
    release, original = reading.release, reading.release.translation_of
    if original and original.language == release.language:
        words = {"original": original, "language": Language(release.language).label}
        yield _t("It is marked a translation of “%(original)s”; both are marked %(language)s.") % words


def _translation_pair(reading: Reading) -> Iterator[str]:
    release, original = reading.release, reading.release.translation_of
    if original is None and release.language != Language.ENGLISH:
        yield _t("It names no original of which it is a translation.")
    elif original and not original.is_published:
        yield _t("The public cannot read its original, “%(original)s”.") % {"original": original}


def _translation_behind(reading: Reading) -> Iterator[str]:
    original, shown = reading.release.translation_of, reading.release.amends or reading.release
    if original and is_stale(original, shown):
        yield _t("The original, “%(original)s”, was changed after this translation.") % {"original": original}


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "headline-length",
            _("Headline too short"),
            _("Say in at least 20 characters who did what: the headline stands alone in lists and searches."),
            _headline_length,
            blocks=True,
            place="headline",
        ),
        Rule(
            "summary-length",
            _("Summary too short"),
            _("Write at least 50 characters: lists, feeds and search engines show nothing else."),
            _summary_length,
            blocks=True,
            place="summary",
        ),
        Rule(
            "alternative-text",
            _("Alternative text says nothing"),
            _("Write what the picture shows, for people who cannot see it; not the name of its file."),
            _alternative_text,
            blocks=True,
            place="images",
        ),
        Rule(
            "heading-order",
            _("Headings skip a level"),
            _("Begin with level 2 and go down one level at a time: screen readers move by headings."),
            _heading_order,
            blocks=True,
            place="body",
        ),
        Rule(
            "empty-heading",
            _("Empty heading"),
            _("Write its words, or delete it."),
            _empty_heading,
            blocks=True,
            place="body",
        ),
        Rule(
            "table-headers",
            _("Table without headers"),
            _("Make the first row or column header cells: screen readers read them with each cell."),
            _table_headers,
            blocks=True,
            place="body",
        ),
        Rule(
            "internal-links",
            _("Broken link on this site"),
            _("Link to what the public can read, or take the link away."),
            _internal_links,
            blocks=True,
            place="body",
        ),
        Rule(
            "phone-link",
            _("Link dials another number"),
            _("Make the number that is shown and the number that is dialed one and the same."),
            _phone_link,
            blocks=True,
            place="body",
        ),
        Rule(
            "translation-language",
            _("Original has the same language"),
            _("Correct the language of one of the two, or name another original."),
            _translation_language,
            blocks=True,
            place="translation_of",
        ),
        Rule(
            "dateline",
            _("No dateline"),
            _("Give the city and state the news comes from."),
            _dateline,
            place="dateline_city",
        ),
        Rule(
            "contact",
            _("No media contact"),
            _("Choose the press office that answers questions about this."),
            _contact,
            place="contacts",
        ),
        Rule(
            "language",
            _("Language not plausible"),
            _("Screen readers and search engines go by the language: choose the one of the text."),
            _language,
            place="language",
        ),
        Rule(
            "phone-form",
            _("Form of a telephone number"),
            _("Write (202) 555-0100, with the area code, so that people and their devices can read it."),
            _phone_form,
            place="body",
        ),
        Rule(
            "link-text",
            _("Words of a link"),
            _("Name what the link leads to; people listen to links without the words around them."),
            _link_text,
            place="body",
        ),
        Rule(
            "external-links",
            _("Broken link to another site"),
            _("Link to where it is now, or take the link away."),
            _external_links,
            place="body",
        ),
        Rule(
            "alternative-caption",
            _("Alternative text repeats the caption"),
            _("Describe the picture; the caption is read out anyway."),
            _alternative_caption,
            place="images",
        ),
        Rule(
            "translation-pair",
            _("Translation without its original"),
            _("Name the original, so that readers of each language find the other."),
            _translation_pair,
            place="translation_of",
        ),
        Rule(
            "translation-behind",
            _("Translation out of date"),
            _("Bring the change of the original into the translation."),
            _translation_behind,
            place="body",
        ),
    )
}
BROKEN_LINKS = ("internal-links", "external-links")
