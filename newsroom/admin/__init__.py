"""The newsroom in the admin, in the order of the daily work."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from ..models import Boilerplate, Coverage, Finding, Incident, Release, Topic, WorkflowEvent
from .assurance import FindingAdmin
from .logs import LogEntryAdmin, WorkflowEventAdmin
from .release import ReleaseAdmin
from .vocabulary import BoilerplateAdmin, CoverageAdmin, IncidentAdmin, TopicAdmin

admin.site.register(Release, ReleaseAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(Incident, IncidentAdmin)
admin.site.register(Boilerplate, BoilerplateAdmin)
admin.site.register(Coverage, CoverageAdmin)
admin.site.register(Finding, FindingAdmin)
admin.site.register(WorkflowEvent, WorkflowEventAdmin)
admin.site.register(LogEntry, LogEntryAdmin)
