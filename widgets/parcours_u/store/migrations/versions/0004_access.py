"""Keys, devices, invitations and visits; deposits whose ids are their author's own."""

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
    op.create_table(
        "visit_link",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("closes_at", sa.String(20), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("most", sa.Integer, nullable=False),
    )
    op.create_table(
        "visitor",
        sa.Column("person", sa.String(32), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("link", sa.LargeBinary(32), nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("erased_at", sa.String(20), nullable=False),
    )
    _give_deposits_their_author()


def _give_deposits_their_author() -> None:
    """Make a deposit's id its author's own: two people of one cohort may take up the same journal file."""
    op.drop_index("deposit_person_module", "deposit")
    op.rename_table("deposit", "former_deposit")
    op.create_table(
        "deposit",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("module", sa.String(128), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("prompts", sa.JSON, nullable=False),
        sa.Column("withdrawn", sa.JSON, nullable=False),
        sa.Column("archive", sa.LargeBinary, nullable=True),
    )
    columns = "person, id, module, at, way, sender, prompts, withdrawn, archive"
    op.execute(f"INSERT INTO deposit ({columns}) SELECT {columns} FROM former_deposit")  # noqa: S608
    op.drop_table("former_deposit")
    op.create_index("deposit_person_module", "deposit", ["person", "module"])
