"""How Alembic reaches the database: the address comes from the caller or the settings, never from a file."""

from alembic import context
from sqlalchemy import Connection, text

from forecast_kit.errors import StorageError
from forecast_kit.persistence.engine import create, parse_url
from forecast_kit.persistence.tables import metadata
from forecast_kit.persistence.types import Number, UtcDateTime
from forecast_kit.settings import get_settings

MIGRATION_LOCK = 7_046_029_254_386_353
PLAIN = {UtcDateTime: "sa.DateTime(timezone=True)", Number: "sa.Double()"}


def plain_types(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name SQLAlchemy's own types, so that they still run when the kit's have changed."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise StorageError(
            f"The migration would leave {len(broken)} rows of {broken[0][0]} without what they refer to."
        )


def run() -> None:
    url = parse_url(context.config.attributes.get("url") or get_settings().resolved_database_url)
    common = {"target_metadata": metadata, "render_item": plain_types, "render_as_batch": True}
    if context.is_offline_mode():
        context.configure(dialect_name=url.get_backend_name(), literal_binds=True, **common)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create(url, foreign_keys=False)
    try:
        with engine.connect() as connection:
            context.configure(connection=connection, transactional_ddl=True, **common)
            with context.begin_transaction():
                if url.get_backend_name() == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
                context.run_migrations()
                if url.get_backend_name() == "sqlite":
                    check_references(connection)
    finally:
        engine.dispose()


run()
