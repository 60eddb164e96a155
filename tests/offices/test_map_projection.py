"""The server puts places where the front-end build drew the states."""

import pytest

from offices.maps import Chart, charts
from offices.models import Office
from offices.places import State

CHARTS = [(part, key) for part in ("panels", "states") for key in charts(part)]
PANEL_OF_A_UNIT = Chart(
    size=(100, 100), parallels=(30, 40), meridian=-100, scale=100, offset=(50, 50), states={}
)


@pytest.mark.parametrize(("part", "key"), CHARTS)
def test_places_lie_where_the_build_puts_them(part, key):
    chart = charts(part)[key]
    for latitude, longitude, x, y in chart.checks:
        assert chart.project(latitude, longitude) == pytest.approx((x, y), abs=0.5)


def test_there_are_cities_to_compare_on_every_panel():
    assert all(chart.checks for chart in charts("panels").values())


def test_every_state_and_territory_is_drawn_once_in_the_country_and_once_alone():
    drawn = [code for chart in charts("panels").values() for code in chart.states]
    assert sorted(drawn) == sorted(State.values)
    assert sorted(charts("states")) == sorted(State.values)


@pytest.mark.parametrize(("part", "key"), CHARTS)
def test_every_outline_is_a_path_of_whole_units(part, key):
    for outline in charts(part)[key].states.values():
        assert outline.startswith("M")
        assert not set(outline) - set("Mlz -0123456789")


def test_the_aleutians_lie_together_on_both_sides_of_the_date_line():
    chart = charts("panels")["alaska"]
    attu, amchitka, adak = (chart.project(52, longitude)[0] for longitude in (172.9, 179.0, -176.6))
    assert 0 < attu < amchitka < adak < chart.size[0] / 2


def test_a_position_on_the_wrong_side_of_the_date_line_is_not_drawn():
    guam = Office(latitude=13.48, longitude=-144.78, state="GU")
    assert charts("panels")["marianas"].spot_of(guam) is None


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 90), (90, 0), (-90, 180), (0, -180)])
def test_no_position_on_earth_is_an_error(latitude, longitude):
    for chart in charts("panels").values():
        assert chart.spot_of(Office(latitude=latitude, longitude=longitude)) is None


def test_the_equator_is_a_latitude():
    chart = Chart(size=(100, 100), parallels=(-10, 30), meridian=10, scale=10, offset=(50, 50), states={})
    assert chart.spot_of(Office(latitude=0, longitude=10)) == (50, 50)


def test_marks_of_one_place_are_moved_apart():
    spots = list(PANEL_OF_A_UNIT.spread([(50, 50)] * 5, gap=10))
    assert spots[0] == (50, 50)
    assert len({(round(x), round(y)) for x, y in spots}) == 5


def test_marks_that_do_not_meet_stay_where_they_are():
    apart = [(10, 10), (10, 21), (90, 90)]
    assert list(PANEL_OF_A_UNIT.spread(apart, gap=10)) == apart


def test_marks_stay_on_a_map_that_is_full():
    spots = PANEL_OF_A_UNIT.spread([(1, 1)] * 300, gap=10)
    assert all(PANEL_OF_A_UNIT.holds(spot) for spot in spots)
