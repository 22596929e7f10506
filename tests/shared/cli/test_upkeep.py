"""Making a station, feeding it, copying it, and the provider to play with."""

from __future__ import annotations

import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from shared.cli.upkeep import SIMULATOR_PORT
from shared.config import Settings, load_settings
from shared.keys import Keys
from shared.payments.simulator.asaas.records import SIMULATOR_KEY
from tests.fakes.shop import CATALOGUE, CRYO, Shop
from tests.shared.cli.shell import Shell

REAL = '[asaas]\nbase_url = "https://api-sandbox.asaas.com/v3"\n'


def test_the_example_is_ready_to_play_with(shell: Shell) -> None:
    said = shell.vez("setup", "--example")
    assert said.status == 0, said
    assert said.out.splitlines() == [
        f"Estação em {shell.home}.",
        "Catálogo importado: 8 serviços, 4 extras, 10 equipamentos. Atendentes novos: 3.",
        "Os PINs do exemplo são públicos: ana 2580, bruno 4826 (supervisor), carla 7391 (admin).",
        "O pagamento usa o simulador deste computador (http://127.0.0.1:8765/v3).",
        "Agora abra, cada um no seu terminal: vez simulator, vez-kiosk, vez-panel. Para conferir: vez doctor",
    ]
    key = Keys(shell.home).get("asaas")
    assert key is not None
    assert key.get_secret_value() == SIMULATOR_KEY
    assert stat.S_IMODE((shell.home / "keys.json").stat().st_mode) == 0o600
    settings = load_settings(shell.home)
    assert isinstance(settings, Settings)
    assert settings.shop.name == "Estúdio Recupera"


def test_setting_up_again_changes_nothing_that_is_there(home: Path, shell: Shell) -> None:
    changed = (home / "vez.toml").read_text(encoding="utf-8").replace("Estúdio Recupera", "Outra loja")
    shell.set(changed)
    shell.vez("key", "asaas", VEZ_KEY="$aact_outra")
    said = shell.vez("setup", "--example")
    assert "Já havia um catálogo: ficou como estava." in said.out
    assert "Já havia uma chave do provedor: ficou como estava." in said.out
    assert (home / "vez.toml").read_text(encoding="utf-8") == changed
    kept = Keys(home).get("asaas")
    assert kept is not None
    assert kept.get_secret_value() == "$aact_outra"


def test_a_station_of_a_real_shop_gets_neither_the_example_nor_its_key(shell: Shell, tmp_path: Path) -> None:
    own = tmp_path / "loja.toml"
    own.write_text(CATALOGUE.read_text(encoding="utf-8").partition("# Atendentes")[0], encoding="utf-8")
    assert shell.vez("setup").status == 0
    shell.set(REAL)
    assert shell.vez("import", str(own)).out.endswith("Atendentes novos: 0.\n")
    said = shell.vez("setup", "--example").out
    assert "vez.toml aponta para um provedor de verdade: a chave do simulador não foi guardada." in said
    assert "PINs" not in said
    assert Keys(shell.home).get("asaas") is None
    assert "Nenhum atendente pode entrar" in shell.vez("doctor").out


def test_an_empty_station_says_what_it_lacks(shell: Shell) -> None:
    said = shell.vez("setup")
    assert said.status == 0, said
    assert said.out.splitlines() == [
        f"Estação em {shell.home}.",
        "Falta o catálogo: vez import ARQUIVO (o formato está no exemplo: vez setup --example).",
        "Para receber por asaas, guarde a chave: vez key asaas",
        "Para conferir tudo: vez doctor",
    ]
    assert shell.vez("visits").out == "Nenhuma visita neste dia.\n"


def test_importing_again_changes_only_what_changed(home: Path, shell: Shell, tmp_path: Path) -> None:
    said = "O catálogo já era este: nada mudou. Atendentes novos: 0.\n"
    assert shell.vez("import", str(CATALOGUE)).out == said
    dearer = tmp_path / "nova.toml"
    dearer.write_text(CATALOGUE.read_text(encoding="utf-8").replace('"180,00"', '"190,00"'), encoding="utf-8")
    said = "Catálogo importado: 8 serviços, 4 extras, 10 equipamentos. Atendentes novos: 0.\n"
    assert shell.vez("import", str(dearer)).out == said
    with sqlite3.connect(home / "vez.sqlite") as database:
        assert database.execute("SELECT price_centavos FROM service WHERE id = ?", [CRYO]).fetchone() == (19_000,)
    database.close()


