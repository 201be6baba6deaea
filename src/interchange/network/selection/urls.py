"""The doors of the selection."""

from django.urls import path

from interchange.network.selection import views

app_name = "selection"
urlpatterns = [
    path("selection/", views.dashboard, name="dashboard"),
    path("selection/eligibility/", views.eligibility_queue, name="eligibility"),
    path("selection/applications/<int:pk>/", views.file, name="file"),
    path("selection/applications/<int:pk>/check/", views.check, name="check"),
    path("selection/applications/<int:pk>/assign/", views.assign, name="assign"),
    path("selection/applications/<int:pk>/close-to/", views.close_to, name="close_to"),
    path("selection/applications/<int:pk>/compare/", views.compare, name="compare"),
    path("selection/applications/<int:pk>/duplicate/", views.duplicate, name="duplicate"),
    path("selection/reviewers/", views.reviewers, name="reviewers"),
    path("selection/reviewers/<int:pk>/", views.reviewer, name="reviewer"),
    path("selection/reviews/", views.my_reviews, name="reviews"),
    path("selection/reviews/<int:pk>/", views.review, name="review"),
    path("selection/reviews/<int:pk>/draft/", views.review_draft, name="review_draft"),
    path("selection/reviews/<int:pk>/step-aside/", views.step_aside, name="step_aside"),
    path("selection/appeals/", views.appeals, name="appeals"),
    path("selection/appeals/<int:pk>/", views.appeal, name="appeal"),
    path("selection/offer/<int:pk>/", views.offer, name="offer"),
    path("selection/waiting/<int:pk>/", views.waiting, name="waiting"),
    path("selection/review-request/<int:pk>/", views.review_request, name="review_request"),
    path("selection/<slug:slug>/applications/", views.table, name="table"),
    path("selection/<slug:slug>/assignments/", views.assignments, name="assignments"),
    path("selection/<slug:slug>/calibration/", views.calibration, name="calibration"),
    path("selection/<slug:slug>/severity/", views.severity, name="severity"),
    path("selection/<slug:slug>/set/", views.set_page, name="set"),
    path("selection/<slug:slug>/set/choose/", views.set_choose, name="set_choose"),
    path("selection/<slug:slug>/set/rules/", views.set_rules, name="set_rules"),
    path("selection/<slug:slug>/release/", views.release, name="release"),
    path("selection/<slug:slug>/offers/", views.offers, name="offers"),
    path("selection/<slug:slug>/report/", views.report, name="report"),
]
