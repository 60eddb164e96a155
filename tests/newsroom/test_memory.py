"""Counts are remembered while nothing changes, and not one change longer."""

import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from newsroom import memory
from newsroom.models import Release, Revision, Topic

from .. import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return Topic.objects.create(name="Parrots", slug="parrots")


@pytest.fixture
def counted(client, topic):
    """The number that the list of Texas and parrots shows."""
    port = factories.make_port(state="TX")
    for _number in range(2):
        release = factories.make_release()
        release.topics.add(topic)
        release.offices.add(port)

    def number() -> int:
        response = client.get("/newsroom/?topic=parrots&state=TX")
        return response.context["page"].paginator.count

    assert number() == 2
    return number


def test_a_count_is_made_once(counted, django_assert_num_queries, client):
    with django_assert_num_queries(5):  # topic named, revision, topics of the form, page, notices
        client.get("/newsroom/?topic=parrots&state=TX")


def test_a_new_release_counts_at_once(counted, topic):
    release = factories.make_release(dateline_city="Laredo", dateline_state="TX")
    assert counted() == 2
    release.topics.add(topic)
    assert counted() == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda: Release.objects.first().delete(),
        lambda: Release.objects.filter(pk=Release.objects.first().pk).update(status="draft"),
        lambda: Release.objects.first().topics.clear(),
        lambda: Release.objects.first().offices.set([]),
        lambda: Release.objects.first().save(update_fields=["status"]),
    ],
    ids=["deleted", "hidden", "topic taken", "office taken", "saved"],
)
def test_every_change_counts_at_once(counted, change):
    change()
    assert (
        counted() == Release.objects.published().filter(topics__slug="parrots", offices__state="TX").count()
    )


def test_an_office_that_is_hidden_no_longer_counts(counted):
    port = Release.objects.first().offices.get()
    port.is_public = False
    port.save()
    assert counted() == 0


def test_a_scheduled_release_counts_from_its_instant_on(counted, topic):
    instant = timezone.now() + datetime.timedelta(hours=1)
    release = factories.make_release(published_at=instant, dateline_city="Laredo", dateline_state="TX")
    release.topics.add(topic)
    assert counted() == 2
    with time_machine.travel(instant, tick=False):
        assert counted() == 3


def test_what_was_rolled_back_was_never_counted(counted, topic):
    with transaction.atomic():
        release = factories.make_release(dateline_city="Laredo", dateline_state="TX")
        release.topics.add(topic)
        assert counted() == 3
        transaction.set_rollback(True)
    assert counted() == 2


def test_without_a_token_nothing_is_remembered(counted):
    Revision.objects.all().delete()
    assert counted() == 2
    Release.objects.first().delete()
    assert counted() == 1


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(memory, "SIZE", 3)
    for number in range(10):
        assert memory.remembered(("test", number), lambda number=number: number) == number
        assert len(memory._kept) <= 3


def test_what_time_alone_changes_is_remembered_for_a_while_only():
    life, answers = datetime.timedelta(minutes=5), iter("ab")
    start = timezone.now()
    for minutes, expected in ((0, "a"), (4, "a"), (6, "b")):
        with time_machine.travel(start + datetime.timedelta(minutes=minutes), tick=False):
            assert memory.remembered(("test",), lambda: next(answers), life) == expected
