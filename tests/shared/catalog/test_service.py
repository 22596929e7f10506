from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import exc

from shared.catalog import stock_rows
from shared.catalog.file import read_catalog
from shared.catalog.model import (
    Catalog,
    CatalogFault,
    CatalogImportedOk,
    Equipment,
    EquipmentStatus,
    EquipmentUnknown,
    Extra,
    ExtraUnknown,
    Service,
    StockLevel,
    StockMovement,
)
from shared.catalog.rows import catalog_in, equipment_in, service_in
from shared.catalog.stock_rows import replace_movements, stock_of
from shared.journal.service import Journal, Received
from shared.kernel.ids import EquipmentId, ExtraId, OperatorId, ServiceId, StationId
from shared.kernel.money import Money
from shared.store.failures import DiskFull
from tests.shared.catalog.conftest import STATEMENTS_MAX, Shop, contents, failing_at, open_shop
from tests.shared.catalog.test_file import EXAMPLE, GOOD

ANA = OperatorId("ana")
TOWEL = ExtraId("toalha")
TUB = EquipmentId("banheira")
SMALLER = GOOD.replace("toalha", "chinelo").replace('"gelo"', '"sauna"').replace('"banheira"', '"cabine"')


def _import(shop: Shop, written: str) -> CatalogImportedOk | CatalogFault:
    return shop.catalogue.import_file(shop.write("loja.toml", written))


def _service(shop: Shop, named: str) -> Service:
    return next(each for each in shop.catalogue.read().services if each.id == named)


def _extra(shop: Shop, named: str) -> Extra:
    return next(each for each in shop.catalogue.read().extras if each.id == named)


def _machine(shop: Shop, named: str) -> Equipment:
    return next(each for each in shop.catalogue.read().equipment if each.id == named)


def test_a_new_shop_sells_nothing(shop: Shop) -> None:
    assert shop.catalogue.read() == Catalog((), (), ())


def test_the_example_is_read_back_as_it_was_written(shop: Shop) -> None:
    assert _import(shop, EXAMPLE) == CatalogImportedOk(services=8, extras=4, equipment=10, is_new=True)
    assert shop.catalogue.read() == read_catalog(EXAMPLE, "loja.toml")
    assert shop.kinds("catalog:shop") == ["catalog_imported"]
    assert shop.kinds("extra:toalha") == ["stock_counted"]


def test_one_service_or_machine_is_what_the_whole_catalogue_says(shop: Shop) -> None:
    _import(shop, EXAMPLE)
    with shop.database.snapshot() as read:
        catalog = catalog_in(read)
        assert [service_in(read, each.id) for each in catalog.services] == list(catalog.services)
        assert [equipment_in(read, each.id) for each in catalog.equipment] == list(catalog.equipment)
        assert service_in(read, ServiceId("nada")) is None
        assert equipment_in(read, EquipmentId("nada")) is None


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    _import(shop, EXAMPLE)
    before = contents(shop.database)
    assert _import(shop, EXAMPLE) == CatalogImportedOk(services=8, extras=4, equipment=10, is_new=False)
    assert contents(shop.database) == before


def test_a_changed_file_updates_what_has_the_same_id(shop: Shop) -> None:
    _import(shop, GOOD)
    shop.catalogue.set_equipment_status(TUB, EquipmentStatus.CLEANING, ANA)
    _import(shop, GOOD.replace("75,00", "80,00").replace("stock = 40", "stock = 99").replace('"Banheira"', '"Tina"'))
    assert _service(shop, "gelo").price == Money(8000)
    assert _extra(shop, "toalha").available == 40
    machine = _machine(shop, "banheira")
    assert (machine.name, machine.status) == ("Tina", EquipmentStatus.CLEANING)


def test_what_the_file_no_longer_names_is_kept_but_not_sold(shop: Shop) -> None:
    _import(shop, GOOD)
    _import(shop, SMALLER)
    gone, towel, tub = _service(shop, "gelo"), _extra(shop, "toalha"), _machine(shop, "banheira")
    assert (gone.is_offered, gone.is_listed) == (False, False)
    assert (towel.is_offered, towel.is_listed, towel.available) == (False, False, 40)
    assert (tub.is_listed, tub.services) == (False, ())
    assert [each.id for each in shop.catalogue.read().services] == ["sauna", "gelo"]


def test_what_comes_back_keeps_its_stock(shop: Shop) -> None:
    _import(shop, GOOD)
    _import(shop, SMALLER)
    _import(shop, GOOD)
    towel = _extra(shop, "toalha")
    assert (towel.is_offered, towel.is_listed, towel.available) == (True, True, 40)
    assert _machine(shop, "banheira").services == ("gelo",)
    assert shop.kinds("extra:toalha") == ["stock_counted"]


