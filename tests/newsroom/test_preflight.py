"""The rules of preflight: what each finds, what it keeps from the public, and the run of every night."""

import datetime
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from newsroom import links, nightly
from newsroom.admin.assurance import MOST_ASKED
from newsroom.kinds import Status
from newsroom.markup import clean_html
from newsroom.models import Finding, FormerAddress, Link, Release, WorkflowEvent
from newsroom.preflight import RULES, external_links, obstacles, preflight
from newsroom.workflow import Refused, text_token

from .. import factories
from ..factories import take

pytestmark = pytest.mark.django_db

ENGLISH = "The officers of the port said that they were with the driver from the bridge to the station. "
SPANISH = "Los oficiales del puerto que se ven en el puente por la noche y para una inspección con el perro. "
VIETNAMESE = "Các nhân viên của một cửa khẩu được trong đêm và không cho người là với xe vào. "
CONTENT = Path(__file__).parents[2] / "newsroom" / "content" / "releases.json"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ids(release) -> set[str]:
    return {remark.rule.id for remark in preflight(Release.objects.get(pk=release.pk))}


def in_body(html: str) -> set[str]:
    return ids(factories.make_draft(body=f"<p>Officers found something.</p>{html}"))


def words_of(release) -> str:
    return " ".join(remark.words for remark in preflight(Release.objects.get(pk=release.pk)))


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


# The rules --------------------------------------------------------------------------------------------


def test_a_draft_of_the_usual_kind_has_nothing_that_blocks():
    assert ids(factories.make_draft()) == {"dateline", "contact"}
    assert obstacles(factories.make_draft()) == []


@pytest.mark.parametrize(("length", "is_found"), [(1, True), (19, True), (20, False), (21, False)])
def test_a_headline_has_twenty_characters(length, is_found):
    assert ("headline-length" in ids(factories.make_draft(headline="x" * length))) == is_found


@pytest.mark.parametrize(("length", "is_found"), [(0, True), (49, True), (50, False)])
def test_a_summary_has_fifty_characters(length, is_found):
    assert ("summary-length" in ids(factories.make_draft(summary="x" * length))) == is_found


@pytest.mark.parametrize(
    ("kind", "is_found"),
    [("national-media-release", True), ("local-media-release", True), ("spotlights", False)],
)
def test_media_releases_have_a_dateline_and_spotlights_need_none(kind, is_found):
    assert ("dateline" in ids(factories.make_draft(type=kind))) == is_found
    assert "dateline" not in ids(factories.make_draft(type=kind, dateline_city="Laredo"))


@pytest.mark.parametrize(
    ("alt", "is_found"),
    [
        ("IMG_2034.jpg", True), ("seizure-final.PNG", True), ("DSC 0042", True), ("Photo 3", True),
        ("20230401", True), ("Image", True), ("picture.", True),
        ("An officer and a dog", False), ("Photo of 47 packages", False), ("Two dogs", False),
    ],
)  # fmt: skip
def test_alternative_text_is_not_the_name_of_a_file(alt, is_found):
    image = factories.make_image(factories.make_draft(), alt=alt)
    assert ("alternative-text" in ids(image.release)) == is_found


def test_alternative_text_that_repeats_the_caption_is_noticed_but_blocks_nothing():
    image = factories.make_image(factories.make_draft(), alt="A dog", caption="A dog")
    assert "alternative-caption" in ids(image.release)
    assert obstacles(image.release) == []


@pytest.mark.parametrize(
    ("html", "is_found"),
    [
        ("<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2><h3>e</h3>", False),
        ("<h3>a</h3>", True),
        ("<h2>a</h2><h4>b</h4>", True),
        ("<h2>a</h2><h3>b</h3><h2>c</h2><h4>d</h4>", True),
        ("", False),
    ],
)
def test_headings_go_down_one_level_at_a_time(html, is_found):
    assert ("heading-order" in in_body(html)) == is_found


@pytest.mark.parametrize("html", ["<h2><strong> </strong></h2>", "<h2><a href='/newsroom/'></a></h2>"])
def test_a_heading_without_words_is_found(html):
    assert "empty-heading" in in_body(html)


