"""Logs: read by whom they are shown to, written by nobody."""

from offices.admin import ReadOnly


class WorkflowEventAdmin(ReadOnly):
    list_display = ["at", "actor", "action", "release", "note"]
    list_filter = ["action", "at"]
    list_select_related = ["actor", "release"]
    search_fields = ["actor__username", "note"]
    fields = ["at", "actor", "action", "release", "note", "instant"]


class LogEntryAdmin(ReadOnly):
    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag", "content_type", "action_time"]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__username", "object_repr"]
    fields = ["action_time", "user", "content_type", "object_repr", "action_flag", "change_message"]
