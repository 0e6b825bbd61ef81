"""Evidence against a device (statements.md §9): name -> (maker, what a verifier must say)."""
import schema
from canonical import blank, write
from coalitions import DAY, FOUNDING, Coalition, Device
from frames import (ACK, CALL, CHARTER, DEBRIEF, FREEZE, NOTHING, PROPOSAL, RELAY_CERT, RELAY_DROP, REPORT, ROLL, SIGNOFF,
                    STOP, Proof, Statement)
from mutants import charter_of
from succession import Succession

LATER = FOUNDING + 20 * DAY
SUBJECT = bytes([5]) * 32
CELL = {"sector": b"energy", "region": b"metro", "code": b""}


class Stage:
    """A coalition, and what one of its devices says."""

    def __init__(self, random):
        self.coalition, self.random = Coalition(random, example=True), random
        self.charter = charter_of(self.coalition).encode()
        self.tale = Succession(self.coalition)
        self.org = self.coalition.orgs[0]
        self.device = self.org.people[0][0]
        self.also = []

    def say(self, kind, seq, *, device=None, org=None, mode=1, coalition=None, head=None, **said):
        """A statement of some kind under a number."""
        device = device or self.device
        value = blank(schema.BODIES[kind])
        value.update(LEAST.get(kind, {}))
        value.update(said)
        value["head"] = {"author": device.id, "org": (org or self.org).id, "at": LATER, "seq": seq, **(head or {})}
        return self.coalition.sign(kind, value, self.coalition.id if coalition is None else coalition, mode, device)

    def admit(self, *devices, by=None, prev=NOTHING, seq=900, **options):
        """A roll entry of one device that admits others."""
        adds = []
        for device in devices:
            keys = {"idk": device.idk, "ltk": device.ltk}
            body = write({"author": device.id, "org": NOTHING, "person": b"bo", **keys}, schema.DEVICE_STATEMENT)
            own = Statement(1, 1, 64, self.coalition.id, device.id, body, b"")
            adds.append({"keys": keys, "person": b"bo", "signature": device.key.sign(own.input())})
        return self.say(ROLL, seq, device=by, prev=prev, adds=sorted(adds, key=lambda add: add["keys"]["idk"]), **options)

    def proof(self, statements):
        by_id = {one.id: one for one in self.coalition.authority() + list(statements)}
        return Proof(6, [], [by_id[ident] for ident in sorted(by_id)])


LEAST = {  # what each kind must say to be one
    ROLL: {"removes": [{"device": SUBJECT, "last_seq": 3}]}, FREEZE: {"delegate": bytes([4]) * 16},
    SIGNOFF: {"subject": SUBJECT, "type": 5, "stance": 1, "shown": SUBJECT}, STOP: {"subject": SUBJECT, "kind": 2},
    ACK: {"call": SUBJECT, "level": 1}, CALL: {"proposal": SUBJECT, "mandate": SUBJECT, "wave": 1},
    PROPOSAL: {"charter": SUBJECT, "action": b"rally", "max_waves": 1}, DEBRIEF: {"call": SUBJECT, "happened": b"rain"},
    REPORT: {"root": bytes(32)},
    RELAY_CERT: {"link": SUBJECT, "grant": SUBJECT, "label": b"harbour", "addresses": [bytes([1, 127, 0, 0, 1, 9, 9])]},
    RELAY_DROP: {"link": SUBJECT}}


def case(tell):
    """tell(stage) gives statements, or the proof."""
    def make(random):
        stage = Stage(random)
        told = tell(stage)
        return (told if isinstance(told, Proof) else stage.proof(told)).encode(), stage.charter
    return make


def twice(kind, *, one=None, other=None, **said):
    """Two statements of one kind under one number, which differ as told."""
    return case(lambda stage: [stage.say(kind, 900, head={"at": LATER + at}, **said, **(more or {}))
                               for at, more in enumerate((one, other))])


def approving(**other):
    """Two approvals of rival amendments; the second as told."""
    base = {"type": CHARTER, "number": 2}
    return case(lambda stage: [stage.say(SIGNOFF, 900, **base),
                               stage.say(SIGNOFF, 901, **{**base, "subject": bytes([6]) * 32, **other})])


def rolled(*, by_stranger=False, prev=SUBJECT, seq=901):
    """Two entries behind one."""
    return case(lambda stage: [stage.say(ROLL, 900), stage.say(ROLL, seq, prev=prev)])


