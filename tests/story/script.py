"""The story itself: a customer buys two services at the totem, an operator serves them one by one.

Each step says what a person would do and what they must then see. A step that does not come true raises.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from shared.bootstrap import Core, build_core
from shared.printing.virtual.roll import read_roll
from shared.visits.model import Visit
from shared.visits.ticket import visit_state
from tests.story.house import PINS, House
from tests.story.playable import Playable

CRYO, BOOTS = "crioterapia", "bota-de-compressao"
A_DAY = timedelta(days=1)
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """One step that came true. `pictures` are of the page it ended on: the totem's is turned for a second one."""

    sentence: str
    pictures: tuple[Path, ...] = ()


class Story:
    """Plays the script on a running totem and panel. `folder` receives the numbered pictures."""

    def __init__(self, house: House, totem: Playable, panel: Playable, folder: Path) -> None:
        self._house = house
        self._totem = totem
        self._panel = panel
        self._folder = folder
        self._number = 0
        self._core: Core = build_core(house.home, house.settings)

    def tell(self) -> Iterator[Told]:
        """Each step, once it has come true."""
        yield self._step(self._totem, "bem-vindo", "O totem convida a começar.")
        yield from self._buy()
        yield from self._pay()
        yield from self._sign_in()
        yield from self._serve_first()
        yield from self._serve_second()
        yield self._check()
        self._core.close()

    def _buy(self) -> Iterator[Told]:
        self._totem.click("start")
        self._totem.wait_for(f"service-{CRYO}")
        yield self._step(self._totem, "servicos", "Os serviços, com preço, duração e espera.")
        self._totem.click(f"service-{CRYO}")
        self._totem.click(f"service-{BOOTS}")
        yield self._step(self._totem, "escolhidos", "Marina escolhe crioterapia e bota de compressão.")
        self._totem.click("goOn")
        self._totem.click("askExtras")
        self._totem.click("extra-toalhaPlus")
        yield self._step(self._totem, "extras", "Uma toalha, para levar junto.")
        self._totem.click("extrasDone")
        self._totem.click("askName")
        for letter in "marina":
            self._totem.click(f"letter-{letter}")
        yield self._step(self._totem, "nome", "O primeiro nome, se quiser dizer.")
        self._totem.click("nameDone")
        self._totem.wait_for("payPix")
        yield self._step(self._totem, "revisao", "O total, antes de pagar.")

    def _pay(self) -> Iterator[Told]:
        self._totem.click("payPix")
        self._totem.wait_for("qr")
        yield self._step(self._totem, "pix", "O código Pix do provedor, com o tempo que resta.")
        charge = self._open_charge()
        self._house.simulator.control.pay(intent=charge)
        self._totem.wait_for("label", 15.0)
        yield self._step(self._totem, "pago", "O provedor confirma; só agora existe a senha.")
        self._totem.see("A001")
        papers = self._wait_for_paper()
        yield Told("O papel sai da impressora simulada.", (papers,))
        yield self._step(self._totem, "esperando", "O totem mostra a senha e o lugar em cada fila.")

    def _sign_in(self) -> Iterator[Told]:
        yield self._step(self._panel, "entrada", "Bruno entra no painel com o seu PIN.")
        self._panel.choose("people", "Bruno")
        self._panel.type(PINS["bruno"])
        self._panel.press("Return")
        self._panel.wait_for("queuePage")
        self._panel.see("A001")
        yield self._step(self._panel, "filas", "As filas: quem é o próximo e por quê.")

    def _serve_first(self) -> Iterator[Told]:
        self._call(CRYO, "Crioterapia")
        self._totem.wait_for("called", 5.0)
        yield self._step(self._totem, "chamada", "O totem mostra a chamada e para onde ir.")
        yield self._step(self._panel, "chamado", "A crioterapia é chamada; a bota continua na sua fila.")
        self._expect_states({"Crioterapia": "called", "Bota de compressão": "in_queue"})
        self._panel.press("F4")
        self._wait_until_states({"Crioterapia": "in_progress", "Bota de compressão": "in_queue"})
        yield self._step(self._panel, "em-atendimento", "A crioterapia começa.")
        self._panel.press("F5")
        self._wait_until_states({"Crioterapia": "completed", "Bota de compressão": "in_queue"})
        yield self._step(self._panel, "concluida", "A crioterapia termina; a senha continua aberta.")

    def _serve_second(self) -> Iterator[Told]:
        self._call(BOOTS, "Bota de compressão")
        self._wait_until_states({"Crioterapia": "completed", "Bota de compressão": "called"})
        self._panel.click("start")
        self._wait_until_states({"Crioterapia": "completed", "Bota de compressão": "in_progress"})
        self._panel.click("complete")
        self._wait_until_states({"Crioterapia": "completed", "Bota de compressão": "completed"})
        yield self._step(self._panel, "fim", "A bota termina, e com ela a senha.")

    def _check(self) -> Told:
        visit = self._visit()
        assert visit_state(visit) == "completed", visit_state(visit)
        assert len(read_roll(self._house.paths.papers)) == 1
        received = self._house.simulator.control.received(visit.charges[-1].intent_id)
        assert received == visit.total, received
        return Told(f"A senha {visit.label} está concluída: {visit.total} recebidos, um papel, dois serviços.")

    def _call(self, service_id: str, name: str) -> None:
        self._panel.choose("services", name)
        self._panel.click("callNext")
        self._panel.see("Chamar A001 para")
        self._panel.press("1")

    def _step(self, player: Playable, name: str, sentence: str) -> Told:
        self._number += 1
        picture = self._folder / f"{self._number:02d}-{player.app}-{name}.png"
        turned = picture.with_stem(f"{picture.stem}-landscape")
        player.grab(picture)
        return Told(sentence, (picture, turned) if player.grab_turned(turned) else (picture,))

    def _wait_for_paper(self) -> Path:
        self._number += 1
        drawn = self._house.paths.papers / "paper-0001.png"
        _wait(drawn.exists, 10.0, "the paper")
        picture = self._folder / f"{self._number:02d}-papel.png"
        picture.write_bytes(drawn.read_bytes())
        return picture

    def _open_charge(self) -> str:
        return self._core.board.pending_payments()[0].intent_id

    def _visit(self) -> Visit:
        return self._core.board.visits_since(self._core.clock.now() - A_DAY)[0]

    def _states(self) -> dict[str, str]:
        return {turn.name: turn.state.value for turn in self._visit().turns}

    def _expect_states(self, expected: dict[str, str]) -> None:
        assert self._states() == expected, self._states()

    def _wait_until_states(self, expected: dict[str, str]) -> None:
        _wait(lambda: self._states() == expected, 5.0, f"{expected}")


def _wait(is_so: Callable[[], bool], seconds: float, what: str) -> None:
    ends_at, pause = time.monotonic() + seconds, threading.Event()
    while not is_so():
        assert time.monotonic() < ends_at, f"{what} did not come within {seconds:.0f} s"
        pause.wait(POLL_SECONDS)
