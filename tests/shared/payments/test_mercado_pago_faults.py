"""Every fault of the control, over real HTTP, in each of Mercado Pago's ways of paying."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal

import pytest

from shared.kernel.clock import SystemClock
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeOnTerminal,
    ChargeOpened,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Observation,
    PaymentProvider,
    ProviderNonsense,
    ProviderUnreachable,
    Refunded,
    RefundUnknown,
    Voided,
)
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.mercado_pago import (
    CREATION,
    IMPATIENT,
    PATIENT,
    PAYMENTS,
    PRICE,
    WAYS,
    Account,
    account_of,
    adapter,
    intent_for,
    opened,
    refund_of,
    seen,
)

Details = dict[str, JsonValue]

DELAY = Decimal("1.2")
LOST: list[tuple[str, Details]] = [
    ("error", {"status": 500}),
    ("error", {"status": 503}),
    ("error", {"status": 408}),
    ("drop", {}),
    ("delay", {"seconds": DELAY}),
]
UNREADABLE: list[tuple[str, Details]] = [
    ("html", {}),
    ("garbage", {}),
    ("broken_json", {}),
    ("empty", {}),
    ("error", {"status": 302}),
    ("error", {"status": 418}),
    ("alter", {"fields": {"id": None, "status": None, "results": None, "data": None}}),
]
ALL = LOST + UNREADABLE
CANCELLING = {PAYMENTS: "PUT"}


def names(faults: list[tuple[str, Details]]) -> list[str]:
    return [f"{kind}-{details.get('status', '')}" for kind, details in faults]


@pytest.fixture
def account(simulator: RunningSimulator) -> Iterator[Account]:
    with account_of(simulator) as made:
        yield made


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def provider(way: str, account: Account, request: pytest.FixtureRequest) -> Iterator[PaymentProvider]:
    """Where the fault is a delay, one that does not wait for it to end."""
    is_late = request.node.callspec.params.get("kind") == "delay"
    with closing(adapter(way, account.base_url, timeout=IMPATIENT if is_late else PATIENT)) as made:
        yield made


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), ALL, ids=names(ALL))
def test_a_creation_without_a_usable_answer_is_unknown(
    provider: PaymentProvider, way: str, account: Account, kind: str, details: Details, has_effect: bool
) -> None:
    account.control.fault(kind, method="POST", path=CREATION[way], has_effect=has_effect, **details)
    assert isinstance(provider.open_charge(intent_for()), ChargeUnknown)
    assert len([method for method, _ in account.control.requests() if method == "POST"]) == 1


@pytest.mark.parametrize(("kind", "details"), ALL, ids=names(ALL))
def test_a_charge_whose_answer_was_lost_is_found_by_search_and_by_repeating(
    provider: PaymentProvider, way: str, account: Account, kind: str, details: Details
) -> None:
    intent = intent_for()
    account.control.fault(kind, method="POST", path=CREATION[way], has_effect=True, **details)
    provider.open_charge(intent)
    found, repeated = provider.find_charge(intent), provider.open_charge(intent)
    assert isinstance(found, ChargeOpened | ChargeOnTerminal)
    assert repeated == found
    assert len(account.control.charges()) == 1


@pytest.mark.parametrize(("kind", "details"), LOST, ids=names(LOST))
def test_a_question_without_an_answer_is_asked_again(
    provider: PaymentProvider, account: Account, kind: str, details: Details
) -> None:
    intent, now = intent_for(), SystemClock().now()
    charge = opened(provider, intent)
    account.control.pay(intent=intent.id)
    account.control.fault(kind, times=4, **details)
    answers = (
        provider.look_up(charge.ref),
        provider.find_charge(intent),
        provider.received(now, now + timedelta(days=1)),
        provider.check(),
    )
    assert [type(each) for each in answers] == [ProviderUnreachable] * 4
    assert isinstance(provider.look_up(charge.ref), Observation)


@pytest.mark.parametrize(("kind", "details"), UNREADABLE, ids=names(UNREADABLE))
def test_nonsense_concludes_nothing(provider: PaymentProvider, account: Account, kind: str, details: Details) -> None:
    intent, now = intent_for(), SystemClock().now()
    charge = opened(provider, intent)
    account.control.fault(kind, times=4, **details)
    answers = (
        provider.look_up(charge.ref),
        provider.find_charge(intent),
        provider.received(now, now + timedelta(days=1)),
        provider.check(),
    )
    assert [type(each) for each in answers] == [ProviderNonsense] * 4


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), ALL, ids=names(ALL))
def test_a_void_without_an_answer_is_unknown_and_may_be_repeated(
    provider: PaymentProvider, way: str, account: Account, kind: str, details: Details, has_effect: bool
) -> None:
    charge = opened(provider, intent_for())
    account.control.fault(kind, method=CANCELLING.get(way, "POST"), has_effect=has_effect, **details)
    assert isinstance(provider.void(charge.ref), ChargeUnknown)
    provider.void(charge.ref)
    assert seen(provider, charge.ref).state is ChargeState.VOIDED


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), ALL, ids=names(ALL))
def test_a_refund_without_an_answer_is_unknown_and_asking_again_gives_back_once(
    provider: PaymentProvider, account: Account, kind: str, details: Details, has_effect: bool
) -> None:
    intent = intent_for()
    charge = opened(provider, intent)
    wanted = refund_of(charge.ref, account.control.pay(intent=intent.id))
    account.control.fault(kind, method="POST", path="/refunds?$", has_effect=has_effect, **details)
    assert isinstance(provider.refund(wanted), RefundUnknown)
    assert [provider.refund(wanted) for _ in range(2)] == [Refunded(), Refunded()]
    given_back = [each["amount"] for each in account.control.ledger() if each["kind"] == "refunded"]
    assert given_back == [PRICE.reais]


def test_a_limit_is_obeyed_and_nothing_was_done(provider: PaymentProvider, account: Account) -> None:
    intent = intent_for()
    told_to_wait = ProviderUnreachable("rate_limited", timedelta(seconds=40))
    account.control.fault("rate_limit", seconds=40)
    assert provider.open_charge(intent) == told_to_wait
    assert account.control.charges() == []
    charge = opened(provider, intent)
    account.control.fault("rate_limit", seconds=40, times=5)
    assert provider.look_up(charge.ref) == told_to_wait
    assert provider.find_charge(intent) == told_to_wait
    assert provider.void(charge.ref) == told_to_wait
    assert provider.refund(refund_of(charge.ref, "1")) == told_to_wait
    assert provider.check() == told_to_wait
    assert provider.void(charge.ref) == Voided()


@pytest.mark.parametrize("what", ["open", "void", "refund"])
def test_a_key_that_is_still_being_worked_on_concludes_nothing(
    provider: PaymentProvider, account: Account, what: str
) -> None:
    said: list[JsonValue] = [{"code": "resource_locked", "message": "The key is locked."}]
    intent = intent_for()
    charge = opened(provider, intent)
    account.control.fault("alter", status=423, fields={"errors": said})
    if what == "open":
        assert provider.open_charge(intent_for()) == ChargeUnknown("resource_locked")
    elif what == "void":
        assert provider.void(charge.ref) == ChargeUnknown("resource_locked")
    else:
        assert provider.refund(refund_of(charge.ref, "1")) == RefundUnknown("resource_locked")


def test_an_answer_about_another_charge_is_not_ours(provider: PaymentProvider, way: str, account: Account) -> None:
    charge = opened(provider, intent_for())
    another: JsonValue = 7 if way == PAYMENTS else "ORD7"
    account.control.fault("alter", fields={"id": another})
    assert provider.look_up(charge.ref) == ProviderNonsense("another_charge")
    provider.void(charge.ref)
    account.control.fault("alter", method="POST", path=CREATION[way], fields={"external_reference": "0" * 32})
    assert provider.open_charge(intent_for()) == ChargeUnknown("another_charge")


def test_a_revoked_token_ends_no_refund(provider: PaymentProvider, account: Account) -> None:
    charge = opened(provider, intent_for())
    account.control.accept_key(accepted=False)
    assert provider.refund(refund_of(charge.ref, "1")) == ProviderUnreachable("unauthorized")


def test_an_edge_that_forbids_has_done_nothing(provider: PaymentProvider, account: Account) -> None:
    account.control.fault("error", method="POST", status=403)
    assert provider.open_charge(intent_for()) == ChargeRefused("http_403", "")
    assert account.control.charges() == []


def test_a_page_where_a_charge_should_be_is_not_its_absence(provider: PaymentProvider, account: Account) -> None:
    charge = opened(provider, intent_for())
    account.control.fault("error", status=404)
    assert provider.look_up(charge.ref) == ProviderNonsense("http_404")
