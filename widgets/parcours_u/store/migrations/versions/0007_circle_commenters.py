"""Which trainer comments which circle."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "circle_commenter",
        sa.Column("circle", sa.String(32), sa.ForeignKey("group.id"), primary_key=True),
        sa.Column("trainer", sa.String(32), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("since", sa.String(20), nullable=False),
    )
