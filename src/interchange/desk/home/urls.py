"""The doors of the home room."""

from django.urls import path

from interchange.desk.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("contact/", views.contact, name="contact"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
    path("desk/", views.desk, name="desk"),
    path("desk/processes/", views.processes, name="processes"),
    path("desk/states/<slug:iso2>/", views.state_file, name="state_file"),
    path("desk/read/", views.news_read, name="news_read"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_part, name="sitemap_part"),
]
