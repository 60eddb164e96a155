"""What a visitor typed to find an office is theirs: no shared cache keeps the answer."""

from collections.abc import Callable
from functools import wraps

from django.utils.cache import patch_cache_control

TYPED = ("q", "near")


def unstored(view: Callable) -> Callable:
    """Answers of `view` to typed words and places are neither stored nor shared."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if any(any(request.GET.getlist(name)) for name in TYPED):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
