from __future__ import annotations

from pathlib import Path

import pytest

import resources
from shared.catalog.file import EXTRAS_MAX, read_catalog
from shared.catalog.model import Catalog, CatalogFault, EquipmentStatus
from shared.kernel.money import Money

RESOURCES = Path(resources.__file__).parent
EXAMPLE = (RESOURCES / "examples" / "recovery-studio.toml").read_text(encoding="utf-8")

GOOD = """\
[[services]]
id = "gelo"
name = "Banho de gelo"
icon = "waves"
price = "75,00"
minutes = 10
place = "Sala 1"

[[extras]]
id = "toalha"
name = "Toalha"
icon = "bath"
price = "12,00"
stock = 40

[[equipment]]
id = "banheira"
name = "Banheira"
place = "Sala 1"
services = ["gelo"]
"""

BROKEN = {
    "a quote that is never closed": (
        'name = "Banho de gelo"',
        'name = "Banho de gelo',
        (
            "loja.toml, linha 3, coluna 22: o texto não está no formato TOML; "
            "confira as aspas, os colchetes e o sinal de igual."
        ),
    ),
    "a name written twice": (
        "minutes = 10",
        "minutes = 10\nminutes = 11",
        "loja.toml, linha 7, coluna 13: este nome já apareceu antes no arquivo; apague a repetição.",
    ),
    "an unfinished list at the end": (
        'services = ["gelo"]',
        'services = ["gelo"',
        (
            "loja.toml, no fim do arquivo: o texto não está no formato TOML; "
            "confira as aspas, os colchetes e o sinal de igual."
        ),
    ),
    "a price as a float": (
        'price = "75,00"',
        "price = 75.00",
        (
            'loja.toml, linha 5, serviço "gelo": o preço 75.0 não serve; '
            'escreva-o entre aspas, com dois centavos, como "180,00".'
        ),
    ),
    "a price with one decimal": (
        'price = "75,00"',
        'price = "75,5"',
        (
            'loja.toml, linha 5, serviço "gelo": o preço "75,5" não serve; '
            'escreva-o entre aspas, com dois centavos, como "180,00".'
        ),
    ),
    "a price of true": (
        'price = "75,00"',
        "price = true",
        (
            'loja.toml, linha 5, serviço "gelo": o preço precisa ser um valor em reais; '
            'escreva-o entre aspas, como "180,00".'
        ),
    ),
    "a price of nothing": (
        'price = "12,00"',
        "price = 0",
        (
            'loja.toml, linha 13, extra "toalha": o preço R$ 0,00 está fora do limite; '
            "use mais que zero e no máximo R$ 100.000,00."
        ),
    ),
    "a missing price": (
        'price = "75,00"\n',
        "",
        'loja.toml, linha 1, serviço "gelo": falta o campo "price"; acrescente-o, como no arquivo de exemplo.',
    ),
    "a misspelt field": (
        "minutes = 10",
        "minutos = 10",
        'loja.toml, linha 1, serviço "gelo": falta o campo "minutes"; acrescente-o, como no arquivo de exemplo.',
    ),
    "a field that nobody knows": (
        "minutes = 10",
        "minutes = 10\ncor = 3",
        'loja.toml, linha 7, serviço "gelo": o campo "cor" não existe; confira o nome do campo ou apague a linha.',
    ),
    "a table that nobody knows": (
        "[[extras]]",
        "[[brindes]]",
        ('loja.toml, linha 9: o campo "brindes" não existe; confira o nome do campo ou apague a linha.'),
    ),
    "minutes as text": (
        "minutes = 10",
        'minutes = "10"',
        (
            'loja.toml, linha 6, serviço "gelo": o campo "minutes" precisa ser um número inteiro, '
            "sem aspas e sem vírgula; corrija o valor."
        ),
    ),
    "no minutes": (
        "minutes = 10",
        "minutes = 0",
        'loja.toml, linha 6, serviço "gelo": o campo "minutes" precisa ser 1 ou mais; corrija o valor.',
    ),
    "too many minutes": (
        "minutes = 10",
        "minutes = 481",
        'loja.toml, linha 6, serviço "gelo": o campo "minutes" precisa ser 480 ou menos; corrija o valor.',
    ),
    "an empty name": (
        'name = "Banho de gelo"',
        'name = "  "',
        'loja.toml, linha 3, serviço "gelo": o campo "name" está vazio; escreva um texto.',
    ),
    "a name that fits no screen": (
        'name = "Banho de gelo"',
        f'name = "{"a" * 41}"',
        'loja.toml, linha 3, serviço "gelo": o campo "name" tem mais de 40 caracteres; encurte o texto.',
    ),
    "a name that is a number": (
        'name = "Banho de gelo"',
        "name = 5",
        'loja.toml, linha 3, serviço "gelo": o campo "name" precisa ser um texto entre aspas; corrija o valor.',
    ),
    "an id with an accent": (
        'id = "toalha"',
        'id = "Tôalha"',
        (
            'loja.toml, linha 10, extra "Tôalha": o código "Tôalha" não serve; '
            'use até 40 letras minúsculas sem acento, números e hífens, como "banho-de-gelo".'
        ),
    ),
    "an entry without an id": (
        'id = "toalha"\n',
        "",
        'loja.toml, linha 9, extra nº 1: falta o campo "id"; acrescente-o, como no arquivo de exemplo.',
    ),
    "a stock below zero": (
        "stock = 40",
        "stock = -1",
        'loja.toml, linha 14, extra "toalha": o campo "stock" precisa ser 0 ou mais; corrija o valor.',
    ),
    "offered as text": (
        "stock = 40",
        'offered = "sim"',
        'loja.toml, linha 14, extra "toalha": o campo "offered" precisa ser true ou false, sem aspas; corrija o valor.',
    ),
    "an id used twice": (
        "[[extras]]",
        '[[services]]\nid = "gelo"\nname = "Outro"\nicon = "zap"\nprice = 5\nminutes = 5\nplace = "X"\n[[extras]]',
        'loja.toml, linha 10, serviço "gelo": o código "gelo" já foi usado; dê um código diferente a cada um.',
    ),
    "equipment for a service that does not exist": (
        'services = ["gelo"]',
        'services = ["gelo", "sauna"]',
        (
            'loja.toml, linha 20, equipamento "banheira": o serviço "sauna" não existe neste arquivo; '
            "confira o código ou acrescente o serviço."
        ),
    ),
    "equipment that names a service twice": (
        'services = ["gelo"]',
        'services = ["gelo", "gelo"]',
        'loja.toml, linha 20, equipamento "banheira": o serviço "gelo" está repetido; deixe-o uma só vez.',
    ),
    "equipment for nothing": (
        'services = ["gelo"]',
        "services = []",
        'loja.toml, linha 20, equipamento "banheira": a lista "services" precisa de pelo menos 1 item(ns); complete-a.',
    ),
    "equipment with a service that is no list": (
        'services = ["gelo"]',
        'services = "gelo"',
        (
            'loja.toml, linha 20, equipamento "banheira": o campo "services" precisa ser uma lista; '
            "escreva-o entre colchetes, como no arquivo de exemplo."
        ),
    ),
    "a service that is one table": (
        "[[services]]",
        "[services]",
        (
            'loja.toml, linha 1: o campo "services" precisa ser uma lista; '
            "escreva-o entre colchetes, como no arquivo de exemplo."
        ),
    ),
    "an icon that cannot be drawn": (
        'icon = "bath"',
        'icon = "towel"',
        'loja.toml, linha 12, extra "toalha": o ícone "towel" não existe; use o nome de um ícone da pasta de ícones.',
    ),
}


