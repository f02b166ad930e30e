"""Ceilings on everything that comes from outside, as data: one frozen struct for each boundary."""

from __future__ import annotations

import msgspec

__all__ = ["CheckLimits", "NodeLimits", "ProtectLimits", "ReadLimits"]

MIB = 1 << 20
GIB = 1 << 30


class ReadLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader accepts before it refuses with a `LimitError`. Sizes in bytes."""

    block_bytes: int = 16 * MIB
    """Text decoded and handed to the measures at a time."""
    record_bytes: int = 16 * MIB
    """One CSV record or JSON line."""
    columns: int = 20_000
    name_chars: int = 1_000
    """One column name; longer ones are cut and reported."""
    json_depth: int = 32
    expansion_ratio: int = 200
    """Uncompressed bytes for each compressed byte, once 64 MiB have come out."""
    expanded_bytes: int = 512 * GIB
    seekable_bytes: int = 8 * GIB
    """A compressed file that needs seeking (Parquet, Excel, Stata …) is unpacked to one private
    temporary file up to this size."""
    excel_bytes: int = 128 * MIB
    """Excel workbooks are read whole by their library, so they are bounded more tightly."""
    files: int = 1_000
    """Tables in one folder or archive."""
    folder_depth: int = 8
    sniff_bytes: int = 1 * MIB
    """How much of a text file is looked at to tell its encoding and dialect."""


class CheckLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much memory and work a check may take."""

    exact_distinct: int = 4_096
    """Distinct values kept exactly per column; beyond this a sketch takes over and its error is stated."""
    sample_cells: int = 4_096
    """Distinct cells per column that the slow recognisers look at (all of them when there are fewer)."""
    state_rows: int = 1_000_000
    """Rows of state (row hashes, key classes) held in memory before they spill to disk."""
    key_variables: int = 10
    """Quasi-identifiers taken into the disclosure risk at most."""


class ProtectLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much memory and work making a table safe may take."""

    key_groups: int = 8_000_000
    """Different combinations of key variables (and sensitive values, households) a search takes at most."""
    search_nodes: int = 2_000_000
    """Choices of levels a search keeps in memory; of more, the most promising are tried and a bound is given."""
    search_steps: int = 100_000
    """Choices of levels tried at most when there are more than `search_nodes`."""
    search_work: int = 10_000_000_000
    """Groups counted over all choices tried (minutes); after that the best so far is given with a bound."""
    whole_bytes: int = 512 * MIB
    """Memory for the rows of a table written as Stata, SPSS or SAS: they are held until the file is complete."""


class NodeLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the node accepts from a browser, and for how long. Sizes in bytes, times in seconds."""

    settings_bytes: int = 64 * 1024
    """`ayni.toml`."""
    form_bytes: int = 1 * MIB
    """All fields of a form together, files left aside."""
    form_fields: int = 20_000
    """Fields of one form: a roles form has one for each column."""
    piece_bytes: int = 16 * MIB
    """One piece of an upload that is sent in pieces."""
    quiet_seconds: int = 60
    """An upload of which nothing arrives for so long is given up."""
    least_rate: int = 256
    """Bytes a second below which an upload is given up, once `patience_seconds` have passed (64 kbit/s is 8000)."""
    patience_seconds: int = 120
    spare_bytes: int = 256 * MIB
    """Disk space that an upload must leave free."""
    uploads_a_person: int = 20
    """Files one person may have on the node at a time."""
    form_seconds: int = 60
    """How long a form without a file may take to come."""
    abandoned_seconds: int = 6 * 3600
    """An upload that stopped coming is erased after so long; until then it can go on."""
    header_bytes: int = 64 * 1024
    """A request's line and headers together."""
    link_seconds: int = 15 * 60
    """How long the sign-in link that `ayni up` prints may be used."""
    invitation_seconds: int = 3 * 24 * 3600
    """How long an invitation may be used."""
    session_seconds: int = 12 * 3600
    beat_seconds: int = 30
    """A running job without a beat for so long is taken up again."""
    attempts: int = 3
    """How often a job is begun before it is given up."""
    handle_chars: int = 60
    name_chars: int = 120
    password_chars: int = 1_000
    file_name_chars: int = 200