def _newcomer(stage, depth=1, keep=None, forge=False):
    """A device that roll entries admitted, one by one, contradicts itself."""
    out, by = [], stage.device
    for place in range(depth):
        device = Device(stage.random)
        entry = stage.admit(device, by=by, seq=900 + place)
        if forge:
            entry.value = None
            entry.decode()
            value = dict(entry.value, adds=[dict(entry.value["adds"][0], signature=bytes(64))])
            entry = stage.coalition.sign(ROLL, value, stage.coalition.id, 1, by)
        out.append(entry)
        by = device
    kept = [one for place, one in enumerate(out) if keep is None or place in keep]
    return kept + [stage.say(ACK, 7, device=by), stage.say(ACK, 7, device=by, level=2)]


def _tampered(stage, change):
    one, other = stage.say(ACK, 900), stage.say(ACK, 900, level=2)
    change(stage, other)
    return [one, other]


def _drafts(stage, same=True):
    """Two amendments drafted under one number."""
    tale, root = stage.tale, stage.coalition.ruling
    first = tale.amend(orgs=[], rules=False)
    second = tale.amend(prev=root, orgs=[], rules=False, name=b"North River Again")
    value = dict(second.value, head=dict(second.value["head"], seq=first.value["head"]["seq"] + (0 if same else 1)))
    stage.coalition.chain = []
    return [first, stage.coalition.sign(CHARTER, value, stage.coalition.id, 1, stage.device)]


def _rival_manifests(stage):
    org = stage.org
    first = stage.tale.renew(org, signers=[])
    second = stage.tale.follow("renewal", org.first, at=LATER, author=(org, 0))
    value = dict(second.value, head=dict(second.value["head"], seq=first.value["head"]["seq"]))
    stage.coalition.chain = []
    device = next(one for one in (person[0] for person in org.people) if one.id == first.author)
    return [first, stage.coalition.sign(2, value, stage.coalition.id, 1, device)]


def _framed(stage, signs=False):
    """A manifest that nobody but its drafter signed lists a key of the drafter's as another person's."""
    person = Device(stage.random)
    stage.tale.renew(stage.org, new_person=1, device=person, signers=[0, 1] if signs else [0])
    return [stage.say(ACK, 7, device=person), stage.say(ACK, 7, device=person, level=2)]


def _of_a_newcomer_org(stage):
    """An amendment that nobody signed lists an org of strangers."""
    org = stage.tale.newcomer()
    stage.tale.amend(orgs=[], rules=False, fields={"orgs": stage.tale.entries(stage.tale.entry)})
    who = org.people[0][0]
    return [stage.say(ACK, 7, device=who, org=org), stage.say(ACK, 7, device=who, org=org, level=2)]


def _renewed(stage):
    """By the manifest before, whose delegate has gone since."""
    gone = stage.org.people[0][0]
    stage.tale.renew(stage.org, new_person=0)
    return [stage.say(ACK, 7, device=gone), stage.say(ACK, 7, device=gone, level=2)]


def _thaws(stage):
    """A freeze and its thaw under one number."""
    freeze = stage.say(FREEZE, 900)
    return [freeze, stage.say(FREEZE, 900, thaw=freeze.id)]


def _without(stage, kind, most=99):
    """Some of a kind missing, none of the accused one's org."""
    proof = stage.proof([stage.say(ACK, 900), stage.say(ACK, 900, level=2)])
    gone = [one for one in proof.statements if one.type == kind and (most > 1 or one.id != stage.org.id)][:most]
    proof.statements = [one for one in proof.statements if one not in gone]
    return proof


