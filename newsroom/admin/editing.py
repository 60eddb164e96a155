"""The form of a release, kept from losing words: conflicts, unsaved texts, saved texts (docs/adr/0019)."""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.paging import page_of
from offices.text import display_instant, name_of

from .. import keeping, versions
from ..memory import lock
from ..models import Autosave, Release, ReleaseImage
from ..workflow import note_edit, text_token

COMPARE, FILL_IN, THROW_AWAY = "_compare", "_fill_in", "_throw_away"
SHOWN = 5  # unsaved texts
NOT_SEEN = {"body", "opened", "sheet"}  # fields that a browser must not fill in: nobody would notice


def lock_if_saving(request) -> bool:
    """Nobody else writes releases after this, if the request saves a form; whether it does."""
    if request.method != "POST" or not transaction.get_connection().in_atomic_block:
        return False
    lock()
    return True


class KeepsWords(forms.ModelForm):
    """A form that is not saved over what its writer has not seen."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # what was stored by then
    sheet = forms.CharField(widget=forms.HiddenInput, required=False)  # under which unsaved text is kept

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = versions.stored(self.instance)
        self.is_compared = False
        self.initial["sheet"] = self.data.get("sheet") or uuid.uuid4().hex
        for name in NOT_SEEN & set(self.fields):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if self.before:
            self.token = text_token(self.before)
            self.initial["opened"] = keeping.mark_of(self.before, self.token)

    @property
    def is_only_shown(self) -> bool:
        """Somebody looks at their text, and does not save yet."""
        return bool({COMPARE, FILL_IN} & set(self.data))

    def is_valid(self):
        return super().is_valid() and not self.is_only_shown

    def clean(self):
        data = super().clean()
        now, opened = self.initial.get("opened"), data.get("opened")
        is_stale = bool(now and opened and opened != now)
        self.is_compared = is_stale or (COMPARE in self.data and self.before is not None)
        if is_stale:
            last = keeping.last_saved(self.before)
            at = {"time": display_instant(last.at if last else self.before.modified_at)}
            text = _("This was saved at %(time)s, after you opened it. Yours is not saved yet.")
            self.add_error(None, text % at)
        if self.is_compared:  # who decides now has read what is stored
            self.data = self.data.copy()
            self.data["opened"] = now
        return data


def since(instant) -> str:
    """“10:42 a.m. EST”; with the day where that was another one."""
    local = timezone.localtime(instant)
    if local.date() != timezone.localdate():
        return display_instant(instant)
    return f"{formats.time_format(local, 'P')} {local.tzname()}"


class Keeping:
    """For the admin of releases."""

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("keep/", guarded(self.keep_view), name="newsroom_release_keep_new"),
            path("<path:object_id>/keep/", guarded(self.keep_view), name="newsroom_release_keep"),
            path("<path:object_id>/saved/", guarded(self.saved_view), name="newsroom_release_saved"),
            *super().get_urls(),
        ]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Rows that somebody deleted meanwhile are no error, but new ones; a file cannot come back."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk and inline.model is not ReleaseImage:
            there = set(map(str, inline.model.objects.filter(release=obj).values_list("pk", flat=True)))
            kwargs["data"] = keeping.with_new_rows(kwargs["data"], prefix, there)
        return kwargs

    def save_model(self, request, obj, form, change):
        if change:
            keeping.keep(form.before, None)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keeping.keep(form.instance, request.user)
        Autosave.objects.filter(person=request.user, form=form.cleaned_data["sheet"]).delete()

    # Unsaved texts and who is here ------------------------------------------------------------

    def keep_view(self, request, object_id=None):
        """For the script of the form. A GET gives a new token, for a form that outlived its session."""
        release = object_id and self.get_object(request, unquote(object_id))
        if object_id and release is None:
            return JsonResponse({}, status=404)
        is_theirs = (
            self.has_change_permission(request, release) if release else self.has_add_permission(request)
        )
        if not is_theirs:
            raise PermissionDenied
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})
        try:
            told = {"others": self._others(request, release) if release else []}
            return self._kept(request, release, told)
        except IntegrityError:  # somebody deleted it at this moment
            self._kept(request, None, {})
            return JsonResponse({}, status=404)

    @staticmethod
    def _kept(request, release, told: dict):
        if "headline" in request.POST:
            saved = keeping.autosave(request.user, release, request.POST.get("sheet", ""), request.POST)
            if saved is None:
                return JsonResponse({}, status=413)
            told["kept"] = gettext("Unsaved text kept at %(time)s.") % {"time": since(saved.at)}
        return JsonResponse(told)

    @staticmethod
    def _others(request, release) -> list[str]:
        text = gettext("%(who)s has this open since %(time)s.")
        return [
            text % {"who": name_of(presence.person), "time": since(presence.since)}
            for presence in keeping.be_here(release, request.user)
        ]

    def editing_context(self, request, release) -> dict:
        """For a form that keeps what is typed into it: one that came back with an error does, too."""
        if not self._is_theirs(request, release):
            return {}
        address = (
            reverse("admin:newsroom_release_keep", args=[release.pk])
            if release
            else reverse("admin:newsroom_release_keep_new")
        )
        return {"keep_address": address, "others": self._others(request, release) if release else []}

    def unsaved_context(self, request, release) -> dict:
        """For a form that was just opened."""
        if not self._is_theirs(request, release):
            return {}
        unsaved = _unsaved_by(request.user, release).defer("data")[:SHOWN]
        return {"unsaved": [(text.pk, since(text.at)) for text in unsaved]}

    def _is_theirs(self, request, release) -> bool:
        return self.has_change_permission(request, release) if release else True

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        is_take_up = request.method == "POST" and "unsaved" in request.POST
        answer = self._take_up(request, object_id) if is_take_up else None
        return answer or super().changeform_view(request, object_id, *args, **kwargs)

    def _take_up(self, request, object_id):
        """Put unsaved text in the place of what was posted, or answer that it is gone."""
        release = object_id and self.get_object(request, unquote(object_id))
        found = _chosen(_unsaved_by(request.user, release), request.POST["unsaved"])
        if found is None or THROW_AWAY in request.POST:
            if found:
                found.delete()
            text = gettext("The unsaved text is thrown away.") if found else gettext("This text is gone.")
            self.message_user(request, text, messages.SUCCESS if found else messages.WARNING)
            return redirect(request.path)
        wish = COMPARE if COMPARE in request.POST else FILL_IN
        request.POST = keeping.as_posted(found)
        request.POST[wish] = "yes"
        return None

    def comparison_page(self, request, context, form):
        """Both texts, and what can be done with them."""
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        stored = keeping.text_of(form.before)
        last = keeping.last_saved(form.before)
        context |= {
            "title": _("Two texts"),
            "subtitle": None,
            "release": form.before,
            "last": last,
            "who": last and last.by and name_of(last.by),
            "parts": keeping.differences(stored, keeping.typed_text(form, formsets)),
            "fields": held_fields(form.data),
            "has_files": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/newsroom/release/two_texts.html", context)

    # Saved texts ------------------------------------------------------------------------------

    def saved_view(self, request, object_id):
        """Every saved text of a release, two of them compared, and the way back to one."""
        release = self.get_object(request, unquote(object_id))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        if request.method == "POST":
            return self._take_back(request, release)
        saved = (release.amends or release).saved_texts
        chosen = [_chosen(saved, request.GET.get(name, "")) for name in ("old", "new")]
        is_asked = bool({"old", "new"} & set(request.GET))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Saved texts"),
            "release": release,
            "seen": text_token(release),
            "may_take_back": self.has_change_permission(request, release),
            "page": page_of(request, saved.select_related("by").defer("rows", "text")),
            "chosen": chosen if all(chosen) else None,
            "is_unknown": is_asked and not all(chosen),
        }
        if context["chosen"]:
            context["parts"] = keeping.differences(*(text.text for text in chosen))
        return TemplateResponse(request, "admin/newsroom/release/saved.html", context)

    def _take_back(self, request, release):
        with transaction.atomic():
            lock()
            release = self.get_object(request, str(release.pk))
            if release is None or not self.has_change_permission(request, release):
                raise PermissionDenied
            text, level = self._taken_back(request, release)
        self.message_user(request, text, level)
        return redirect("admin:newsroom_release_change", release.pk)

    def _taken_back(self, request, release) -> tuple[str, int]:
        """An edit like any other: it is kept, logged, and makes an approval void."""
        saved = _chosen((release.amends or release).saved_texts, request.POST.get("saved", ""))
        before = text_token(release)
        if saved is None:
            return gettext("There is no such text."), messages.ERROR
        if request.POST.get("seen") != before:
            text = gettext("The text was changed after you opened it. Read it again, then decide.")
            return text, messages.ERROR
        keeping.keep(release, None)
        try:
            keeping.take_back(saved, release)
        except ValidationError as error:
            transaction.set_rollback(True)
            return " ".join(error.messages), messages.ERROR
        text = gettext("Took back the text that was saved at %(time)s.") % {"time": saved}
        is_void = note_edit(release, request.user, before)
        keeping.keep(release, request.user)
        self.log_change(request, release, text)
        return (f"{text} {gettext('It has to be approved again.')}" if is_void else text), messages.SUCCESS


def _unsaved_by(person, release: Release | None):
    """Also what was typed into a working copy that is gone."""
    own = Autosave.objects.filter(person=person)
    if release is None:
        return own.filter(release=None)
    return own.filter(release__in=[key for key in (release.pk, release.amends_id) if key])


def _chosen(texts, number: str):
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    return texts.filter(pk=number).first() if is_number else None


def held_fields(data) -> list[tuple[str, str]]:
    """What was typed, to be posted again; not the buttons."""
    return [
        (name, value)
        for name, values in data.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith("_")
        for value in values
    ]
