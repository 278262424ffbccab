"""What is shared in a cohort: entries in clear, replies, and the numbered news of each room."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "shared",
        sa.Column("room", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("prompt", sa.String(128), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.String(20), nullable=False),
        sa.Column("since", sa.String(20), nullable=False),
    )
    op.create_index("shared_owner", "shared", ["owner", "prompt"])
    op.create_table(
        "reply",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("prompt", sa.String(128), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_index("reply_entry", "reply", ["room", "owner", "prompt"])
    op.create_index("reply_author", "reply", ["author"])
    op.create_table(
        "room",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "room_news",
        sa.Column("room", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("prompt", sa.String(128), nullable=False),
        sa.Column("reply", sa.String(32), nullable=False),
    )
    op.create_index("room_news_thing", "room_news", ["room", "owner", "prompt", "reply"], unique=True)
