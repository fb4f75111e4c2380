"""Where the words of a brief come from: the command line, standard input, or a file."""

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from forecast_kit.errors import BriefError
from forecast_kit.extraction.rules.text import MAX_BRIEF_CHARACTERS

Brief = Annotated[
    str, typer.Argument(help="The season in plain English, a file that holds it, or '-' for standard input.")
]

_MOST_BYTES = 4 * MAX_BRIEF_CHARACTERS  # no character takes more in UTF-8
_LONGEST_NAME = 250
_WRITTEN_IN = (".txt", ".md", ".text", ".eml", ".doc", ".docx", ".odt", ".rtf", ".pdf", ".html", ".csv", ".xlsx")
_REMEDY = "Save the brief as plain text (UTF-8), or paste it in quotes."


def brief_text(given: str) -> str:
    """The brief itself, from standard input for '-', or from the file of that name.

    Raises:
        BriefError: the file is not there, is a folder, is no text, or is longer than a brief can be.
    """
    if given == "-":
        return _decoded(_read(sys.stdin.buffer, "Standard input"), "Standard input")
    path = _file_meant(given)
    if path is None:
        return _whole(given)
    if path.is_dir():
        raise BriefError(f"{path} is a folder, not a brief.", "Name the file in it that holds the brief.")
    try:
        with path.open("rb") as stream:
            content = _read(stream, str(path))
    except FileNotFoundError:
        raise BriefError(f"There is no file {path}.", "Check its name, or give the brief itself in quotes.") from None
    except OSError as error:
        raise BriefError(f"{path} cannot be read: {error.strerror}.", _REMEDY) from None
    return _decoded(content, str(path))


def _file_meant(given: str) -> Path | None:
    """The file or folder meant, if the words are one's name or look like one; None where they are the brief."""
    if not 0 < len(given) <= _LONGEST_NAME or "\n" in given or "\0" in given:
        return None
    path = Path(given)
    named = given.lower().endswith(_WRITTEN_IN) or (given[0] in "/~." and not given.isspace() and " " not in given)
    return path if named or path.exists() else None


def _whole(given: str) -> str:
    try:
        given.encode()
    except UnicodeEncodeError as error:  # bytes of another encoding come as halves of characters
        raise BriefError(f"The brief is not text in UTF-8 (character {error.start + 1}).", _REMEDY) from None
    return given


def _read(stream: BinaryIO, name: str) -> bytes:
    content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise BriefError(
            f"{name} is longer than a brief: at most {MAX_BRIEF_CHARACTERS:,} characters are read.",
            "Send only the part about this season.",
        )
    return content


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BriefError(f"{name} is written in UTF-16, not in UTF-8.", _REMEDY)
    if b"\0" in content:
        raise BriefError(f"{name} is not a text file.", _REMEDY)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefError(f"{name} is not text in UTF-8 (byte {error.start + 1}).", _REMEDY) from None
