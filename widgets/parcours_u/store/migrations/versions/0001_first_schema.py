"""First schema: versions, entries, deposits, comments, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "revision",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("prompt", sa.String(128), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("saved_at", sa.String(20), nullable=False),
        sa.Column("aside", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("page", sa.String(32), nullable=False, server_default=""),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("prompt", sa.String(128), primary_key=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("audience", sa.JSON, nullable=False),
    )
    op.create_table(
        "deposit",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("module", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("prompts", sa.JSON, nullable=False),
        sa.Column("withdrawn", sa.JSON, nullable=False),
        sa.Column("archive", sa.LargeBinary, nullable=True),
    )
    op.create_index("deposit_person_module", "deposit", ["person", "module"])
    op.create_table(
        "comment",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("deposit", sa.String(36), primary_key=True),
        sa.Column("prompt", sa.String(128), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("received_at", sa.String(20), nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
