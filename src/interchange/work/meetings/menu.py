"""Menu lines of the meetings room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="work", label=_("Meetings"), url="meetings:index", order=10)
menu.entry(wing="work", label=_("Documents"), url="meetings:documents", order=11)
menu.entry(wing="work", label=_("Patent disclosures"), url="meetings:disclosures", order=12)
menu.entry(wing="person", label=_("My usable hours"), url="meetings:hours", verb="hours.own", order=20)
menu.entry(wing="person", label=_("My calendar"), url="meetings:my_calendar", verb="feed.own", order=21)
menu.entry(wing="office", label=_("Clock rules"), url="meetings:zone_rules", verb="session.manage", order=45)
