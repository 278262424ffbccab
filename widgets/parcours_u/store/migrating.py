"""Bringing a journal's database to the current schema."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from parcours_u.store.errors import LaterVersion, StoreError

__all__ = ["migrate"]

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, name: str) -> None:
    """Bring a database to the current schema, whatever former one of ours it has, or none.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        What opens it.
    name : str
        Its file's, to be told.

    Raises
    ------
    StoreError
        When it is not a database of ours.
    LaterVersion
        When it comes from a newer version. In both cases it is left as it is.
    """
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if tables and "alembic_version" not in tables:
            raise StoreError(
                f"Le fichier «\u00a0{name}\u00a0» n’est pas un carnet de ce parcours\u00a0: "
                "il a été laissé tel quel, choisissez un autre dossier avec --dossier."
            )
        if tables and connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == _head():
            return
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    # Half a second and 10 MB that a server whose journal is of today never spends.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # two servers starting at once: one migrates, one waits
            command.upgrade(config, "head")
            connection.commit()
    except CommandError as error:
        raise LaterVersion(
            "Ce dossier vient d’une version plus récente du parcours\u00a0: "
            "il a été laissé tel quel, mettez le parcours à jour pour l’ouvrir."
        ) from error


def _head() -> str:
    """Return the number of the last migration: one follows the other, and each file's name begins with its own."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))
