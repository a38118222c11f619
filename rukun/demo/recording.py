"""A voice note for the made-up phones: silence, which is enough to be kept and played."""

import struct

FRAME = b"\xf8\xff\xfe"
"""Twenty milliseconds of silence in Opus (RFC 6716)."""
SERIAL = 1


def four_seconds() -> bytes:
    """Ogg Opus as WhatsApp and Telegram send it (RFC 7845)."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I4sI", 4, b"demo", 0)
    frames = [FRAME] * 200
    return _page(2, 0, 0, [head]) + _page(0, 1, 0, [tags]) + _page(4, 2, 960 * len(frames), frames)


def _page(kind: int, number: int, until: int, packets: list[bytes]) -> bytes:
    """One page of the container (RFC 3533); its packets are shorter than 255 bytes."""
    sizes = bytes(len(each) for each in packets)
    start = b"OggS" + struct.pack("<BBqII", 0, kind, until, SERIAL, number)
    rest = bytes([len(packets)]) + sizes + b"".join(packets)
    return start + struct.pack("<I", _checksum(start + bytes(4) + rest)) + rest


def _checksum(content: bytes) -> int:
    found = 0
    for byte in content:
        found ^= byte << 24
        for _bit in range(8):
            found = (found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)) & 0xFFFFFFFF
    return found
