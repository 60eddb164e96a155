"""A release as plain text, as newsrooms take it into their own systems."""

from textwrap import wrap

from django.utils.translation import gettext as _

from .contacts import Contacts, Desk, MediaContact
from .dates import display_instant
from .kinds import Language
from .markup import plain_blocks
from .models import Release

WIDTH = 72
END_MARK = "# # #"


def wire_text(release: Release, contacts: Contacts) -> str:
    """Lines of at most 72 characters, but for what has no spaces; from notices to the end mark."""
    blocks = [
        *_notices(release),
        _kicker(release),
        _one_line(release.headline.upper()),
        _one_line(release.subtitle),
        _stamp(release),
        *_statement(release),
        *_close_together(plain_blocks(release.safe_body)),
        *_facts(release),
        *_boilerplate(release),
        *_provenance(release),
        _contacts(contacts),
        release.permalink,
        END_MARK,
    ]
    return "\n\n".join(filter(None, map(_wrapped, blocks))) + "\n"


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


def _notices(release: Release) -> list[str]:
    """What a reader of an earlier copy has to know first."""
    change = release.latest_correction
    if change is None:
        return []
    what = {"date": display_instant(change.made_at), "note": _one_line(change.note)}
    return [_("CORRECTED %(date)s: %(note)s") % what]


def _kicker(release: Release) -> str:
    permission = _("FOR IMMEDIATE RELEASE") if release.is_published else _("NOT FOR RELEASE")
    return f"{permission}\n{release.type_label}"


def _stamp(release: Release) -> str:
    number = {"reference": release.reference, "number": release.version_number}
    lines = [_("Published: %(date)s") % {"date": release.published_display}]
    if release.shows_time:
        lines = [_("Published: %(date)s") % {"date": display_instant(release.published_at)}]
    if release.updated_at:
        lines.append(_("Updated: %(date)s") % {"date": display_instant(release.updated_at)})
    return "\n".join([*lines, _("Reference: %(reference)s, version %(number)d") % number])


def _statement(release: Release) -> list[str]:
    person = _one_line(release.attribution)
    return [_("Statement by %(person)s") % {"person": person}] if person else []


def _facts(release: Release) -> list[str]:
    event = getattr(release, "event", None)
    lines = [f"• {_one_line(fact.line)}" for fact in release.facts.all()]
    return [
        *([_("EVENT"), _one_line(event.line)] if event else []),
        *([_("KEY FACTS"), "\n".join(lines)] if lines else []),
    ]


def _boilerplate(release: Release) -> list[str]:
    """It is written in English, for releases in English."""
    shown = release.boilerplate and release.language == Language.ENGLISH
    return release.boilerplate.text.split("\n\n") if shown else []


def _provenance(release: Release) -> list[str]:
    """Nobody shall quote our words as the agency's own of that day."""
    note = _("Written for this site from the facts of the agency’s release; it is not the original wording.")
    return [note] if release.source else []


def _contacts(contacts: Contacts) -> str:
    lines = [_line(entry) for entry in contacts.entries]
    if contacts.press_line:
        lines.append(_reached(contacts.press_line.office.name, contacts.press_line))
    return "\n".join([_("MEDIA CONTACT"), *filter(None, dict.fromkeys(lines))])


def _line(entry: MediaContact) -> str:
    if entry.is_printed:
        printed = entry.printed
        return ", ".join(filter(None, (printed.label, printed.number, printed.email)))
    return _reached(entry.printed.label, entry.desk) if entry.desk else ""


def _reached(name: str, desk: Desk) -> str:
    return ", ".join(filter(None, (name, *(str(point) for point in (desk.phone, desk.email) if point))))
