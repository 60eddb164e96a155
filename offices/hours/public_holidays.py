"""Federal holidays, and for offices abroad those of their host: computed by the package `holidays`."""

import datetime
import functools

from ..places import Country


def holiday_on(day: datetime.date, country: str, region: str) -> str:
    """The name of the holiday that `day` is at an office there, or nothing."""
    return _holidays(day.year, country, region).get(day, "")


@functools.lru_cache(maxsize=128)
def _holidays(year: int, country: str, region: str) -> dict[datetime.date, str]:
    """Federal holidays with the days on which they are observed, before the host’s."""
    import holidays  # takes a quarter of a second: paid by the first page that shows hours

    federal = dict(holidays.country_holidays(Country.US, years=year, language="en_US"))
    if country == Country.US or country not in holidays.list_supported_countries():
        return federal
    known = holidays.country_holidays(country).subdivisions_aliases
    host = holidays.country_holidays(country, subdiv=known.get(region), years=year, language="en_US")
    return dict(host) | federal
