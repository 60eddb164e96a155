from django import template
from django.utils.html import format_html

from offices.text import display_instant

from ..dates import machine_instant

register = template.Library()


@register.filter
def instant(value):
    """“May 5, 2026, 3:10 p.m. EDT” in a `<time>` that says exactly that to machines."""
    return format_html('<time datetime="{}">{}</time>', machine_instant(value), display_instant(value))
