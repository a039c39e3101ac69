"""How area editions come in: the recipe of verbs for official files, and the indicative start."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from gis import ledger, tables
from gis.db import Database
from gis.editions import INDICATIVE_TITLE
from gis.report import Finding, Severity
from ingest import indicative
from ingest.boundaries import read_boundaries
from ingest.boundary_checks import check_boundaries
from ingest.editions import completed, load_edition

INDICATIVE_SLUG = "indikatif"
DECREE = "Kepmendagri 300.2.2-2430/2025"
DECREE_DATE = date(2025, 6, 23)
"""The decree that the code list follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a boundary file. `edition_id` None: its errors kept it from becoming an edition."""

    edition_id: int | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def import_areas(
    database: Database,
    path: Path,
    *,
    by: str,
    slug: str,
    title: str,
    decree: str = DECREE,
    valid_from: date = DECREE_DATE,
    valid_to: date | None = None,
    source: str = "",
    layer: str | None = None,
    despite_errors: bool = False,
) -> Imported:
    """Official polygons become the newest edition, or stay out when a finding is an error.

    InvalidInput when the file cannot be read; Conflict when `slug` is taken. Nothing is written in part.
    """
    boundaries = completed(read_boundaries(path, layer=layer))
    outcome = Imported(edition_id=None, findings=tuple(check_boundaries(boundaries)))
    if outcome.errors and not despite_errors:
        return outcome
    with ledger.entry(database, by=by, why=f"edisi batas wilayah {slug} dari {path.name}") as entry:
        edition_id = load_edition(
            entry,
            boundaries,
            slug=slug,
            title=title,
            decree=decree,
            valid_from=valid_from,
            valid_to=valid_to,
            indicative=False,
            source=source,
        )
    return Imported(edition_id=edition_id, findings=outcome.findings)


def ensure_indicative(
    database: Database, *, var: Path | None = None, by: str = "sigap", recorded_at: datetime | None = None
) -> int | None:
    """Write the indicative edition where there is no edition yet; its id, or None when there is one."""
    with database.write() as conn:
        if conn.execute(sa.select(tables.area_edition.c.id).limit(1)).first():
            return None
    why = "batas wilayah indikatif"
    with ledger.entry(database, by=by, why=why, recorded_at=recorded_at) as entry:
        return load_edition(
            entry,
            indicative.build(var),
            slug=INDICATIVE_SLUG,
            title=INDICATIVE_TITLE[0],
            decree=DECREE,
            valid_from=DECREE_DATE,
            indicative=True,
        )
