"""The doors of the meetings room."""

from django.urls import path

from interchange.work.meetings import urls_public, urls_room
from interchange.work.meetings.views import agenda, documents, mine, office, public

app_name = "meetings"
SESSION = "meetings/<slug:slug>/<int:number>/"
urlpatterns = [
    path("meetings/", public.index, name="index"),
    path("meetings/hours/", mine.hours, name="hours"),
    path("meetings/calendar/", mine.my_calendar, name="my_calendar"),
    path("meetings/calendar/<int:pk>-<slug:secret>.ics", mine.feed, name="feed"),
    path("meetings/new-series/", office.new_series, name="new_series"),
    path("meetings/clock-rules/", office.zone_rules, name="zone_rules"),
    path("meetings/<slug:slug>/", public.series, name="series"),
    path("meetings/<slug:slug>/plan/", office.plan, name="plan"),
    path(SESSION, public.session, name="session"),
    path(f"{SESSION}answer/", public.answer, name="answer"),
    path(f"{SESSION}people/", public.people, name="people"),
    path(f"{SESSION}edit/", office.edit, name="edit"),
    path(f"{SESSION}manage/", office.manage, name="manage"),
    path(f"{SESSION}times/", office.times, name="times"),
    path(f"{SESSION}note.pdf", office.note, name="note"),
    path(f"{SESSION}agenda/", agenda.agenda, name="agenda"),
    path(f"{SESSION}agenda/<int:pk>/", agenda.item, name="item"),
    path(f"{SESSION}agenda/propose/", agenda.propose, name="propose"),
    path(f"{SESSION}papers/new/", documents.give, name="give"),
    path(f"{SESSION}pack/", agenda.pack, name="pack"),
    path(f"{SESSION}pack.pdf", agenda.pack_file, name="pack_file"),
    path("documents/", documents.index, name="documents"),
    path("documents/between/", documents.between, name="between"),
    path("documents/revise/<int:pk>/", documents.revise, name="revise"),
    path("documents/<path:address>/pdf/", documents.pdf, name="pdf"),
    path("documents/<path:address>/text/", documents.plain, name="plain"),
    path("documents/<path:address>/", documents.document, name="document"),
    *urls_room.urlpatterns,
    *urls_public.urlpatterns,
]
