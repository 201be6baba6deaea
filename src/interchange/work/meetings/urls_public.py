"""The doors of public meetings and of what Member States put to a session."""

from django.urls import path

from interchange.work.meetings.views import public, registering

SESSION = "meetings/<slug:slug>/<int:number>/"
OWN = "registrations/<int:pk>-<slug:secret>/"
urlpatterns = [
    path(f"{SESSION}register/", registering.register, name="register"),
    path(f"{SESSION}registrations/", registering.registrations, name="registrations"),
    path(f"{SESSION}meeting.ics", registering.entry, name="entry"),
    path(OWN, registering.own, name="registration"),
    path(f"{OWN}meeting.ics", registering.own_entry, name="registration_entry"),
    path(f"{SESSION}questions/", public.questions, name="questions"),
]
