"""A request as every view of the house gets it: with its viewer."""

from django.http import HttpRequest

from interchange.ground.policy.viewer import Viewer


class HouseRequest(HttpRequest):
    """For typing: the middleware puts `viewer` on every request."""

    viewer: Viewer
