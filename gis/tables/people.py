"""Who may log in, their sessions, what they did; and the keys of what is personal."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from gis.tables.base import SCHEMA, TIME, entry_column, metadata
from gis.tables.reports import report, submission

submission_key = sa.Table(
    "submission_key",
    metadata,
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),  # sealed with the master key
    sa.Column("master", sa.Text, nullable=False),  # fingerprint of that master key
    sa.Column("made_at", TIME, nullable=False, server_default=sa.func.now()),
)

# In place of a submission's key once one of its reports was erased: the parts that open the others.
part_key = sa.Table(
    "part_key",
    metadata,
    sa.Column("part", UUID, primary_key=True),  # a report; of what became none, the submission
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("master", sa.Text, nullable=False),
    sa.Column("made_at", TIME, nullable=False, server_default=sa.func.now()),
)
sa.Index("part_key_submission", part_key.c.submission_id)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id)),  # the one that was asked for
    sa.Column("sha256", sa.Text, nullable=False),  # of the original that is gone
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
    # Nothing else of the submission but this report and the original.
    sa.Column("only_report", sa.Boolean, nullable=False, server_default=sa.false()),
)
sa.Index("erasure_submission", erasure.c.submission_id)
sa.Index("erasure_whole", erasure.c.submission_id, unique=True, postgresql_where=sa.text("NOT only_report"))
sa.Index("erasure_report", erasure.c.report_id, unique=True, postgresql_where=sa.text("only_report"))

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("area", sa.Text),  # the regency that it is bound to
    sa.Column("agency", sa.Text),
    sa.Column("password", sa.Text, nullable=False),  # argon2id
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("disabled_at", TIME),
    sa.Column("sector", sa.Text),  # of data/codes/sectors.csv: whose figures an opd reads
    sa.CheckConstraint("role <> 'petugas_kabupaten' OR area IS NOT NULL", name="account_regency"),
)

resealed = sa.Table(
    "resealed",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),  # SHA-256 of the value as it was sealed first
    sa.Column("submission_id", UUID, sa.ForeignKey(f"{SCHEMA}.submission.id"), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

login_session = sa.Table(
    "login_session",
    metadata,
    sa.Column("secret_hash", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey(account.c.id), nullable=False),
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("seen_at", TIME, nullable=False),
)
sa.Index("login_session_account", login_session.c.account_id)

login_failure = sa.Table(
    "login_failure",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # account, address, or both; names hashed
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", TIME, nullable=False),
)
sa.Index("login_failure_last_at", login_failure.c.last_at)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("at", TIME, nullable=False, server_default=sa.func.now()),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # of gis.audit.Action
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("address", sa.Text),  # where the asker was, for logins
    # Of what was written with it; reading writes no entry, since nothing that others read has changed.
    sa.Column(
        "entry",
        sa.BigInteger,
        sa.ForeignKey(f"{SCHEMA}.ledger_entry.entry", deferrable=True, initially="DEFERRED"),
    ),
)
sa.Index("audit_at", audit.c.at, audit.c.id)
sa.Index("audit_logins", audit.c.by, audit.c.at, postgresql_where=sa.text("action = 'masuk'"))

REGISTER: tuple[str, ...] = ("erasure", "audit")
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = (
    "submission_key",
    "part_key",
    "resealed",
    "account",
    "login_session",
    "login_failure",
)
