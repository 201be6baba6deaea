"""The doors of the bench."""

from django.urls import path

from interchange.workbench.bench.views import explaining, files, kept, keys, labelling, site

app_name = "bench"
urlpatterns = [
    path("uses/", site.uses, name="uses"),
    path(".well-known/tdmrep.json", site.tdmrep, name="tdmrep"),
    path("workbench/site-check/", site.site_check, name="site_check"),
    path("workbench/site-check/fetch/", site.site_fetch, name="site_fetch"),
    path("workbench/", explaining.index, name="index"),
    path("workbench/inspect/", files.inspect, name="inspect"),
    path("workbench/label/", labelling.label, name="label"),
    path("workbench/label/<uuid:pk>/", labelling.held, name="held"),
    path("workbench/label/<uuid:pk>/picture", labelling.held_file, name="held_file"),
    path("workbench/keys/", keys.index, name="keys"),
    path("workbench/keys/new/<slug:way>/", keys.new, name="key_new"),
    path("workbench/keys/<uuid:pk>/", keys.key, name="key"),
    path("workbench/keys/<uuid:pk>/request.csr", keys.request_file, name="key_request"),
    path("workbench/labels/", explaining.labels, name="labels"),
    path("workbench/labels/<slug:scheme>/", explaining.explained, name="explained"),
    path("workbench/reports/", kept.index, name="reports"),
    path("workbench/reports/<uuid:pk>/", kept.report, name="report"),
    path("workbench/reports/<uuid:pk>/report.json", kept.as_json, name="report_json"),
    path("workbench/shared/<slug:secret>/", kept.shared, name="shared"),
]
