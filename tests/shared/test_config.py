from __future__ import annotations

import os
import shutil
import stat
import tomllib
from datetime import time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import platformdirs
import pytest
from pydantic import ValidationError

import resources
from shared.config import ConfigFault, Paths, PolicyName, PrinterKind, Settings, load_settings, prepare, vez_home

EXAMPLE = Path(resources.__file__).parent / "examples" / "vez.toml"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("VEZ_")]:
        monkeypatch.delenv(name)


def _load(home: Path, written: str) -> Settings | ConfigFault:
    (home / "vez.toml").write_text(written, encoding="utf-8")
    return load_settings(home)


def test_without_a_file_a_station_has_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert isinstance(settings, Settings)
    assert settings.station.letter == "A"
    assert settings.shop.zone == ZoneInfo("America/Sao_Paulo")
    assert settings.shop.cutoff == time(4)
    assert settings.asaas.base_url == "https://api.asaas.com/v3"
    assert (settings.payment.expiry_minutes, settings.queue.called_timeout_seconds) == (30, 180)
    assert (settings.queue.policy, settings.queue.bands_minutes) == (PolicyName.STRICT, (15, 30, 45))
    assert (settings.printer.kind, settings.printer.paper_grace_seconds) == (PrinterKind.VIRTUAL, 15)


def test_the_example_can_be_loaded_and_names_every_section(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "vez.toml")
    settings = load_settings(tmp_path)
    assert isinstance(settings, Settings)
    assert settings.shop.name == "Estúdio Recupera"
    assert settings.asaas.base_url.startswith("http://127.0.0.1:")
    assert set(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))) == set(Settings.model_fields)


