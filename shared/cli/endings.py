"""How a command ends that could not do its work: one plain sentence on standard error, and status 2."""

from __future__ import annotations

import errno
import sys
from typing import NoReturn

NOT_DONE_STATUS = 2
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

DISK_FULL = "O disco está cheio ou não aceita gravação. Libere espaço e tente de novo; nada foi perdido."


class NotDone(Exception):
    """Nothing was changed. `sentence` is in Portuguese: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def end(sentence: str) -> NoReturn:
    """Say why nothing was done, and end the process."""
    print(sentence, file=sys.stderr)
    sys.exit(NOT_DONE_STATUS)


def explain(error: OSError) -> str:
    """What the operating system refused, for a person."""
    where = f" {error.filename}" if isinstance(error.filename, str) else ""
    if error.errno in FULL:
        return DISK_FULL
    if error.errno in DENIED:
        return f"Sem permissão para usar{where or ' um arquivo'}. Entre com o usuário da loja ou corrija as permissões."
    if error.errno == errno.ENOENT:
        return f"Não existe{where or ' um arquivo de que o Vez precisa'}. Confira o nome e a pasta."
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"O caminho{where} não é uma pasta. Confira o nome ou mova o arquivo que está no lugar dela."
    return (
        f"O sistema não deixou usar{where or ' um arquivo'} ({error.strerror or error}). Verifique o disco e a pasta."
    )
