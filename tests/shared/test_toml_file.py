from __future__ import annotations

import pytest

from shared.toml_file import Location, TomlFile, entry_of, line_of, parse, place_of

WRITTEN = """\
title = "x"

[shop]
name = "a"

[[services]] # first
id = "one"
price = 1

  [[services]]
id = "two"
price = 2

[log]
price = 3
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("title",), 1),
        (("shop",), 3),
        (("shop", "name"), 4),
        (("shop", "missing"), 3),
        (("services", 0, "id"), 7),
        (("services", 1, "price"), 12),
        (("services", 1, "price", 0), 12),
        (("services", 1, "missing"), 10),
        (("services", 2, "id"), None),
        (("name",), None),
        (("nothing", "price"), None),
        ((), None),
    ],
)
def test_a_location_is_the_line_of_its_key_or_else_of_its_header(location: Location, line: int | None) -> None:
    assert line_of(WRITTEN, location) == line


def test_an_entry_written_in_one_line_has_a_number_and_no_line() -> None:
    file = parse("loja.toml", 'services = [{price = 1}, {id = "two"}]')
    assert isinstance(file, TomlFile)
    assert place_of(file, ("services", 0, "price"), {"services": "serviço"}) == "loja.toml, serviço nº 1"
    assert entry_of(file, ("services", 1, "price"), {}) == 'services "two"'
