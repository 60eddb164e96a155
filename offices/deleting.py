"""Deleting so that it can be undone for a while: rows and all that goes with them are kept as data.

What is deleted is gone from every table, so that no page can show it. Files stay until it is forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from .models import Deletion


class CannotRecover(Exception):
    """Says why, in words for the person who tried."""


@transaction.atomic
def delete(item: models.Model, person) -> Deletion | None:
    """Delete a row with everything that goes with it, and keep it all; None where another request did it."""
    if type(item)._base_manager.select_for_update().filter(pk=item.pk).first() is None:
        return None
    collector = Collector(using=router.db_for_write(type(item)))
    collector.collect([item])
    rows = [item, *(row for row in _collected(collector) if row != item)]
    deletion = Deletion.objects.create(
        model=item._meta.label_lower,
        key=item.pk,
        name=str(item)[:250],
        rows=serializers.serialize("python", rows),
        links=[[row._meta.label_lower, row.pk, field.name] for row, field in _loosened(collector)],
        by=person,
    )
    collector.delete()
    return deletion


def _collected(collector: Collector) -> Iterable[models.Model]:
    return chain.from_iterable([*collector.data.values(), *collector.fast_deletes])


def _loosened(collector: Collector):
    """Rows that stay, with the field in which they forget what is deleted."""
    for (field, _value), groups in collector.field_updates.items():
        for row in chain.from_iterable(groups):
            yield row, field


@transaction.atomic
def recover(deletion: Deletion) -> tuple[models.Model, list[str]]:
    """Put a deleted row back with what went with it, and say what is not as it was.

    Raises CannotRecover, in words.
    """
    deletion = Deletion.objects.select_for_update().recoverable().filter(pk=deletion.pk).first()
    if deletion is None:
        raise CannotRecover(_("This was recovered or removed for good meanwhile."))
    item, *parts = rows_of(deletion)
    _forget_what_is_gone([item, *parts])
    differences = _give_free_address(item)
    if not _is_put_back(item):
        raise CannotRecover(_("What it belonged to is deleted itself: recover that first."))
    for part in parts:
        if not _is_put_back(part):
            differences.append(_("Could not come back: %(part)s.") % {"part": part})
    _link_again(deletion)
    deletion.delete()
    return item, differences


def rows_of(deletion: Deletion) -> list[models.Model]:
    """As they were, not stored."""
    kept = serializers.deserialize("python", deletion.rows, ignorenonexistent=True)
    return [each.object for each in kept]


def _forget_what_is_gone(rows: list[models.Model]) -> None:
    """Rows may name others that were deleted meanwhile."""
    named = defaultdict(set)
    for row in rows:
        for field in _keys_of(row):
            named[field.related_model].add(getattr(row, field.attname))
    there = {(type(row), row.pk) for row in rows}
    for model, keys in named.items():
        found = model._base_manager.filter(pk__in=keys - {None}).values_list("pk", flat=True)
        there |= {(model, key) for key in found}
    for row in rows:
        for field in _keys_of(row):
            if (field.related_model, getattr(row, field.attname)) not in there:
                setattr(row, field.attname, None)


def _keys_of(row: models.Model) -> list[models.ForeignKey]:
    return [field for field in row._meta.concrete_fields if field.is_relation]


def _give_free_address(item: models.Model) -> list[str]:
    """Another may have its address by now."""
    try:
        _check_unique(item)
    except ValidationError as error:
        if not hasattr(item, "slug"):
            raise CannotRecover(" ".join(error.messages)) from error
    else:
        return []
    ending = f"-{item.pk}"
    item.slug = item.slug[: item._meta.get_field("slug").max_length - len(ending)] + ending
    try:
        _check_unique(item)
    except ValidationError as error:
        raise CannotRecover(" ".join(error.messages)) from error
    return [_("Its address is now %(slug)s: another has the former one.") % {"slug": item.slug}]


def _check_unique(item: models.Model) -> None:
    item.validate_unique()
    item.validate_constraints()
    if hasattr(item, "slug"):
        _check_former(item)


def _check_former(item: models.Model) -> None:
    """An address that forwards is not free; other rules of the model may have changed since."""
    try:
        item.clean()
    except ValidationError as error:
        if "slug" in getattr(error, "error_dict", {}):
            raise


def _is_put_back(row: models.Model) -> bool:
    """Not where its place is taken, or what it cannot be without is gone."""
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


def _link_again(deletion: Deletion) -> None:
    for label, key, name in deletion.links:
        row = apps.get_model(label)._base_manager.filter(pk=key, **{f"{name}__isnull": True})
        row.update(**{name: deletion.key})


def forget(deletion: Deletion) -> None:
    """Remove it for good, with its files."""
    with transaction.atomic():
        deletion.delete()
        for row in rows_of(deletion):
            if hasattr(row, "remove_files"):
                row.remove_files()
