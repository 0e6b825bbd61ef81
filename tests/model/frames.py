"""Statements and proofs as bytes (statements.md §1, §2, §6)."""
from dataclasses import dataclass

import canonical
import schema
from primitives import blake2b_256, u32

BODY_MAX = 60_000
PROOF_MAX = 4 * 1024 * 1024
STATEMENTS_MAX, LEFT_OUT_MAX = 4_096, 512
NOTHING = bytes(32)
TYPE_NAMES = {1: "charter", 2: "manifest", 3: "roll", 4: "freeze", 5: "proposal", 6: "signoff", 7: "call", 8: "stop",
              9: "ack", 10: "report", 11: "debrief", 12: "relay_cert", 13: "relay_drop", 64: "device", 65: "keys",
              66: "channel", 67: "epoch", 68: "repair", 69: "join", 70: "reveal"}
CHARTER, MANIFEST, ROLL, FREEZE, PROPOSAL, SIGNOFF, CALL, STOP, ACK, REPORT, DEBRIEF, RELAY_CERT, RELAY_DROP = range(1, 14)


class Refused(Exception):
    """The first check that failed: its code, and of a rule that is not met all that is missing."""

    def __init__(self, code, outcome="INVALID", codes=None):
        super().__init__(code)
        self.code, self.outcome = code, outcome
        self.codes = list(dict.fromkeys(codes or [code]))


@dataclass
class Statement:
    suite: int
    mode: int
    type: int
    coalition: bytes
    author: bytes
    body: bytes
    signature: bytes
    value: dict = None  # of the body, once it was good to read

    def input(self):
        name = TYPE_NAMES[self.type].encode()
        return b"".join((b"tocsin-v1", u32(34), self.coalition, bytes([self.mode, self.suite]), u32(len(name)), name,
                         u32(len(self.body)), self.body))

    @property
    def id(self):
        if not hasattr(self, "_id"):
            self._id = blake2b_256(self.input())
        return self._id

    @property
    def head(self):
        return self.value["head"]

    def decode(self):
        try:
            self.value = canonical.read(self.body, schema.BODIES[self.type])
        except canonical.Malformed as why:
            raise Refused("E_DECODE") from why

    def encode(self):
        return b"".join((bytes([self.suite, self.mode, self.type]), self.coalition, self.author, u32(len(self.body)),
                         self.body, self.signature))


@dataclass
class Proof:
    kind: int
    left_out: list
    statements: list

    def encode(self):
        return b"".join((bytes([self.kind]), len(self.left_out).to_bytes(2, "little"), *self.left_out,
                         len(self.statements).to_bytes(2, "little"), *(one.encode() for one in self.statements)))


class _Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        out = self.data[self.at:self.at + count]
        if len(out) != count:
            raise Refused("E_DECODE")
        self.at += count
        return out

    def number(self, count):
        return int.from_bytes(self.take(count), "little")


def read_proof(data):
    """Layout and sizes; nothing of a body is looked at."""
    if len(data) > PROOF_MAX:
        raise Refused("E_SIZE")
    source = _Bytes(data)
    kind, count = source.number(1), source.number(2)
    if count > LEFT_OUT_MAX:
        raise Refused("E_SIZE")
    left_out = [source.take(32) for _ in range(count)]
    count = source.number(2)
    if count > STATEMENTS_MAX:
        raise Refused("E_SIZE")
    statements = [_read_statement(source) for _ in range(count)]
    if source.at != len(data):
        raise Refused("E_DECODE")
    for ids in (left_out, [one.id for one in statements if one.type in TYPE_NAMES]):
        if any(not one < other for one, other in zip(ids, ids[1:])):
            raise Refused("E_DECODE")
    return Proof(kind, left_out, statements)


def _read_statement(source):
    suite, mode, kind = source.take(3)
    coalition, author = source.take(32), source.take(32)
    length = source.number(4)
    if length > BODY_MAX:
        raise Refused("E_SIZE")
    body = source.take(length)
    return Statement(suite, mode, kind, coalition, author, body, source.take(64))
