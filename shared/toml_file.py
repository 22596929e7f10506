"""A TOML file that a person wrote: what it says, or one plain sentence that tells that person what to correct."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

Location = tuple[int | str, ...]

FILE_BYTES_MAX = 1_000_000
ID_LENGTH_MAX = 40

_ENTRY_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEADER = re.compile(r"^\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(#.*)?$")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)$")

_WHOLE = 'o campo "{field}" precisa ser um número inteiro, sem aspas e sem vírgula; corrija o valor'
_NUMBER = 'o campo "{field}" precisa ser um número, sem aspas; corrija o valor'
_TEXT = 'o campo "{field}" precisa ser um texto entre aspas; corrija o valor'
_SWITCH = 'o campo "{field}" precisa ser true ou false, sem aspas; corrija o valor'
_CHOICE = 'o campo "{field}" precisa ser um destes: {expected}; corrija o valor'
_LIST = 'o campo "{field}" precisa ser uma lista; escreva-o entre colchetes, como no arquivo de exemplo'
_SECTION = 'o campo "{field}" precisa ser uma seção com seus campos; escreva-o como no arquivo de exemplo'
_FINDINGS = {
    "missing": 'falta o campo "{field}"; acrescente-o, como no arquivo de exemplo',
    "extra_forbidden": 'o campo "{field}" não existe; confira o nome do campo ou apague a linha',
    "string_type": _TEXT,
    "string_too_short": 'o campo "{field}" está vazio; escreva um texto',
    "string_too_long": 'o campo "{field}" tem mais de {max_length} caracteres; encurte o texto',
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_max_places": 'o campo "{field}" aceita até {decimal_places} casas decimais; corrija o valor',
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "greater_than_equal": 'o campo "{field}" precisa ser {ge} ou mais; corrija o valor',
    "less_than_equal": 'o campo "{field}" precisa ser {le} ou menos; corrija o valor',
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": 'a lista "{field}" precisa de pelo menos {min_length} item(ns); complete-a',
    "too_long": 'a lista "{field}" aceita no máximo {max_length} item(ns); apague os que sobram',
    "model_type": _SECTION,
    "zoneinfo_str": 'o fuso horário "{value}" não existe; use um nome como "America/Sao_Paulo"',
    "value_error": "{error}",
}
_INCOMPLETE = 'falta um valor na lista "{field}"; complete-a, como no arquivo de exemplo'
_UNFIT = 'o valor do campo "{field}" não serve; compare com o arquivo de exemplo'


def _entry_id(written: str) -> str:
    if not _ENTRY_ID.fullmatch(written) or len(written) > ID_LENGTH_MAX:
        raise ValueError(
            f'o código "{written}" não serve; use até {ID_LENGTH_MAX} letras minúsculas sem acento, números e hífens, '
            'como "banho-de-gelo"'
        )
    return written


EntryId = Annotated[str, AfterValidator(_entry_id)]
"""The code that a person gives an entry: it stays when names change."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """`sentence` is in Portuguese and names the file, the line or entry, what is wrong, and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file's name, its text as written, and the tables that the text says."""

    name: str
    text: str
    tables: Mapping[str, Any]


def read_text(path: Path) -> str | FileFault:
    """The text of a file of at most FILE_BYTES_MAX, in UTF-8 with or without a byte order mark."""
    try:
        with path.open("rb") as stream:
            stored = stream.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError:
        return FileFault(f"{path.name}: o arquivo não existe; confira o nome e a pasta.")
    except OSError:
        return FileFault(f"{path.name}: não foi possível ler o arquivo; verifique a pasta e as permissões.")
    if len(stored) > FILE_BYTES_MAX:
        return FileFault(f"{path.name}: o arquivo é grande demais; o limite é de {FILE_BYTES_MAX // 1000} kB.")
    try:
        return stored.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = stored.count(b"\n", 0, error.start) + 1
        return FileFault(f"{path.name}, linha {line}: há um caractere fora do padrão UTF-8; salve o arquivo em UTF-8.")


def parse(name: str, text: str) -> TomlFile | FileFault:
    """The tables of a text in TOML 1.0."""
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        said = str(error)
    position = _POSITION.search(said)
    at_end = ", no fim do arquivo" if said.endswith("(at end of document)") else ""
    place = f", linha {position[1]}, coluna {position[2]}" if position else at_end
    if said.startswith("Cannot"):
        return FileFault(f"{name}{place}: este nome já apareceu antes no arquivo; apague a repetição.")
    return FileFault(
        f"{name}{place}: o texto não está no formato TOML; confira as aspas, os colchetes e o sinal de igual."
    )


def check(file: TomlFile, shape: type[M], nouns: Mapping[str, str]) -> M | FileFault:
    """The file's tables as `shape`. `nouns` says how a person calls one entry of each table."""
    try:
        return shape.model_validate(dict(file.tables))
    except ValidationError as error:
        first = error.errors()[0]
        return FileFault(f"{place_of(file, first['loc'], nouns)}: {finding(first)}.")


def finding(error: ErrorDetails) -> str:
    """What is wrong and what to do, without the place and without a full stop."""
    details = {"field": field_of(error["loc"]), **error.get("ctx", {})}
    if error["type"] == "missing" and isinstance(error["loc"][-1], int):
        return _INCOMPLETE.format_map(details)
    if "expected" in details:
        details["expected"] = str(details["expected"]).replace(" or ", " ou ")
    return _FINDINGS.get(error["type"], _UNFIT).format_map(details)


def field_of(location: Location) -> str:
    """The innermost name of a location; positions in lists are left out."""
    return next((part for part in reversed(location) if isinstance(part, str)), "")


def place_of(file: TomlFile, location: Location, nouns: Mapping[str, str]) -> str:
    """File, line and entry of a location: ``loja.toml, linha 12, serviço "gelo"``."""
    line = line_of(file.text, location)
    parts = [file.name, f"linha {line}" if line else "", entry_of(file, location, nouns)]
    return ", ".join(part for part in parts if part)


def entry_of(file: TomlFile, location: Location, nouns: Mapping[str, str]) -> str:
    """An entry of a list of tables as a person calls it, by its id or else its number; empty for anything else."""
    match location:
        case (str(table), int(index), *_):
            entry = file.tables[table][index]
            name = entry.get("id") if isinstance(entry, dict) else None
            noun = nouns.get(table, table)
            return f'{noun} "{name}"' if isinstance(name, str) and name else f"{noun} nº {index + 1}"
        case _:
            return ""


def line_of(text: str, location: Location) -> int | None:
    """The line of a key, or of its section's header when the key is not there; None if neither is found."""
    table = location[0] if location else None
    skip = location[1] if len(location) > 1 and isinstance(location[1], int) else 0
    key = re.compile(rf"^\s*{re.escape(field_of(location))}\s*=")
    header_line = None
    above_headers = True
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header and header_line:
            break
        above_headers = above_headers and not header
        if header and header[1] == table:
            header_line, skip = (number, skip) if skip == 0 else (None, skip - 1)
        elif key.match(line) and (header_line or (above_headers and len(location) == 1)):
            return number
    return header_line
