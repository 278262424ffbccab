"""A cohort's people and their groups."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("last_name", sa.String(200), nullable=False),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("profile", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("territory", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("superior", sa.String(32), nullable=False),
        sa.Column("added_at", sa.String(20), nullable=False),
        sa.Column("left_at", sa.String(20), nullable=True),
    )
    op.create_table(
        "group",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("formed_at", sa.String(20), nullable=False),
        sa.Column("ended_at", sa.String(20), nullable=True),
    )
    op.create_table(
        "membership",
        sa.Column("group", sa.String(32), sa.ForeignKey("group.id"), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("since", sa.String(20), primary_key=True),
        sa.Column("until", sa.String(20), nullable=True),
    )
    op.create_index("membership_person", "membership", ["person"])
