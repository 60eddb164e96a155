"""Releases as JSON and CSV, read by programs."""

import csv
import datetime
import io
import json

import pytest
from django.utils import timezone

from newsroom import exports
from newsroom.kinds import ChangeKind, DatePrecision, ReleaseType
from newsroom.models import Event, Incident, Topic
from offices import open_data

from .. import factories

pytestmark = pytest.mark.django_db

JSON, CSV = "/newsroom/releases.json", "/newsroom/releases.csv"
SITE = "https://www.example.gov"


def eastern(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


def as_json(client, query: dict | None = None) -> list[dict]:
    response = client.get(JSON, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)["releases"]


def as_csv(client, query: dict | None = None) -> list[dict]:
    response = client.get(CSV, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline=""), strict=True))


@pytest.fixture
def full():
    """A release with everything that a release can have."""
    incident = Incident.objects.create(name="The parrot affair", slug="parrot-affair")
    release = factories.make_release(
        headline="Officers find a parrot", subtitle="It spoke", language="es", incident=incident,
        dateline_city="Laredo", dateline_state="TX", speaker="Jo Doe", speaker_title="Port Director",
        body="<h2>What</h2><p>Un loro &amp; más.</p><ul><li>Uno</li><li>Dos</li></ul>",
        published_at=eastern(2026, 5, 1, 9, 30), staff_note="Secret note", source="Secret source",
    )  # fmt: skip
    for name in ("Trade", "Wildlife"):
        release.topics.add(Topic.objects.create(name=name, slug=name.lower()))
    release.offices.add(factories.make_port(code="2304", slug="laredo-texas-2304"))
    release.facts.create(
        what="Parrots", where="Bridge I", starts="2026-04", ends="2026-05-01", quantity="12.5", unit="pounds"
    )
    release.facts.create(what="Worth", value="77300000.00")
    release.contacts.create(name="Jo Doe", phone="+12025550100", extension="7", email="jo@example.gov")
    starts = datetime.datetime(2026, 5, 5, 16, tzinfo=datetime.UTC)
    Event.objects.create(
        release=release,
        name="Press conference",
        starts_at=starts,
        timezone="America/Denver",
        place="Bridge I",
    )
    factories.make_image(release, caption="The parrot")
    factories.make_release(
        headline="Un loro", slug="un-loro", translation_of=release, published_at=eastern(2020, 1, 1)
    )
    return release


def test_everything_public_is_told(client, full):
    image = full.images.get()
    told, _older = as_json(client)
    assert told == {
        "reference": full.reference,
        "url": SITE + full.get_absolute_url(),
        "type": "national-media-release",
        "headline": "Officers find a parrot",
        "subtitle": "It spoke",
        "summary": full.summary,
        "text": "LAREDO, Texas —\nWhat\nUn loro & más.\n• Uno\n• Dos",
        "html": '<p><span class="dateline">LAREDO, Texas</span> — </p>' + full.body,
        "language": "es",
        "dateline_city": "Laredo",
        "dateline_state": "TX",
        "published": "2026-05-01T09:30-04:00",
        "published_precision": "minute",
        "updated": None,
        "version": 1,
        "changes": [],
        "topics": ["Trade", "Wildlife"],
        "offices": [
            {"code": "2304", "name": "Laredo, Texas", "state": "TX"}
            | {"url": f"{SITE}/contact/ports/laredo-texas-2304/"}
        ],
        "facts": [
            {"what": "Parrots", "where": "Bridge I", "from": "2026-04", "to": "2026-05-01"}
            | {"quantity": 12.5, "unit": "pounds", "value_usd": None},
            {"what": "Worth", "where": "", "from": "", "to": ""}
            | {"quantity": None, "unit": "", "value_usd": 77300000},
        ],
        "event": {
            "name": "Press conference",
            "begins": "2026-05-05T10:00-06:00",
            "ends": None,
            "place": "Bridge I",
            "note": "",
        },
        "speaker": "Jo Doe",
        "speaker_title": "Port Director",
        "incident": "The parrot affair",
        "contacts": [{"name": "Jo Doe", "phone": "(202) 555-0100 ext. 7", "email": "jo@example.gov"}],
        "translations": [{"language": "en", "url": f"{SITE}/newsroom/national-media-release/un-loro/"}],
        "images": [
            {"url": SITE + image.get_absolute_url(), "alt": image.alt}
            | {"caption": "The parrot", "credit": "Jo Doe"}
        ],
    }  # fmt: skip


def test_a_table_tells_what_json_tells(client, full):
    factories.correct(full, summary="=2+2 is four, “he” said;\nthen left.", note="The sum was wrong.")
    for row, data in zip(as_csv(client), as_json(client), strict=True):
        assert list(row) == [name for name in data if name != "html"]
        for name, cell in row.items():
            value = data[name]
            if isinstance(value, str):
                assert cell.removeprefix("'") == value, name
            elif name == "topics":
                assert cell == "; ".join(value)
            elif value in (None, []):
                assert cell == ""
            else:
                assert json.loads(cell) == value, name


