"""Findings collected while a file is read: each kind is told once, with what it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gis.report import Finding, Severity


@dataclass(slots=True)
class Notes:
    """Findings being collected; repeated ones are told once, with what they concern."""

    found: list[Finding] = field(default_factory=list)

    def add(
        self, code: str, severity: Severity, id_text: str, en_text: str, concerns: Iterable[object] = ()
    ) -> None:
        """Note a finding; `concerns` (codes, names) are counted and the first ten listed."""
        names = [str(name) for name in concerns]
        tail = f": {', '.join(names[:10])}" + (" …" if len(names) > 10 else "") if names else ""
        head = f"{len(names)} " if names else ""
        self.found.append(
            Finding(
                code=code, severity=severity, id_text=head + id_text + tail, en_text=head + en_text + tail
            )
        )