@pytest.mark.parametrize(
    ("html", "is_found"),
    [
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", True),
        ("<table><tr><th></th></tr><tr><td>b</td></tr></table>", True),
        ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", False),
        ("<table><tr><td>a</td></tr></table>", False),
    ],
)
def test_a_table_has_headers_that_say_something(html, is_found):
    assert ("table-headers" in in_body(html)) == is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("(202) 344-1770", False), ("202-344-1770", False), ("+1 202-344-1770", False),
        ("1-877-227-5511", False), ("+1 (202) 344-1770", False),
        ("202.344.1770", True), ("202 344 1770", True), ("(202)344-1770", True), ("1 202 344 1770", True),
        ("2023441770", True), ("+12023441770", True), ("Call 344-1770", True), ("call us at 344.1770.", True),
        ("300-1200 pounds", False), ("2010-2015", False), ("$2123441770", False), ("A-202-344-1770-B", False),
        ("from 344-1770 to 344-1780", False), ("2,023,441,770", False), ("78.234.512.3456", False),
    ],
)  # fmt: skip
def test_telephone_numbers_are_written_so_that_people_and_devices_can_read_them(text, is_found):
    assert ("phone-form" in in_body(f"<p>Seen: {text} in all.</p>")) == is_found


@pytest.mark.parametrize(
    ("link", "is_found"),
    [
        ('<a href="tel:+12023441770">(202) 344-1770</a>', False),
        ('<a href="tel:+12023441770">Call the press line</a>', False),
        ('<a href="tel:+12023441770;ext=5">202-344-1770</a>', False),
        ('<a href="tel:+12023441771">202-344-1770</a>', True),
        ('<a href="tel:123">202-344-1770</a>', True),
        ('<a href="tel:">202-344-1770</a>', True),
    ],
)
def test_a_link_dials_the_number_that_it_shows(link, is_found):
    assert ("phone-link" in in_body(f"<p>{link}</p>")) == is_found


def test_a_contact_is_missed_until_there_is_one():
    release = factories.make_draft()
    assert "contact" in ids(release)
    release.contacts.create(phone="+12025550100")
    assert "contact" not in ids(release)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (SPANISH, "es"), (VIETNAMESE, "vi")])
def test_a_text_that_is_marked_with_another_language_is_noticed(text, language):
    for marked in ("en", "es", "vi", "fr"):
        release = factories.make_draft(body=f"<p>{text * 3}</p>", summary=text, language=marked)
        assert ("language" in ids(release)) == (marked != language), marked


def test_few_words_and_quotations_in_another_language_are_not_taken_for_the_language():
    assert "language" not in ids(factories.make_draft(body="<p>El Paso del Norte y Los Ebanos.</p>"))
    mixed = factories.make_draft(body=f"<p>{ENGLISH * 4}</p><p>{SPANISH * 3}</p>")
    assert "language" not in ids(mixed)


def test_no_language_of_the_content_that_comes_with_the_site_is_doubted():
    for row in json.loads(CONTENT.read_text()):
        release = factories.make_draft(**{name: row[name] for name in ("headline", "summary", "language")})
        Release.objects.filter(pk=release.pk).update(body=clean_html(row["body"]))
        assert "language" not in ids(release), row["headline"]


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("/newsroom/", False),
        ("https://www.example.gov/contact/", False),
        ("/nowhere/", True),
        ("/admin/", True),
        ("//[", True),
        ("mailto:a@example.gov", False),
        ("https://other.example/", False),
    ],
)
def test_links_on_this_site_lead_to_what_the_public_finds(address, is_found):
    assert ("internal-links" in in_body(f'<p><a href="{address}">All of the news</a></p>')) == is_found


def test_a_link_to_itself_is_not_broken_before_it_is_published():
    release = factories.make_draft(slug="here", body='<p><a href="#p3">The third paragraph</a></p>')
    assert "internal-links" not in ids(release)


def test_a_link_to_a_draft_is_broken_and_says_nothing_of_the_draft():
    draft = factories.make_draft(headline="A secret orchid was found", slug="a-draft")
    release = factories.make_draft(body=f'<p><a href="{draft.get_absolute_url()}">Our other release</a></p>')
    assert "internal-links" in ids(release)
    assert "secret" not in words_of(release)


