"""`vez webhooks`, what a person sees of the events that came, and what the doctor says."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.cli.doctor import examine
from shared.keys import Keys
from shared.store.leases import Leases
from shared.webhooks import rules
from shared.webhooks.doors import ASAAS_KEY, WEBHOOKS
from shared.webhooks.model import Notification, Source, Subject, WebhookState
from shared.webhooks.service import Arrived
from tests.fakes.receiver import TOKEN
from tests.fakes.shop import Shop
from tests.shared.cli.shell import Shell

SECTION = "[webhooks]\n"


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def arrives(shop: Shop, subject: Subject | None, key: str = "evt_1", late: timedelta = timedelta(0)) -> None:
    now = shop.clock.now()
    said = Notification(Source.ASAAS, key, "PAYMENT_RECEIVED", subject, "{}", now - late)
    shop.core.inbox.receive([Arrived(said, now)])


def dies(shop: Shop, key: str = "evt_dead") -> None:
    """An event whose charge could not be looked at, however often it was tried."""
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    arrives(shop, Subject(shop.intent_of(visit)), key)
    for _ in range(rules.ATTEMPTS_MAX):
        shop.core.webhook_duty.step()
        shop.clock.advance(rules.RETRY_MOST)


def told(shop: Shop, name: str) -> list[tuple[bool, str]]:
    return [(each.is_well, each.sentence) for each in examine(shop.core) if each.name == name]


def with_a_secret(shell: Shell) -> None:
    assert shell.vez("key", "asaas_webhook", VEZ_KEY=TOKEN).status == 0


def test_a_secret_is_kept_for_the_receiver(shell: Shell) -> None:
    said = shell.vez("key", "asaas_webhook", VEZ_KEY=TOKEN).out
    assert said.endswith("Feche e abra o receptor de avisos para que a use.\n")
    kept = Keys(shell.home).get(ASAAS_KEY)
    assert kept is not None
    assert kept.get_secret_value() == TOKEN


def test_a_secret_that_can_be_guessed_is_not_kept(shell: Shell) -> None:
    said = shell.vez("key", "bank_pix_webhook", VEZ_KEY="loja2026").sentence
    assert said == "Esta senha é curta demais: qualquer um pode tentar. Use 16 letras ou mais."
    said = shell.vez("key", "bank_pix_webhook", VEZ_KEY="segredo/da/loja/2026").sentence
    assert said == "Esta senha vai no endereço que o banco chama: use só letras sem acento, números, - e _."
    assert Keys(shell.home).get("bank_pix_webhook") is None


def test_without_a_secret_there_is_nothing_to_receive(shop: Shop, shell: Shell) -> None:
    assert shop.home == shell.home
    assert shell.vez("webhooks").sentence.startswith("Nenhum provedor pode avisar: falta a senha combinada com ele.")


def test_a_port_that_is_taken_is_named(shop: Shop, shell: Shell) -> None:
    with_a_secret(shell)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = shell.vez("webhooks", "--port", str(port)).sentence
    assert said == f"A porta {port} já está em uso. Feche o outro programa, ou use outra: port, na seção [webhooks]."
    assert Leases(shop.home).hold(WEBHOOKS)


def test_one_receiver_for_each_station(shop: Shop, shell: Shell) -> None:
    with_a_secret(shell)
    other = Leases(shop.home)
    assert other.hold(WEBHOOKS)
    said = shell.vez("webhooks", "--port", "0").sentence
    assert said == "O receptor de avisos desta estação já está aberto. Use-o, ou feche-o antes."
    other.release(WEBHOOKS)


def test_a_station_is_not_restored_under_its_receiver(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert shell.vez("backup", str(copy)).status == 0
    other = Leases(shop.home)
    assert other.hold(WEBHOOKS)
    said = shell.vez("restore", str(copy)).sentence
    assert said == "O receptor de avisos (vez webhooks) desta estação está aberto. Feche-o e tente de novo."
    other.release(WEBHOOKS)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('host = "0.0.0.0"', "os avisos chegariam sem proteção"),
        ('authority = "bancos.pem"', 'falta "certificate"'),
        ('certificate_key = "loja.key"', 'falta "certificate"'),
        ("port = 0", "port"),
        ('certificate = "nenhum.pem"', "nenhum.pem não serve: é preciso um certificado em PEM"),
    ],
)
def test_settings_that_cannot_work_are_explained(shop: Shop, shell: Shell, settings: str, words: str) -> None:
    with_a_secret(shell)
    shell.set(SECTION + settings)
    assert words in shell.vez("webhooks").sentence
    assert shop.home == shell.home


def test_a_host_that_is_not_this_computer_is_named(shop: Shop, shell: Shell, tmp_path: Path) -> None:
    import trustme

    trustme.CA().issue_cert("loja.example").private_key_and_cert_chain_pem.write_to_path(shop.home / "loja.pem")
    with_a_secret(shell)
    shell.set(SECTION + 'certificate = "loja.pem"\nhost = "203.0.113.7"')
    said = shell.vez("webhooks", "--port", "0").sentence
    assert said == 'Este computador não atende em "203.0.113.7". Confira host na seção [webhooks] do vez.toml.'
    assert tmp_path in shop.home.parents


def test_what_waits_for_a_person_comes_first(shop: Shop, shell: Shell) -> None:
    dies(shop)
    arrives(shop, Subject(None, "pay_of_somebody_else"), "evt_stranger")
    shop.core.webhook_duty.step()
    lines = shell.vez("payments", "webhooks").out.splitlines()
    assert [line.split()[0] for line in lines] == ["aviso", *(each.id for each in reversed(shop.core.inbox.latest()))]
    assert "espera por uma pessoa" in lines[1]
    assert lines[1].endswith("20          down")
    assert "cobrança de fora desta estação" in lines[2]
    document = shell.vez("payments", "webhooks", "--json").json
    assert (document["queued"], len(document["dead"]), len(document["latest"])) == (0, 1, 1)
    assert (document["dead"][0]["state"], document["latest"][0]["ending"]) == ("dead", "stranger")


def test_before_anything_came(shop: Shop, shell: Shell) -> None:
    said = "Nenhum aviso chegou. O Vez pergunta ao provedor por conta própria.\n"
    assert shell.vez("payments", "webhooks").out == said
    assert shell.by("bruno", "payments", "replay").sentence.startswith("Nenhum aviso espera por uma pessoa")
    assert shop.core.inbox.tally().last_at is None


def test_a_supervisor_replays_one_or_all(shop: Shop, shell: Shell) -> None:
    dies(shop, "evt_1")
    dies(shop, "evt_2")
    first, second = shop.core.inbox.dead()
    assert shell.by("ana", "payments", "replay").sentence == (
        "O perfil deste atendente não permite isto. Chame um supervisor."
    )
    assert shell.by("bruno", "payments", "replay", first.id, "--json").json == {"replayed": [first.id]}
    assert [each.id for each in shop.core.inbox.dead()] == [second.id]
    said = "Avisos que serão tratados de novo: 1. Veja com: vez payments webhooks\n"
    assert shell.by("bruno", "payments", "replay").out == said
    assert {each.state for each in shop.core.inbox.latest()} == {WebhookState.QUEUED}
    assert shell.by("bruno", "payments", "replay", "0" * 32).sentence == (
        "Este aviso não espera por uma pessoa. Veja a lista com: vez payments webhooks"
    )


def test_the_doctor_knows_whether_providers_reach_us(shop: Shop, shell: Shell) -> None:
    assert told(shop, "webhooks") == [(True, "Os provedores não avisam esta estação: ela mesma pergunta.")]
    with_a_secret(shell)
    closed = "Os avisos dos provedores não são recebidos: o receptor está fechado. Abra-o com: vez webhooks"
    assert told(shop, "webhooks") == [(False, closed)]
    other = Leases(shop.home)
    assert other.hold(WEBHOOKS)
    assert told(shop, "webhooks") == [(True, "Os avisos dos provedores são recebidos; ainda não veio nenhum.")]
    arrives(shop, None)
    local = shop.clock.now().astimezone(shop.settings.shop.zone)
    came = f"Os avisos dos provedores são recebidos; o último veio em {local:%d/%m às %H:%M}."
    assert told(shop, "webhooks") == [(True, came)]
    other.release(WEBHOOKS)


def test_the_doctor_counts_what_waits_for_a_person(shop: Shop) -> None:
    dies(shop)
    said = "1 aviso de pagamento espera por uma pessoa. Veja com: vez payments webhooks"
    assert (False, said) in told(shop, "webhooks")


def test_the_doctor_sees_a_clock_that_is_behind_the_providers(shop: Shop) -> None:
    arrives(shop, None, "evt_1", late=timedelta(seconds=-90))
    said = "O relógio deste computador está atrasado em 90 s. Ligue o ajuste automático da hora."
    assert (False, said) in told(shop, "clock")
    arrives(shop, None, "evt_2", late=timedelta(minutes=15))
    assert (False, said) in told(shop, "clock")


def test_an_event_that_was_sent_again_later_says_nothing_about_the_clock(shop: Shop) -> None:
    arrives(shop, None, late=timedelta(hours=6))
    assert all(is_well for is_well, _ in told(shop, "clock"))


def test_no_secret_is_in_what_is_said(shop: Shop, shell: Shell) -> None:
    Keys(shop.home).set(ASAAS_KEY, SecretStr(TOKEN))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for words in (["payments", "webhooks", "--json"], ["doctor", "--json"], ["webhooks", "--port", port]):
            said = shell.vez(*words)
            assert TOKEN not in said.out + said.err
