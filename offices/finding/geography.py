"""Positions on the globe and the straight lines between them."""

import math
from collections.abc import Iterable

EARTH_RADIUS_KM = 6371.0088  # the mean radius (IUGG)
KM_OF_A_MILE = 1.609344

Vector = tuple[float, float, float]


def unit_vector(latitude: float, longitude: float) -> Vector:
    """The direction from the middle of the earth, of length 1; degrees north and east.

    The greater the scalar product of two, the nearer are the places: that a database can sort by
    with multiplications alone, and no date line or pole is a special case.
    """
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def middle(positions: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The latitude and longitude amid some, also where the date line runs through them."""
    x, y, z = map(sum, zip(*(unit_vector(*position) for position in positions), strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def distance_km(here: Vector, there: Vector) -> float:
    """Along the surface. By the chord: the scalar product of neighbors is too near 1 to tell them apart."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(1, math.dist(here, there) / 2))
