"""States, territories and countries where the agency has offices."""

from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Postal codes of states, the District of Columbia and the territories (USPS Publication 28)."""

    AL = "AL", _("Alabama")
    AK = "AK", _("Alaska")
    AS = "AS", _("American Samoa")
    AZ = "AZ", _("Arizona")
    AR = "AR", _("Arkansas")
    CA = "CA", _("California")
    CO = "CO", _("Colorado")
    CT = "CT", _("Connecticut")
    DE = "DE", _("Delaware")
    DC = "DC", _("District of Columbia")
    FL = "FL", _("Florida")
    GA = "GA", _("Georgia")
    GU = "GU", _("Guam")
    HI = "HI", _("Hawaii")
    ID = "ID", _("Idaho")
    IL = "IL", _("Illinois")
    IN = "IN", _("Indiana")
    IA = "IA", _("Iowa")
    KS = "KS", _("Kansas")
    KY = "KY", _("Kentucky")
    LA = "LA", _("Louisiana")
    ME = "ME", _("Maine")
    MD = "MD", _("Maryland")
    MA = "MA", _("Massachusetts")
    MI = "MI", _("Michigan")
    MN = "MN", _("Minnesota")
    MS = "MS", _("Mississippi")
    MO = "MO", _("Missouri")
    MT = "MT", _("Montana")
    NE = "NE", _("Nebraska")
    NV = "NV", _("Nevada")
    NH = "NH", _("New Hampshire")
    NJ = "NJ", _("New Jersey")
    NM = "NM", _("New Mexico")
    NY = "NY", _("New York")
    NC = "NC", _("North Carolina")
    ND = "ND", _("North Dakota")
    MP = "MP", _("Northern Mariana Islands")
    OH = "OH", _("Ohio")
    OK = "OK", _("Oklahoma")
    OR = "OR", _("Oregon")
    PA = "PA", _("Pennsylvania")
    PR = "PR", _("Puerto Rico")
    RI = "RI", _("Rhode Island")
    SC = "SC", _("South Carolina")
    SD = "SD", _("South Dakota")
    TN = "TN", _("Tennessee")
    TX = "TX", _("Texas")
    UT = "UT", _("Utah")
    VT = "VT", _("Vermont")
    VI = "VI", _("U.S. Virgin Islands")
    VA = "VA", _("Virginia")
    WA = "WA", _("Washington")
    WV = "WV", _("West Virginia")
    WI = "WI", _("Wisconsin")
    WY = "WY", _("Wyoming")


class Country(models.TextChoices):
    """ISO 3166 codes of the United States and the hosts of preclearance."""

    US = "US", _("United States")
    AW = "AW", _("Aruba")
    BS = "BS", _("Bahamas")
    BM = "BM", _("Bermuda")
    CA = "CA", _("Canada")
    DO = "DO", _("Dominican Republic")
    IE = "IE", _("Ireland")
    AE = "AE", _("United Arab Emirates")


# Independent countries that the United States Postal Service delivers to.
ASSOCIATED = {"FM": "Federated States of Micronesia", "MH": "Marshall Islands", "PW": "Palau"}


@cache
def labels(choices: type[models.TextChoices]) -> dict[str, str]:
    """Labels by value. Django's own way to a label lists all choices each time it is asked."""
    return dict(choices.choices)


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """The label of a value; of one that is none of the choices, the value itself."""
    return str(labels(choices).get(value, value))
