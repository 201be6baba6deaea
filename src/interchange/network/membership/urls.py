"""The doors of the membership room."""

from django.urls import path

from interchange.network.membership import views

app_name = "membership"
urlpatterns = [
    path("members/", views.directory, name="directory"),
    path("members/composition/", views.composition, name="composition"),
    path("members/me/", views.me, name="me"),
    path("members/manage/", views.manage, name="manage"),
    path("members/manage/<int:pk>/", views.manage_member, name="manage_member"),
    path("members/proceedings/<int:pk>/", views.proceeding, name="proceeding"),
    path("members/<int:pk>/", views.member, name="member"),
]
