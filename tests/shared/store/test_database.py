from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import event, exc, text

from shared.store.backup import back_up, is_copy, unmark
from shared.store.database import PATIENCE_SECONDS, POLL_MS, POOL_SIZE, Database, integrity
from shared.store.failures import (
    DatabaseBusy,
    DatabaseCorrupt,
    DatabaseForeign,
    DatabaseNewer,
    DatabaseUnreadable,
    DiskFull,
)
from shared.store.gate import Durability, driver, durability
from shared.store.migrations import Migration, migrate, migrations, statements, version

MARKABLE = "CREATE TABLE copy_mark (only INTEGER PRIMARY KEY) STRICT"
GOLDEN = Path(__file__).with_name("schema.sql")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "vez.sqlite")
    with opened.transaction() as tx:
        tx.execute(text("CREATE TABLE sum (name TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT"))
        tx.execute(text("INSERT INTO sum VALUES ('a', 0)"))
        tx.execute(text(MARKABLE))
    yield opened
    opened.close()


@pytest.fixture
def older_sqlite() -> ModuleType:
    """Python's own driver, as if its SQLite were one that must not use WAL."""
    older = ModuleType("older_sqlite")
    older.__dict__.update(vars(sqlite3), sqlite_version_info=(3, 40, 1))
    return older


@pytest.mark.parametrize(
    ("sqlite", "mode"),
    [
        ((3, 40, 1), Durability.DELETE),
        ((3, 44, 5), Durability.DELETE),
        ((3, 44, 6), Durability.WAL),
        ((3, 50, 6), Durability.DELETE),
        ((3, 50, 7), Durability.WAL),
        ((3, 51, 2), Durability.DELETE),
        ((3, 51, 3), Durability.WAL),
        ((3, 53, 4), Durability.WAL),
    ],
)
def test_wal_is_used_only_where_it_cannot_corrupt(sqlite: tuple[int, ...], mode: Durability) -> None:
    assert durability(sqlite) is mode


def test_the_driver_is_the_newest_one_here() -> None:
    assert driver().sqlite_version_info >= sqlite3.sqlite_version_info


@pytest.mark.parametrize("module", [None, sqlite3])
def test_each_connection_is_set_up_for_power_cuts(tmp_path: Path, module: object) -> None:
    database = Database(tmp_path / "x.sqlite", module)  # type: ignore[arg-type]
    with database.transaction() as tx:
        asked = {
            name: tx.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        }
    expected = durability(database._module.sqlite_version_info).value
    assert asked == {
        "journal_mode": expected,
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": POLL_MS if database.durability is Durability.WAL else 10_000,
        "query_only": 0,
    }
    database.close()


def test_a_snapshot_cannot_write_and_trying_is_a_bug(database: Database) -> None:
    with pytest.raises(exc.OperationalError, match="readonly"), database.snapshot() as read:
        read.execute(text("UPDATE sum SET total = 1"))


def test_a_broken_constraint_is_a_bug_and_not_the_disks_fault(database: Database) -> None:
    with pytest.raises(exc.IntegrityError, match="UNIQUE"), database.transaction() as tx:
        tx.execute(text("INSERT INTO sum VALUES ('a', 1)"))


def test_a_statement_that_nobody_understands_is_a_bug(database: Database) -> None:
    with pytest.raises(exc.OperationalError, match="nowhere"), database.snapshot() as read:
        read.execute(text("SELECT 1 FROM nowhere"))


def test_a_write_lock_that_is_not_given_back_is_said_to_be_busy(database: Database) -> None:
    other = Database(database.path, patience_seconds=0.2)
    with database.transaction(), pytest.raises(DatabaseBusy, match="Tente de novo"), other.transaction():
        pass
    other.close()


def test_a_watcher_sees_that_another_wrote_and_what(database: Database) -> None:
    watcher = database.watcher()
    before = watcher.version()
    assert watcher.version() == before
    with database.transaction() as tx:
        tx.execute(text("UPDATE sum SET total = 7"))
    assert watcher.version() != before
    with watcher.snapshot() as read:
        assert read.execute(text("SELECT total FROM sum")).scalar_one() == 7
    watcher.close()


