"""A visit as JSON: one line of the list, and whole."""

from __future__ import annotations

from shared.bootstrap import Core
from shared.printing.model import PrintJob, TicketPrintout
from shared.visits.model import Charge, Release, Taken, Task, Turn, Visit
from shared.visits.ticket import visit_state


def summary(visit: Visit) -> dict[str, object]:
    """One line of the list."""
    return {
        "id": visit.id,
        "label": visit.label,
        "business_day": visit.business_day,
        "opened_at": visit.opened_at,
        "state": visit_state(visit),
        "total": visit.total,
        "services": [line.service_id for line in visit.lines],
    }


def whole(core: Core, visit: Visit) -> dict[str, object]:
    """Everything about one visit."""
    return {
        **summary(visit),
        "priority": visit.priority,
        "customer_name": customer_name(core, visit),
        "services": [
            {"service_id": line.service_id, "name": line.name, "price": line.price, "minutes": line.minutes}
            for line in visit.lines
        ],
        "extras": [
            {"extra_id": extra.extra_id, "name": extra.name, "quantity": extra.quantity, "price": extra.price}
            for extra in visit.extras
        ],
        "turns": [turn_json(turn) for turn in visit.turns],
        "release": _release(visit.release) if visit.release else None,
        "charges": [_charge(charge) for charge in visit.charges],
        "tasks": [_task(task) for task in visit.tasks],
        "papers": [_paper(job) for job in core.papers.jobs_of(visit.id)],
        "notes": list(core.board.notes(visit.id)),
        "history": list(core.board.history(visit.id)),
    }


def turn_json(turn: Turn) -> dict[str, object]:
    """One service of a ticket."""
    return {
        "turn_id": turn.id,
        "service_id": turn.service_id,
        "name": turn.name,
        "state": turn.state,
        "equipment_id": turn.equipment_id,
        "operator_id": turn.operator_id,
        "joined_at": turn.joined_at,
        "called_at": turn.called_at,
        "started_at": turn.started_at,
        "ended_at": turn.ended_at,
    }


def _charge(charge: Charge) -> dict[str, object]:
    return {
        "intent_id": charge.intent_id,
        "method": charge.method,
        "provider": charge.provider,
        "charge_id": charge.charge_id,
        "state": charge.state,
        "amount": charge.amount,
        "expires_at": charge.expires_at,
        "trouble": charge.trouble,
        "receipts": [
            {
                "reference": receipt.reference,
                "amount": receipt.amount,
                "paid_at": receipt.paid_at,
                "is_reversed": receipt.is_reversed,
                "returned": receipt.returned,
                "taken": _taken(receipt.taken) if receipt.taken else None,
            }
            for receipt in charge.receipts
        ],
    }


def _release(release: Release) -> dict[str, object]:
    return {"kind": release.kind, "by": release.by, "reason": release.reason, "at": release.at}


def _taken(taken: Taken) -> dict[str, object]:
    return {
        "tender": taken.tender,
        "by": taken.by,
        "handed": taken.handed,
        "change": taken.change,
        "authorisation": taken.authorisation,
    }


def _task(task: Task) -> dict[str, object]:
    return {
        "task_id": task.id,
        "kind": task.kind,
        "amount": task.amount,
        "opened_at": task.opened_at,
        "decision": task.decision,
        "decided_by": task.decided_by,
        "note": task.note,
    }


def _paper(job: PrintJob) -> dict[str, object]:
    return {
        "id": job.id,
        "state": job.state,
        "trouble": job.trouble,
        "is_reprint": isinstance(job.printout, TicketPrintout) and job.printout.is_reprint,
        "created_at": job.created_at,
    }


def customer_name(core: Core, visit: Visit) -> str | None:
    """What the customer asked to be called; None when they did not say, or it was erased."""
    known = core.customers.names([visit.customer_id]) if visit.customer_id else {}
    return known.get(visit.customer_id) if visit.customer_id else None
