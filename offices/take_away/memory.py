"""Long files, remembered until a row of the directory says something else.

Making the file of all offices takes a second, reading all rows as plain tuples some 30 ms: so each
answer is kept with a seal of the rows it was made from, and given again while they are the same.
"""

import hashlib
from collections.abc import Callable, Hashable

from ..finding.privacy import TYPED
from ..forms import FindFilter
from ..models import Alias, ContactPoint, Hours, Office, OfficeService, SpecialHours

FEW = 250  # offices; shorter files are made in less time than a reader notices
MOST_KEPT = 16  # files of a megabyte or less, in each process
_TYPED = (*TYPED, "city")
_UNTOLD = {"imported", "search_title", "search_text", "staff_note"}

_kept: dict[Hashable, tuple[bytes, object]] = {}


def remembered(name: Hashable, chosen: FindFilter, number: int, compute: Callable):
    """What `compute()` gives for a list of `number` offices, or gave when all rows were as they are now.

    It may depend on nothing but `name`, the filters and the rows. Costs six queries, for a long list
    that was chosen by links; what people typed is not remembered.
    """
    if number <= FEW or not chosen.values.keys().isdisjoint(_TYPED):
        return compute()
    key, seal = (name, *chosen.values.items()), _seal()
    kept = _kept.get(key)
    if kept and kept[0] == seal:
        return kept[1]
    answer = compute()
    if _seal() == seal:  # nobody changed a row meanwhile
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = seal, answer
    return answer


def _seal() -> bytes:
    said = hashlib.blake2b()
    for model in (Office, ContactPoint, Hours, SpecialHours, OfficeService, Alias):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in _UNTOLD]
        for row in model.objects.order_by("pk").values_list(*names):
            said.update(repr(row).encode())
    return said.digest()
