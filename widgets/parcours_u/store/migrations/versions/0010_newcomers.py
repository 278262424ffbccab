"""When each came into a group, and when each entry was opened there, counted in the changes of its room."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both numbers: whoever is in a group already goes on reading what is shared there."""
    op.add_column("membership", sa.Column("number", sa.Integer, nullable=False, server_default=sa.text("-1")))
    op.add_column("shared", sa.Column("number", sa.Integer, nullable=False, server_default=sa.text("0")))
