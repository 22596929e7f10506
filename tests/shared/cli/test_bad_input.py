"""Bad input to the real command: one plain sentence, the right status, and nothing lost.

Each kind is met by a process of its own; its variants, which differ in words alone, by the same command in this one.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.fakes.shop import CATALOGUE
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.cli.shell import NOBODY, OwnProcess, Shell, on_a_full_disk, without_superuser

PAGE_BYTES = 4096
EXAMPLE = CATALOGUE.read_text(encoding="utf-8")
CORRUPT = "O banco de dados está danificado."
FULL = "O disco está cheio ou não aceita gravação."

Dump = dict[str, list[tuple[object, ...]]]


def contents(home: Path) -> Dump:
    """All rows of the station's file."""
    with closing(sqlite3.connect(f"file:{home / 'vez.sqlite'}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}


@contextmanager
def nothing_lost(home: Path) -> Iterator[None]:
    before = contents(home)
    assert before["service"]
    yield
    assert contents(home) == before


def ill(shell: Shell) -> dict[str, str]:
    """What the doctor finds wrong."""
    told = shell.vez("doctor", "--json")
    assert told.status == 1, told
    assert told.err == "", told
    return {each["name"]: each["sentence"] for each in told.json if not each["is_well"]}


# The catalogue file


MISTAKES = {
    "no TOML": ("[[services]]", "[[services", "loja.toml, linha 15, coluna"),
    "a field that is not there": ("minutes = 3\n", "", 'serviço "crioterapia": falta o campo "minutes"'),
    "a field that nobody knows": ("minutes = 3\n", "minutes = 3\ncolour = 1\n", 'o campo "colour" não existe'),
    "a price with a fraction": ('price = "180,00"', 'price = "180,005"', 'o preço "180,005" não serve'),
    "a price of nothing": ('price = "180,00"', 'price = "0,00"', "está fora do limite"),
    "a code used twice": ('id = "crio-2"', 'id = "crio-1"', 'o código "crio-1" já foi usado'),
    "a service that is not there": ('services = ["crioterapia"]', 'services = ["gelo"]', 'o serviço "gelo" não existe'),
    "an icon that is not there": ('"snowflake"', '"floco"', 'o ícone "floco" não existe'),
    "a PIN of letters": ('pin = "2580"', 'pin = "ana1"', "o PIN precisa ter de 4 a 8 algarismos"),
    "a role that is not there": ('role = "operator"', 'role = "dono"', 'o campo "role" precisa ser um destes'),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_catalogue_file_with_a_mistake(home: Path, shell: Shell, tmp_path: Path, mistake: str) -> None:
    written, instead, said = MISTAKES[mistake]
    assert written in EXAMPLE
    file = tmp_path / "loja.toml"
    file.write_text(EXAMPLE.replace(written, instead, 1), encoding="utf-8")
    with nothing_lost(home):
        sentence = shell.vez("import", str(file)).sentence
    assert said in sentence
    assert sentence.startswith("loja.toml")
    assert sentence.endswith(".")


def test_a_wrong_price_in_a_process_of_its_own(home: Path, process: OwnProcess, tmp_path: Path) -> None:
    file = tmp_path / "loja.toml"
    file.write_text(EXAMPLE.replace('price = "75,00"', "price = 75.5"), encoding="utf-8")
    with nothing_lost(home):
        assert process.vez("import", str(file)).sentence == (
            'loja.toml, linha 47, serviço "banho-de-gelo": o preço 75.5 não serve; '
            'escreva-o entre aspas, com dois centavos, como "180,00".'
        )


def test_a_catalogue_file_that_cannot_be_read(home: Path, shell: Shell, tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "Sauna é"'.encode("latin-1"))
    with nothing_lost(home):
        said = "nada.toml: o arquivo não existe; confira o nome e a pasta."
        assert shell.vez("import", str(tmp_path / "nada.toml")).sentence == said
        said = f"{tmp_path.name}: não foi possível ler o arquivo; verifique a pasta e as permissões."
        assert shell.vez("import", str(tmp_path)).sentence == said
        said = "latin.toml, linha 1: há um caractere fora do padrão UTF-8; salve o arquivo em UTF-8."
        assert shell.vez("import", str(latin)).sentence == said


# The database


def test_a_database_of_a_newer_version(home: Path, process: OwnProcess, shell: Shell) -> None:
    with closing(sqlite3.connect(home / "vez.sqlite")) as database:
        database.execute("PRAGMA user_version = 999")
    said = "Este banco de dados é de uma versão mais nova do Vez. Instale a versão mais nova."
    with nothing_lost(home):
        assert process.vez("visits").sentence == said
        for command in ("queue", "payments", "backup", "setup"):
            assert shell.vez(command).sentence == said
        assert ill(shell) == {"database": said}


def test_a_file_that_is_no_database(home: Path, process: OwnProcess, shell: Shell) -> None:
    file = home / "vez.sqlite"
    with file.open("r+b") as stream:
        stream.write(b"isto nao e um banco de dados" * 4)
    damaged = file.read_bytes()
    assert process.vez("visits").sentence.startswith(CORRUPT)
    for command in ("payments", "backup", "setup"):
        assert shell.vez(command).sentence.startswith(CORRUPT)
    (said,) = ill(shell).values()
    assert said.startswith(CORRUPT)
    assert file.read_bytes() == damaged


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_a_torn_page_is_found_and_the_rest_is_looked_at_all_the_same(home: Path, shell: Shell, part: float) -> None:
    file = home / "vez.sqlite"
    page = int(file.stat().st_size / PAGE_BYTES * part)
    with file.open("r+b") as stream:
        stream.seek(page * PAGE_BYTES)
        stream.write(b"Z" * PAGE_BYTES)
    found = ill(shell)
    assert found["database"].startswith(CORRUPT)
    assert "disk" not in found
    with file.open("rb") as stream:
        stream.seek(page * PAGE_BYTES)
        assert stream.read(PAGE_BYTES) == b"Z" * PAGE_BYTES


def test_a_database_of_another_program(home: Path, process: OwnProcess, shell: Shell) -> None:
    file = home / "vez.sqlite"
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE diary (said TEXT)")
    said = f"{file} é o banco de dados de outro programa. Tire-o dali e tente de novo."
    assert process.vez("visits").sentence == said
    for command in ("queue", "setup"):
        assert shell.vez(command).sentence == said
    assert ill(shell) == {"database": said}
    assert contents(home) == {"diary": []}


def lose_database(home: Path) -> str:
    """Take the station's file away; what is said then."""
    for file in home.glob("vez.sqlite*"):
        file.unlink()
    return (
        f"O banco de dados desta estação não está em {home / 'vez.sqlite'}. Volte à última cópia com: vez restore "
        "{} (ou comece uma estação nova, sem o que havia, com: vez setup)"
    )


def test_a_station_that_lost_its_database_does_not_begin_anew(home: Path, process: OwnProcess, shell: Shell) -> None:
    said = lose_database(home).format("ARQUIVO")
    assert process.vez("visits").sentence == said
    for words in (["queue"], ["payments"], ["backup"], ["import", str(CATALOGUE)]):
        assert shell.vez(*words).sentence == said
    assert ill(shell) == {"database": said}
    assert not (home / "vez.sqlite").exists()


def test_a_lost_database_comes_back_from_the_newest_copy_that_is_named(home: Path, shell: Shell) -> None:
    older, newer = home / "backups" / "b.sqlite", home / "backups" / "a.sqlite"
    for minute, copy in enumerate((older, newer)):
        assert shell.vez("backup", str(copy)).status == 0
        os.utime(copy, (minute * 60, minute * 60))
    said = shell.vez("queue").sentence if lose_database(home) else ""
    assert f"vez restore {newer} (ou" in said
    assert shell.vez("restore", str(newer)).status == 0
    assert shell.vez("queue").status == 0


@pytest.mark.parametrize("left", ["vez.toml", "logs/vez.jsonl", "backups/vez-1.sqlite"])
def test_whatever_a_station_leaves_shows_that_it_was_there(home: Path, shell: Shell, left: str) -> None:
    lose_database(home)
    kept = {home / left: (home / left).read_bytes() if (home / left).exists() else b""}
    shutil.rmtree(home)
    for file, content in kept.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    assert "não está em" in shell.vez("import", str(CATALOGUE)).sentence


def test_a_new_station_is_made_where_one_was_lost_only_by_setting_one_up(home: Path, shell: Shell) -> None:
    lose_database(home)
    assert shell.vez("setup").status == 0
    assert shell.vez("visits").out == "Nenhuma visita neste dia.\n"


def test_a_new_folder_becomes_a_station_by_what_it_sells(shell: Shell) -> None:
    assert shell.vez("import", str(CATALOGUE)).status == 0
    assert shell.vez("queue").status == 0


# The folder


def test_a_file_in_the_place_of_the_folder(process: OwnProcess, shell: Shell) -> None:
    process.home.write_text("uma nota", encoding="utf-8")
    said = f"Não foi possível criar a pasta {process.home}; verifique o caminho e as permissões."
    assert process.vez("setup", "--example").sentence == said
    assert shell.vez("key", "asaas", VEZ_KEY="$aact_1").sentence == said
    assert shell.vez("queue").sentence.startswith(f"Não há uma estação em {process.home}. Confira VEZ_HOME")
    assert process.home.read_text(encoding="utf-8") == "uma nota"


def test_a_file_in_the_place_of_a_folder_inside(home: Path, shell: Shell) -> None:
    shutil.rmtree(home / "logs")
    (home / "logs").write_text("uma nota", encoding="utf-8")
    said = f"Não foi possível criar a pasta {home / 'logs'}; verifique o caminho e as permissões."
    with nothing_lost(home):
        assert shell.vez("queue").sentence == said
        assert ill(shell) == {"station": said}


def test_a_folder_that_cannot_be_written(home: Path, process: OwnProcess) -> None:
    home.chmod(0o500)
    said = f"A pasta {home} não aceita gravação; verifique as permissões."
    try:
        with nothing_lost(home):
            assert process.vez("queue", limits=without_superuser).sentence == said
            assert process.vez("key", "asaas", limits=without_superuser, VEZ_KEY="$aact_1").sentence == said
    finally:
        home.chmod(0o700)


def test_a_folder_that_cannot_even_be_looked_into(home: Path, process: OwnProcess) -> None:
    home.chmod(0o000)
    said = f"Sem permissão para usar {home / 'vez.sqlite'}. Entre com o usuário da loja ou corrija as permissões."
    try:
        assert process.vez("queue", limits=without_superuser).sentence == said
        told = process.vez("doctor", limits=without_superuser)
        assert (told.status, told.out) == (1, f"ERRO  {said}\n")
    finally:
        home.chmod(0o700)


def test_a_backup_where_none_can_be_written(home: Path, shell: Shell) -> None:
    said = f"O caminho {home / 'vez.toml'} não é uma pasta. Confira o nome ou mova o arquivo que está no lugar dela."
    with nothing_lost(home):
        assert shell.vez("backup", str(home / "vez.toml" / "copia.sqlite")).sentence == said


# The printer and the provider


def test_a_printer_that_is_not_there(home: Path, process: OwnProcess, shell: Shell) -> None:
    process.set('[printer]\nkind = "usb"\nvendor = 0x04b8\nproduct = 0x0e15\n')
    with nothing_lost(home):
        said = shell.vez("printer", "status").out
        found = ill(process)
    assert said == "A impressora não foi encontrada: confira o cabo e se está ligada.\n"
    assert found["printer"] == said.strip()
    assert shell.vez("visits").status == 0


@pytest.fixture
def simulator(home: Path, process: OwnProcess) -> Iterator[RunningSimulator]:
    """The provider of the station."""
    with simulator_thread() as running:
        settings = (home / "vez.toml").read_text(encoding="utf-8")
        process.set(settings.replace(f"http://{NOBODY}/v3", running.base_url))
        yield running


@pytest.mark.parametrize("fault", ["garbage", "html"])
def test_a_provider_that_answers_nonsense(
    home: Path, process: OwnProcess, simulator: RunningSimulator, fault: str
) -> None:
    simulator.control.fault(fault, times=3)
    with nothing_lost(home):
        found = ill(process)
    assert set(found) == {"provider"}
    assert found["provider"].startswith("O provedor asaas respondeu algo sem sentido (")
    assert found["provider"].endswith("o balcão continua recebendo.")


def test_a_provider_that_fails(home: Path, process: OwnProcess, simulator: RunningSimulator) -> None:
    simulator.control.fault("error", times=3, status=503)
    with nothing_lost(home):
        said = "O provedor asaas não responde (http_503). Verifique a internet; o balcão continua recebendo."
        assert ill(process) == {"provider": said}


@pytest.mark.usefixtures("simulator")
def test_a_key_that_the_provider_does_not_take(home: Path, process: OwnProcess, shell: Shell) -> None:
    assert shell.vez("key", "asaas", VEZ_KEY="$aact_hmlg_errada").status == 0
    with nothing_lost(home):
        found = ill(process)
    assert set(found) == {"provider"}
    assert found["provider"].startswith("O provedor asaas recusou a chave (")
    assert found["provider"].endswith(". Guarde a chave certa com: vez key asaas")
    assert "errada" not in found["provider"]


def test_a_provider_that_is_not_there(home: Path, process: OwnProcess) -> None:
    with nothing_lost(home):
        assert ill(process) == {
            "provider": "O simulador de pagamentos não está aberto. Abra o simulador: vez simulator"
        }


# The disk


def test_a_full_disk(home: Path, process: OwnProcess, shell: Shell, tmp_path: Path) -> None:
    changed = tmp_path / "nova.toml"
    changed.write_text(EXAMPLE.replace('"180,00"', '"190,00"'), encoding="utf-8")
    with nothing_lost(home):
        said = process.vez("printer", "test", limits=on_a_full_disk, VEZ_BY="ana", VEZ_PIN="2580").sentence
        assert said.startswith(FULL)
        assert process.vez("import", str(changed), limits=on_a_full_disk).sentence.startswith(FULL)
    assert shell.vez("import", str(changed)).status == 0


def test_a_backup_and_a_key_on_a_full_disk(home: Path, process: OwnProcess, tmp_path: Path) -> None:
    kept = (home / "keys.json").read_bytes()
    long_key = "$aact_" + "1" * 2_000
    with nothing_lost(home):
        said = process.vez("backup", str(tmp_path / "copia.sqlite"), limits=on_a_full_disk).sentence
        assert said.startswith(FULL)
        assert not (tmp_path / "copia.sqlite").exists()
        said = process.vez("key", "asaas", limits=on_a_full_disk, VEZ_KEY=long_key).sentence
        assert said.startswith(FULL)
    assert (home / "keys.json").read_bytes() == kept


# The settings


SETTINGS = {
    "no TOML": ("[shop\n", "vez.toml, linha 1, coluna"),
    "a field that nobody knows": ("[shop]\ncolour = 1\n", 'linha 2, seção [shop]: o campo "colour" não existe'),
    "a zone that is not there": ('[shop]\nzone = "Sao Paulo"\n', 'o fuso horário "Sao Paulo" não existe'),
    "a printer without its numbers": ('[printer]\nkind = "usb"\n', 'a impressora USB precisa de "vendor" e "product"'),
    "a key that would travel unprotected": (
        '[asaas]\nbase_url = "http://api.asaas.com/v3"\n',
        "mandaria a chave sem proteção",
    ),
    "a letter that is none": ('[station]\nletter = "ab"\n', "a letra da estação não serve"),
}


@pytest.mark.parametrize("mistake", SETTINGS)
def test_settings_with_a_mistake(home: Path, shell: Shell, mistake: str) -> None:
    written, said = SETTINGS[mistake]
    shell.set(written)
    with nothing_lost(home):
        sentence = shell.vez("queue").sentence
        assert said in sentence
        assert ill(shell) == {"station": sentence}


def test_settings_from_the_environment_or_from_a_folder(home: Path, process: OwnProcess, shell: Shell) -> None:
    with nothing_lost(home):
        said = process.vez("queue", VEZ_SHOP__CUTOFF_HOUR="24").sentence
        assert said.startswith("variável de ambiente VEZ_SHOP__CUTOFF_HOUR")
        (home / "vez.toml").unlink()
        (home / "vez.toml").mkdir()
        said = "vez.toml: não foi possível ler o arquivo; verifique a pasta e as permissões."
        assert shell.vez("queue").sentence == said


# Who acts


def test_a_wrong_pin_and_the_lock_that_outlives_the_process(home: Path, process: OwnProcess, shell: Shell) -> None:
    wrong = [shell.by("ana", "printer", "test", pin="1111").sentence for _ in range(2)]
    assert wrong == ['O atendente "ana" ou o PIN está errado. Confira os dois e tente de novo.'] * 2
    with closing(sqlite3.connect(home / "vez.sqlite")) as database:
        database.execute("UPDATE operator SET failures = 6 WHERE id = 'ana'")
        database.commit()
    assert process.by("ana", "printer", "test", pin="1111").sentence == "PIN errado. Espere 900 s e tente de novo."
    right = re.fullmatch(r"PIN errado. Espere (\d+) s e tente de novo.", process.by("ana", "printer", "test").sentence)
    assert right is not None
    assert 800 < int(right[1]) <= 900
    assert not list((home / "papers").glob("*.png"))
