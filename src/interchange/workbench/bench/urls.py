"""The doors of the bench."""

from django.urls import path

from interchange.workbench.bench import views

app_name = "bench"
urlpatterns = [
    path("uses/", views.uses, name="uses"),
    path(".well-known/tdmrep.json", views.tdmrep, name="tdmrep"),
    path("workbench/site-check/", views.site_check, name="site_check"),
]
