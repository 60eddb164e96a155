"""What all models of text share."""

from django.db import models

from ..text import clean_text


class CleanTextModel(models.Model):
    """Cleans every text field on every save, whoever saves: a form, a command, an import."""

    class Meta:
        abstract = True

    def clean_texts(self) -> None:
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(field, (models.CharField, models.TextField)) and isinstance(value, str):
                setattr(self, field.attname, clean_text(value))

    def clean_fields(self, exclude=None):
        self.clean_texts()
        super().clean_fields(exclude=exclude)

    def save(self, *args, **kwargs):
        self.clean_texts()
        super().save(*args, **kwargs)
