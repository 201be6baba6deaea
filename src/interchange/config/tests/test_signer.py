"""`interchange check` tells whether what the house makes is signed, and until when."""

from datetime import timedelta

from interchange.config.health import _signer
from interchange.ground import clock
from interchange.workbench.signals.writing import testca


def test_the_signer_is_looked_at(settings, tmp_path):
    settings.SIGNER, settings.DATA_DIR = "", tmp_path
    assert (_signer().ok, "not signed" in _signer().detail) == (True, True)
    at = clock.now()
    for name, days, right in (("good", 365, True), ("over", 0.5, False)):
        testca.make(at - timedelta(days=1), days=days).save(tmp_path / name)
        settings.SIGNER = str(tmp_path / name)
        assert (_signer().ok, _signer().detail[:23]) == (right, "certificate valid until")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "chain.pem").write_text("nothing")
    (tmp_path / "none" / "key.pem").write_text("nothing")
    settings.SIGNER = str(tmp_path / "none")
    assert not _signer().ok
    settings.SIGNER = str(tmp_path / "nowhere")
    assert "INTERCHANGE_SIGNER" in _signer().detail
