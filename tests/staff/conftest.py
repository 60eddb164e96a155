import datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def early_in_the_half_minute():
    """Codes of apps change twice a minute; no test may fall between two."""
    with time_machine.travel(datetime.datetime(2026, 1, 15, 12, 0, 1, tzinfo=datetime.UTC), tick=True):
        yield
