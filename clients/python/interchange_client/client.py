"""The client: one method for each address, typed answers, pages followed by themselves, tags kept."""

from interchange_client.rooms.input import Input
from interchange_client.rooms.knowledge import Knowledge
from interchange_client.rooms.network import Network
from interchange_client.rooms.work import Work


class Interchange(Network, Work, Input, Knowledge):
    """A house to ask. `token`: a personal token with scopes; without one, what everyone may read. `transport` is for tests."""