@pytest.mark.parametrize(("problem", "is_found"), [("It does not answer.", True), ("", False)])
def test_links_to_other_sites_are_as_they_were_when_last_asked_for(problem, is_found):
    Link.objects.create(address="https://other.example/", problem=problem)
    assert ("external-links" in in_body('<p><a href="https://other.example/">Others</a></p>')) == is_found


def test_an_address_of_endless_length_is_found_and_not_asked_for():
    body = f'<p><a href="https://other.example/{"x" * 5000}">Others</a></p>'
    release = factories.make_draft(body=body)
    assert "external-links" in ids(release)
    assert external_links(release) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("click here", True), ("Here.", True), ("Haga clic aquí", True), ("https://other.example/x", True),
        ("", True), ("The report of 2025", False), ("Here is the report", False),
    ],
)  # fmt: skip
def test_the_words_of_a_link_say_where_it_leads(text, is_found):
    assert ("link-text" in in_body(f'<p><a href="/newsroom/">{text}</a></p>')) == is_found


def test_a_translation_has_another_language_than_its_original():
    original = factories.make_release()
    assert "translation-language" in ids(factories.make_draft(translation_of=original))
    assert "translation-language" not in ids(factories.make_draft(translation_of=original, language="es"))


def test_a_text_in_another_language_names_its_original():
    assert "translation-pair" in ids(factories.make_draft(language="es"))
    spanish = factories.make_draft(language="es", translation_of=factories.make_release())
    assert "translation-pair" not in ids(spanish)


def test_an_original_that_the_public_cannot_read_is_noticed():
    spanish = factories.make_draft(language="es", translation_of=factories.make_withdrawn())
    assert "translation-pair" in ids(spanish)


def test_a_translation_is_behind_when_its_original_was_changed_after_it():
    original = factories.make_release()
    spanish = factories.make_release(language="es", translation_of=original)
    assert "translation-behind" not in ids(spanish)
    factories.correct(original, body="<p>Another one.</p>")
    assert "translation-behind" in ids(spanish)
    assert "translation-behind" in ids(factories.make_copy(spanish))


def test_hostile_markup_is_read_without_an_error():
    body = clean_html('<h2>a<![x</h2><a href="javascript:alert(1)">x</a><table><tr><td>' + "<b>" * 300)
    assert "heading-order" not in in_body(body)


def test_every_rule_has_words_and_an_id_of_its_own():
    assert all(rule.id == name and rule.title and rule.advice for name, rule in RULES.items())
    assert len({str(rule.title) for rule in RULES.values()}) == len(RULES)


# What blocks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["publish", "schedule"])
def test_what_blocks_refuses_publishing_and_scheduling_in_words(publisher, action):
    release = factories.make_approved(headline="Too short", body="<h3>Low</h3>")
    with pytest.raises(Refused, match=r"The headline has 9 characters.*“Low” is a heading of level 3"):
        take(action, release, publisher, instant=tomorrow())
    assert Release.objects.get().status == Status.APPROVED
    assert not WorkflowEvent.objects.filter(action=action).exists()


@pytest.mark.parametrize("action", ["submit", "approve"])
def test_what_blocks_does_not_keep_anybody_from_asking_for_an_approval(action, admin_user):
    status = Status.DRAFT if action == "submit" else Status.SUBMITTED
    take(action, factories.make_draft(headline="Too short", status=status), admin_user)
    assert Release.objects.get().status != status


def test_warnings_alone_block_nothing(publisher):
    release = factories.make_approved()
    assert "dateline" in ids(release)
    assert take("publish", release, publisher).is_published


def test_an_emergency_is_published_all_the_same_and_the_log_says_what_was_overridden(publisher):
    release = factories.make_draft(headline="Flood", summary="Stay away.")
    take("emergency", release, publisher, note="A flood.")
    note = WorkflowEvent.objects.get(action="emergency").note
    assert note == "A flood.\nPreflight would have stopped it: headline-length, summary-length."


