"""Cases of named database constraints: a legal row, and changes that the constraint refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


@dataclass
class Case:
    """A legal row, and changes of which the named constraint refuses the result."""

    constraint: str
    legal: Callable[[], models.Model]
    illegal: dict = field(default_factory=dict)
    words: str = ""

    def spoiled(self) -> models.Model:
        row = self.legal()
        for name, value in self.illegal.items():
            setattr(row, name, value(row) if callable(value) else value)
        return row

    def __str__(self):
        return f"{self.constraint}-{'-'.join(self.illegal)}"

    def is_accepted_when_legal(self) -> bool:
        row = self.legal()
        row.full_clean()
        row.save()
        return type(row).objects.filter(pk=row.pk).exists()

    def refusal_by_the_database(self) -> str:
        """What the database says to a save that bypasses the checks of forms."""
        row = self.spoiled()
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            row.save()
        return str(refusal.value)

    def refusal_by_a_form(self) -> str:
        with pytest.raises(ValidationError) as refusal:
            self.spoiled().full_clean()
        return " ".join(refusal.value.messages)


def constraints_of(app: str) -> set[str]:
    return {
        constraint.name
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
