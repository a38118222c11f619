"""Short recordings as phones make them, and what is none."""

import struct

OPUS = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)


def ogg(seed: int = 0, head: bytes = OPUS) -> bytes:
    """What WhatsApp and Telegram send: one stream, its head on a page of its own."""
    return _page(2, seed, head) + _page(0, seed, b"OpusTags" + bytes(8)) + _page(4, seed, b"\xf8\xff\xfe" * 20)


def mp4(*tracks: bytes) -> bytes:
    """Only what tells of which kind its tracks are."""
    boxes = b"".join(_box(b"hdlr", bytes(8) + each + bytes(12)) for each in tracks or (b"soun",))
    return _box(b"ftyp", b"M4A \0\0\0\0") + _box(b"moov", boxes) + _box(b"mdat", bytes(40))


def mp3(tag: bytes = b"") -> bytes:
    """64 kbit/s at 44.1 kHz: frames of 208 bytes."""
    named = b"ID3\x04\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F]) + tag if tag else b""
    return named + (b"\xff\xfb\x50\xc4" + bytes(204)) * 4


def aac() -> bytes:
    """ADTS: frames of 32 bytes."""
    return (b"\xff\xf1\x50\x80\x04\x1f\xfc" + bytes(25)) * 4


def amr() -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 4


def _page(flags: int, seed: int, packet: bytes) -> bytes:
    return b"OggS" + struct.pack("<BBqIIIBB", 0, flags, 0, seed, 0, 0, 1, len(packet)) + packet


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content
