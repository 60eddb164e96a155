"""Never lose a word (docs/adr/0019): saved texts and the way back to one, unsaved texts, who edits what."""

import datetime
from collections.abc import Callable, Iterable
from types import SimpleNamespace

from django.core import serializers
from django.db import transaction
from django.forms import ModelForm
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from offices.text import clean_text, fingerprint

from . import comparison, versions, working_copies
from .comparison import Part, Work
from .markup import MOST_TYPED, clean_html
from .models import Autosave, Event, KeyFact, Presence, Release, ReleaseContact, ReleaseImage, SavedText
from .models.keeping import HERE

LABELS = comparison.LABELS | {"around": _("Beside the text")}
TAKEN_BACK = (*working_copies.TEXT, *working_copies.FOR_STAFF)
AROUND = (
    "type", "slug", "language", "topics", "offices", "incident", "boilerplate", "translation_of",
    *working_copies.FOR_STAFF, "change_kind", "change_note",
)  # fmt: skip
TYPED = (
    "headline",
    "subtitle",
    "summary",
    "body",
    "dateline_city",
    "dateline_state",
    "speaker",
    "speaker_title",
)
WORDS = {"alt", "caption", "credit", "order"}  # of a picture; its file stays as it is
MOST_FORMS = 20  # unsaved ones of a person
MOST_CHARACTERS = 2_000_000  # of one
UNSAVED_FOR = datetime.timedelta(days=30)
TOO_LONG = _("This text is too long to be compared. Nothing of it is lost: go on editing it, and shorten it.")
NOT_TYPED = {"csrfmiddlewaretoken"}


# Saved texts -------------------------------------------------------------------------------------


def keep(release: Release, person) -> None:
    """Keep a release as it is stored now, if that is another text than the last that was kept.

    Without a person, it is the text that somebody's first save is about to replace.
    """
    stored = versions.stored(release)
    kept = (stored.amends or stored).saved_texts
    text = text_of(stored)
    last = kept.defer("rows").first()
    if last is None or last.text != text:
        at = timezone.now() if person else stored.modified_at
        kept.create(by=person, at=at, text=text, rows=_rows_of(stored))


def text_of(release: Release) -> dict:
    """What is compared of a stored release."""
    lines = _lines_around(lambda name: getattr(release, name))
    rows = [*release.contacts.select_related("office"), *release.images.all()]
    return versions.text_of(release) | {"around": lines + [_line(row) for row in rows]}


def _lines_around(value_of: Callable[[str], object]) -> list[str]:
    fields = [Release._meta.get_field(name) for name in AROUND]
    shown = [(field, _shown(field, value_of(field.name))) for field in fields]
    return [f"{capfirst(field.verbose_name)}: {text}" for field, text in shown if text]


def _shown(field, value) -> str:
    if field.many_to_many:
        rows = value.all() if hasattr(value, "all") else value
        return ", ".join(sorted(str(row) for row in rows))
    return str(dict(field.flatchoices).get(value, value) or "")


def _line(row) -> str:
    """A figure, event, contact or picture on one line."""
    if isinstance(row, (KeyFact, Event)):
        return row.line
    names = [
        field.name for field in row._meta.concrete_fields if field.editable and field.name not in _UNSAID
    ]
    said = (str(getattr(row, name) or "") for name in names)
    return f"{capfirst(row._meta.verbose_name)}: {', '.join(filter(None, said))}"


_UNSAID = {"id", "release", "image", "order"}


def _rows_of(release: Release) -> list[dict]:
    fields = (*TAKEN_BACK, *working_copies.LINKS)
    own = serializers.serialize("python", [release], fields=fields)
    return own + serializers.serialize("python", working_copies.parts_of(release))


def last_saved(release: Release) -> SavedText | None:
    """What was saved as it is stored now; nothing where an import changed it since."""
    kept = (release.amends or release).saved_texts
    last = kept.select_related("by").defer("rows").first()
    return last if last and last.text == text_of(release) else None


def mark_of(release: Release, token: str) -> str:
    """Another one for everything that a save of the form would overwrite, which no step changes.

    `token` is the `workflow.text_token` of the release.
    """
    staff = [getattr(release, name) for name in working_copies.FOR_STAFF]
    return fingerprint([token, *staff])


def differences(old: dict, new: dict) -> list[Part]:
    return comparison.compare(SimpleNamespace(**old), SimpleNamespace(**new), Work(), LABELS)


@transaction.atomic
def take_back(saved: SavedText, release: Release) -> None:
    """Give a release the words of a saved text again. Its type, address and pictures stay.

    What was chosen in it and is there no more is left out. Raises ValidationError where the text is not
    valid any more.
    """
    kept, *parts = serializers.deserialize("python", saved.rows, ignorenonexistent=True)
    for name in TAKEN_BACK:
        field = Release._meta.get_field(name)
        setattr(release, field.attname, _still_there(field, getattr(kept.object, field.attname)))
    release.full_clean(exclude=["slug"])
    release.save()
    for name in working_copies.LINKS:
        links = getattr(release, name)
        links.set(links.model.objects.filter(pk__in=kept.m2m_data[name]))
    for model in (KeyFact, Event, ReleaseContact):
        model.objects.filter(release=release).delete()
    for part in parts:
        _put_back(part.object, release)


