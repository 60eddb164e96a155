"""Made-up releases in any number, to see how the site bears them: realistic lengths, dates and words."""

import datetime
import random
import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.html import escape

from offices.models import Office
from offices.search import index_text

from .kinds import DatePrecision, Language, ReleaseType, Status
from .markup import plain_words
from .models import Release, Topic

KEY = "sample-"  # how import keys of made-up releases begin
TEXTS = 1500  # different bodies; cleaning and stemming one for each release would take hours
YEARS = 22
VERBS = ("seize", "intercept", "find", "arrest", "rescue", "announce", "welcome", "return", "stop")
RARE = ("axolotl", "theremin", "bassoon", "quetzal", "zeppelin", "narwhal")


def sample_releases(number: int, seed: int = 1) -> Iterator[Release]:
    """`number` releases, not saved, spread over the years up to now; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    sentences = _sentences()
    bodies = [_body(dice, sentences) for _number in range(TEXTS)]
    ports = Office.objects.published().ports().current().exclude(state="")
    places = list(ports.values_list("city", "state")) or [("Laredo", "TX")]
    for position, instant in enumerate(sorted(_instant(dice) for _number in range(number))):
        release = Release(published_at=instant, status=Status.PUBLISHED)
        release.import_key = release.slug = f"{KEY}{position}"
        release.type = dice.choices(list(ReleaseType), weights=(22, 62, 8, 5, 3))[0]
        release.language = dice.choices((Language.ENGLISH, Language.SPANISH), weights=(94, 6))[0]
        release.date_precision = dice.choice((DatePrecision.MINUTE, DatePrecision.DAY))
        release.dateline_city, release.dateline_state = dice.choice(places)
        release.headline = _headline(dice, sentences, release.dateline_city)
        release.summary = dice.choice(sentences)[:400]
        release.body, stems = dice.choice(bodies)
        release.search_title = index_text(release.headline)
        release.search_text = f"{index_text(f'{release.headline} {release.summary}')} {stems}"
        yield release


def _sentences() -> list[str]:
    """Sentences of the releases that are there, so that words and phrases are as frequent as they are."""
    texts = Release.objects.published().exclude(import_key__startswith=KEY)[:200]
    found = [sentence for text in texts for sentence in re.split(r"(?<=[.!?]) ", plain_words(text.body))]
    return found or ["Officers at the bridge found cocaine.", "Border Patrol agents rescued two people."]


def _body(dice: random.Random, sentences: list[str]) -> tuple[str, str]:
    """A text of 120 to 900 words and its stems; one in a hundred has a word that is rare."""
    length = min(900, int(dice.lognormvariate(5.8, 0.45)) + 120)
    paragraphs, words = [], 0
    while words < length:
        paragraphs.append(" ".join(dice.choices(sentences, k=3)))
        words += len(paragraphs[-1].split())
    if dice.random() < 0.01:
        paragraphs.append(f"It was the first {dice.choice(RARE)}.")
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return html, index_text(" ".join(paragraphs))


def _instant(dice: random.Random) -> datetime.datetime:
    """A weekday within `YEARS`, between eight and six in Washington."""
    day = timezone.localtime() - datetime.timedelta(days=dice.randrange(1, YEARS * 365))
    day -= datetime.timedelta(days=max(0, day.weekday() - 4))
    return day.replace(hour=dice.randrange(8, 18), minute=dice.randrange(60), second=0, microsecond=0)


def _headline(dice: random.Random, sentences: list[str], city: str) -> str:
    words = dice.choice(sentences).split()
    return " ".join([f"{city} officers {dice.choice(VERBS)}", *words[: dice.randrange(4, 10)]])[:250]


def link(releases: list[Release], seed: int = 1) -> None:
    """Give saved releases one to three topics and up to three offices; few of them are named often."""
    dice = random.Random(f"{seed}{releases[0].pk}")  # noqa: S311
    for field, model, most in (("topics", Topic, 3), ("offices", Office, 3)):
        through = getattr(Release, field).through
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        if not keys:
            continue
        weights = [1 / (rank + 3) for rank in range(len(keys))]
        pairs = {
            (release.pk, key)
            for release in releases
            for key in dice.choices(keys, weights, k=dice.randrange(field == "topics", most + 1))
        }
        column = model._meta.model_name
        through.objects.bulk_create(
            [through(release_id=release, **{f"{column}_id": key}) for release, key in sorted(pairs)]
        )
