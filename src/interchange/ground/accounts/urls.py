"""The doors of the accounts room: our own pages, and those of allauth that need no password."""

from allauth.account import views as entrance
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from django.conf import settings
from django.urls import include, path

from interchange.ground.accounts import views

urlpatterns = [
    path("account/start/", views.start, name="account_start"),
    path("account/link/<str:secret>/", views.link, name="account_link"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("account/me/", views.me, name="me"),
    path("account/me/sign-out-everywhere/", views.sign_out_all, name="sign_out_all"),
    path("account/data/", views.data, name="my_data"),
    path("account/data/export/", views.data_export, name="my_data_export"),
    path("roles/", views.people, name="people"),
    path("roles/<int:pk>/", views.person, name="person"),
    path("account/login/", entrance.login, name="account_login"),
    path("account/login/code/", entrance.request_login_code, name="account_request_login_code"),
    path("account/login/code/confirm/", entrance.confirm_login_code, name="account_confirm_login_code"),
    path("account/logout/", entrance.logout, name="account_logout"),
    path("account/inactive/", entrance.account_inactive, name="account_inactive"),
    path("account/signup/", views.start, name="account_signup"),
    path("account/reauthenticate/", entrance.reauthenticate, name="account_reauthenticate"),
    path("account/email/", entrance.email, name="account_email"),
    path("account/confirm-email/", entrance.email_verification_sent, name="account_email_verification_sent"),
    path("account/2fa/", include("allauth.mfa.urls")),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        path("account/3rdparty/", include("allauth.socialaccount.urls")),
        path("account/", include((openid_connect, "openid_connect"), namespace=None)),
    ]