def test_a_bad_file_changes_nothing(shop: Shop) -> None:
    _import(shop, GOOD)
    before = contents(shop.database)
    assert isinstance(_import(shop, GOOD.replace('"75,00"', "75.5")), CatalogFault)
    assert contents(shop.database) == before


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (None, "loja.toml: o arquivo não existe; confira o nome e a pasta."),
        (
            GOOD.encode("latin-1") + "\n# preço".encode("latin-1"),
            "loja.toml, linha 22: há um caractere fora do padrão UTF-8; salve o arquivo em UTF-8.",
        ),
        (b"#" * 1_000_001, "loja.toml: o arquivo é grande demais; o limite é de 1000 kB."),
    ],
)
def test_a_file_that_cannot_be_read_has_its_sentence(shop: Shop, stored: bytes | None, sentence: str) -> None:
    path = shop.folder / "loja.toml"
    if stored is not None:
        path.write_bytes(stored)
    assert shop.catalogue.import_file(path) == CatalogFault(sentence)


def test_a_folder_is_no_file(shop: Shop) -> None:
    assert shop.catalogue.import_file(shop.folder) == CatalogFault(
        "shop: não foi possível ler o arquivo; verifique a pasta e as permissões."
    )


def test_a_byte_order_mark_does_no_harm(shop: Shop) -> None:
    assert isinstance(_import(shop, "\ufeff" + GOOD), CatalogImportedOk)


def test_an_import_is_all_or_nothing(tmp_path: Path) -> None:
    shop = open_shop(tmp_path / "shop")
    _import(shop, GOOD)
    before = contents(shop.database)
    failed = 0
    for statement in range(STATEMENTS_MAX):
        with failing_at(shop.database, statement) as ran:
            try:
                outcome = _import(shop, EXAMPLE)
            except DiskFull:
                failed += 1
                assert contents(shop.database) == before
            else:
                assert isinstance(outcome, CatalogImportedOk)
                assert len(ran) == statement
                break
    assert failed > 20
    assert len(shop.catalogue.read().services) == 9
    shop.database.close()


@pytest.mark.parametrize("counted", [0, 7, 40, 55])
def test_a_count_sets_what_is_on_the_shelf(shop: Shop, counted: int) -> None:
    _import(shop, GOOD)
    with shop.database.transaction() as tx:
        replace_movements(tx, "visit:1", [StockMovement(TOWEL, "visit:1", "reserved", 0, 3)])
    assert shop.catalogue.count_stock(TOWEL, counted, ANA) == StockLevel(TOWEL, counted, 3)
    assert _extra(shop, "toalha").available == counted - 3
    assert shop.kinds("extra:toalha") == ["stock_counted", "stock_counted"]


def test_only_what_exists_can_be_counted(shop: Shop) -> None:
    assert shop.catalogue.count_stock(ExtraId("nada"), 5, ANA) == ExtraUnknown(ExtraId("nada"))
    with pytest.raises(ValueError, match="fewer"):
        shop.catalogue.count_stock(TOWEL, -1, ANA)


def test_a_visits_movements_are_replaced_as_a_whole(shop: Shop) -> None:
    _import(shop, EXAMPLE)
    water = ExtraId("agua-de-coco")
    for movements, towels, waters in (
        (
            [StockMovement(TOWEL, "visit:1", "reserved", 0, 2), StockMovement(water, "visit:1", "reserved", 0, 1)],
            38,
            47,
        ),
        ([StockMovement(TOWEL, "visit:1", "sold", -2, 0)], 38, 48),
        ([], 40, 48),
    ):
        with shop.database.transaction() as tx:
            replace_movements(tx, "visit:1", movements)
            replace_movements(tx, "visit:1", movements)
            assert stock_of(tx, [TOWEL, water]) == {TOWEL: towels, water: waters}


def test_a_movement_must_be_of_its_source(shop: Shop) -> None:
    with shop.database.transaction() as tx, pytest.raises(ValueError, match="visit:2"):
        replace_movements(tx, "visit:2", [StockMovement(TOWEL, "visit:1", "sold", -2, 0)])


def test_movements_of_an_extra_that_is_not_here_yet_wait_for_it(shop: Shop) -> None:
    with shop.database.transaction() as tx:
        replace_movements(tx, "visit:1", [StockMovement(TOWEL, "visit:1", "sold", -2, 0)])
        assert stock_of(tx, [TOWEL, ExtraId("nada")]) == {TOWEL: -2, ExtraId("nada"): 0}
    _import(shop, GOOD)
    assert _extra(shop, "toalha").available == 38


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["visit:1", "visit:2"]),
            st.dictionaries(
                st.tuples(st.sampled_from(["toalha", "agua"]), st.sampled_from(["reserved", "sold"])),
                st.tuples(st.integers(-9, 9), st.integers(0, 9)),
            ),
        ),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_stock_is_the_sum_of_the_movements(
    shop: Shop, steps: list[tuple[str, dict[tuple[str, str], tuple[int, int]]]]
) -> None:
    with shop.database.transaction() as tx:
        for source, pieces in steps:
            replace_movements(
                tx,
                source,
                [
                    StockMovement(ExtraId(extra), source, reason, on_hand, reserved)
                    for (extra, reason), (on_hand, reserved) in pieces.items()
                ],
            )
        assert stock_rows.drifted(tx) == ()


