"""Who may take a release from which state to which (docs/adr/0017).

`STEPS` is the whole table, and `perform` the only way to take a step.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.text import display_instant, fingerprint, name_of

from . import scheduling, versions, working_copies
from .contacts import freeze_contacts
from .kinds import IN_WORK, NEEDS_REASON, SCHEDULED, Action, ChangeKind, DatePrecision, Status
from .memory import lock
from .models import Boilerplate, Release, WorkflowEvent
from .preflight import obstacles


class Refused(Exception):
    """A step that cannot be taken; says why, in words for the person who tried."""


@dataclass
class Act:
    """Somebody takes a step with a release as it is in this transaction."""

    step: "Step"
    release: Release
    actor: object
    note: str = ""
    instant: datetime.datetime | None = None

    @cached_property
    def text(self) -> str:
        return text_token(self.release)

    @property
    def live(self) -> Release:
        """The release that the public knows: what a working copy changes, else the release itself."""
        return self.release.amends or self.release

    @property
    def is_copy(self) -> bool:
        return self.release.amends_id is not None


@dataclass(frozen=True)
class Step:
    """One row of the table. Rules give the reason why not, or nothing.

    There is no button where `fits` gives a reason; `checks` are made when the step is taken.
    """

    action: Action
    button: str
    hint: str
    states: tuple[str, ...]
    permission: str
    effect: Callable[[Act], Release]
    fits: tuple[Callable[[Act], str | None], ...] = ()
    checks: tuple[Callable[[Act], str | None], ...] = ()
    adds: Callable[[Act], str] = lambda act: ""  # to the note in the log
    is_confirmed: bool = False  # on a page of its own

    @property
    def needs_reason(self) -> bool:
        return self.action in NEEDS_REASON

    def may_be_taken_by(self, person) -> bool:
        return person.has_perm(f"newsroom.{self.permission}")


def text_token(release: Release) -> str:
    """Another one for every word, number, link and picture that readers would get."""
    said = [[getattr(release, name) for name in _OWN]]
    said += [list(rows.filter(release=release).values_list(*names)) for rows, names in _AROUND]
    said += Boilerplate.objects.filter(pk=release.boilerplate_id).values_list("text")
    return fingerprint(said)


_OWN = [
    Release._meta.get_field(name).attname
    for name in (*working_copies.TEXT, "type", "slug", "change_kind", "change_note")
]
_UNSAID = {"id", "release", "renditions"}
_AROUND = [
    (Release.topics.through.objects.order_by("topic"), ["topic"]),
    (Release.offices.through.objects.order_by("office"), ["office"]),
    *(
        (
            part.objects.all(),
            [field.name for field in part._meta.concrete_fields if field.name not in _UNSAID],
        )
        for part in working_copies.PARTS
    ),
]


def steps_for(release: Release, person) -> list[Step]:
    """What this person may do with the release now."""
    here = [step for step in STEPS.values() if release.state in step.states]
    return [step for step in here if not why_not(step, release, person)]


def why_not(step: Step, release: Release, person) -> str | None:
    """Why there is no such button for this person now."""
    if not step.may_be_taken_by(person):
        return gettext("You do not have the right to do this.")
    return _unfit(Act(step, release, person))


def why_refused(step: Step, release: Release, person) -> str | None:
    """Why the step would be refused though there is a button for it; asked before anybody writes a reason."""
    return _first_reason(step.checks, Act(step, release, person))


@transaction.atomic
def perform(action: str, release: Release, person, seen: str, *, note: str = "", instant=None) -> Release:
    """Take one step, and give the release to look at next.

    `seen` is the `text_token` of the text that the person saw. Raises PermissionDenied where they
    may not do this at all, and Refused, in words, where it cannot be done now.
    """
    step = STEPS[action]
    if not step.may_be_taken_by(person):
        raise PermissionDenied
    lock()
    act = Act(step, _locked(release), person, versions.note_of(note), instant)
    _refuse(_unfit(act))
    if act.text != seen:
        raise Refused(gettext("The text was changed after you opened it. Read it again, then decide."))
    _refuse(_first_reason((_no_reason, *step.checks), act))
    note = "\n".join(filter(None, (act.note, step.adds(act))))
    event = WorkflowEvent(
        release=act.live, action=action, actor=person, note=note, instant=instant, text=act.text
    )
    try:
        after = step.effect(act)
    except ValidationError as error:
        raise Refused(_in_words(act.live, error)) from error
    event.save()
    return after


@transaction.atomic
def note_edit(release: Release, person, before: str | None) -> bool:
    """Log that this person changed the text, if they did; an approval of the text before is void.

    `before` is the `text_token` of the text before; None for a new release.
    """
    text = text_token(Release.objects.get(pk=release.pk))
    if text == before:
        return False
    WorkflowEvent.objects.create(
        release=release.amends or release, action=Action.EDIT, actor=person, text=text
    )
    if release.status == Status.APPROVED:
        _set_status(release, Status.DRAFT)
        return True
    return False


def _locked(release: Release) -> Release:
    found = Release.objects.select_for_update(of=("self",), no_key=True).filter(pk=release.pk).first()
    if found is None:
        raise Refused(gettext("This draft is gone: its change was published or discarded meanwhile."))
    return found


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _unfit(act: Act) -> str | None:
    return (
        _wrong_state(act) if act.release.state not in act.step.states else _first_reason(act.step.fits, act)
    )


def _first_reason(rules, act: Act) -> str | None:
    return next((reason for rule in rules if (reason := rule(act))), None)


def _in_words(release: Release, error: ValidationError) -> str:
    """Why a release is not valid, each reason with the name of its field."""
    return " ".join(
        message
        if name == NON_FIELD_ERRORS
        else f"{capfirst(release._meta.get_field(name).verbose_name)}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )


# Rules -------------------------------------------------------------------------------------------


def _wrong_state(act: Act) -> str:
    """Also what the second of two clicks is told."""
    text = gettext("“%(step)s” is not possible now. The state of this release is: %(state)s.")
    said = text % {"step": act.step.button, "state": act.release.state_label}
    last = act.live.workflow_events.select_related("actor").first()
    if last is None:
        return said
    text = gettext("Last step: %(what)s, by %(who)s, %(when)s.")
    words = {"what": last.get_action_display(), "who": name_of(last.actor), "when": display_instant(last.at)}
    return f"{said} {text % words}"


def _no_reason(act: Act) -> str | None:
    return gettext("Say why.") if act.step.needs_reason and not act.note else None


def _own_text(act: Act) -> str | None:
    if Release.objects.filter(pk=act.release.pk).written_by(act.actor).exists():
        return gettext("You edited this text: somebody else has to approve it.")
    return None


def _not_a_copy(act: Act) -> str | None:
    return None if act.is_copy else gettext("This is no draft of a change.")


def _a_copy(act: Act) -> str | None:
    if act.is_copy:
        return gettext("A change of a public text is published at once, or discarded.")
    return None


def _copy_is_open(act: Act) -> str | None:
    if Release.objects.filter(amends=act.release).exists():
        return gettext("A change of this text is open already. Continue with that draft.")
    return None


def _is_reviewed(act: Act) -> str | None:
    if Release.objects.unreviewed().filter(pk=act.release.pk).exists():
        return None
    return gettext("Nothing here waits for a review.")


def _own_emergency(act: Act) -> str | None:
    if Release.objects.filter(pk=act.release.pk).published_alone_by(act.actor).exists():
        return gettext("You published this without approval: somebody else reviews it.")
    return None


def _approval_is_void(act: Act) -> str | None:
    approval = act.live.workflow_events.filter(action=Action.APPROVE).first()
    if approval and approval.text == act.text:
        return None
    return gettext("The text is not the one that was approved. Take it back to draft and submit it again.")


def _change_is_not_said(act: Act) -> str | None:
    """Readers are told what changed in a text that they could read."""
    if not act.is_copy:
        return None
    read, kind = versions.last_read(act.live), act.release.change_kind
    changes = versions.text_of(read) != versions.text_of(act.release)
    is_back = act.live.status == Status.WITHDRAWN
    if changes and not kind:
        return gettext("The text changes: say what kind of change this is.")
    if is_back and not kind:
        return gettext("It was withdrawn and comes back: say what kind of change this is.")
    if (is_back or (kind and ChangeKind(kind).is_substantive)) and not act.release.change_note:
        return gettext("Tell the public what changed.")
    return None


def _public_text_moved(act: Act) -> str | None:
    """It was withdrawn, or an import changed it. Publishing the copy would undo that unseen."""
    if not act.is_copy:
        return None
    begun = act.live.workflow_events.filter(action=Action.AMEND).first()
    if begun is None:
        return None
    if act.live.workflow_events.filter(action=Action.WITHDRAW, pk__gt=begun.pk).exists():
        return gettext(
            "The release was withdrawn after this draft was begun. Discard it, and begin anew if the text is "
            "to be public again; what you wrote stands in “Saved texts”."
        )
    if begun.text == text_token(act.live):
        return None
    return gettext("The public text was changed by an import meanwhile. Discard this draft and begin anew.")


def _preflight_stops(act: Act) -> str | None:
    found = " ".join(remark.words for remark in obstacles(act.release))
    return gettext("Preflight stops it: %(found)s") % {"found": found} if found else None


def _overridden(act: Act) -> str:
    rules = ", ".join(dict.fromkeys(remark.rule.id for remark in obstacles(act.release)))
    return gettext("Preflight would have stopped it: %(rules)s.") % {"rules": rules} if rules else ""


def _wrong_instant(act: Act) -> str | None:
    return scheduling.why_not(act.instant)


# Effects -----------------------------------------------------------------------------------------


def _set_status(release: Release, status: str, **fields) -> Release:
    for name, value in ({"status": status} | fields).items():
        setattr(release, name, value)
    release.save()
    return release


def _to(status: str) -> Callable[[Act], Release]:
    return lambda act: _set_status(act.release, status)


def _publish(act: Act) -> Release:
    if act.is_copy:
        return working_copies.publish(act.release)
    release = _appear_at(act.release, timezone.now())
    freeze_contacts(release)
    return release


def _schedule(act: Act) -> Release:
    return _appear_at(act.release, act.instant)


def _appear_at(release: Release, instant: datetime.datetime) -> Release:
    release.published_at, release.updated_at = instant, None
    release.date_precision, release.status = DatePrecision.MINUTE, Status.PUBLISHED
    release.full_clean()
    release.save()
    return release


def _unschedule(act: Act) -> Release:
    act.release.findings.all().delete()
    return _set_status(act.release, Status.APPROVED, published_at=None)


def _withdraw(act: Act) -> Release:
    act.release.findings.all().delete()
    return _set_status(act.release, Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_note=act.note)


def _amend(act: Act) -> Release:
    return working_copies.open_for(act.release)


def _discard(act: Act) -> Release:
    live = act.live
    for each in act.release.preview_passes.all():
        each.revoke(act.actor)
    working_copies.close(act.release)
    return live


def _stay(act: Act) -> Release:
    return act.release


STEPS = {
    step.action: step
    for step in (
        Step(
            Action.SUBMIT,
            _("Submit for approval"),
            _("Somebody who did not edit it reads it and approves it, or asks for changes."),
            (Status.DRAFT, Status.RETURNED),
            "change_release",
            _to(Status.SUBMITTED),
            checks=(_change_is_not_said,),
        ),
        Step(
            Action.APPROVE,
            _("Approve"),
            _("This very text may then be published. An edit makes the approval void."),
            (Status.SUBMITTED,),
            "approve_release",
            _to(Status.APPROVED),
            fits=(_own_text,),
            checks=(_change_is_not_said,),
        ),
        Step(
            Action.RETURN,
            _("Request changes"),
            _("The author reads what you write here."),
            (Status.SUBMITTED, Status.APPROVED),
            "approve_release",
            _to(Status.RETURNED),
            is_confirmed=True,
        ),
        Step(
            Action.PUBLISH,
            _("Publish now"),
            _("The public can read it at once, on every page, list, feed and in the search."),
            (Status.APPROVED,),
            "publish_release",
            _publish,
            checks=(_approval_is_void, _change_is_not_said, _public_text_moved, _preflight_stops),
            is_confirmed=True,
        ),
        Step(
            Action.SCHEDULE,
            _("Schedule"),
            _("It appears by itself at the instant you choose; until then nobody can read it."),
            (Status.APPROVED,),
            "publish_release",
            _schedule,
            fits=(_a_copy,),
            checks=(_approval_is_void, _wrong_instant, _preflight_stops),
            is_confirmed=True,
        ),
        Step(
            Action.UNSCHEDULE,
            _("Take off the schedule"),
            _("It does not appear. Its approval stays."),
            (SCHEDULED,),
            "publish_release",
            _unschedule,
        ),
        Step(
            Action.EMERGENCY,
            _("Publish without approval"),
            _("For emergencies. It stands in a list until somebody else has reviewed it."),
            (Status.DRAFT, Status.SUBMITTED, Status.RETURNED),
            "publish_release",
            _publish,
            checks=(_change_is_not_said, _public_text_moved),
            adds=_overridden,
            is_confirmed=True,
        ),
        Step(
            Action.REVIEW,
            _("Confirm after review"),
            _("It was published without approval. You have read it, and it may stay as it is."),
            (Status.PUBLISHED, Status.WITHDRAWN),
            "approve_release",
            _stay,
            fits=(_is_reviewed, _own_emergency, _own_text),
        ),
        Step(
            Action.AMEND,
            _("Change the public text"),
            _("A draft of the change stands beside the public text until it is approved and published."),
            (Status.PUBLISHED, Status.WITHDRAWN),
            "change_release",
            _amend,
            fits=(_copy_is_open,),
        ),
        Step(
            Action.WITHDRAW,
            _("Withdraw"),
            _("The text goes from every page. Its address says that it was withdrawn, and why."),
            (Status.PUBLISHED,),
            "publish_release",
            _withdraw,
            is_confirmed=True,
        ),
        Step(
            Action.RECALL,
            _("Take back to draft"),
            _("Nobody needs to approve or publish it for now."),
            (Status.SUBMITTED, Status.APPROVED, Status.ARCHIVED),
            "change_release",
            _to(Status.DRAFT),
        ),
        Step(
            Action.ARCHIVE,
            _("Archive"),
            _("Put away a text that will not be published. It can be taken back to draft."),
            IN_WORK,
            "change_release",
            _to(Status.ARCHIVED),
            fits=(_a_copy,),
        ),
        Step(
            Action.DISCARD,
            _("Discard this change"),
            _("The draft of the change goes. The public text stays as it is."),
            IN_WORK,
            "change_release",
            _discard,
            fits=(_not_a_copy,),
            is_confirmed=True,
        ),
    )
}
