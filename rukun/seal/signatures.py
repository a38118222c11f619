"""Signing what this installation says of itself, so that anybody can check it with the public key."""

from rukun.seal.keys import proof_signer


def sign(content: bytes) -> str:
    """An Ed25519 signature under the key of proofs, as 128 hex digits."""
    return proof_signer().sign(content).hex()


def signing_key() -> str:
    """The public half of the key that ``sign`` signs with, as 64 hex digits."""
    return proof_signer().public_key().public_bytes_raw().hex()
