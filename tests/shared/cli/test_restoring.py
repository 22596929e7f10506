"""Going back to a copy from a shell: what is refused, what is kept, what is said, and what a power cut leaves."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.bootstrap import build_core
from shared.cli import main
from shared.config import Settings
from shared.jobs import DUTIES
from shared.printing.model import Trouble
from shared.store.leases import Leases
from tests.fakes.shop import CRYO, Shop
from tests.shared.cli.shell import OwnProcess, Shell, on_a_full_disk

STEPS_MAX = 60
DEAD = 42
JOIN_SECONDS = 60.0
SECONDS_TAKEN = 90
"""More than one command takes."""


def backed_up(shell: Shell, to: Path) -> Path:
    done = shell.vez("backup", str(to))
    assert done.status == 0, done
    return to


def labels(shell: Shell) -> list[str]:
    return sorted(each["label"] for each in shell.vez("visits", "--json").json)


def station_files(home: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in home.glob("vez*.sqlite*")}


def test_a_station_goes_back_and_says_what_a_person_has_to_do(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    shop.gets_ticket([CRYO])
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    shop.gets_ticket([CRYO])
    shop.core.close()
    done = shell.vez("restore", str(copy))
    assert done.status == 0, done
    first, newest, kept, label, money, last = done.out.splitlines()
    assert first == f"A estação voltou à cópia {copy}."
    assert re.fullmatch(r"O último registro dela é de \d\d/\d\d/\d{4} \d\d:\d\d\.", newest)
    (aside,) = shop.home.glob("vez-replaced-*.sqlite")
    assert kept == f"O banco de dados anterior está guardado em {aside}. Para voltar a ele: vez restore {aside}"
    assert label.startswith("A próxima senha é A1")
    assert money == "Confira na conta do provedor os Pix recebidos depois da cópia: a estação não sabe deles."
    assert last == "Para conferir tudo: vez doctor"
    assert labels(shell) == ["A001"]
    shop.core = shop._opened()
    assert label.startswith(f"A próxima senha é {shop.opens_visit().label}:")


def test_papers_that_nobody_knows_of_are_pointed_out(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    shop.fake_printer.trouble = Trouble.PAPER_END
    shop.provider_reports_paid(shop.opens_visit([CRYO]))
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    shop.core.close()
    said = shell.vez("restore", str(copy)).out
    assert "Papéis que só uma pessoa sabe se saíram: 1. Responda com: vez printer list\n" in said
    (paper,) = shell.vez("printer", "list", "--json").json
    assert paper["state"] == "uncertain"
    shop.core = shop._opened()


def test_one_can_change_ones_mind(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    shop.gets_ticket([CRYO])
    shop.core.close()
    assert shell.vez("restore", str(copy)).status == 0
    assert labels(shell) == []
    (aside,) = shop.home.glob("vez-replaced-*.sqlite")
    kept = aside.read_bytes()
    aside = aside.rename(tmp_path / aside.name)
    back = shell.vez("restore", str(aside))
    assert "A próxima senha é A1" in back.out, "what is put back is a copy, too"
    assert labels(shell) == ["A001"]
    assert aside.read_bytes() == kept
    shop.core = shop._opened()


def test_what_a_dead_program_left_is_kept_as_it_was_and_can_be_gone_back_to(
    shop: Shop, shell: Shell, tmp_path: Path
) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    shop.gets_ticket([CRYO])
    dead = Path(shutil.copytree(shop.home, tmp_path / "dead"))
    beside, left = shell.beside(dead), station_files(dead)
    assert left["vez.sqlite-wal"]
    assert beside.vez("restore", str(copy)).status == 0
    (aside,) = dead.glob("vez-replaced-*.sqlite")
    for end in ("", "-wal", "-shm"):
        assert (dead / f"{aside.name}{end}").read_bytes() == left[f"vez.sqlite{end}"]
    assert labels(beside) == []
    whole = tmp_path / "antes.sqlite"
    aside.rename(whole)
    (dead / f"{aside.name}-wal").rename(tmp_path / "antes.sqlite-wal")
    assert beside.vez("restore", str(whole)).status == 0
    assert labels(beside) == ["A001"]


def test_an_emptied_station_is_damaged_and_can_be_replaced(home: Path, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    (home / "vez.sqlite").write_bytes(b"")
    for end in ("-wal", "-shm"):
        (home / f"vez.sqlite{end}").unlink(missing_ok=True)
    assert shell.vez("queue").sentence.startswith("O banco de dados está danificado.")
    assert (home / "vez.sqlite").stat().st_size == 0
    assert shell.vez("restore", str(copy)).status == 0
    assert shell.vez("queue").status == 0


def test_a_damaged_station_is_replaced_and_kept(home: Path, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    damaged = {"vez.sqlite": b"letters " * 1_000, "vez.sqlite-wal": b"rest", "vez.sqlite-journal": b"more"}
    for name, content in damaged.items():
        (home / name).write_bytes(content)
    assert shell.vez("restore", str(copy)).status == 0
    (aside,) = home.glob("vez-replaced-*.sqlite")
    for name, content in damaged.items():
        assert (home / name.replace("vez.sqlite", aside.name)).read_bytes() == content
    assert labels(shell) == []
    assert not (home / "vez.sqlite-journal").exists()


def test_what_was_kept_before_is_never_written_over(home: Path, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    zone, now = Settings().shop.zone, datetime.now(UTC)
    for second in range(-1, SECONDS_TAKEN):
        at = (now + timedelta(seconds=second)).astimezone(zone)
        (home / f"vez-replaced-{at:%Y%m%d-%H%M%S}.sqlite").write_text("guardado", encoding="utf-8")
    before = station_files(home)
    assert "já existe, e uma cópia não apaga outra." in shell.vez("restore", str(copy)).sentence
    assert station_files(home) == before
    assert list(home.glob("*.restoring*")) == []


def test_a_new_computer_begins_from_a_copy(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    shop.gets_ticket([CRYO])
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    elsewhere = shell.beside(tmp_path / "novo")
    said = elsewhere.vez("restore", str(copy))
    assert said.status == 0, said
    assert "guardado" not in said.out
    assert labels(elsewhere) == ["A001"]


def test_nothing_is_replaced_while_an_app_works(home: Path, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    app = Leases(home)
    assert app.hold(DUTIES)
    before = station_files(home)
    said = "O totem ou o painel desta estação está aberto. Feche os dois e tente de novo."
    assert shell.vez("restore", str(copy)).sentence == said
    assert station_files(home) == before
    app.release(DUTIES)
    assert shell.vez("restore", str(copy)).status == 0


def test_nothing_is_replaced_while_a_program_that_only_waits_has_the_file_open(
    home: Path, shell: Shell, tmp_path: Path
) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    waiting = build_core(home, Settings())
    said = "O banco de dados está ocupado por outro programa. Tente de novo."
    assert shell.vez("restore", str(copy)).sentence == said
    assert list(home.glob("vez-replaced-*")) == []
    assert list(home.glob("*.restoring*")) == []
    assert list(home.glob("*.partial")) == []
    waiting.close()


def broken(copy: Path) -> None:
    with copy.open("r+b") as stream:
        stream.seek(copy.stat().st_size // 2)
        stream.write(b"Z" * 4096)


def of_letters(copy: Path) -> None:
    copy.write_bytes(b"isto foi um banco de dados" * 400)


def of_another_program(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as database:
        database.execute("CREATE TABLE station (id)")


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA user_version = 999")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken, "está danificado ou não é um banco de dados. Escolha outra cópia; nada mudou."),
        (of_letters, "está danificado ou não é um banco de dados. Escolha outra cópia; nada mudou."),
        (of_another_program, "não é um banco de dados do Vez. Escolha outra cópia; nada mudou."),
        (newer, "é de uma versão mais nova do Vez. Instale a versão mais nova; nada mudou."),
    ],
)
def test_what_cannot_be_a_station_is_refused_and_not_touched(
    home: Path, shell: Shell, tmp_path: Path, spoil: object, said: str
) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    assert callable(spoil)
    spoil(copy)
    before, spoilt = station_files(home), copy.read_bytes()
    assert shell.vez("restore", str(copy)).sentence == f"{copy} {said}"
    assert station_files(home) == before
    assert copy.read_bytes() == spoilt
    assert [each.name for each in tmp_path.glob("copia*")] == ["copia.sqlite"]


def test_what_is_no_copy_is_refused(home: Path, shell: Shell, tmp_path: Path) -> None:
    missing, own = tmp_path / "nada.sqlite", home / "vez.sqlite"
    said = f"Não há um arquivo {missing}. Confira o nome e a pasta."
    assert shell.vez("restore", str(missing)).sentence == said
    said = f"{own} é o próprio banco de dados desta estação. Escolha uma cópia."
    assert shell.vez("restore", str(own)).sentence == said


def test_a_full_disk_changes_nothing(home: Path, process: OwnProcess, shell: Shell, tmp_path: Path) -> None:
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    before = station_files(home)
    said = process.vez("restore", str(copy), limits=on_a_full_disk).sentence
    assert said.startswith("O disco está cheio ou não aceita gravação.")
    assert station_files(home) == before


def restores_until(home: str, copy: str, dies_at: int) -> None:
    """`vez restore` in this process, which ends before the `dies_at`-th change to the station's folder."""
    steps = 0

    def step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        is_here = any(isinstance(each, str | os.PathLike) and str(each).startswith(home) for each in arguments)
        is_change = event in {"os.remove", "os.rename", "shutil.copyfile", "sqlite3.connect"}
        if is_here and (is_change or (event == "open" and "lock" not in str(arguments[0]))):
            steps += 1
            if steps == dies_at:
                os._exit(DEAD)

    os.environ["VEZ_HOME"] = home
    sys.argv = ["vez", "restore", copy]
    sys.addaudithook(step)
    with contextlib.redirect_stdout(io.StringIO()):
        main()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")
def test_a_power_cut_between_any_two_steps_leaves_the_old_station_or_the_new(
    shop: Shop, shell: Shell, tmp_path: Path
) -> None:
    shop.gets_ticket([CRYO])
    copy = backed_up(shell, tmp_path / "copia.sqlite")
    shop.gets_ticket([CRYO])
    begun = Path(shutil.copytree(shop.home, tmp_path / "begun"))
    assert (begun / "vez.sqlite-wal").stat().st_size > 0, "a program died here before"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.shared.cli.test_restoring", "shared.bootstrap"])
    found = []
    for dies_at in range(1, STEPS_MAX):
        home = Path(shutil.copytree(begun, tmp_path / f"dies-at-{dies_at}"))
        process = context.Process(target=restores_until, args=(str(home), str(copy), dies_at))
        process.start()
        process.join(JOIN_SECONDS)
        assert process.exitcode in {0, DEAD}
        found.append(labels(shell.beside(home)))
        assert found[-1] in (["A001", "A002"], ["A001"]), f"after a death at step {dies_at}"
        if process.exitcode == 0:
            break
    assert found[0] == ["A001", "A002"]
    assert found[-1] == ["A001"]
    assert found == sorted(found, reverse=True), "never back to the old one"
    assert len(found) > 10
