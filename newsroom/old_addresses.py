"""cbp.gov's own query names, so that old links keep their meaning."""

from django.http import QueryDict

from .kinds import ReleaseType

_NAMES = {
    "combine": "q",
    "title": "q",
    "field_newsroom_type_target_id_1": "type",
    "field_newsroom_type_tid_1": "type",
    "field_date_release_value": "year",
    "language": "lang",
    "tid_1": None,  # numbers of topics that no source explains
    "items_per_page": None,
    "sort_bef_combine": None,
}
_TYPES = {"54": ReleaseType.LOCAL.value, "81": ReleaseType.NATIONAL.value}


def forwarded_query(old: QueryDict) -> str | None:
    """The query in our names for one in cbp.gov's; None when it has none of those names."""
    if not any(name in old for name in _NAMES):
        return None
    new = QueryDict(mutable=True)
    for name, value in old.items():
        ours = _NAMES.get(name, name)
        if ours == "type":
            value = _TYPES.get(value, value)
        if ours is None or value in ("", "All"):
            continue
        if ours == "year":
            new["from"] = new["to"] = value
        elif ours == "page":
            _copy_page(value, new)
        else:
            new[ours] = value
    return new.urlencode()


def _copy_page(value: str, new: QueryDict) -> None:
    """Their first page is number 0."""
    if value.isascii() and value.isdigit() and value != "0" and len(value) < 10:
        new["page"] = str(int(value) + 1)
