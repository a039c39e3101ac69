"""The catalogue: each version of each layer."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from gis.tables.areas import area_edition
from gis.tables.base import TIME, entry_column, metadata
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

remote_layer = sa.Table(
    "remote_layer",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("schedule", sa.Text),  # a cron expression in WIB, or an interval such as 6h
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("options", JSONB, nullable=False),
    sa.Column("meta", JSONB, nullable=False),  # what the catalogue is told
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
    sa.CheckConstraint("kind IN ('ogc', 'wfs', 'arcgis', 'imageserver')", name="remote_layer_kind"),
)
sa.Index("remote_layer_slug", remote_layer.c.slug, remote_layer.c.id)

remote_fetch = sa.Table(
    "remote_fetch",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # baru | sama | gagal
    sa.Column("started_at", TIME, nullable=False),
    sa.Column("ended_at", TIME, server_default=sa.func.clock_timestamp(), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("key", sa.Text, nullable=False),  # of the address and options it was fetched with
    sa.Column("digest", sa.Text),  # of all features, whatever their order
    sa.Column("signal", sa.Text),  # what the source says of its last change
    sa.Column("figures", JSONB, nullable=False),
    sa.Column("error", JSONB),
    sa.CheckConstraint("outcome IN ('baru', 'sama', 'gagal')", name="remote_fetch_outcome"),
)
sa.Index("remote_fetch_slug", remote_fetch.c.slug, remote_fetch.c.id)

REGISTER: tuple[str, ...] = ("layer_version", "zonal_statistic", "remote_layer")
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ("remote_fetch",)
