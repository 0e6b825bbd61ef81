"""Hashes, ids and signatures of docs/PROTOCOL.md §2 and statements.md §2. Ed25519 is libsodium's own, which the product
links anyway, so that the models need no further package."""
import ctypes
import ctypes.util
import hashlib

_sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
if _sodium.sodium_init() < 0:
    raise RuntimeError("libsodium does not start")


def blake2b_256(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def u16(number):
    return number.to_bytes(2, "little")


def u32(number):
    return number.to_bytes(4, "little")


def framed_hash(label, *parts):
    """H(label, x...): `label` stands without its beginning tocsin/."""
    name = b"tocsin/" + label.encode()
    return blake2b_256(bytes([len(name)]) + name + b"".join(u32(len(part)) + part for part in parts))


def device_id(idk, ltk):
    return framed_hash("device", idk, ltk)


def is_signature(key, message, signature):
    return _sodium.crypto_sign_verify_detached(signature, message, ctypes.c_ulonglong(len(message)), key) == 0


class SigningKey:
    """An Ed25519 key of a seed: for making proofs, never for judging them."""

    def __init__(self, seed):
        public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        _sodium.crypto_sign_seed_keypair(public, secret, seed)
        self.public, self._secret = public.raw, secret.raw

    def sign(self, message):
        out = ctypes.create_string_buffer(64)
        _sodium.crypto_sign_detached(out, None, message, ctypes.c_ulonglong(len(message)), self._secret)
        return out.raw


def agree_public(secret):
    out = ctypes.create_string_buffer(32)
    _sodium.crypto_scalarmult_base(out, secret)
    return out.raw
