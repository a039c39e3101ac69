"""The catalogue: each version of each layer."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from gis.tables.areas import area_edition
from gis.tables.base import entry_column, metadata
from gis.tables.reports import submission

layer_version = sa.Table(
    "layer_version",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # vektor | raster
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_date", sa.Date),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("access", sa.Text, nullable=False),  # publik | terbatas | rahasia
    sa.Column("table_name", sa.Text),
    sa.Column("file_sha256", sa.Text),
    sa.Column("geometry_type", sa.Text),
    sa.Column("feature_count", sa.BigInteger),
    sa.Column("attributes", JSONB, nullable=False),
    sa.Column("bbox", ARRAY(sa.Float), nullable=False),
    sa.Column("minzoom", sa.SmallInteger, nullable=False),
    sa.Column("maxzoom", sa.SmallInteger, nullable=False),
    sa.Column("style", JSONB, nullable=False),
    sa.Column("invented", sa.Boolean, nullable=False),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id)),
    entry_column(),
    sa.UniqueConstraint("slug", "version"),
)

zonal_statistic = sa.Table(
    "zonal_statistic",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), nullable=False),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("figures", JSONB, nullable=False),  # mean, min, max, stdev, share, classes
    entry_column(),
)

REGISTER: tuple[str, ...] = ("layer_version", "zonal_statistic")
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
