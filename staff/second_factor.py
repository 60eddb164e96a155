"""Whether a person has a second factor, and whether it was shown in this session."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

# Recovery codes alone are none: they are what is left when a factor is lost.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_factor(person) -> bool:
    return is_mfa_enabled(person, FACTORS)


def was_shown(request, person) -> bool:
    """A session from before the enrolment, perhaps of somebody else, has not shown it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, person))
