"""Keys, devices and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "phrase_cost",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("r", sa.Integer, nullable=False),
        sa.Column("p", sa.Integer, nullable=False),
    )
    op.create_table(
        "person_key",
        sa.Column("person", sa.String(32), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("wrapped", sa.LargeBinary(128), nullable=False),
        sa.Column("proof", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", sa.String(20), nullable=False),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(128), nullable=False),
        sa.Column("added_at", sa.String(20), nullable=False),
        sa.Column("seen_on", sa.String(10), nullable=False),
    )
    op.create_index("device_person", "device", ["person"])
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("made_at", sa.String(20), nullable=False),
        sa.Column("expires_at", sa.String(20), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("renews", sa.Boolean, nullable=False),
    )
    op.create_index("invitation_person", "invitation", ["person"])
