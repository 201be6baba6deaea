"""The doors of the room."""

from django.urls import include, path

from interchange.ground.consensus import views

rooms = (
    [
        path("consensus/", views.index, name="index"),
        path("consensus/<int:pk>/", views.call, name="call"),
        path("consensus/<int:pk>/object/", views.object_to, name="object"),
        path("consensus/<int:pk>/close/", views.close, name="close"),
        path("consensus/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
        path("consensus/objections/<int:pk>/withdraw/", views.withdraw_objection, name="withdraw_objection"),
        path("consensus/objections/<int:pk>/meet/", views.meet, name="meet"),
        path("consensus/<str:kind>/<str:key>/open/", views.open_call, name="open"),
    ],
    "consensus",
)
urlpatterns = [path("", include(rooms))]
