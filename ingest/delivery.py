"""What comes in, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gis.catalogue import LayerMeta, LayerVersion
from gis.report import Rejection, Report
from gis.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came in and how: the bytes (or a file), its name, and who sent it by which channel."""

    content: bytes | Path
    filename: str
    channel: str  # wa, telepon, radio, email, web, media, api, berkas
    viewer: Viewer
    media_type: str | None = None
    recipe: str | None = None
    agency: str | None = None
    received_at: datetime | None = None  # None: now
    recorded_at: datetime | None = None  # set back only by the demonstration data
    invented: bool = False
    layer: LayerMeta | None = None  # what a vector or raster file is called in the catalogue
    alone: bool = False  # nobody else works in this process: a large table may be read in a copy of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a delivery. `reports` and `rejections` name at most `load.KEPT_ITEMS` rows."""

    submission: UUID | None  # None: a dry run
    receipt: UUID | None
    kind: str
    duplicate: bool = False
    loaded: int = 0
    rejected: int = 0
    nil: int = 0
    same: int = 0  # rows that came in before and have not changed
    updated: int = 0  # of those loaded: rows that correct an earlier report
    messages: int = 0  # of a chat
    chatter: int = 0  # of those: messages that tell of no incident
    reports: tuple[tuple[Report, UUID, UUID | None], ...] = ()  # report, its id, its event
    rejections: tuple[Rejection, ...] = ()
    reasons: tuple[tuple[Rejection, int], ...] = ()  # the first of each reason, and how many
    layers: tuple[LayerVersion, ...] = field(default=())
    kept: tuple[dict[str, Any], ...] = ()  # of a duplicate: its rows as they stand in the register
    verified: int = 0  # of a duplicate: drafts that this trusted sender verified by sending them again