def test_a_correction_is_not_held_up_by_what_readers_have_before_them_already(publisher, approver):
    live = factories.make_release(headline="Too short")
    said = {"change_kind": "correction", "change_note": "47, not 74."}
    copy = factories.make_copy(live, body="<p>47 packages.</p>", **said)
    assert "headline-length" in ids(copy)
    assert obstacles(copy) == []
    copy = factories.make_copy(factories.make_release(), headline="Short", **said)
    assert [remark.rule.id for remark in obstacles(copy)] == ["headline-length"]


def test_what_was_withdrawn_does_not_come_back_with_what_blocks():
    copy = factories.make_copy(factories.make_withdrawn(headline="Too short"))
    assert [remark.rule.id for remark in obstacles(copy)] == ["headline-length"]


# Every night ------------------------------------------------------------------------------------------


def found() -> set:
    return set(Finding.objects.values_list("release__headline", "rule"))


def test_the_run_reads_what_is_public_or_scheduled_and_nothing_else():
    for make in (factories.make_release, factories.make_scheduled):
        make(headline=f"Short {make.__name__}"[:19], dateline_city="Laredo")
    for make in (factories.make_draft, factories.make_withdrawn):
        make(headline="Short")
    assert nightly.renew() == 2
    assert {headline for headline, rule in found() if rule == "headline-length"} == {
        "Short make_release", "Short make_schedule",
    }  # fmt: skip


def test_a_finding_keeps_its_since_until_it_is_gone():
    release = factories.make_release(headline="Too short")
    nightly.renew()
    Finding.objects.update(since=timezone.now() - datetime.timedelta(days=9))
    before = set(Finding.objects.values_list("pk", "since"))
    nightly.renew()
    assert set(Finding.objects.values_list("pk", "since")) == before
    Release.objects.filter(pk=release.pk).update(headline="Long enough for everybody")
    nightly.renew()
    assert {rule for _headline, rule in found()} == {"dateline", "contact"}


def test_what_is_no_longer_public_is_no_longer_in_the_list():
    release = factories.make_release()
    nightly.renew()
    Release.objects.filter(pk=release.pk).update(status=Status.DRAFT)
    nightly.renew()
    assert found() == set()


def test_the_run_changes_no_release():
    factories.make_release(headline="Too short")
    before = list(Release.objects.values_list())
    nightly.renew()
    assert list(Release.objects.values_list()) == before


def test_a_run_without_other_sites_asks_no_machine_and_keeps_what_they_said(monkeypatch):
    factories.make_release(body='<p><a href="https://other.example/">Others</a></p>')
    Link.objects.create(address="https://other.example/", problem="It does not answer.")
    nightly.renew()
    assert "external-links" in {rule for _headline, rule in found()}


def test_other_sites_are_asked_when_told_to_and_each_address_once_a_day(monkeypatch):
    asked = []
    monkeypatch.setattr(links, "problem_of", lambda address: asked.append(address) or "It does not answer.")
    for _number in range(2):
        factories.make_release(body='<p><a href="https://other.example/">Others</a></p>')
    for _night in range(2):
        nightly.renew(external=True)
    assert asked == ["https://other.example/"]
    assert Finding.objects.filter(rule="external-links").count() == 2


def test_links_that_no_text_has_any_more_are_forgotten():
    long_ago = timezone.now() - datetime.timedelta(days=90)
    Link.objects.create(address="https://other.example/", asked_at=long_ago)
    nightly.renew(external=True)
    assert not Link.objects.exists()


