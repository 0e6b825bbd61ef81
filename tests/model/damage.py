"""Good proofs whose bytes were damaged, or whose statements were shuffled, swapped and mixed: nothing is signed for it."""
import copy

from frames import Proof, read_proof


def flip(random, data):
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1:]


def cut(random, data):
    return data[:random.randrange(len(data))]


def longer(random, data):
    return data + random.randbytes(random.randrange(1, 40))


def patch(random, data):
    at, count = random.randrange(len(data)), random.randrange(1, 60)
    return (data[:at] + random.randbytes(count) + data[at + count:])[:len(data)]


def _on_proof(change):
    def damage(random, data):
        proof = read_proof(data)
        change(random, proof)
        return proof.encode()
    return damage


@_on_proof
def without_one(random, proof):
    del proof.statements[random.randrange(len(proof.statements))]


@_on_proof
def one_twice(random, proof):
    at = random.randrange(len(proof.statements))
    proof.statements.insert(at, proof.statements[at])


@_on_proof
def swapped(random, proof):
    at, other = random.sample(range(len(proof.statements)), 2)
    one = proof.statements
    one[at], one[other] = one[other], one[at]


def _sorted(proof):
    proof.statements.sort(key=lambda one: copy.copy(one).id)


def _changed(proof, at, **said):
    one = copy.copy(proof.statements[at])
    one.__dict__.pop("_id", None)
    for name, value in said.items():
        setattr(one, name, value)
    proof.statements[at] = one


@_on_proof
def another_signature(random, proof):
    at, other = random.sample(range(len(proof.statements)), 2)
    _changed(proof, at, signature=proof.statements[other].signature)


@_on_proof
def another_author(random, proof):
    at, other = random.sample(range(len(proof.statements)), 2)
    _changed(proof, at, author=proof.statements[other].author)


@_on_proof
def a_strange_author(random, proof):
    _changed(proof, random.randrange(len(proof.statements)), author=random.randbytes(32))


@_on_proof
def another_mode(random, proof):
    _changed(proof, random.randrange(len(proof.statements)), mode=random.randrange(6))
    _sorted(proof)


@_on_proof
def all_of_another_mode(random, proof):
    mode = random.randrange(1, 5)
    for at in range(len(proof.statements)):
        _changed(proof, at, mode=mode)
    _sorted(proof)


@_on_proof
def another_coalition(random, proof):
    _changed(proof, random.randrange(len(proof.statements)), coalition=random.choice([bytes(32), random.randbytes(32)]))
    _sorted(proof)


@_on_proof
def another_type(random, proof):
    kinds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 64, 65, 67]
    _changed(proof, random.randrange(len(proof.statements)), type=random.choice(kinds))
    _sorted(proof)


@_on_proof
def an_unknown_type(random, proof):
    _changed(proof, random.randrange(len(proof.statements)), type=random.choice([0, 14, 63, 71, 255]))


@_on_proof
def another_suite(random, proof):
    _changed(proof, random.randrange(len(proof.statements)), suite=random.choice([0, 2, 255]))
    _sorted(proof)


@_on_proof
def another_kind(random, proof):
    proof.kind = random.choice([kind for kind in (0, 1, 2, 3, 4, 5, 6, 7, 8, 255) if kind != proof.kind])


@_on_proof
def more_left_out(random, proof):
    proof.left_out = sorted(proof.left_out + [random.randbytes(32) for _ in range(random.randrange(1, 3))])


@_on_proof
def left_out_unsorted(random, proof):
    proof.left_out = [bytes([9]) * 32, bytes([8]) * 32]


@_on_proof
def left_out_twice(random, proof):
    proof.left_out = [bytes([9]) * 32] * 2


@_on_proof
def too_many_left_out(random, proof):
    proof.left_out = [number.to_bytes(32, "big") for number in range(513)]


def a_body_too_long(random, data):
    proof = read_proof(data)
    one = proof.statements[random.randrange(len(proof.statements))]
    one.body += bytes(60_001 - len(one.body))
    return proof.encode()


def too_many_statements(random, data):
    proof = read_proof(data)
    return Proof(proof.kind, [], proof.statements[:1] * 4_097).encode()


def only_its_head(random, data):
    return Proof(read_proof(data).kind, [], []).encode()


def a_giant(random, data):
    return data + bytes(4 * 1024 * 1024 + 1 - len(data))


ALL = [flip] * 6 + [cut, longer, patch, patch, without_one, without_one, without_one, one_twice, swapped, another_signature,
                    another_author, a_strange_author, another_mode, another_mode, all_of_another_mode, another_coalition,
                    another_coalition, another_type, another_type, an_unknown_type, another_suite, another_kind,
                    another_kind, more_left_out, left_out_unsorted, left_out_twice, too_many_left_out, a_body_too_long,
                    too_many_statements, only_its_head, a_giant]
