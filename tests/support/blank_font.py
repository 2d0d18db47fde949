"""A font whose letters take their room and show nothing, as a hostile page may bring one."""

from __future__ import annotations

import base64
import struct

UNITS = 1000
ADVANCE = 500
FIRST, LAST = 0x20, 0x2FFF


def _table_of_characters() -> bytes:
    """Return a `cmap` in which each character is the same glyph."""
    groups = struct.pack(">HHIII", 13, 0, 16 + 12, 0, 1) + struct.pack(">III", FIRST, LAST, 1)
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups


def blank_font() -> bytes:
    """Return the font, as TrueType has it."""
    glyphs = 2
    name = "Blank".encode("utf-16-be")
    names = b"".join(
        struct.pack(">HHHHHH", 3, 1, 0x409, number, len(name), 0) for number in (1, 2, 4, 6)
    )
    tables = {
        b"OS/2": struct.pack(
            ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHH",
            *(0, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0),
            *(bytes(10), 0, 0, 0, 0, b"    ", 0x40, FIRST, LAST, 800, -200, 0, 800, 200),
        ),
        b"cmap": _table_of_characters(),
        b"glyf": bytes(4),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0b11, UNITS, 0, 0, 0, -200, ADVANCE, 800),
            *(0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            *(0x10000, 800, -200, 0, ADVANCE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, glyphs),
        ),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": struct.pack(">IH13H", 0x10000, glyphs, *(0, 0, 0, 0, 2, *[0] * 8)),
        b"name": struct.pack(">HHH", 0, 4, 6 + len(names)) + names + name,
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    start = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, start + len(body), len(table))
        body += padded
    count = len(tables)
    power = count.bit_length() - 1
    search = (1 << power) * 16
    return (
        struct.pack(">IHHHH", 0x10000, count, search, power, count * 16 - search) + directory + body
    )


def blank_font_css(letters: str = "U+0-2FFF", stretch: str = "100%", local: str = "") -> str:
    """Return the rule that brings the font, by the name of Blank, for some letters or one width.

    With `local` it is no blank one, but a font of the machine's.
    """
    text = base64.b64encode(blank_font()).decode()
    source = f"local('{local}')" if local else f"url(data:font/ttf;base64,{text})"
    return (
        f"@font-face {{ font-family: Blank; src: {source}; unicode-range: {letters};"
        f" font-stretch: {stretch} }}"
    )
