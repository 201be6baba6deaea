"""The doors of the room."""

from interchange.work.meetings import urls_room

app_name = "meetings"
urlpatterns = [*urls_room.urlpatterns]