ALL = {
    "two sign-offs": (twice(SIGNOFF), "VALID"),
    "two proposals": (twice(PROPOSAL), "VALID"),
    "two calls": (twice(CALL), "VALID"),
    "two stops": (twice(STOP), "VALID"),
    "two acks": (twice(ACK), "VALID"),
    "two reports": (twice(REPORT), "VALID"),
    "two debriefs": (twice(DEBRIEF), "VALID"),
    "two freezes": (twice(FREEZE), "VALID"),
    "a freeze and a thaw": (case(_thaws), "VALID"),
    "two roll entries under one number": (twice(ROLL), "VALID"),
    "two relay certs": (twice(RELAY_CERT), "VALID"),
    "relay certs without a label": (twice(RELAY_CERT, label=b""), "E_DECODE"),
    "relay certs with half an address": (twice(RELAY_CERT, addresses=[bytes([2, 127, 0, 0, 1, 9, 9])]), "E_DECODE"),
    "two relay drops": (twice(RELAY_DROP), "VALID"),
    "an exercise and in earnest": (twice(CALL, other={"mode": 2}), "VALID"),
    "an exercise's report": (twice(REPORT, other={"mode": 2}), "E_MODE"),
    "an exercise's freeze": (twice(FREEZE, other={"mode": 2}), "E_MODE"),
    "a rehearsal and in earnest": (twice(CALL, other={"mode": 3}), "E_MODE"),
    "of kinds that differ": (case(lambda stage: [stage.say(ACK, 900), stage.say(STOP, 900)]), "VALID"),
    "two numbers": (case(lambda stage: [stage.say(ACK, 900), stage.say(ACK, 901)]), "E_SLOT"),
    "one statement": (case(lambda stage: [stage.say(ACK, 900)]), "E_SLOT"),
    "two devices": (case(lambda stage: [stage.say(ACK, 900), stage.say(ACK, 900, device=stage.org.people[1][0])]), "E_SLOT"),
    "three": (case(lambda stage: [stage.say(ACK, 900, level=level) for level in (1, 2, 3)]), "VALID"),
    "rival approvals": (approving(), "VALID"),
    "approvals of one": (approving(subject=SUBJECT), "E_SLOT"),
    "approvals of two versions": (approving(number=3), "E_SLOT"),
    "an approval and an objection": (approving(stance=2), "E_SLOT"),
    "approvals of version 1": (case(lambda stage: [stage.say(SIGNOFF, 900 + n, type=CHARTER, number=1, subject=bytes(
        [n + 1]) * 32) for n in range(2)]), "E_SLOT"),
    "approvals of a charter and a manifest": (approving(type=2), "E_SLOT"),
    "numbered approvals of proposals": (case(lambda stage: [stage.say(SIGNOFF, 900 + n, number=2, subject=bytes(
        [n + 1]) * 32) for n in range(2)]), "E_SLOT"),
    "two entries behind one": (rolled(prev=NOTHING), "VALID"),
    "two entries in a row": (rolled(), "E_SLOT"),
    "two drafts of an amendment": (case(_drafts), "VALID"),
    "two drafts under two numbers": (case(lambda stage: _drafts(stage, same=False)), "E_SLOT"),
    "two drafts of a manifest": (case(_rival_manifests), "VALID"),
    "of whom a roll entry admitted": (case(_newcomer), "VALID"),
    "of whom entries admitted one by one": (case(lambda stage: _newcomer(stage, 3)), "VALID"),
    "an entry between is missing": (case(lambda stage: _newcomer(stage, 3, keep=(0, 2))), "E_DELEGATE"),
    "the entry is missing": (case(lambda stage: _newcomer(stage, keep=())), "E_DELEGATE"),
    "an entry of one who did not ask": (case(lambda stage: _newcomer(stage, forge=True)), "E_SIG"),
    "of a stranger": (case(lambda stage: [stage.say(ACK, 7, device=stranger, level=level) for stranger in [
        Device(stage.random)] for level in (1, 2)]), "E_DELEGATE"),
    "of a delegate who has gone": (case(_renewed), "VALID"),
    "of whom a renewed manifest lists": (case(lambda stage: _framed(stage, signs=True)), "VALID"),
    "of whom a draft lists": (case(_framed), "E_DELEGATE"),
    "of an org that only a draft lists": (case(_of_a_newcomer_org), "E_DELEGATE"),
    "a signature of nobody": (case(lambda stage: _tampered(stage, lambda _, one: setattr(one, "signature", bytes(64)))),
                              "E_SIG"),
    "a tampered body": (case(lambda stage: _tampered(stage, lambda _, one: setattr(one, "body", one.body[:-1] + b"\x03"))),
                        "E_SIG"),
    "another inner author": (case(lambda stage: [stage.say(ACK, 900), stage.say(ACK, 900, head={
        "author": stage.org.people[1][0].id})]), "E_DECODE"),
    "another org": (case(lambda stage: [stage.say(ACK, 900), stage.say(ACK, 900, org=stage.coalition.orgs[1])]),
                    "E_DELEGATE"),
    "of another coalition": (twice(ACK, other={"coalition": SUBJECT}), "E_COALITION"),
    "of no coalition": (twice(ACK, other={"coalition": NOTHING}), "E_COALITION"),
    "without a charter": (case(lambda stage: _without(stage, CHARTER)), "E_CHARTER_UNKNOWN"),
    "without manifests": (case(lambda stage: _without(stage, 2)), "E_DELEGATE"),
    "without one manifest": (case(lambda stage: _without(stage, 2, 1)), "E_DELEGATE"),
    "a key's statement": (case(lambda stage: [stage.say(ACK, 900), Statement(
        1, 1, 64, stage.coalition.id, stage.device.id, b"", bytes(64))]), "E_TYPE"),
    "a state proof": (case(lambda stage: Proof(7, [], stage.proof([stage.say(ACK, 900)]).statements)), "E_TYPE"),
}
