from django import template

from offices import text

register = template.Library()


@register.filter
def name_of(person):
    """“Maria Lopez (maria)”; a dash where nobody is known."""
    return text.name_of(person) if person else "—"
