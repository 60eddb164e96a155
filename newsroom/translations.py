"""What a reader of each language is told of the other versions of a release."""

from dataclasses import dataclass

from django.utils import formats, timezone, translation

from .kinds import Language
from .models import Release


@dataclass
class Phrases:
    """In the reader's language, which need not be that of the interface."""

    also: str
    read: str
    original_changed: str
    translation_behind: str


PHRASES = {
    Language.ENGLISH: Phrases(
        also="Also in another language:",
        read="Read this in English",
        original_changed="The original was changed on {date}, after this translation.",
        translation_behind="This text was changed on {date}; the translation does not have the change yet.",
    ),
    Language.SPANISH: Phrases(
        also="También en otro idioma:",
        read="Léalo en español",
        original_changed="El texto original se modificó el {date}, después de esta traducción.",
        translation_behind="El texto original se modificó el {date}; la traducción aún no recoge el cambio.",
    ),
    Language.VIETNAMESE: Phrases(
        also="Cũng có bằng ngôn ngữ khác:",
        read="Đọc bằng tiếng Việt",
        original_changed="{date}: bản gốc đã được sửa đổi sau bản dịch này.",
        translation_behind="{date}: bản gốc đã được sửa đổi; bản dịch chưa có thay đổi này.",
    ),
    Language.FRENCH: Phrases(
        also="Également dans une autre langue :",
        read="Lire en français",
        original_changed="Le texte original a été modifié le {date}, après cette traduction.",
        translation_behind="Le texte original a été modifié le {date} ; la traduction n’en tient pas compte.",
    ),
}


@dataclass
class Counterpart:
    """Another version of the release on the page, in its own language."""

    release: Release
    read: str
    notes: list[tuple[str, str]]  # (language, sentence) where one of the two is out of date


def also(release: Release) -> str:
    return PHRASES[Language(release.language)].also


def counterparts(release: Release, others: list[Release]) -> list[Counterpart]:
    return [
        Counterpart(other, PHRASES[Language(other.language)].read, _notes(release, other)) for other in others
    ]


def _notes(page: Release, other: Release) -> list[tuple[str, str]]:
    """That the original changed after the translation, in both languages, that of the page first."""
    if page.translation_of_id == other.pk:
        original, copy, phrase = other, page, "original_changed"
    elif other.translation_of_id == page.pk:
        original, copy, phrase = page, other, "translation_behind"
    else:
        return []
    if not is_stale(original, copy):
        return []
    languages = dict.fromkeys((page.language, other.language))
    return [(language, _sentence(language, phrase, original.updated_at)) for language in languages]


def is_stale(original: Release, copy: Release) -> bool:
    """The original changed in substance, and the translation has not been touched in substance since."""
    made = copy.updated_at or copy.published_at
    return bool(original.updated_at and made and original.updated_at > made)


def _sentence(language: str, phrase: str, instant) -> str:
    with translation.override(language):
        date = formats.date_format(timezone.localtime(instant), "DATE_FORMAT")
    return getattr(PHRASES[Language(language)], phrase).format(date=date)