@pytest.mark.parametrize(("good", "bad", "sentence"), BROKEN.values(), ids=BROKEN.keys())
def test_each_mistake_has_its_sentence(good: str, bad: str, sentence: str) -> None:
    assert good in GOOD
    assert read_catalog(GOOD.replace(good, bad, 1), "loja.toml", {"waves", "bath", "zap"}) == CatalogFault(sentence)


def test_an_offered_service_needs_equipment() -> None:
    entry = '[[services]]\nid = "sauna"\nname = "Sauna"\nicon = "flame"\nprice = 5\nminutes = 5\nplace = "X"\n'
    assert read_catalog(GOOD + entry, "loja.toml") == CatalogFault(
        'loja.toml, linha 22, serviço "sauna": está à venda e nenhum equipamento o atende; '
        "acrescente-o a um equipamento ou escreva offered = false."
    )
    assert isinstance(read_catalog(GOOD + entry + "offered = false\n", "loja.toml"), Catalog)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", 'loja.toml: falta o campo "services"; acrescente-o, como no arquivo de exemplo.'),
        (
            "services = []\nequipment = []\n",
            'loja.toml, linha 1: a lista "services" precisa de pelo menos 1 item(ns); complete-a.',
        ),
        (
            "x = " + "[" * 5_000,
            ("loja.toml: o texto não está no formato TOML; confira as aspas, os colchetes e o sinal de igual."),
        ),
        (
            "x = " + "9" * 5_000,
            ("loja.toml: o texto não está no formato TOML; confira as aspas, os colchetes e o sinal de igual."),
        ),
    ],
)
def test_a_text_that_is_no_catalogue_has_its_sentence(text: str, sentence: str) -> None:
    assert read_catalog(text, "loja.toml") == CatalogFault(sentence)


def test_the_number_of_entries_is_bounded() -> None:
    entries = "".join(f'[[extras]]\nid = "x{n}"\nname = "X"\nicon = "zap"\nprice = 5\n' for n in range(EXTRAS_MAX))
    assert read_catalog(GOOD + entries, "loja.toml") == CatalogFault(
        'loja.toml, linha 9: a lista "extras" aceita no máximo 60 item(ns); apague os que sobram.'
    )


@pytest.mark.parametrize(
    ("written", "centavos"),
    [('"180,00"', 18000), ('"180.00"', 18000), ("180", 18000), ('"180"', 18000), ('"1.180,50"', 118050), ('"0,01"', 1)],
)
def test_prices_are_read_to_the_centavo(written: str, centavos: int) -> None:
    catalog = read_catalog(GOOD.replace('"75,00"', written), "loja.toml")
    assert isinstance(catalog, Catalog)
    assert catalog.services[0].price == Money(centavos)


@pytest.mark.parametrize("written", ['"1.180"', '"1,180.50"', '"R$ 5,00"', '"-5,00"', '"5,000"', '"1e3"', '"٣"', "5e0"])
def test_prices_that_could_be_misread_are_refused(written: str) -> None:
    assert isinstance(read_catalog(GOOD.replace('"75,00"', written), "loja.toml"), CatalogFault)


def test_the_example_shop_can_be_read_and_drawn() -> None:
    icons = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    catalog = read_catalog(EXAMPLE, "recovery-studio.toml", icons)
    assert isinstance(catalog, Catalog)
    assert len(catalog.services) == 8
    assert [service.name for service in catalog.services if not service.is_offered] == ["Câmara hiperbárica"]
    assert [extra.available for extra in catalog.extras] == [40, 15, 48, 30]
    assert len(catalog.equipment) == 10
    assert {machine.status for machine in catalog.equipment} == {EquipmentStatus.AVAILABLE}