def test_a_sum_that_was_changed_from_outside_is_noticed(shop: Shop) -> None:
    _import(shop, EXAMPLE)
    with shop.database.transaction() as tx:
        tx.execute(stock_rows.STOCK.update().where(stock_rows.STOCK.c.extra_id == "toalha").values(on_hand=1))
        assert stock_rows.drifted(tx) == (TOWEL,)


def test_a_stored_movement_cannot_be_changed_in_place(shop: Shop) -> None:
    _import(shop, GOOD)
    with pytest.raises(exc.IntegrityError, match="replaced"), shop.database.transaction() as tx:
        tx.execute(stock_rows.MOVEMENT.update().values(on_hand=1))


def test_equipment_has_the_status_that_a_person_gave_it(shop: Shop) -> None:
    _import(shop, GOOD)
    outcome = shop.catalogue.set_equipment_status(TUB, EquipmentStatus.OUT_OF_ORDER, ANA)
    assert outcome == _machine(shop, "banheira")
    assert _machine(shop, "banheira").status is EquipmentStatus.OUT_OF_ORDER
    shop.catalogue.set_equipment_status(TUB, EquipmentStatus.OUT_OF_ORDER, ANA)
    assert shop.kinds("equipment:banheira") == ["equipment_status_set"]
    missing = EquipmentId("nada")
    assert shop.catalogue.set_equipment_status(missing, EquipmentStatus.CLEANING, ANA) == EquipmentUnknown(missing)


@pytest.mark.parametrize("use_case", ["count", "status"])
def test_counts_and_status_are_all_or_nothing(tmp_path: Path, use_case: str) -> None:
    shop = open_shop(tmp_path / "shop")
    _import(shop, GOOD)
    before = contents(shop.database)
    for statement in range(STATEMENTS_MAX):
        with failing_at(shop.database, statement):
            try:
                if use_case == "count":
                    shop.catalogue.count_stock(TOWEL, 7, ANA)
                else:
                    shop.catalogue.set_equipment_status(TUB, EquipmentStatus.CLEANING, ANA)
            except DiskFull:
                assert contents(shop.database) == before
            else:
                break
    assert contents(shop.database) != before
    shop.database.close()


def test_stock_and_status_can_be_made_again_from_the_journal(shop: Shop) -> None:
    _import(shop, EXAMPLE)
    shop.catalogue.count_stock(TOWEL, 33, ANA)
    shop.catalogue.set_equipment_status(EquipmentId("crio-1"), EquipmentStatus.CLEANING, ANA)
    before = contents(shop.database)
    with shop.database.transaction() as tx:
        tx.execute(stock_rows.MOVEMENT.delete())
        for extra in catalog_in(tx).extras:
            shop.catalogue.refold_stock(tx, extra.id)
        for machine in catalog_in(tx).equipment:
            shop.catalogue.refold_equipment(tx, machine.id)
    assert contents(shop.database) == before


def _receive(shop: Shop, other: Journal, events_of: str, source: Shop) -> None:
    with source.database.snapshot() as read:
        events = [each.event for each in other.after(read, 0)]
    with shop.database.transaction() as tx:
        assert isinstance(shop.journal.receive(tx, events), Received)
        if events_of.startswith("extra:"):
            shop.catalogue.refold_stock(tx, ExtraId(events_of.removeprefix("extra:")))
        else:
            shop.catalogue.refold_equipment(tx, EquipmentId(events_of.removeprefix("equipment:")))


@pytest.mark.parametrize("own_import_comes_first", [True, False])
def test_the_initial_stock_of_a_shop_with_two_stations_counts_once(
    shop: Shop, tmp_path: Path, own_import_comes_first: bool
) -> None:
    second = open_shop(tmp_path / "second", StationId("station-b"))
    _import(shop, GOOD)
    if own_import_comes_first:
        _import(second, GOOD)
    _receive(second, shop.journal, "extra:toalha", shop)
    if not own_import_comes_first:
        _import(second, GOOD)
    assert _extra(second, "toalha").available == 40
    second.database.close()


def test_what_another_station_said_of_equipment_holds_when_its_catalogue_comes_later(
    shop: Shop, tmp_path: Path
) -> None:
    second = open_shop(tmp_path / "second", StationId("station-b"))
    _import(shop, GOOD)
    shop.catalogue.set_equipment_status(TUB, EquipmentStatus.OUT_OF_ORDER, ANA)
    _receive(second, shop.journal, "equipment:banheira", shop)
    _import(second, GOOD)
    assert _machine(second, "banheira").status is EquipmentStatus.OUT_OF_ORDER
    second.database.close()
