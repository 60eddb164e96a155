"""What a reader of each language is told around a release: its labels, and its other versions."""

from dataclasses import dataclass

from django.utils import formats, timezone, translation

from .kinds import Language, ReleaseType
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
class Labels:
    """What the plain text says around the words of a release, in the language of the release."""

    for_release: str
    not_for_release: str
    corrected: str
    published: str
    undated: str
    updated: str
    reference: str
    statement: str
    event: str
    facts: str
    provenance: str
    contact: str
    types: dict[str, str]


LABELS = {
    Language.ENGLISH: Labels(
        for_release="FOR IMMEDIATE RELEASE",
        not_for_release="NOT FOR RELEASE",
        corrected="CORRECTED {date}: {note}",
        published="Published: {date}",
        undated="Publication date not recorded",
        updated="Updated: {date}",
        reference="Reference: {reference}, version {number}",
        statement="Statement by {person}",
        event="EVENT",
        facts="KEY FACTS",
        provenance="Written for this site from the facts of the agency’s release; it is not the original"
        " wording.",
        contact="MEDIA CONTACT",
        types=dict(ReleaseType.choices),
    ),
    Language.SPANISH: Labels(
        for_release="PARA PUBLICACIÓN INMEDIATA",
        not_for_release="NO PUBLICAR",
        corrected="CORREGIDO {date}: {note}",
        published="Publicado: {date}",
        undated="Fecha de publicación no registrada",
        updated="Actualizado: {date}",
        reference="Referencia: {reference}, versión {number}",
        statement="Declaración de {person}",
        event="EVENTO",
        facts="DATOS CLAVE",
        provenance="Escrito para este sitio a partir de los datos del comunicado de la agencia; no es el"
        " texto original.",
        contact="CONTACTO PARA LA PRENSA",
        types={
            ReleaseType.NATIONAL: "Comunicado de prensa nacional",
            ReleaseType.LOCAL: "Comunicado de prensa local",
            ReleaseType.SPEECH: "Discursos y declaraciones",
            ReleaseType.SPOTLIGHT: "Reportajes",
            ReleaseType.ADVISORY: "Aviso a los medios",
        },
    ),
    Language.VIETNAMESE: Labels(
        for_release="PHÁT HÀNH NGAY",
        not_for_release="CHƯA ĐƯỢC PHÁT HÀNH",
        corrected="ĐÃ ĐÍNH CHÍNH {date}: {note}",
        published="Công bố: {date}",
        undated="Không có ghi chép về ngày công bố",
        updated="Cập nhật: {date}",
        reference="Số tham chiếu: {reference}, phiên bản {number}",
        statement="Tuyên bố của {person}",
        event="SỰ KIỆN",
        facts="SỐ LIỆU CHÍNH",
        provenance="Được viết cho trang này từ các dữ kiện trong thông cáo của cơ quan; đây không phải là"
        " nguyên văn.",
        contact="LIÊN HỆ BÁO CHÍ",
        types={
            ReleaseType.NATIONAL: "Thông cáo báo chí toàn quốc",
            ReleaseType.LOCAL: "Thông cáo báo chí địa phương",
            ReleaseType.SPEECH: "Phát biểu và tuyên bố",
            ReleaseType.SPOTLIGHT: "Bài nổi bật",
            ReleaseType.ADVISORY: "Thông báo cho báo giới",
        },
    ),
    Language.FRENCH: Labels(
        for_release="POUR DIFFUSION IMMÉDIATE",
        not_for_release="NE PAS DIFFUSER",
        corrected="CORRIGÉ LE {date} : {note}",
        published="Publié : {date}",
        undated="Date de publication non enregistrée",
        updated="Mis à jour : {date}",
        reference="Référence : {reference}, version {number}",
        statement="Déclaration de {person}",
        event="ÉVÉNEMENT",
        facts="CHIFFRES CLÉS",
        provenance="Rédigé pour ce site d’après les faits du communiqué de l’agence ; ce n’est pas le texte"
        " original.",
        contact="CONTACT PRESSE",
        types={
            ReleaseType.NATIONAL: "Communiqué de presse national",
            ReleaseType.LOCAL: "Communiqué de presse local",
            ReleaseType.SPEECH: "Discours et déclarations",
            ReleaseType.SPOTLIGHT: "Reportages",
            ReleaseType.ADVISORY: "Avis aux médias",
        },
    ),
}


@dataclass
class Counterpart:
    """Another version of the release on the page, in its own language."""

    release: Release
    read: str
    notes: list[tuple[str, str]]  # (language, sentence) where one of the two is out of date


def labels_of(release: Release) -> Labels:
    return LABELS[Language(release.language)]


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