def test_a_key_is_kept_for_its_owner_alone(shell: Shell) -> None:
    said = shell.vez("key", "asaas", VEZ_KEY=" $aact_prod_1 ")
    assert said.out == (
        "Chave guardada no arquivo keys.json, que só o dono lê. Feche e abra o totem e o painel para que a usem.\n"
    )
    kept = Keys(shell.home).get("asaas")
    assert kept is not None
    assert kept.get_secret_value() == "$aact_prod_1"


def test_what_is_no_key_is_not_kept(shell: Shell) -> None:
    assert shell.vez("key", "pagbank", VEZ_KEY="x").sentence == (
        'O provedor "pagbank" não existe. Os que existem: asaas, bank_pix, bank_pix_app, mercado_pago, asaas_webhook, '
        "bank_pix_webhook, mercado_pago_webhook."
    )
    assert shell.vez("key", "asaas", VEZ_KEY="  ").sentence == (
        "A chave está vazia. Copie-a da conta do provedor e tente de novo."
    )
    assert shell.vez("key", "asaas").sentence == (
        "Falta a chave. Use a variável VEZ_KEY, ou rode o comando num terminal."
    )
    for written in ("$aact_1\n$aact_2", "$aact_1\u200b", "$aact_\x07", "chave com acento é"):
        assert shell.vez("key", "asaas", VEZ_KEY=written).sentence == (
            "A chave tem uma quebra de linha ou um sinal estranho. Copie-a inteira, sozinha, e tente de novo."
        )
    assert not shell.home.exists()


def test_a_backup_is_whole_and_readable(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    visit = shop.gets_ticket()
    told = shell.vez("backup", str(tmp_path / "hoje.sqlite"), "--json").json
    file = Path(told["file"])
    assert told["bytes"] == file.stat().st_size > 0
    with sqlite3.connect(file) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT id FROM visit").fetchall() == [(visit.id,)]
    copy.close()
    restored = tmp_path / "restored"
    restored.mkdir()
    file.rename(restored / "vez.sqlite")
    assert shell.beside(restored).vez("visits", "--json").json[0]["id"] == visit.id


@pytest.mark.usefixtures("home")
def test_a_backup_makes_no_folder_that_was_mistyped(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "copias"
    said = shell.vez("backup", str(folder / "hoje.sqlite")).sentence
    assert said == f"A pasta {folder} não existe. Crie-a, ou escolha outra."
    assert not folder.exists()


def test_a_backup_without_a_name_goes_to_the_stations_folder(home: Path, shell: Shell) -> None:
    said = shell.vez("backup")
    assert said.status == 0, said
    (file,) = (home / "backups").glob("vez-*.sqlite")
    assert said.out.startswith(f"Cópia gravada em {file} (")


@pytest.mark.usefixtures("home")
def test_a_backup_replaces_no_other(shell: Shell, tmp_path: Path) -> None:
    kept = tmp_path / "ontem.sqlite"
    kept.write_text("ontem", encoding="utf-8")
    said = f"{kept} já existe, e uma cópia não apaga outra. Escolha outro nome."
    assert shell.vez("backup", str(kept)).sentence == said
    assert kept.read_text(encoding="utf-8") == "ontem"


def test_the_simulator_does_not_share_a_port(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = shell.vez("simulator", "--port", str(port))
    assert said.sentence == f"A porta {port} já está em uso. Feche o outro programa, ou use outra com --port."


def test_the_simulators_port_is_the_examples(example: Path) -> None:
    settings = load_settings(example)
    assert isinstance(settings, Settings)
    assert settings.asaas.base_url == f"http://127.0.0.1:{SIMULATOR_PORT}/v3"
