"""The doors of the bench."""

from django.urls import path

from interchange.workbench.bench.views import explaining, files, kept, site

app_name = "bench"
urlpatterns = [
    path("uses/", site.uses, name="uses"),
    path(".well-known/tdmrep.json", site.tdmrep, name="tdmrep"),
    path("workbench/site-check/", site.site_check, name="site_check"),
    path("workbench/site-check/fetch/", site.site_fetch, name="site_fetch"),
    path("workbench/", explaining.index, name="index"),
    path("workbench/inspect/", files.inspect, name="inspect"),
    path("workbench/label/", files.label, name="label"),
    path("workbench/labels/", explaining.labels, name="labels"),
    path("workbench/labels/<slug:scheme>/", explaining.explained, name="explained"),
    path("workbench/reports/", kept.index, name="reports"),
    path("workbench/reports/<uuid:pk>/", kept.report, name="report"),
    path("workbench/reports/<uuid:pk>/report.json", kept.as_json, name="report_json"),
    path("workbench/shared/<slug:secret>/", kept.shared, name="shared"),
]
