"""Notices on top of public pages."""

from django import template

from offices.models import Notice, Office

register = template.Library()


@register.inclusion_tag("offices/_notices.html")
def notices(office: Office | None = None, state: str = "") -> dict:
    """What is shown now on every page and, if given, on those of an office or a state. One query."""
    return {"notices": list(Notice.objects.running().about(office, state))}