def test_settings_never_change(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert isinstance(settings, Settings)
    with pytest.raises(ValidationError):
        setattr(settings.station, "letter", "B")  # noqa: B010 - the type checker forbids it already


def test_the_environment_stands_above_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEZ_HOME", str(tmp_path))
    monkeypatch.setenv("VEZ_PAYMENT__TIMEOUT_SECONDS", "5")
    monkeypatch.setenv("VEZ_STATION__LETTER", "C")
    settings = _load(tmp_path, '[payment]\ntimeout_seconds = 9\nexpiry_minutes = 12\n[station]\nletter = "B"\n')
    assert isinstance(settings, Settings)
    assert (settings.payment.timeout_seconds, settings.payment.expiry_minutes) == (5.0, 12)
    assert settings.station.letter == "C"


def test_percentages_are_exact(tmp_path: Path) -> None:
    settings = _load(tmp_path, "[asaas]\nfine_percent = 1.1\ninterest_percent_month = 0.33\ninstallments_max = 12\n")
    assert isinstance(settings, Settings)
    assert (settings.asaas.fine_percent, settings.asaas.interest_percent_month) == (Decimal("1.1"), Decimal("0.33"))
    assert (settings.asaas.discount_percent, settings.asaas.installments_max) == (Decimal(0), 12)


def test_a_usb_printer_is_named_by_its_numbers(tmp_path: Path) -> None:
    settings = _load(tmp_path, '[printer]\nkind = "usb"\nvendor = 0x04b8\nproduct = 0x0e15\nprofile = "generic-58"\n')
    assert isinstance(settings, Settings)
    assert (settings.printer.vendor, settings.printer.product) == (0x04B8, 0x0E15)
    assert settings.printer.profile == "generic-58"


BROKEN = {
    "no TOML": (
        "[station\n",
        (
            "vez.toml, linha 1, coluna 9: o texto não está no formato TOML; "
            "confira as aspas, os colchetes e o sinal de igual."
        ),
    ),
    "an unknown section": (
        "[estacao]\n",
        (
            'vez.toml, linha 1, seção [estacao]: o campo "estacao" não existe; '
            "confira o nome do campo ou apague a linha."
        ),
    ),
    "an unknown field": (
        '[shop]\nname = "x"\nnome = "x"\n',
        'vez.toml, linha 3, seção [shop]: o campo "nome" não existe; confira o nome do campo ou apague a linha.',
    ),
    "a value where a section should be": (
        "shop = 3\n",
        (
            'vez.toml, linha 1, seção [shop]: o campo "shop" precisa ser uma seção com seus campos; '
            "escreva-o como no arquivo de exemplo."
        ),
    ),
    "a letter of two": (
        '[station]\nletter = "AB"\n',
        ('vez.toml, linha 2, seção [station]: a letra da estação não serve; use uma só letra maiúscula, como "A".'),
    ),
    "an empty shop name": (
        '[shop]\nname = " "\n',
        'vez.toml, linha 2, seção [shop]: o campo "name" está vazio; escreva um texto.',
    ),
    "a zone that does not exist": (
        '[shop]\nzone = "Brasil/Marte"\n',
        (
            'vez.toml, linha 2, seção [shop]: o fuso horário "Brasil/Marte" não existe; '
            'use um nome como "America/Sao_Paulo".'
        ),
    ),
    "an hour that does not exist": (
        "[shop]\ncutoff_hour = 24\n",
        'vez.toml, linha 2, seção [shop]: o campo "cutoff_hour" precisa ser 23 ou menos; corrija o valor.',
    ),
    "a provider nobody built": (
        '[payment]\nways = ["pix:paypal"]\n',
        (
            'vez.toml, linha 2, seção [payment]: a forma de pagamento "pix:paypal" não existe; use entre estas: '
            "pix:asaas, pix:bank_pix, pix:mercado_pago, pix:mercado_pago_orders, card:asaas, boleto:asaas, "
            "terminal:mercado_pago_point, counter, own_pix."
        ),
    ),
    "a way written twice": (
        '[payment]\nways = ["counter", "pix:asaas", "counter"]\n',
        "vez.toml, linha 2, seção [payment]: uma forma de pagamento está repetida; escreva cada uma só uma vez.",
    ),
    "a method that its provider does not carry out": (
        '[payment]\nways = ["card:bank_pix"]\n',
        (
            'vez.toml, linha 2, seção [payment]: a forma de pagamento "card:bank_pix" não existe; use entre estas: '
            "pix:asaas, pix:bank_pix, pix:mercado_pago, pix:mercado_pago_orders, card:asaas, boleto:asaas, "
            "terminal:mercado_pago_point, counter, own_pix."
        ),
    ),
    "a card machine without its code": (
        '[payment]\nways = ["terminal:mercado_pago_point"]\n',
        'vez.toml: a maquininha precisa de "terminal" na seção [mercado_pago]; escreva o código dela.',
    ),
    "an address without a scheme": (
        '[asaas]\nbase_url = "api.asaas.com"\n',
        (
            "vez.toml, linha 2, seção [asaas]: o endereço do provedor não serve; "
            'escreva-o como "https://api.asaas.com/v3".'
        ),
    ),
    "an address with a password": (
        '[asaas]\nbase_url = "https://a:b@api.asaas.com/v3"\n',
        (
            "vez.toml, linha 2, seção [asaas]: o endereço do provedor não serve; "
            'escreva-o como "https://api.asaas.com/v3".'
        ),
    ),
    "an address with an impossible port": (
        '[asaas]\nbase_url = "https://api.asaas.com:99999/v3"\n',
        (
            "vez.toml, linha 2, seção [asaas]: o endereço do provedor não serve; "
            'escreva-o como "https://api.asaas.com/v3".'
        ),
    ),
    "an address that would show the key": (
        '[asaas]\nbase_url = "http://api.asaas.com/v3"\n',
        (
            "vez.toml, linha 2, seção [asaas]: o endereço do provedor mandaria a chave sem proteção; "
            "comece-o com https://."
        ),
    ),
    "a timeout as text": (
        '[payment]\ntimeout_seconds = "dez"\n',
        (
            'vez.toml, linha 2, seção [payment]: o campo "timeout_seconds" precisa ser um número, sem aspas; '
            "corrija o valor."
        ),
    ),
    "a timeout without end": (
        "[payment]\ntimeout_seconds = inf\n",
        (
            'vez.toml, linha 2, seção [payment]: o campo "timeout_seconds" precisa ser um número, sem aspas; '
            "corrija o valor."
        ),
    ),
    "half a minute of expiry": (
        "[payment]\nexpiry_minutes = 2.5\n",
        (
            'vez.toml, linha 2, seção [payment]: o campo "expiry_minutes" precisa ser um número inteiro, '
            "sem aspas e sem vírgula; corrija o valor."
        ),
    ),
    "more parts than a year has months": (
        "[asaas]\ninstallments_max = 13\n",
        'vez.toml, linha 2, seção [asaas]: o campo "installments_max" precisa ser 12 ou menos; corrija o valor.',
    ),
    "a fine above the law": (
        "[asaas]\nfine_percent = 2.5\n",
        'vez.toml, linha 2, seção [asaas]: o campo "fine_percent" precisa ser 2 ou menos; corrija o valor.',
    ),
    "a percentage as text": (
        '[asaas]\ndiscount_percent = "cinco"\n',
        (
            'vez.toml, linha 2, seção [asaas]: o campo "discount_percent" precisa ser um número, sem aspas; '
            "corrija o valor."
        ),
    ),
    "a percentage of three decimals": (
        "[asaas]\ninterest_percent_month = 0.333\n",
        (
            'vez.toml, linha 2, seção [asaas]: o campo "interest_percent_month" aceita até 2 casas decimais; '
            "corrija o valor."
        ),
    ),
    "a boleto of no day": (
        "[payment]\nboleto_days = 0\n",
        'vez.toml, linha 2, seção [payment]: o campo "boleto_days" precisa ser 1 ou mais; corrija o valor.',
    ),
    "a bank without its account": (
        '[payment]\nways = ["pix:bank_pix"]\n[bank_pix]\nbank = "sicredi"\n',
        (
            'vez.toml: o Pix pelo banco precisa de "bank", "client_id", "pix_key" e "city" na seção [bank_pix]; '
            "escreva os quatro."
        ),
    ),
    "an address of the bank that would send the secret unprotected": (
        '[bank_pix]\ntoken_url = "http://api-pix.sicredi.com.br/oauth/token"\n',
        (
            "vez.toml, linha 2, seção [bank_pix]: o endereço do provedor mandaria a chave sem proteção; "
            "comece-o com https://."
        ),
    ),
    "the shop's own Pix without its account": (
        '[payment]\nways = ["own_pix"]\n[own_pix]\nkey = "pix@loja.com.br"\n',
        ('vez.toml: o Pix da chave da loja precisa de "key", "name" e "city" na seção [own_pix]; escreva os três.'),
    ),
    "a Pix key that is none": (
        '[own_pix]\nkey = "529.982.247-25"\n',
        (
            "vez.toml, linha 2, seção [own_pix]: a chave Pix não serve; escreva CPF ou CNPJ sem pontos, telefone como "
            '"+5511987654321", e-mail em letras minúsculas, ou a chave aleatória inteira.'
        ),
    ),
    "a limit that a computer would round": (
        "[own_pix]\namount_per_shift = 500.5\n",
        'vez.toml, linha 2, seção [own_pix]: o valor não serve; escreva-o em reais, como "500,00".',
    ),
    "Mercado Pago without the shop's address": (
        '[payment]\nways = ["pix:mercado_pago"]\n',
        ('vez.toml: o Pix do Mercado Pago precisa de "payer_email" na seção [mercado_pago]; escreva o da loja.'),
    ),
    "an e-mail that is none": (
        '[mercado_pago]\npayer_email = "loja"\n',
        ('vez.toml, linha 2, seção [mercado_pago]: o e-mail não serve; escreva-o como "loja@exemplo.com.br".'),
    ),
    "a card machine that is none": (
        '[mercado_pago]\nterminal = "balcão"\n',
        (
            "vez.toml, linha 2, seção [mercado_pago]: o código da maquininha não serve; "
            'escreva-o como "NEWLAND_N950__N950NCB801293324".'
        ),
    ),
    "an address of Mercado Pago without a scheme": (
        '[mercado_pago]\nbase_url = "api.mercadopago.com"\n',
        (
            "vez.toml, linha 2, seção [mercado_pago]: o endereço do provedor não serve; "
            'escreva-o como "https://api.mercadopago.com".'
        ),
    ),
    "a policy nobody knows": (
        '[queue]\npolicy = "sorte"\n',
        (
            'vez.toml, linha 2, seção [queue]: o campo "policy" precisa ser um destes: '
            "'strict', 'ageing' ou 'alternation'; corrija o valor."
        ),
    ),
    "bands that shrink": (
        "[queue]\nbands_minutes = [30, 15, 45]\n",
        (
            "vez.toml, linha 2, seção [queue]: as faixas de espera precisam crescer a partir de 1 minuto; "
            "escreva, por exemplo, [15, 30, 45]."
        ),
    ),
    "two bands": (
        "[queue]\nbands_minutes = [15, 30]\n",
        (
            'vez.toml, linha 2, seção [queue]: falta um valor na lista "bands_minutes"; complete-a, '
            "como no arquivo de exemplo."
        ),
    ),
    "a USB printer without numbers": (
        '[printer]\nkind = "usb"\n',
        (
            'vez.toml, linha 1, seção [printer]: a impressora USB precisa de "vendor" e "product"; '
            "escreva os dois números que o lsusb mostra."
        ),
    ),
}


@pytest.mark.parametrize(("written", "sentence"), BROKEN.values(), ids=BROKEN.keys())
def test_each_mistake_has_its_sentence(tmp_path: Path, written: str, sentence: str) -> None:
    assert _load(tmp_path, written) == ConfigFault(sentence)


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEZ_PAYMENT__TIMEOUT_SECONDS", "dez")
    assert _load(tmp_path, "[payment]\ntimeout_seconds = 9\n") == ConfigFault(
        'variável de ambiente VEZ_PAYMENT__TIMEOUT_SECONDS: o campo "timeout_seconds" precisa ser um número, '
        "sem aspas; corrija o valor."
    )


def test_a_variable_that_is_no_section_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEZ_PAYMENT", "{")
    assert load_settings(tmp_path) == ConfigFault(
        "Uma variável de ambiente VEZ_… não pôde ser lida; use a forma VEZ_SHOP__NAME."
    )


def test_home_is_what_the_variable_names(tmp_path: Path) -> None:
    assert vez_home({"VEZ_HOME": str(tmp_path)}) == tmp_path
    assert vez_home({"VEZ_HOME": "shop"}) == Path.cwd() / "shop"
    assert vez_home({"VEZ_HOME": "~/shop"}) == Path.home() / "shop"
    assert vez_home({"VEZ_HOME": " "}) == vez_home({}) == platformdirs.user_data_path("vez", appauthor=False)


def test_a_station_gets_its_folders(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "new" / "station")
    assert prepare(paths) is None
    assert prepare(paths) is None
    assert all(folder.is_dir() for folder in (paths.home, paths.logs, paths.backups, paths.papers))
    assert stat.S_IMODE(paths.home.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "station"
    assert prepare(Paths.of(home)) == ConfigFault(
        f"Não foi possível criar a pasta {home}; verifique o caminho e as permissões."
    )
