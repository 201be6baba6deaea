import pytest

from interchange.ground.policy.viewer import Viewer


@pytest.fixture
def viewer_of():
    return lambda person: Viewer(person_id=person.pk)