def test_a_correction_is_told_with_its_note_and_version(client, full):
    version = factories.correct(full, summary="Other words.", note="The number was wrong.")
    data = as_json(client)[0]
    assert data["version"] == version.number == 2
    assert data["updated"] == timezone.localtime(full.updated_at).isoformat(timespec="seconds")
    assert [change["kind"] for change in data["changes"]] == ["original", "correction"]
    assert data["changes"][1]["note"] == "The number was wrong."


@pytest.mark.parametrize(
    ("precision", "told"),
    [("day", "2026-05-01"), ("month", "2026-05"), ("year", "2026"), ("unknown", None)],
)
def test_a_date_is_told_no_more_exactly_than_it_is_known(client, precision, told):
    factories.make_release(published_at=eastern(2026, 5, 1), date_precision=precision)
    assert as_json(client)[0]["published"] == told
    assert as_csv(client)[0]["published"] == (told or "")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://192.0.2.1")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("field", ["headline", "subtitle", "summary", "dateline_city", "speaker"])
def test_no_cell_is_a_formula(client, field, words):
    factories.make_release(**{field: words})
    assert as_csv(client)[0][field] == f"'{words}"
    assert as_json(client)[0][field] == words


@pytest.mark.parametrize("words", ["\tx", "\rx"])
def test_neither_is_a_cell_that_begins_with_a_tab_or_a_return(words):
    assert open_data.cell(words) == f"'{words}"


def test_words_of_every_kind_survive_a_table(client):
    words = 'Ñandú, “quoted” "twice", a;b, 😀, <b>&amp;'
    factories.make_release(headline=words)
    assert as_csv(client)[0]["headline"] == words


def test_a_table_begins_with_a_mark_for_spreadsheets_and_a_name(client):
    response = client.get(CSV)
    assert response.getvalue().startswith(b"\xef\xbb\xbfreference,url,")
    assert response["Content-Disposition"] == 'attachment; filename="cbp-releases.csv"'


def test_a_table_holds_all_releases_in_the_order_of_the_list(client, monkeypatch):
    monkeypatch.setattr(exports, "CSV_BATCH", 3)
    for day in range(1, 9):
        factories.make_release(headline=f"Day {day}", published_at=eastern(2026, 5, day))
    assert [row["headline"] for row in as_csv(client)] == [f"Day {day}" for day in range(8, 0, -1)]


def test_each_batch_of_a_table_costs_the_same(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(exports, "CSV_BATCH", 3)
    for _number in range(7):
        factories.make_release()
    response = client.get(CSV)
    with django_assert_num_queries(3 * 7):
        response.getvalue()


def test_what_is_withdrawn_while_a_table_is_sent_is_not_sent(client):
    release = factories.make_release(headline="Soon withdrawn")
    response = client.get(CSV)
    release.status = "draft"
    release.save()
    assert b"Soon withdrawn" not in response.getvalue()


def test_json_comes_in_pages_that_lead_to_the_next(client, monkeypatch):
    monkeypatch.setattr(exports, "JSON_PAGE", 2)
    for _number in range(5):
        factories.make_release(headline="Gold", type=ReleaseType.SPOTLIGHT)
    address, found = f"{JSON}?q=gold&type=spotlights", []
    while address:
        page = json.loads(client.get(address.removeprefix(SITE)).content)
        assert (page["count"], page["pages"]) == (5, 3)
        found += [release["reference"] for release in page["releases"]]
        address = page["next"]
    assert len(set(found)) == 5


def test_the_data_are_filtered_as_the_list_is(client):
    factories.make_release(headline="Gold in spring", published_at=eastern(2026, 4, 30, 23, 59))
    factories.make_release(headline="Gold in summer", published_at=eastern(2026, 5, 1))
    factories.make_release(headline="Silver in summer", published_at=eastern(2026, 5, 2))
    query = {"q": "gold", "from": "May 2026"}
    assert [data["headline"] for data in as_json(client, query)] == ["Gold in summer"]
    assert [row["headline"] for row in as_csv(client, query)] == ["Gold in summer"]


def test_only_public_facts_are_told(client, full, publisher):
    hidden = factories.make_port(name="Hidden port", is_public=False)
    full.offices.add(hidden)
    factories.make_draft(headline="Secret draft", translation_of=full)
    for address in (JSON, CSV):
        text = client.get(address).getvalue().decode()
        for secret in ("Secret", "Hidden", hidden.code, publisher.username, "search_text", "import"):
            assert secret not in text, (address, secret)


def test_siblings_of_a_hidden_original_are_told_of_each_other(client):
    draft = factories.make_draft(headline="Secret draft")
    for language in ("es", "fr"):
        factories.make_release(language=language, slug=f"in-{language}", translation_of=draft)
    told = {data["language"]: data["translations"] for data in as_json(client)}
    assert [other["language"] for other in told["es"]] == ["fr"]
    assert [other["language"] for other in told["fr"]] == ["es"]


def test_a_translation_leads_to_its_original(client, full):
    translation = as_json(client)[1]
    assert [other["url"] for other in translation["translations"]] == [SITE + full.get_absolute_url()]


UNREADABLE = [
    ("from=31/02/2023", "from", "is not a date"),
    ("to=someday", "to", "is not a date"),
    ("from=2024&to=2023", "to", "comes before"),
    ("state=ZZ", "state", "not a state or territory"),
    ("type=gossip", "type", "not a type of release"),
    ("topic=gossip", "topic", "not a topic"),
    ("lang=tlh", "lang", "no releases in the language"),
    ("office=9999", "office", "No office is called"),
    ("q=" + "x" * 201, "q", "at most 200 characters"),
    ("typ=spotlights", "typ", "No filter has this name"),
    ("q[]=gold", "q[]", "No filter has this name"),
    ("q=gold&q=silver", "q", "more than once"),
    ("type=%3Cscript%3Ealert(1)%3C/script%3E", "type", "not a type of release"),
    ("combine=gold", "combine", "No filter has this name"),
]


@pytest.mark.parametrize(("query", "name", "words"), UNREADABLE)
def test_no_program_takes_everything_for_what_it_asked_for(client, query, name, words):
    factories.make_release(headline="Not asked for")
    data, table = client.get(f"{JSON}?{query}"), client.get(f"{CSV}?{query}")
    assert data.status_code == table.status_code == 400
    assert words in " ".join(json.loads(data.content)["errors"][name])
    assert table["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{name}: " in table.text
    assert "Not asked for" not in data.text + table.text


@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "", "9" * 30, "٣", "1.5"])
def test_a_page_that_does_not_exist_is_said_as_data(client, page):
    response = client.get(JSON, {"page": page})
    assert response.status_code == 404
    assert json.loads(response.content)["errors"]["page"] == ["This list has 1 pages."]


