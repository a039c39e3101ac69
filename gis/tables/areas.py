"""Areas by edition, and their copies for drawing."""

import sqlalchemy as sa

from gis.tables.base import TEXTS, entry_column, geometry, metadata, web_mercator

area_edition = sa.Table(
    "area_edition",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("decree", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("indicative", sa.Boolean, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    entry_column(),
)

area = sa.Table(
    "area",
    metadata,
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("bps_code", sa.Text),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("aliases", TEXTS, nullable=False),
    geometry("MULTIPOLYGON"),
    web_mercator("geom", "geom_3857", "MULTIPOLYGON"),
    geometry("POINT", "label_point", nullable=False),
    sa.Column("radius_m", sa.Float, nullable=False),
    sa.Column("area_km2", sa.Float),
    sa.Column("population", sa.Integer),
    entry_column(),
)
sa.Index("area_geom_3857", area.c.geom_3857, postgresql_using="gist")

area_gen = sa.Table(
    "area_gen",
    metadata,
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), primary_key=True),
    sa.Column("zoom", sa.SmallInteger, primary_key=True),  # serves this zoom and finer, up to the next row's
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("level", sa.SmallInteger, nullable=False),
    geometry("MULTIPOLYGON", "geom_3857", 3857, nullable=False),
)
sa.Index("area_gen_geom_3857", area_gen.c.geom_3857, postgresql_using="gist")

REGISTER: tuple[str, ...] = (
    "area_edition",
    "area",
)
DERIVED: tuple[str, ...] = ("area_gen",)
SERVICE: tuple[str, ...] = ()
