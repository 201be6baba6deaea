"""The doors of the post room."""

from django.urls import include, path

from interchange.ground.post import views

rooms = (
    [
        path("", views.index, name="index"),
        path("mine/", views.mine, name="mine"),
        path("mine/news/", views.resubscribe, name="resubscribe"),
        path("wishes/", views.wishes, name="wishes"),
        path("received/", views.received, name="received"),
        path("letters/<int:pk>/", views.letter, name="letter"),
        path("batches/", views.batch_list, name="batches"),
        path("batches/<int:pk>/", views.batch, name="batch"),
        path("addresses/", views.addresses, name="addresses"),
        path("wordings/", views.wordings, name="wordings"),
        path("wordings/<str:key>/", views.wording, name="wording"),
        path("write/", views.write, name="write"),
        path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    ],
    "post",
)
urlpatterns = [path("post/", include(rooms)), path("outbox/", views.outbox, name="outbox")]
