"""Which module is expected of whom, and by when."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("module", sa.String(128), nullable=False),
        sa.Column("due", sa.String(20), nullable=False),
        sa.Column("circles", sa.JSON, nullable=False),
        sa.Column("profiles", sa.JSON, nullable=False),
        sa.Column("made_at", sa.String(20), nullable=False),
    )
