"""What makes a folder a station: the folder, its settings, its database, its catalogue, its key."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from shared import toml_file
from shared.bootstrap import Core
from shared.catalog.model import CatalogFault, CatalogImportedOk
from shared.cli.endings import NotDone
from shared.cli.station import home, make_ready, station
from shared.config import LOOPBACK, Paths, Settings
from shared.keys import Keys, account_of
from shared.payments.simulator.asaas.records import SIMULATOR_KEY
from shared.people.file import read_operators
from shared.people.model import OperatorFault

EXAMPLES = resources.files("resources.examples")
EXAMPLE_CATALOGUE = "recovery-studio.toml"
EXAMPLE_SETTINGS = "vez.toml"


def set_up_empty() -> None:
    """A station that sells nothing yet."""
    with station(is_setup=True) as core:
        print(f"Estação em {core.paths.home}.")
        if not core.catalogue.read().services:
            print("Falta o catálogo: vez import ARQUIVO (o formato está no exemplo: vez setup --example).")
        if not core.world.providers:
            for account in dict.fromkeys(map(account_of, core.settings.payment.providers)):
                print(f"Para receber por {account}, guarde a chave: vez key {account}")
        print("Para conferir tudo: vez doctor")


def set_up_example() -> None:
    """A station to play with. Settings, catalogue and key that are there already are left alone."""
    paths = Paths.of(home())
    make_ready(paths)
    if not paths.config.exists():
        text = EXAMPLES.joinpath(EXAMPLE_SETTINGS).read_text(encoding="utf-8")
        paths.config.write_text(text, encoding="utf-8")
    with station(is_setup=True) as core:
        print(f"Estação em {core.paths.home}.")
        if core.catalogue.read().services:
            print("Já havia um catálogo: ficou como estava.")
        else:
            with resources.as_file(EXAMPLES.joinpath(EXAMPLE_CATALOGUE)) as file:
                print(import_file(core, file))
            print("Os PINs do exemplo são públicos: ana 2580, bruno 4826 (supervisor), carla 7391 (admin).")
        print(_keep_key(paths.home, core.settings))
    print("Agora abra, cada um no seu terminal: vez simulator, vez-kiosk, vez-panel. Para conferir: vez doctor")


def import_file(core: Core, file: Path) -> str:
    """Take over a catalogue file, all of it or nothing, and say what was done. NotDone for one with a mistake."""
    text = toml_file.read_text(file)
    if isinstance(text, toml_file.FileFault):
        raise NotDone(text.sentence)
    operators = read_operators(text, file.name)
    if isinstance(operators, OperatorFault):
        raise NotDone(operators.sentence)
    catalogue = core.catalogue.import_file(file)
    if isinstance(catalogue, CatalogFault):
        raise NotDone(catalogue.sentence)
    people = core.operators.import_file(file)
    if isinstance(people, OperatorFault):
        raise NotDone(people.sentence)
    return f"{_catalogue_text(catalogue)} Atendentes novos: {len(people.added)}."


def _catalogue_text(catalogue: CatalogImportedOk) -> str:
    if not catalogue.is_new:
        return "O catálogo já era este: nada mudou."
    return (
        f"Catálogo importado: {catalogue.services} serviços, {catalogue.extras} extras, "
        f"{catalogue.equipment} equipamentos."
    )


def _keep_key(folder: Path, settings: Settings) -> str:
    """The simulator's key, where the simulator is the provider and no key is kept."""
    name, keys = "asaas", Keys(folder)
    if name not in settings.payment.providers:
        return "vez.toml escolhe outro provedor: guarde a chave dele com vez key"
    if urlsplit(settings.asaas.base_url).hostname not in LOOPBACK:
        return "vez.toml aponta para um provedor de verdade: a chave do simulador não foi guardada."
    if keys.get(name) is not None:
        return "Já havia uma chave do provedor: ficou como estava."
    keys.set(name, SecretStr(SIMULATOR_KEY))
    return f"O pagamento usa o simulador deste computador ({settings.asaas.base_url})."
