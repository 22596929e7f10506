"""The lists of every page as models: which columns they have and what tells their rows apart."""

from collections.abc import Hashable
from datetime import datetime

from PySide6.QtCore import QObject

from panel.model.equipment import EquipmentRow
from panel.model.papers import PaperRow
from panel.model.payments import PendingRow
from panel.model.queues import FLAG_TEXTS, QueueRow, derive_wait
from panel.model.services import ServiceRow
from panel.model.shop import ShopRules
from panel.model.sign_in import PersonRow
from panel.model.tasks import TaskRow
from panel.model.ticket import TurnLine
from panel.models.rows import Column, RowsModel

QueueModel = RowsModel[QueueRow]
ServiceModel = RowsModel[ServiceRow]
EquipmentModel = RowsModel[EquipmentRow]
PendingModel = RowsModel[PendingRow]
TaskModel = RowsModel[TaskRow]
PaperModel = RowsModel[PaperRow]
PersonModel = RowsModel[PersonRow]
TurnModel = RowsModel[TurnLine]


class QueueColumn:
    PLACE, LABEL, CUSTOMER, WAIT, ESTIMATE = range(5)


def queue_model(shop: ShopRules, parent: QObject | None = None) -> QueueModel:
    def wait(row: QueueRow, now: datetime) -> str:
        return derive_wait(row.since, now, shop.bands).text

    columns: tuple[Column[QueueRow], ...] = (
        Column("Nº", lambda row, _: f"{row.place}º" if row.place else ""),
        Column("Senha", lambda row, _: row.label),
        Column("Cliente e motivo do lugar", _customer_text, tip=_queue_tip),
        Column("Espera", wait, is_right=True, is_timed=True),
        Column("Previsão", lambda row, _: row.estimate, is_right=True),
    )
    return RowsModel(columns, lambda row: row.turn.turn_id, parent)


def service_model(parent: QObject | None = None) -> ServiceModel:
    columns: tuple[Column[ServiceRow], ...] = (Column("", _service_text),)
    return RowsModel(columns, lambda row: row.shown, parent)


def equipment_model(parent: QObject | None = None) -> EquipmentModel:
    columns: tuple[Column[EquipmentRow], ...] = (Column("", _equipment_text),)
    return RowsModel(columns, lambda row: row.equipment_id, parent)


def pending_model(parent: QObject | None = None) -> PendingModel:
    columns: tuple[Column[PendingRow], ...] = (
        Column("Senha", lambda row, _: row.label),
        Column("Cliente", lambda row, _: row.customer),
        Column("Forma", lambda row, _: row.method_text),
        Column("Situação", lambda row, _: row.state_text, tip=lambda row: row.state_text),
        Column("Aberto", lambda row, _: row.opened, is_right=True),
        Column("Vence em", lambda row, now: row.expiry(now), is_right=True, is_timed=True),
        Column("Valor", lambda row, _: str(row.amount), is_right=True),
    )
    return RowsModel(columns, lambda row: row.intent_id, parent)


def task_model(parent: QObject | None = None) -> TaskModel:
    columns: tuple[Column[TaskRow], ...] = (
        Column("Senha", lambda row, _: row.label),
        Column("O que houve", lambda row, _: row.title),
        Column("Recomendado", lambda row, _: row.next_step),
        Column("Espera", lambda row, now: row.age(now), is_right=True, is_timed=True),
        Column("Valor", lambda row, _: str(row.amount), is_right=True),
    )
    return RowsModel(columns, _task_key, parent)


def paper_model(parent: QObject | None = None) -> PaperModel:
    columns: tuple[Column[PaperRow], ...] = (
        Column("Senha", lambda row, _: row.label),
        Column("Papel", lambda row, _: row.what),
        Column("Situação", lambda row, _: row.state_text),
        Column("O que fazer", lambda row, _: row.advice, tip=lambda row: row.advice),
        Column("Pedido", lambda row, now: row.age(now), is_right=True, is_timed=True),
    )
    return RowsModel(columns, lambda row: row.job_id, parent)


def person_model(parent: QObject | None = None) -> PersonModel:
    columns: tuple[Column[PersonRow], ...] = (Column("", lambda row, _: f"{row.name}, {row.role}"),)
    return RowsModel(columns, lambda row: row.operator_id, parent)


def turn_model(parent: QObject | None = None) -> TurnModel:
    columns: tuple[Column[TurnLine], ...] = (
        Column("", lambda row, _: f"{row.service}, {row.state_text}, {row.detail}"),
    )
    return RowsModel(columns, lambda row: row.turn, parent)


def _queue_tip(row: QueueRow) -> str:
    return "\n".join((row.why, *(FLAG_TEXTS[flag] for flag in row.flags)))


def _customer_text(row: QueueRow, _: datetime) -> str:
    return ". ".join((row.customer, row.service, row.why, *(FLAG_TEXTS[flag] for flag in row.flags)))


def _service_text(row: ServiceRow, _: datetime) -> str:
    wait = f"espera mais longa {row.wait.text}" if row.wait else ""
    return ", ".join(part for part in (row.name, row.count, wait, row.next_text) if part)


def _equipment_text(row: EquipmentRow, _: datetime) -> str:
    parts = (row.name, row.state_text, row.label, row.customer, row.service, f"{row.timer_meaning} {row.timer}".strip())
    return ", ".join(part for part in parts if part)


def _task_key(row: TaskRow) -> Hashable:
    return row.visit_id, row.task_id
