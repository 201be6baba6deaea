"""The doors of the live page, of the record, of summaries, of interests asked for, and of the register of patents."""

from django.urls import path

from interchange.work.meetings.views import room

SESSION = "meetings/<slug:slug>/<int:number>/"
urlpatterns = [
    path(f"{SESSION}live/", room.live, name="room"),
    path(f"{SESSION}live/now/", room.now, name="room_now"),
    path(f"{SESSION}live/notes/<int:pk>/", room.note, name="room_note"),
    path(f"{SESSION}live/outcomes/<int:pk>/", room.outcome, name="room_outcome"),
]
