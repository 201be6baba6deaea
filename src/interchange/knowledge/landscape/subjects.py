"""What of the map can be talked about."""

from interchange.ground.policy.subjects import define
from interchange.knowledge.landscape.models import Challenge, Proposal, Solution, Tool

define(Tool, view="tool.view", speak="tool.recheck", url=lambda one: one.url_here)
define(Challenge, view="challenge.view", speak="challenge.recheck", url=lambda one: one.url_here)
define(
    Proposal,
    view="map-proposal.view",
    speak="map-proposal.view",
    url=lambda one: f"/landscape/proposals/{one.pk}/",
    title=lambda one: one.number,
)
define(Solution, view="solution.view", speak="solution.view", url=lambda one: f"/landscape/solutions/{one.pk}/")
