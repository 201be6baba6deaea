"""The doors of the live page, of the record, of summaries, of interests asked for, and of the register of patents."""

from django.urls import path

from interchange.work.meetings.views import after, ipr, room

SESSION = "meetings/<slug:slug>/<int:number>/"
urlpatterns = [
    path(f"{SESSION}live/", room.live, name="room"),
    path(f"{SESSION}live/now/", room.now, name="room_now"),
    path(f"{SESSION}live/notes/<int:pk>/", room.note, name="room_note"),
    path(f"{SESSION}live/outcomes/<int:pk>/", room.outcome, name="room_outcome"),
    path(f"{SESSION}open/", after.begin, name="begin"),
    path(f"{SESSION}record/", after.record, name="record"),
    path(f"{SESSION}record/<int:pk>/", after.outcome, name="outcome"),
    path(f"{SESSION}summary/", after.summary_page, name="summary"),
    path(f"{SESSION}interests/", after.interests, name="interests"),
    path("disclosures/", ipr.register, name="disclosures"),
    path("disclosures/new/", ipr.disclose, name="disclose"),
    path("disclosures/<int:pk>/", ipr.disclosure, name="disclosure"),
]
