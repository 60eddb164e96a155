"""A release as plain text, as newsrooms take it into their own systems."""

from textwrap import wrap

from django.utils import translation

from offices.text import display_instant

from .contacts import Contacts, Desk, MediaContact
from .markup import plain_blocks
from .models import Release
from .translations import Counterpart, also, labels_of

WIDTH = 72
END_MARK = "# # #"


def wire_text(release: Release, contacts: Contacts, others: list[Counterpart]) -> str:
    """Lines of at most 72 characters, but for what has no spaces; from notices to the end mark.

    Labels and dates are in the language of the release: a newsroom takes all of it over.
    """
    with translation.override(release.language):
        blocks = _blocks(release, contacts, others)
        return "\n\n".join(filter(None, map(_wrapped, blocks))) + "\n"


def _blocks(release: Release, contacts: Contacts, others: list[Counterpart]) -> list[str]:
    return [
        *_notices(release, others),
        _kicker(release),
        _one_line(release.headline.upper()),
        _one_line(release.subtitle),
        _stamp(release),
        *_statement(release),
        *_close_together(plain_blocks(release.safe_body)),
        *_facts(release),
        *release.shown_boilerplate.split("\n\n"),
        *_provenance(release),
        *_other_languages(release, others),
        _contacts(release, contacts),
        release.permalink,
        END_MARK,
    ]


def _wrapped(block: str) -> str:
    lines = block.splitlines()
    return "\n".join(
        part
        for line in lines
        for part in wrap(
            line,
            WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
            subsequent_indent="  " if line.startswith("• ") else "",
        )
    )


def _close_together(blocks: list[str]) -> list[str]:
    """List items and rows of a table follow each other without a blank line."""
    joined = []
    for block in blocks:
        if joined and _row_kind(block) and _row_kind(block) == _row_kind(joined[-1]):
            joined[-1] += f"\n{block}"
        else:
            joined.append(block)
    return joined


def _row_kind(block: str) -> str:
    return "item" if block.startswith("• ") else "row" if " | " in block else ""


def _one_line(text: str) -> str:
    """Nobody's words become a line of ours, such as the end mark."""
    return " ".join(text.split())


def _notices(release: Release, others: list[Counterpart]) -> list[str]:
    """What a reader of an earlier copy, or of a translation that is out of date, has to know first."""
    notices = [note for other in others for language, note in other.notes if language == release.language]
    change = release.latest_correction
    if change is None:
        return notices
    date, note = display_instant(change.made_at), _one_line(change.note)
    return [labels_of(release).corrected.format(date=date, note=note), *notices]


def _kicker(release: Release) -> str:
    labels = labels_of(release)
    permission = labels.for_release if release.is_published else labels.not_for_release
    return f"{permission}\n{labels.types[release.type]}"


def _stamp(release: Release) -> str:
    labels = labels_of(release)
    date = display_instant(release.published_at) if release.shows_time else release.published_display
    lines = [labels.published.format(date=date) if release.published_machine else labels.undated]
    if release.updated_at:
        lines.append(labels.updated.format(date=display_instant(release.updated_at)))
    number = labels.reference.format(reference=release.reference, number=release.version_number)
    return "\n".join([*lines, number])


def _statement(release: Release) -> list[str]:
    person = _one_line(release.attribution)
    return [labels_of(release).statement.format(person=person)] if person else []


def _facts(release: Release) -> list[str]:
    event = getattr(release, "event", None)
    lines = [f"• {_one_line(fact.line)}" for fact in release.facts.all()]
    return [
        *([labels_of(release).event, _one_line(event.line)] if event else []),
        *([labels_of(release).facts, "\n".join(lines)] if lines else []),
    ]


def _provenance(release: Release) -> list[str]:
    """Nobody shall quote our words as the agency's own of that day."""
    return [labels_of(release).provenance] if release.source else []


def _other_languages(release: Release, others: list[Counterpart]) -> list[str]:
    lines = [f"{other.read}: {other.release.permalink}" for other in others]
    return ["\n".join([also(release), *lines])] if lines else []


def _contacts(release: Release, contacts: Contacts) -> str:
    lines = [_line(entry) for entry in contacts.entries]
    if contacts.press_line:
        lines.append(_reached(contacts.press_line.office.name, contacts.press_line))
    return "\n".join([labels_of(release).contact, *filter(None, dict.fromkeys(lines))])


def _line(entry: MediaContact) -> str:
    if entry.is_printed:
        printed = entry.printed
        return ", ".join(filter(None, (printed.label, printed.number, printed.email)))
    return _reached(entry.printed.label, entry.desk) if entry.desk else ""


def _reached(name: str, desk: Desk) -> str:
    return ", ".join(filter(None, (name, *(str(point) for point in (desk.phone, desk.email) if point))))
