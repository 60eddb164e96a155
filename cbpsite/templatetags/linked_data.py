"""Structured data for search engines, in any template."""

from django import template

from newsroom.markup import linked_data

register = template.Library()
register.filter("as_linked_data", linked_data)
