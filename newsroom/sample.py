"""Made-up releases in any number, to see how the site bears them: realistic lengths, dates and words."""

import datetime
import random
from collections.abc import Iterator

from django.utils import timezone

from offices.kinds import Kind
from offices.models import Office
from offices.search import index_text

from .kinds import DatePrecision, Language, ReleaseType, Status
from .markup import plain_words
from .models import Release, Topic

KEY = "sample-"  # how import keys of made-up releases begin
TEXTS = 1500  # different bodies; cleaning and stemming one for each release would take hours
YEARS = 22
OPENINGS = (
    "seize",
    "intercept",
    "find",
    "arrest",
    "rescue",
    "announce",
    "welcome",
    "return",
    "stop",
    "remind",
)
RARE = ("axolotl", "theremin", "bassoon", "quetzal", "zeppelin", "narwhal")


def sample_releases(number: int, seed: int = 1) -> Iterator[Release]:
    """`number` releases, not saved, spread over the years up to now; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    words = _words()
    bodies = [_body(dice, words) for _number in range(TEXTS)]
    places = list(
        Office.objects.published().filter(kind=Kind.PORT).exclude(state="").values_list("city", "state")
    ) or [("Laredo", "TX")]
    types = dice.choices(list(ReleaseType), weights=(22, 62, 8, 5, 3), k=number)
    languages = dice.choices((Language.ENGLISH, Language.SPANISH), weights=(94, 6), k=number)
    instants = sorted(_instant(dice) for _number in range(number))
    for position, (release_type, language, instant) in enumerate(
        zip(types, languages, instants, strict=True)
    ):
        body, stems = bodies[dice.randrange(TEXTS)]
        city, state = dice.choice(places)
        headline = _headline(dice, words, city)
        summary = " ".join(dice.choices(*words, k=28)).capitalize() + "."
        yield Release(
            type=release_type, language=language, headline=headline, slug=f"{KEY}{position}", summary=summary,
            dateline_city=city, dateline_state=state, body=body, status=Status.PUBLISHED, published_at=instant,
            date_precision=dice.choice((DatePrecision.MINUTE, DatePrecision.DAY)), import_key=f"{KEY}{position}",
            search_title=index_text(headline), search_text=f"{index_text(f'{headline} {summary}')} {stems}",
        )  # fmt: skip


def _words() -> tuple[list[str], list[float]]:
    """The words of the releases that are there, the frequent ones as frequent as they are."""
    texts = Release.objects.published().exclude(import_key__startswith=KEY)[:200]
    counts: dict[str, int] = {}
    for text in texts:
        for word in plain_words(text.body).lower().split():
            counts[word] = counts.get(word, 0) + 1
    counts = counts or {"officers": 9, "found": 5, "cocaine": 3, "at": 9, "the": 9, "bridge": 2}
    return list(counts), list(counts.values())


def _body(dice: random.Random, words) -> tuple[str, str]:
    """A text of 120 to 900 words and its stems; one in a hundred has a word that is rare."""
    length = min(900, int(dice.lognormvariate(5.8, 0.45)) + 120)
    chosen = dice.choices(*words, k=length)
    if dice.random() < 0.01:
        chosen[dice.randrange(length)] = dice.choice(RARE)
    paragraphs = [" ".join(chosen[start : start + 55]).capitalize() + "." for start in range(0, length, 55)]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return html, index_text(" ".join(paragraphs))


def _instant(dice: random.Random) -> datetime.datetime:
    """A weekday within `YEARS`, between eight and six in Washington."""
    day = timezone.localtime() - datetime.timedelta(days=dice.randrange(1, YEARS * 365))
    day -= datetime.timedelta(days=max(0, day.weekday() - 4))
    return day.replace(hour=dice.randrange(8, 18), minute=dice.randrange(60), second=0, microsecond=0)


def _headline(dice: random.Random, words, city: str) -> str:
    rest = " ".join(dice.choices(*words, k=dice.randrange(4, 10)))
    return f"{city} officers {dice.choice(OPENINGS)} {rest}"[:250]


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