def test_a_thousand_releases_cost_as_many_queries_a_chunk_as_ten(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(nightly, "CHUNK", 40)
    for _number in range(10):
        factories.make_release()
    nightly.renew()
    with django_assert_num_queries(8):
        nightly.renew()
    for _number in range(30):
        factories.make_release(body='<p><a href="/newsroom/spotlights/">Spotlights of all</a></p>')
    nightly.renew()
    with django_assert_num_queries(8):
        nightly.renew()


def test_chunks_are_put_together(monkeypatch):
    monkeypatch.setattr(nightly, "CHUNK", 2)
    for _number in range(5):
        factories.make_release(headline="Too short")
    assert nightly.renew() == 5
    assert Finding.objects.filter(rule="headline-length").count() == 5


def test_the_command_says_what_it_found(capsys):
    factories.make_release(body='<p><a href="/nowhere/">Our other release</a></p>')
    call_command("preflight")
    assert capsys.readouterr().out == "Read: 1 releases. Found: 3, of them broken links: 1.\n"


# In the admin -----------------------------------------------------------------------------------------


def page_of(release) -> str:
    return reverse("admin:newsroom_release_preflight", args=[release.pk])


def step(release, action: str) -> str:
    return reverse(f"admin:newsroom_release_{action}", args=[release.pk])


@pytest.fixture
def answers(monkeypatch):
    """What other sites say, and which were asked."""
    said = {}
    monkeypatch.setattr(links, "problem_of", lambda address: said.setdefault(address, "It does not answer."))
    return said


def test_a_draft_at_an_address_that_forwards_is_looked_at_all_the_same(browse, editor):
    """Nobody gives it one, but an old row may have it."""
    draft = factories.make_draft(headline="Officers find a parrot at the gate")
    address = {"type": draft.type, "slug": draft.slug}
    FormerAddress.objects.create(release=factories.make_release(), **address)
    response = browse(editor).get(page_of(draft))
    assert response.status_code == 200
    assert response.context["looks"].card_title == "Officers find a parrot at the gate"


def test_the_page_names_each_finding_with_its_rule_and_what_to_do(browse, editor):
    page = browse(editor).get(page_of(factories.make_draft(headline="Too short"))).text
    assert "The headline has 9 characters." in page
    assert "<code>headline-length</code>" in page
    assert "Say in at least 20 characters who did what" in page
    assert "1 thing stops the publication" in page


def test_a_release_without_findings_is_told_so(browse, editor):
    draft = factories.make_draft(dateline_city="Laredo", dateline_state="TX")
    draft.contacts.create(phone="+12025550100")
    assert f"All {len(RULES)} rules are kept." in browse(editor).get(page_of(draft)).text


def test_findings_are_shown_as_text(browse, editor):
    draft = factories.make_draft(body="<h3>&lt;script&gt;alert(1)&lt;/script&gt;</h3>")
    page = browse(editor).get(page_of(draft)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("make", [factories.make_draft, factories.make_release, factories.make_scheduled])
def test_how_it_will_look_is_read_from_its_page_and_its_feed_entry(browse, editor, make):
    release = make(headline="Officers & agents find <47> packages of cheese", summary="x" * 200)
    factories.make_image(release, alt="A wheel of cheese")
    looks = browse(editor).get(page_of(release)).context["looks"]
    assert looks.title == f"{release.headline} | U.S. Customs and Border Protection"
    assert (looks.card_title, looks.feed_title) == (release.headline, release.headline)
    assert (looks.description, looks.card_description, looks.feed_text) == (release.summary,) * 3
    assert looks.address == release.canonical_url
    assert looks.picture == release.images.get().get_absolute_url()
    assert looks.picture_alt == "A wheel of cheese"


def test_titles_and_descriptions_are_cut_as_searches_cut_them(browse, editor):
    release = factories.make_draft(headline="y" * 200, summary="x" * 300)
    looks = browse(editor).get(page_of(release)).context["looks"]
    assert (len(looks.shown_title), len(looks.shown_description)) == (60, 155)


def test_a_change_looks_as_it_will_at_the_address_of_the_release(browse, editor):
    live = factories.make_release()
    copy = factories.make_copy(live, headline="Quite other words")
    looks = browse(editor).get(page_of(copy)).context["looks"]
    assert looks.card_title == "Quite other words"
    assert looks.address == live.canonical_url


def test_other_sites_are_asked_on_request_and_what_they_say_is_kept(browse, editor, answers):
    draft = factories.make_draft(body='<p><a href="https://other.example/x">Others</a></p>')
    client = browse(editor)
    assert "Not asked yet." in client.get(page_of(draft)).text
    assert not answers
    page = client.post(page_of(draft), follow=True).text
    assert "1 link asked for; broken: 1." in page
    assert "external-links" in ids(draft)
    assert list(answers) == ["https://other.example/x"]


def test_no_more_links_are_asked_for_than_a_person_waits_for(browse, editor, answers):
    body = "".join(f'<p><a href="https://other.example/{number}">Site</a></p>' for number in range(60))
    browse(editor).post(page_of(factories.make_draft(body=body)))
    assert len(answers) == MOST_ASKED


@pytest.mark.parametrize("role", ["approver", "manager", "auditor", None])
def test_a_forged_post_of_somebody_who_may_not_write_asks_nobody(browse, request, answers, role):
    draft = factories.make_draft(body='<p><a href="https://other.example/x">Others</a></p>')
    person = request.getfixturevalue(role) if role else None
    assert browse(person).post(page_of(draft)).status_code == (403 if role else 302)
    assert not answers
    assert not Link.objects.exists()


def test_looking_again_renews_the_findings_of_what_is_public(browse, editor, answers):
    release = factories.make_release(headline="Too short", dateline_city="Laredo")
    nightly.renew()
    Release.objects.filter(pk=release.pk).update(headline="Long enough for everybody")
    browse(editor).post(page_of(release))
    assert {rule for _headline, rule in found()} == {"contact"}


def test_preflight_of_what_does_not_exist_leads_away(browse, editor):
    assert browse(editor).get(page_of(Release(pk=10**6))).status_code == 302


@pytest.mark.parametrize("action", ["publish", "schedule"])
def test_the_page_before_a_publication_shows_what_will_stop_it(browse, publisher, action):
    release = factories.make_approved(headline="Too short")
    page = browse(publisher).post(step(release, action)).text
    assert "The headline has 9 characters." in page
    assert "It cannot go out before the first list is empty. Take it back to draft, and correct it." in page


def test_the_page_before_an_emergency_says_that_the_log_will_name_what_was_found(browse, publisher):
    page = browse(publisher).post(step(factories.make_draft(headline="Flood"), "emergency")).text
    assert "the log says what was found" in page


def test_a_forged_post_does_not_get_past_preflight(browse, admin_user):
    release = factories.make_approved(headline="Too short")
    data = {"seen": text_token(release), "confirmed": "yes"}
    page = browse(admin_user).post(step(release, "publish"), data, follow=True).text
    assert "Preflight stops it: The headline has 9 characters." in page
    assert not Release.objects.published().exists()


def test_who_submits_is_told_what_will_stop_the_publication(browse, editor):
    release = factories.make_draft(headline="Too short")
    page = browse(editor).post(step(release, "submit"), {"seen": text_token(release)}, follow=True).text
    assert "Preflight will stop its publication: The headline has 9 characters." in page
    assert Release.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 4), ("rule=headline-length", 1), ("rule=links", 1), ("gravity=blocks", 2), ("gravity=warns", 2),
        ("rule=nonsense", 4), ("release__language__exact=es", 0),
    ],
)  # fmt: skip
def test_the_list_of_findings_is_narrowed_by_rule_gravity_type_and_language(browse, auditor, query, number):
    factories.make_release(headline="Too short", body='<p><a href="/nowhere/">Our other release</a></p>')
    nightly.renew()
    response = browse(auditor).get(f"{reverse('admin:newsroom_finding_changelist')}?{query}")
    assert response.context["cl"].result_count == number


@pytest.mark.parametrize(
    ("make", "action"), [(factories.make_release, "withdraw"), (factories.make_scheduled, "unschedule")]
)
def test_what_is_taken_away_leaves_the_list_before_the_next_run(publisher, make, action):
    release = make(headline="Too short")
    nightly.renew()
    take(action, release, publisher, note="It was wrong.")
    assert found() == set()


def test_the_list_says_how_many_findings_each_rule_has(browse, auditor):
    for _number in range(2):
        factories.make_release(headline="Too short")
    nightly.renew()
    page = browse(auditor).get(reverse("admin:newsroom_finding_changelist")).text
    assert "Headline too short (2)" in page
    assert "Broken links, all (0)" in page
    assert "Empty heading" not in page


def test_a_finding_of_a_rule_that_is_gone_goes_by_its_id(browse, auditor):
    Finding.objects.create(release=factories.make_release(), rule="old-rule", words="It is old.")
    assert "old-rule" in browse(auditor).get(reverse("admin:newsroom_finding_changelist")).text
