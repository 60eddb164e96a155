"""Positions on the globe and the straight lines between them."""

import math

EARTH_RADIUS_KM = 6371.0088  # the mean radius (IUGG)


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The direction from the middle of the earth, of length 1; degrees north and east.

    The greater the scalar product of two, the nearer are the places: that a database can sort by
    with multiplications alone, and no date line or pole is a special case.
    """
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
