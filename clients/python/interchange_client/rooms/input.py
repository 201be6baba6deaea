"""What Member States say, and what the network tells of itself."""

from collections.abc import Iterator

from interchange_client import models as m
from interchange_client.asking import Asking
from interchange_client.reading import read


class Input(Asking):
    """Statements, rounds of comments, briefings, the transparency report."""

    def statements(self, **filters: str) -> Iterator[m.StatementLine]:
        """Statements of Member States: `kind`, `state`, `member_state`, `since`, `until`."""
        return self._all(m.StatementLine, "statements", **filters)

    def statement(self, number: int) -> m.StatementWhole:
        """One statement."""
        return read(m.StatementWhole, self.get(f"statements/{number}"))

    def statement_clocks(self) -> m.StatementClocks:
        """How the Secretariat keeps its times."""
        return read(m.StatementClocks, self.get("statements/clocks"))

    def consultations(self) -> Iterator[m.ConsultationLine]:
        """Rounds of comments."""
        return self._all(m.ConsultationLine, "statements/rounds")

    def consultation(self, number: int) -> m.ConsultationWhole:
        """One round of comments."""
        return read(m.ConsultationWhole, self.get(f"statements/rounds/{number}"))

    def briefings(self) -> Iterator[m.BriefingLine]:
        """Briefings for Member States."""
        return self._all(m.BriefingLine, "statements/briefings")

    def briefing(self, number: int) -> m.BriefingWhole:
        """One briefing."""
        return read(m.BriefingWhole, self.get(f"statements/briefings/{number}"))

    def report(self, year: int | None = None) -> m.TransparencyReport:
        """The transparency report, live or of a year."""
        return read(m.TransparencyReport, self.get(f"transparency/editions/{year}" if year else "transparency"))

    def report_editions(self) -> Iterator[m.ReportEdition]:
        """Editions of the report."""
        return self._all(m.ReportEdition, "transparency/editions")