def _still_there(field, key):
    if not field.is_relation or field.related_model.objects.filter(pk=key).exists():
        return key
    return None


def _put_back(part, release: Release) -> None:
    if isinstance(part, ReleaseImage):
        words = {name: getattr(part, name) for name in WORDS}
        release.images.filter(image=part.image.name).update(**words)
        return
    if isinstance(part, ReleaseContact):
        part.office_id = _still_there(ReleaseContact._meta.get_field("office"), part.office_id)
        if not (part.office_id or part.phone or part.email):
            return
    part.pk, part.release = None, release
    part._state.adding = True
    part.save()


# What is typed -----------------------------------------------------------------------------------


def typed_text(form: ModelForm, formsets: Iterable) -> dict:
    """What is compared of a form that was posted, valid or not."""
    typed = Release(**{name: clean_text(form.data.get(name, "")) for name in TYPED})
    typed.body = clean_html(typed.body) if len(typed.body) <= MOST_TYPED else f"<p>{TOO_LONG}</p>"
    stored = versions.stored(form.instance)
    chosen = form.cleaned_data if stored is None else vars(stored) | form.cleaned_data
    lines = {formset.model: list(_typed_lines(formset)) for formset in formsets}
    details = [typed.attribution, *lines.get(Event, []), *lines.get(KeyFact, [])]
    around = _lines_around(lambda name: chosen.get(name, getattr(stored, name, "")))
    around += [*lines.get(ReleaseContact, []), *lines.get(ReleaseImage, [])]
    text = {name: getattr(typed, name) for name in versions.TEXTS if name != "details"}
    return text | {"details": [line for line in details if line], "around": around}


def _typed_lines(formset):
    """Also those of rows that somebody else added meanwhile: a save leaves them alone."""
    known = {row.instance.pk for row in formset.forms}
    for row in formset.forms:
        is_deleted = row.data.get(row.add_prefix("DELETE"))
        if not is_deleted and (row.instance.pk or row.has_changed()):
            yield _typed_line(row)
    if formset.instance.pk:
        others = formset.model.objects.filter(release=formset.instance.pk).exclude(pk__in=known - {None})
        yield from map(_line, others)


def _typed_line(row: ModelForm) -> str:
    if row.is_valid():
        return _line(row.instance)
    typed = (row.data.get(row.add_prefix(name), "") for name in row.fields)
    return ", ".join(filter(None, typed))


def with_new_rows(data: QueryDict, prefix: str, there: set[str]) -> QueryDict:
    """The data of a formset, of which rows that somebody else deleted are new ones now."""
    try:
        total, first = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data
    numbers = range(min(total, 1000))
    stored = [number for number in numbers if number < first and data.get(f"{prefix}-{number}-id") in there]
    if len(stored) == first:
        return data
    order = stored + [number for number in numbers if number not in stored]
    moved = QueryDict(mutable=True)
    for name, values in data.lists():
        head, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
        if not name.startswith(f"{prefix}-") or not _is_among(head, numbers):
            moved.setlist(name, values)
            continue
        place = order.index(int(head))
        is_new = rest == "id" and place >= len(stored)
        moved.setlist(f"{prefix}-{place}-{rest}", [""] if is_new else values)
    moved[f"{prefix}-INITIAL_FORMS"] = str(len(stored))
    return moved


def _is_among(head: str, numbers: range) -> bool:
    return len(head) < 5 and head.isascii() and head.isdecimal() and int(head) in numbers


# Unsaved texts -----------------------------------------------------------------------------------


def autosave(person, release: Release | None, form: str, data: QueryDict) -> Autosave | None:
    """Keep what somebody has typed so far; nothing where that is more than anybody types."""
    typed = {
        clean_text(name): list(map(clean_text, values))
        for name, values in data.lists()
        if name not in NOT_TYPED
    }
    form = clean_text(form)[:32]
    if not form or _length(typed) > MOST_CHARACTERS:
        return None
    now = timezone.now()
    values = {"release": release, "data": typed, "at": now}
    saved, _is_new = Autosave.objects.update_or_create(person=person, form=form, defaults=values)
    own = Autosave.objects.filter(person=person)
    newest = list(own.values_list("pk", flat=True)[:MOST_FORMS])
    own.exclude(pk__in=newest).delete()
    own.filter(at__lt=now - UNSAVED_FOR).delete()
    return saved


def _length(typed: dict[str, list[str]]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in typed.items())


def as_posted(unsaved: Autosave) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in unsaved.data.items():
        data.setlist(name, values)
    return data


# Who edits what ----------------------------------------------------------------------------------


def be_here(release: Release, person) -> list[Presence]:
    """Note that somebody has the form open, and give the others who have."""
    now = timezone.now()
    release.presences.filter(seen_at__lte=now - HERE).delete()
    own, is_new = release.presences.get_or_create(person=person, defaults={"since": now, "seen_at": now})
    if not is_new:
        release.presences.filter(pk=own.pk).update(seen_at=now)
    return list(release.presences.exclude(person=person).select_related("person"))
