from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "interchange.work.meetings"
    label = "meetings"
