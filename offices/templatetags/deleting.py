"""What the pages that ask before deleting say."""

from django import template

from offices.models.deletion import KEPT

register = template.Library()


@register.simple_tag
def days_kept() -> int:
    return KEPT.days
