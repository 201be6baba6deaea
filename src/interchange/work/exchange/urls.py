"""The doors of the room."""

from django.urls import include, path

from interchange.work.exchange.views import figures, helping, offers, questions

rooms = (
    [
        path("exchange/", questions.index, name="questions"),
        path("exchange/ask/", questions.ask, name="ask"),
        path("exchange/questions/<int:pk>/", questions.question, name="question"),
        path("exchange/questions/<int:pk>/edit/", questions.edit, name="edit"),
        path("exchange/questions/<int:pk>/help/", helping.helpers, name="help"),
        path("exchange/answers/<int:pk>/edit/", questions.edit_answer, name="edit_answer"),
        path("exchange/answers/<int:pk>/remove/", questions.remove_answer, name="remove_answer"),
        path("exchange/offers/", offers.index, name="offers"),
        path("exchange/offers/make/", offers.make, name="make_offer"),
        path("exchange/offers/<int:pk>/plan/", offers.plan, name="plan_offer"),
        path("exchange/cooperation/", figures.cooperation, name="cooperation"),
    ],
    "exchange",
)
urlpatterns = [path("", include(rooms))]
