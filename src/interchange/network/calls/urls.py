"""The doors of the calls room."""

from django.urls import path

from interchange.network.calls.views import applicants, declarations, officers, public

app_name = "calls"
urlpatterns = [
    path("calls/", public.index, name="index"),
    path("calls/feed.atom", public.feed, name="feed"),
    path("calls/texts/<slug:kind>/<int:version>/", public.text, name="text"),
    path("calls/manage/", officers.manage, name="manage"),
    path("calls/manage/new/", officers.create, name="create"),
    path("calls/manage/<slug:slug>/", officers.manage_call, name="manage_call"),
    path("calls/manage/<slug:slug>/edit/", officers.edit, name="edit"),
    path("calls/manage/<slug:slug>/criteria/", officers.criteria, name="criteria"),
    path("calls/manage/<slug:slug>/questions/", officers.questions, name="questions"),
    path("calls/interests/", officers.interests, name="interests"),
    path("calls/my-interests/", declarations.my_interests, name="my_interests"),
    path("calls/texts/", declarations.standing, name="standing"),
    path("calls/my-texts/", declarations.texts, name="my_texts"),
    path("calls/my-texts/accept/", declarations.accept, name="accept_texts"),
    path("calls/<slug:slug>/", public.detail, name="detail"),
    path("calls/<slug:slug>/form/", public.form_page, name="form"),
    path("calls/<slug:slug>/form.pdf", public.form_pdf, name="form_pdf"),
    path("calls/<slug:slug>/apply/", applicants.apply, name="apply"),
    path("applications/<int:pk>/", applicants.status, name="status"),
    path("applications/<int:pk>/check/", applicants.check, name="check"),
    path("applications/<int:pk>/withdraw/", applicants.withdraw, name="withdraw"),
    path("applications/<int:pk>/copy.pdf", applicants.copy, name="copy"),
    path("applications/<int:pk>/<slug:step>/", applicants.step, name="step"),
]
