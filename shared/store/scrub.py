"""Writing a file anew, so that what was deleted from it is nowhere in it."""

from __future__ import annotations

from shared.store.database import Database


def scrub(database: Database) -> bool:
    """SQLite leaves what was deleted in freed pages and in the write-ahead log: neither is left after this.

    False when the file is in use or has no room: then words that nothing refers to may still be in it. Other programs
    wait meanwhile, seconds for a large file.
    """
    engine = database.writing_engine
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((is_busy, *_),) = cursor.fetchall()
    except engine.dialect.loaded_dbapi.Error:
        return False
    finally:
        connection.close()
    return not is_busy
