"""Decisions on which report tells of which event: what they were made of, asked and answered, and who did."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from gis.tables.base import TIME, entry_column, metadata, promised_entry_column, reference
from gis.tables.events import event
from gis.tables.reports import report

INTEGERS = ARRAY(sa.Integer)

report_trait = sa.Table(
    "report_trait",
    metadata,
    reference("report_id", "report", primary_key=True),
    sa.Column("regency", sa.Text, nullable=False),  # where it happened: a regency, or `19` for more than one
    sa.Column("occurred_from", TIME, nullable=False),
    sa.Column("occurred_to", TIME, nullable=False),
    sa.Column("long", sa.Boolean, nullable=False),  # of more than two days, or known only to the month
    # Keyed hashes of words, none of them personal: they tell alike from unlike and cannot be read back.
    sa.Column("place", INTEGERS, nullable=False),
    sa.Column("story", INTEGERS, nullable=False),
    promised_entry_column(),
)
sa.Index("report_trait_found", report_trait.c.regency, report_trait.c.occurred_from)
sa.Index(
    "report_trait_long",
    report_trait.c.regency,
    report_trait.c.occurred_from,
    postgresql_where=report_trait.c.long,
)
sa.Index("report_trait_entry", report_trait.c.entry)

link_candidate = sa.Table(
    "link_candidate",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("event_id", UUID, sa.ForeignKey(event.c.id), nullable=False),
    sa.Column(
        "like_report_id", UUID, sa.ForeignKey(report.c.id), nullable=False
    ),  # the report it is most like
    sa.Column("score", sa.Float, nullable=False),  # 0 to 1
    sa.Column("decision", sa.Text, nullable=False),  # otomatis: linked by itself; tanya: an officer decides
    sa.Column("reasons", JSONB, nullable=False),  # [{code, points, id, en}]
    entry_column(),
    sa.CheckConstraint("decision IN ('otomatis', 'tanya')", name="link_candidate_decision"),
)
sa.Index("link_candidate_report", link_candidate.c.report_id)
sa.Index("link_candidate_event", link_candidate.c.event_id)
sa.Index("link_candidate_asked", link_candidate.c.id, postgresql_where=sa.text("decision = 'tanya'"))

link_answer = sa.Table(
    "link_answer",
    metadata,
    sa.Column("candidate_id", UUID, sa.ForeignKey(link_candidate.c.id), primary_key=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
    sa.CheckConstraint("answer IN ('terima', 'tolak')", name="link_answer_answer"),
)

link_act = sa.Table(
    "link_act",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("act", sa.Text, nullable=False),  # gabung: merge; lepas: take a merge back; pindah: one report
    sa.Column("event_id", UUID, sa.ForeignKey(event.c.id), nullable=False),
    sa.Column("into_id", UUID, sa.ForeignKey(event.c.id), nullable=False),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id)),  # of `pindah`
    sa.Column(
        "emptied", sa.Boolean, nullable=False
    ),  # nothing was left of `event_id`: it lives on in `into_id`
    sa.Column("undoes", sa.BigInteger, sa.ForeignKey("sigap.link_act.id")),  # of `lepas`
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
    sa.CheckConstraint("act IN ('gabung', 'lepas', 'pindah')", name="link_act_act"),
)
sa.Index("link_act_event", link_act.c.event_id, link_act.c.id)
sa.Index("link_act_into", link_act.c.into_id, link_act.c.id)
sa.Index("link_act_undoes", link_act.c.undoes, unique=True)

REGISTER: tuple[str, ...] = ("report_trait", "link_candidate", "link_answer", "link_act")
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
