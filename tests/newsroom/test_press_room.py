"""The press room: whom a reporter calls, in which order, and what is never offered."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Topic
from offices.kinds import ContactKind, Kind, Status
from offices.models import Office

from .. import factories

pytestmark = pytest.mark.django_db

ROOM = "/contact/press-officers/"
LINE, LINE_AT_NIGHT, PUBLIC = "+12025550100", "+12025550190", "+18005550100"
DESK, DESK_AT_NIGHT = "+19565550101", "+19565550191"


@pytest.fixture
def line():
    office = factories.make_press_office(name="Media line", is_general_line=True)
    factories.make_contact(office, LINE)
    return office


@pytest.fixture
def desk(line):
    """The press office for Texas, with a number for the day."""
    office = factories.make_press_office(name="Laredo desk", city="Laredo", timezone="America/Chicago")
    factories.make_contact(office, DESK)
    factories.make_coverage(office, state="TX")
    return office


def steps(client, **query) -> list[str]:
    """The HTML of the three steps of the answer."""
    response = client.get(ROOM, query)
    assert response.status_code == 200
    _before, found, answer = response.text.partition('<ol class="steps">')
    assert found
    parts = answer.partition("</ol>")[0].split("<h3>")[1:]
    assert len(parts) == 3
    return [unescape(part) for part in parts]


def offered(client, **query) -> list[str]:
    """Names of the press offices of the first step."""
    return re.findall(r'contact__label"><a href="[^"]+">(.*?)</a>', steps(client, **query)[0])


def numbers(html: str) -> list[str]:
    return re.findall(r'href="tel:(.*?)"', html)


# What is asked wrongly ----------------------------------------------------------------------------

BAD = [
    ({"state": "ZZ"}, "“ZZ” is not a state or territory"),
    ({"state": "Texas"}, "“Texas” is not a state or territory"),
    ({"topic": "parrots"}, "“parrots” is not one of the topics"),
    ({"topic": "1"}, "“1” is not one of the topics"),
    ({"lang": "tlh"}, "“tlh” is not one of the languages"),
    ({"language": "tlh"}, "“tlh” is not one of the languages"),
    ({"lang": "x" * 2000}, "is not one of the languages"),
]


@pytest.mark.parametrize(("query", "words"), BAD)
def test_what_cannot_be_read_is_said_and_left_out_of_account(client, desk, query, words):
    assert words in unescape(client.get(ROOM, query).text)
    assert offered(client, **{"state": "TX"} | query) == ([] if "state" in query else ["Laredo desk"])


@pytest.mark.parametrize("value", ["'", '"', "%", "\\", "(" * 50, "<script>alert(1)</script>", "\ud7ff", "٣"])
@pytest.mark.parametrize("name", ["state", "topic", "lang", "language"])
def test_hostile_values_are_only_words(client, desk, name, value):
    response = client.get(ROOM, {name: value})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_the_same_asked_twice_counts_once(client, desk):
    response = client.get(f"{ROOM}?state=CA&state=TX&utm_source=x&page=9")
    assert response.status_code == 200
    assert "Whom to call: Texas" in response.text


def test_nothing_asked_asks_back_and_still_gives_headquarters(client, desk):
    first, _second, third = steps(client, state="", topic="", lang="")
    assert "Choose a state, a topic or a language" in first
    assert numbers(third) == [LINE]


# What is never offered ----------------------------------------------------------------------------


def not_offered(client, desk, **fields) -> None:
    Office.objects.filter(pk=desk.pk).update(**fields)
    factories.make_contact(desk, DESK_AT_NIGHT, is_after_hours=True)
    answer = "".join(steps(client, state="TX"))
    assert desk.name not in answer
    assert DESK not in answer
    assert DESK_AT_NIGHT not in answer


def test_a_hidden_office_is_nowhere(client, desk):
    not_offered(client, desk, is_public=False)
    page = client.get(ROOM, {"state": "TX"}).text
    assert desk.name not in page
    assert desk.slug not in page


@pytest.mark.parametrize("status", [Status.CLOSED, Status.UNLISTED])
def test_an_office_that_is_no_more_is_not_offered_but_listed_apart(client, desk, status):
    not_offered(client, desk, status=status)
    assert desk.name in client.get(ROOM).text.partition("not in current lists")[2]


def test_an_office_closed_for_a_while_is_not_offered_before_its_day(client, desk):
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    not_offered(client, desk, status=Status.CLOSED_UNTIL, closed_until=tomorrow)
    assert desk.name in client.get(ROOM).text


def test_an_office_is_offered_again_on_the_day_it_was_closed_until(client, desk):
    past = timezone.localdate() - datetime.timedelta(days=2)
    Office.objects.filter(pk=desk.pk).update(status=Status.CLOSED_UNTIL, closed_until=past)
    assert offered(client, state="TX") == [desk.name]


def test_coverage_that_is_not_public_is_neither_answered_by_nor_told(client, desk):
    desk.coverage.update(is_public=False, language="es", note="Secret")
    assert offered(client, state="TX") == []
    page = client.get(ROOM, {"state": "TX"}).text
    assert "Secret" not in page
    assert '<span class="usa-tag" lang="es">' not in page


def test_an_office_of_another_kind_is_not_offered_whatever_its_coverage_says(client, line):
    factories.make_coverage(factories.make_port(name="Laredo port"), state="TX")
    assert "Laredo port" not in client.get(ROOM, {"state": "TX"}).text


def test_a_hidden_parent_is_not_named(client, desk):
    sector = factories.make_office(kind=Kind.SECTOR, name="Hidden Sector", is_public=False)
    Office.objects.filter(pk=desk.pk).update(parent=sector)
    page = client.get(ROOM, {"state": "TX"}).text
    assert "Hidden Sector" not in page
    assert "Other press offices" in page


def test_an_office_below_one_of_an_unlikely_kind_is_still_listed(client, desk):
    Office.objects.filter(pk=desk.pk).update(parent=factories.make_port())
    listed = client.get(ROOM).text.partition('id="by-state"')[2]
    assert desk.name in listed


def test_a_number_for_one_purpose_only_is_not_offered(client, desk):
    factories.make_contact(desk, DESK_AT_NIGHT, is_after_hours=True, is_special=True)
    desk.contact_points.filter(phone=DESK).update(is_special=True)
    assert numbers("".join(steps(client, state="TX"))) == [LINE]


# Without a line, without a number -------------------------------------------------------------------


def test_without_any_general_line_the_page_says_so_and_leads_on(client):
    factories.make_coverage(factories.make_press_office(name="Mute desk"), state="TX")
    first, second, third = steps(client, state="TX")
    assert "Call the" not in first
    assert "No regional number is published for Texas." in first
    assert "No after-hours number is published" in second
    assert "No general press line is published now" in third
    assert reverse("offices:contact") in third


@pytest.mark.parametrize("fields", [{"is_public": False}, {"status": Status.CLOSED}])
def test_headquarters_stands_in_for_a_press_line_that_is_not_there(client, line, fields):
    public = factories.make_office(kind=Kind.HEADQUARTERS, name="Information", is_general_line=True)
    factories.make_contact(public, PUBLIC, kind=ContactKind.TOLL_FREE)
    factories.make_contact(line, LINE_AT_NIGHT, is_after_hours=True)
    Office.objects.filter(pk=line.pk).update(**fields)
    first, second, third = steps(client, state="TX")
    assert "Call the Information:" in first
    assert (numbers(first), numbers(second), numbers(third)) == ([PUBLIC], [], [])


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_where_no_office_has_a_number_the_answer_leads_with_the_press_line(client, line):
    line.contact_points.update(confidence="official")
    office = factories.make_press_office(name="Mute desk")
    factories.make_contact(office, "", kind=ContactKind.EMAIL, email="mute@example.gov")
    factories.make_coverage(office, state="TX")
    first = steps(client, state="TX")[0]
    lead = "Call the Media line: (202) 555-0100. No regional number is published for Texas. Mute desk"
    assert lead in plain(first)
    assert numbers(first) == [LINE]
    assert "mailto:mute@example.gov" in first


def test_of_offices_offered_together_only_the_one_without_a_number_says_so(client, desk):
    factories.make_coverage(factories.make_press_office(name="Mute desk"), state="TX")
    first = steps(client, state="TX")[0]
    assert first.count("No number is published.") == 1
    assert numbers(first) == [DESK]


def test_the_last_step_does_not_repeat_a_line_that_the_first_one_gives(client, line):
    factories.make_coverage(line)
    first, _second, third = steps(client, state="TX")
    assert numbers(first) == [LINE]
    assert "The Media line in step 1 is the line to headquarters." in third
    assert numbers(third) == []


def test_nothing_found_leads_to_headquarters(client, desk):
    first, second, third = steps(client, state="KS")
    assert "No press office is listed for Kansas." in first
    assert (numbers(first), numbers(second), numbers(third)) == ([LINE], [], [])


# The order ------------------------------------------------------------------------------------------


@pytest.fixture
def topics():
    return {name: Topic.objects.create(name=name.title(), slug=name) for name in ("trade", "travel")}


ROWS = {
    "1 exactly": ("TX", "trade", "es"),
    "2 any language": ("TX", "trade", ""),
    "3 any topic": ("TX", "", "es"),
    "4 the state alone": ("TX", "", ""),
    "5 anywhere": ("", "trade", "es"),
    "6 anywhere in any language": ("", "trade", ""),
    "7 the language alone": ("", "", "es"),
    "8 everything": ("", "", ""),
    "other state": ("NM", "trade", "es"),
    "other topic": ("TX", "travel", "es"),
    "other language": ("TX", "trade", "fr"),
}


@pytest.fixture
def desks(topics, line):
    for name, (state, topic, language) in reversed(ROWS.items()):
        factories.make_coverage(
            factories.make_press_office(name=name), state=state, topic=topics.get(topic), language=language
        )


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({"state": "TX", "topic": "trade", "language": "es"}, "12345678"),
        ({"state": "TX", "topic": "trade"}, "2 1o4 3 6 5 8"),
        ({"state": "TX"}, "4 3 2 1oo 8"),
        ({"topic": "trade"}, "6 5 8 2 1oo"),
        ({"language": "es"}, "7 8 5 3 1oo"),
        ({"language": "vi"}, "8"),
        ({"state": "KS", "topic": "travel"}, "8"),
    ],
)
def test_the_closest_coverage_comes_first_and_what_answers_nothing_is_left_out(client, desks, query, order):
    assert [name[0] for name in offered(client, **query)] == list(order.replace(" ", ""))


def test_of_equally_close_offices_the_first_by_name_comes_first(client, line):
    for name in ("Beta", "Alpha", "Gamma"):
        factories.make_coverage(factories.make_press_office(name=name), state="TX")
    assert offered(client, state="TX") == ["Alpha", "Beta", "Gamma"]


def test_an_office_is_offered_once_for_its_closest_coverage(client, desk):
    factories.make_coverage(factories.make_press_office(name="Another desk"))
    factories.make_coverage(desk)
    assert offered(client, state="TX", language="es") == ["Laredo desk", "Another desk"]
    assert re.findall(r'desk__covers">(\w+)', steps(client, state="TX")[0]) == ["Texas", "Every", "Every"]


def test_the_steps_stand_in_their_order(client, desk):
    factories.make_contact(desk, DESK_AT_NIGHT, is_after_hours=True)
    first, second, third = steps(client, state="TX")
    assert numbers(first) == [DESK]
    assert numbers(second) == [DESK_AT_NIGHT]
    assert numbers(third) == [LINE]


def test_at_night_the_press_line_answers_for_offices_that_do_not(client, desk, line):
    factories.make_contact(line, LINE_AT_NIGHT, is_after_hours=True)
    assert numbers(steps(client, state="TX")[1]) == [LINE_AT_NIGHT]
    factories.make_contact(desk, DESK_AT_NIGHT, is_after_hours=True)
    assert numbers(steps(client, state="TX")[1]) == [DESK_AT_NIGHT]


# What an answer says --------------------------------------------------------------------------------


def test_hours_are_shown_in_the_time_of_the_office(client, desk):
    factories.make_hours(desk, text="Monday to Friday, 8 a.m. to 4 p.m.", confidence="official")
    first = steps(client, state="TX")[0]
    assert "Monday to Friday, 8 a.m. to 4 p.m." in first
    assert re.search(r"Times are local to this office \(C[SD]T\)\.", first)


def test_without_published_hours_no_time_zone_is_told(client, desk):
    assert "local to this office" not in steps(client, state="TX")[0]


def test_the_language_and_the_note_of_a_coverage_are_told(client, desk):
    desk.coverage.update(language="es", note="West of the Pecos")
    first = steps(client, state="TX")[0]
    assert '<span class="usa-tag" lang="es">Español</span>' in first
    assert "Texas: West of the Pecos" in first
    assert '<span class="usa-tag" lang="es">Español</span>' in client.get(ROOM).text


def test_coverage_of_everything_is_told_in_words(client, desk):
    desk.coverage.update(state="")
    assert "Every state and topic" in steps(client, state="TX")[0]


def test_a_language_that_no_office_lists_is_said_and_not_promised(client, desk):
    page = unescape(client.get(ROOM, {"state": "TX", "lang": "es"}).text)
    assert "Whom to call: Texas</h2>" in page
    assert "No press office lists Spanish for Texas; these cover Texas." in page


def test_a_language_that_an_office_lists_is_part_of_the_answer(client, desk):
    desk.coverage.update(language="es")
    page = unescape(client.get(ROOM, {"state": "TX", "lang": "es"}).text)
    assert "Whom to call: Texas, Español</h2>" in page
    assert "No press office lists" not in page


def test_english_needs_no_office_that_lists_it(client, desk):
    page = unescape(client.get(ROOM, {"state": "TX", "lang": "en"}).text)
    assert "Whom to call: Texas, English</h2>" in page
    assert "No press office lists" not in page


def test_a_language_alone_that_no_office_lists_leads_to_headquarters(client, desk):
    first = steps(client, lang="vi")[0]
    assert "No press office lists Vietnamese for this." in first
    assert numbers(first) == [LINE]


def test_the_former_name_of_the_language_still_asks_for_it(client, desk):
    desk.coverage.update(language="es")
    former, current = (client.get(ROOM, {"state": "TX", name: "es"}).text for name in ("language", "lang"))
    assert '<option value="es" selected>' in current
    assert former == current


def test_news_about_what_was_asked_is_one_tap_away(client, desk, topics):
    page = unescape(client.get(ROOM, {"state": "TX", "topic": "trade", "lang": "es"}).text)
    for address in (reverse("newsroom:releases"), reverse("newsroom:feed")):
        narrowed = f"{address}?state=TX&topic=trade&lang=es"
        assert f'href="{narrowed}"' in page
        assert client.get(narrowed).status_code == 200


# The page ---------------------------------------------------------------------------------------------


def test_the_section_of_the_directory_leads_here(client, line):
    assert reverse("offices:section", args=["press-officers"]) == ROOM == reverse("press_room")
    assert client.get(line.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("query", [{}, {"state": "TX"}])
def test_the_number_of_the_press_line_stands_before_everything_else(client, desk, query):
    main = client.get(ROOM, query).text.partition("<h1>")[2]
    assert numbers(main)[0] == LINE
    assert main.index(LINE) < main.index("<form")


def test_only_the_answer_is_kept_out_of_search_engines(client, desk):
    assert 'content="noindex"' in client.get(ROOM, {"state": "TX"}).text
    assert "noindex" not in client.get(ROOM).text


def listed(client) -> list[tuple[str, list[str]]]:
    """Headings of the list of all press offices, each with the names below it."""
    groups = client.get(ROOM).text.partition('id="by-state"')[2].split("<h3>")[1:]
    return [
        (group.partition("</h3>")[0], re.findall(r'press-officers/[^"]+">(.*?)</a>', group))
        for group in groups
    ]


@pytest.fixture
def headquarters():
    return factories.make_office(kind=Kind.HEADQUARTERS, state="DC")


def test_offices_stand_by_state_the_nationwide_ones_first(client, line, headquarters):
    sector = factories.make_office(kind=Kind.SECTOR, state="CA")
    factories.make_press_office(name="Western desk", state="WA", parent=headquarters)
    factories.make_press_office(name="Sector desk", parent=sector)
    factories.make_press_office(name="Magazine", parent=headquarters)
    factories.make_press_office(name="Main desk", state="DC", parent=headquarters)
    assert listed(client) == [
        ("Headquarters and nationwide", ["Media line", "Main desk"]),
        ("California", ["Sector desk"]),
        ("Washington", ["Western desk"]),
        ("Other press offices", ["Magazine"]),
    ]


def test_an_office_for_every_state_is_nationwide_wherever_it_stands(client):
    factories.make_coverage(factories.make_press_office(name="Spanish desk", state="TX"), language="es")
    assert listed(client) == [("Headquarters and nationwide", ["Spanish desk"])]


def test_the_state_stands_beside_the_city_only_where_no_heading_names_it(client, headquarters):
    factories.make_press_office(city="Washington", state="DC", parent=headquarters)
    factories.make_press_office(city="Laredo", state="TX")
    page = client.get(ROOM).text
    assert '__place">Washington, D.C.</span>' in page
    assert '__place">Laredo</span>' in page


def test_within_a_state_offices_with_a_number_come_first(client):
    factories.make_press_office(name="A mute desk", state="TX")
    factories.make_contact(factories.make_press_office(name="Desk that answers", state="TX"))
    assert listed(client) == [("Texas", ["Desk that answers", "A mute desk"])]


def test_a_hidden_parent_does_not_tell_the_state(client):
    hidden = factories.make_office(kind=Kind.SECTOR, state="TX", is_public=False)
    factories.make_press_office(name="Sector desk", parent=hidden)
    assert listed(client) == [("Other press offices", ["Sector desk"])]


def test_only_states_beyond_the_heading_are_told(client):
    office = factories.make_press_office(state="TX")
    factories.make_coverage(office, state="TX")
    assert "For Texas" not in client.get(ROOM).text
    factories.make_coverage(office, state="OK")
    assert "For Oklahoma, Texas" in client.get(ROOM).text


def test_the_list_says_once_that_offices_without_a_number_publish_none(client, line):
    words = "Offices without a number here publish none: call the Media line."
    assert words not in client.get(ROOM).text
    for name in ("Mute desk", "Silent desk"):
        factories.make_press_office(name=name)
    assert client.get(ROOM).text.count(words) == 1