def test_a_watcher_does_not_wait_for_a_writer_that_keeps_readers_out(tmp_path: Path, older_sqlite: ModuleType) -> None:
    old = Database(tmp_path / "old.sqlite", older_sqlite)
    with old.transaction() as tx:
        tx.execute(text("CREATE TABLE sum (total INTEGER) STRICT"))
    watcher = old.watcher()
    with old.writing_engine.connect() as writer:
        writer.exec_driver_sql("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(DatabaseBusy):
            watcher.version()
        assert time.monotonic() - begun < PATIENCE_SECONDS / 2
    watcher.version()
    watcher.close()
    old.close()


def test_an_exception_takes_everything_back(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as tx:
            tx.execute(text("UPDATE sum SET total = 5"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.snapshot() as read:
        assert read.execute(text("SELECT total FROM sum")).scalar_one() == 0


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(database: Database) -> None:
    with database.snapshot() as read:
        before = read.execute(text("SELECT total FROM sum")).scalar_one()
        with database.transaction() as tx:
            tx.execute(text("UPDATE sum SET total = total + 1"))
        assert read.execute(text("SELECT total FROM sum")).scalar_one() == before


ADD = """
import sys
from pathlib import Path
from sqlalchemy import text
from shared.store.database import Database
database = Database(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    with database.transaction() as tx:
        total = tx.execute(text("SELECT total FROM sum")).scalar_one()
        tx.execute(text("UPDATE sum SET total = :total"), {"total": total + 1})
"""


def test_three_processes_lose_no_update(database: Database) -> None:
    workers = [subprocess.Popen([sys.executable, "-c", ADD, str(database.path), "300"]) for _ in range(3)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0, 0]
    with database.snapshot() as read:
        assert read.execute(text("SELECT total FROM sum")).scalar_one() == 900


def test_a_backup_is_whole_and_is_taken_while_others_write(database: Database, tmp_path: Path) -> None:
    copy = back_up(database, tmp_path / "backups" / "copy.sqlite")
    restored = Database(copy)
    assert integrity(restored) == "ok"
    with restored.snapshot() as read:
        assert read.execute(text("SELECT name FROM sum")).scalar_one() == "a"
    restored.close()
    assert [each.name for each in copy.parent.iterdir() if each.suffix == ".partial"] == []


def marked(database: Database) -> bool:
    with database.snapshot() as read:
        return is_copy(read)


def test_a_backup_is_marked_inside_and_its_original_is_not(database: Database, tmp_path: Path) -> None:
    copy = Database(back_up(database, tmp_path / "copy.sqlite"))
    of_copy = Database(back_up(copy, tmp_path / "of-copy.sqlite"))
    assert [marked(each) for each in (database, copy, of_copy)] == [False, True, True]
    with copy.transaction() as tx:
        unmark(tx)
    assert [marked(each) for each in (copy, of_copy)] == [False, True]
    for each in (copy, of_copy):
        each.close()


def test_a_backup_for_which_there_is_no_room_leaves_nothing(database: Database, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        with pytest.raises(DiskFull):
            back_up(database, tmp_path / "copies" / "copy.sqlite")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_backup_leaves_nothing_attached_and_is_one_file(database: Database, tmp_path: Path) -> None:
    for number in range(POOL_SIZE + 1):
        back_up(database, tmp_path / "backups" / f"{number}.sqlite")
    with database.transaction() as tx:
        assert [row.name for row in tx.execute(text("PRAGMA database_list"))] == ["main"]
    assert len(list((tmp_path / "backups").iterdir())) == POOL_SIZE + 1


def test_a_corrupt_file_is_said_to_be_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "vez.sqlite"
    path.write_bytes(b"this is not a database, it is a letter to the editor" * 100)
    with pytest.raises(DatabaseCorrupt, match="cópia de segurança"), Database(path).snapshot() as read:
        read.execute(text("SELECT 1 FROM sqlite_master"))


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreadable), Database(tmp_path / "nowhere" / "vez.sqlite").snapshot():
        pass


def written(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE sum SET total = total + 1"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_deleted_or_replaced_underneath_takes_no_more(database: Database, *, is_replaced: bool) -> None:
    written(database)
    if is_replaced:
        another = back_up(database, database.path.with_name("another.sqlite"))
        another.replace(database.path)
    else:
        database.path.unlink()
    with pytest.raises(DatabaseUnreadable, match="apagado ou trocado"):
        written(database)
    assert database.path.exists() is is_replaced


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_connection_that_is_made_after_the_file_was_deleted_makes_no_other(database: Database) -> None:
    database.path.unlink()
    database.close()  # all its connections; the next is a new one
    with pytest.raises(DatabaseUnreadable, match="apagado ou trocado"), database.snapshot():
        pass
    assert not database.path.exists()


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "Loja nº 1 #50%20"
    folder.mkdir()
    database = Database(folder / "vez.sqlite")
    assert migrate(database, folder / "backups") == len(migrations())
    database.close()
    assert (folder / "vez.sqlite").is_file()


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(database: Database) -> None:
    with database.transaction() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
    limited = Database(database.path)

    def fill() -> None:
        with limited.transaction() as tx:
            tx.execute(text(f"PRAGMA max_page_count = {pages}"))
            tx.execute(text("UPDATE sum SET total = 9"))
            for number in range(2_000):
                tx.execute(text("INSERT INTO sum VALUES (:name, 1)"), {"name": f"{number:0100d}"})

    with pytest.raises(DiskFull, match="Libere espaço"):
        fill()
    limited.close()
    with database.snapshot() as read:
        assert read.execute(text("SELECT total FROM sum")).scalars().all() == [0]


def test_migrations_bring_a_new_file_to_the_golden_schema(tmp_path: Path) -> None:
    database = Database(tmp_path / "vez.sqlite")
    assert migrate(database, tmp_path / "backups") == len(migrations())
    with database.snapshot() as read:
        made = read.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")).scalars()
        schema = ";\n\n".join(made) + ";\n"
    database.close()
    assert schema == GOLDEN.read_text(encoding="utf-8")


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "vez.sqlite")
    migrate(database, tmp_path / "backups")
    assert migrate(database, tmp_path / "backups") == 0
    database.close()


def test_a_step_that_another_process_took_meanwhile_is_not_taken_again(tmp_path: Path) -> None:
    early, late = Database(tmp_path / "vez.sqlite"), Database(tmp_path / "vez.sqlite")
    taken: list[int] = []

    @event.listens_for(late.writing_engine, "before_cursor_execute")
    def overtaken(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE" and not taken:
            taken.append(migrate(early, tmp_path / "backups"))

    assert migrate(late, tmp_path / "backups") == 0
    assert taken == [len(migrations())] == [version(late)]
    for each in (early, late):
        each.close()


def test_an_older_file_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    database = Database(tmp_path / "vez.sqlite")
    first = Migration(1, "0001_a.sql", f"CREATE TABLE a (x INTEGER) STRICT;\nINSERT INTO a VALUES (1);\n{MARKABLE};")
    second = Migration(2, "0002_b.sql", "DROP TABLE a;")
    migrate(database, tmp_path / "backups", (first,))
    migrate(database, tmp_path / "backups", (first, second))
    backup = Database(tmp_path / "backups" / "before-0002.sqlite")
    with backup.snapshot() as read:
        assert read.execute(text("SELECT x FROM a")).scalar_one() == 1
    for each in (database, backup):
        each.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    database = Database(tmp_path / "vez.sqlite")
    broken = Migration(1, "0001_a.sql", "CREATE TABLE a (x INTEGER) STRICT;\nINSERT INTO nothing VALUES (1);")
    with pytest.raises(Exception, match="nothing"):
        migrate(database, tmp_path / "backups", (broken,))
    assert version(database) == 0
    with database.snapshot() as read:
        assert read.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one() == 0
    database.close()


def test_a_newer_file_is_not_opened(tmp_path: Path) -> None:
    database = Database(tmp_path / "vez.sqlite")
    migrate(database, tmp_path / "backups")
    with database.writing_engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={len(migrations()) + 1}")
    with pytest.raises(DatabaseNewer, match="mais nova"):
        migrate(database, tmp_path / "backups")
    database.close()


@pytest.mark.parametrize("number", [0, 1, 999])
def test_a_file_of_another_program_is_not_taken_over(tmp_path: Path, number: int) -> None:
    with closing(sqlite3.connect(tmp_path / "vez.sqlite")) as foreign:
        foreign.executescript("CREATE TABLE diary (said TEXT); INSERT INTO diary VALUES ('x');")
        foreign.execute(f"PRAGMA user_version={number}")
    database = Database(tmp_path / "vez.sqlite")
    with pytest.raises(DatabaseForeign, match="é o banco de dados de outro programa"):
        migrate(database, tmp_path / "backups")
    with database.snapshot() as read:
        assert read.execute(text("SELECT name FROM sqlite_master")).scalars().all() == ["diary"]
        assert read.execute(text("SELECT said FROM diary")).scalars().all() == ["x"]
    database.close()
    assert not (tmp_path / "backups").exists()


def test_scripts_are_cut_into_statements_where_sqlite_would() -> None:
    script = "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  DELETE FROM a;\nEND;\n"
    assert len(list(statements(script))) == 2