def test_a_table_has_no_pages(client):
    assert client.get(CSV, {"page": "1"}).status_code == 400


@pytest.mark.parametrize("accept", ["", "*/*", "text/html", "application/xml", "nonsense;;"])
@pytest.mark.parametrize("address", [JSON, CSV])
def test_whatever_a_program_accepts_it_gets_the_same(client, address, accept):
    release = factories.make_release()
    response = client.get(address, headers={"accept": accept})
    assert response.status_code == 200
    assert release.reference in response.getvalue().decode()


@pytest.mark.parametrize("query", ["", "?state=ZZ", "?page=99"])
@pytest.mark.parametrize("address", [JSON, CSV])
def test_other_sites_may_read_the_data_and_the_refusals(client, address, query):
    assert client.get(address + query)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "words", ["'", '"', "%", "\\", "(" * 50, "*", "😀", "\u202eevil", "=1", "9" * 400, "-1"]
)
@pytest.mark.parametrize("name", ["q", "type", "topic", "state", "office", "from", "to", "lang"])
def test_hostile_values_are_words_or_refused_in_words(client, name, words):
    factories.make_release()
    data, table = client.get(JSON, {name: words}), client.get(CSV, {name: words})
    assert data.status_code == table.status_code
    assert data.status_code == 200 or json.loads(data.content)["errors"][name]


@pytest.mark.parametrize("address", [JSON, CSV, "/newsroom/feed/", "/newsroom/feed.json"])
def test_search_engines_are_sent_to_the_pages(client, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex"


def test_unchanged_data_are_not_sent_twice(client):
    factories.make_release()
    first = client.get(JSON)
    assert client.get(JSON, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_list_leads_to_its_data_with_its_type_and_filters(client):
    page = client.get("/newsroom/spotlights/?q=gold").text
    for address in (JSON, CSV):
        assert f'href="{address}?q=gold&amp;type=spotlights"' in page


def test_the_page_about_the_data_explains_every_column_and_filter(client, full):
    page = client.get("/newsroom/data/").text
    names = [*as_json(client)[0], *("q", "type", "topic", "state", "office", "from", "to", "lang")]
    assert all(f'<th scope="row"><code>{name}</code></th>' in page for name in names)
    for word in [*DatePrecision.values, *ChangeKind.values, *ReleaseType.values, "trade", "wildlife"]:
        assert word in page


def test_the_examples_of_the_page_work(client):
    Topic.objects.create(name="Trade", slug="trade")
    page = client.get("/newsroom/data/").text
    examples = [part.split('"')[0].replace("&amp;", "&") for part in page.split('<li><a href="')[1:]]
    examples = [address for address in examples if "?" in address]
    assert len(examples) == 3
    assert all(client.get(address).status_code == 200 for address in examples)


def test_a_table_that_would_take_minutes_is_refused_in_words(client, monkeypatch):
    monkeypatch.setattr("newsroom.exports.CSV_MOST", 2)
    for _number in range(3):
        factories.make_release()
    response = client.get("/newsroom/releases.csv")
    assert response.status_code == 400
    assert "Choose dates" in response.text
