"""The format that a cohort lives, its first day, and by how much a day runs late."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("format", sa.String(128), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("late", sa.JSON, nullable=True),
    )
