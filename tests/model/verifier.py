#!/usr/bin/env python3
"""A second verifier of proofs, written from docs/PROTOCOL.md and docs/protocol and from nothing else: the steps of
coalition.md §10, first failure wins. As a program it judges files: verifier.py PROOF CHARTER."""
import sys
from dataclasses import dataclass, field

import decisions
import fields
import frames
import lint
import tally
from chains import Chains
from evidence import Evidence
from frames import NOTHING, Refused, read_proof
from papers import Papers, check_keys
from primitives import is_signature

EXITS = {"VALID": 0, "USAGE": 2, "NOT MET": 3, "INVALID": 5}
KIND_CHARTER, KIND_MANIFEST, KIND_MANDATE, KIND_CALL, KIND_STOP, KIND_EVIDENCE = range(1, 7)
TYPES = {  # of a proof, by its kind
    KIND_CHARTER: {1, 2, 6, 64, 65}, KIND_MANIFEST: {1, 2, 6, 64, 65},
    KIND_MANDATE: {1, 2, 5, 6, 7, 8, 9, 10}, KIND_CALL: {1, 2, 5, 6, 7, 8, 9, 10}, KIND_STOP: {1, 2, 5, 6, 7, 8, 9, 10},
    KIND_EVIDENCE: set(range(1, 14))}
OF_KEYS = {64, 65}
NEVER_DRILLED = {frames.CHARTER, frames.MANIFEST, frames.ROLL, frames.FREEZE, frames.REPORT, frames.RELAY_CERT,
                 frames.RELAY_DROP} | OF_KEYS
WITHOUT_COALITION = {frames.CHARTER, frames.MANIFEST, frames.SIGNOFF} | OF_KEYS


@dataclass
class Anchor:
    coalition: bytes
    mode: int = None  # actual or rehearsal, if known


@dataclass
class Verdict:
    outcome: str = "VALID"
    code: str = None
    attested: bool = False
    facts: dict = field(default_factory=dict)
    codes: list = field(default_factory=list)

    @property
    def exit(self):
        return EXITS[self.outcome]


class _Verification:
    def __init__(self, data, anchor):
        self.data, self.anchor = data, anchor
        self.verdict = Verdict()

    def run(self):
        self.proof = read_proof(self.data)
        self.scan()
        if self.proof.kind == KIND_MANIFEST:
            self.card()
            return
        self.chain()
        if self.proof.kind == KIND_EVIDENCE:
            self.evidence()
            return
        self.content()
        self.standing()
        if self.proof.kind == KIND_CHARTER:
            self.complete()
            return
        self.decide()

    def of_type(self, kind):
        return [one for one in self.proof.statements if one.type == kind]

    # ---------------------------------------------------------------------------------------------- step 2

    def scan(self):
        proof = self.proof
        _require(proof.kind in TYPES, "E_TYPE")
        _require(proof.statements, "E_MISSING")
        for one in proof.statements:
            _require(one.suite == 1 and one.type in TYPES[proof.kind], "E_TYPE")
            _require(1 <= one.mode <= 4, "E_MODE")
        self.base = 1 if proof.statements[0].mode <= 2 else 3
        proposals = [one.mode for one in proof.statements if one.type == frames.PROPOSAL]
        self.mode = proposals[-1] if proposals else self.base
        _require(self.anchor.mode in (None, self.base), "E_MODE")
        for one in proof.statements:
            _require(self.may_be_of_mode(one), "E_MODE")
        for one in proof.statements:
            _require(self.may_be_of_coalition(one), "E_COALITION")

    def may_be_of_mode(self, one):
        if one.mode not in (self.base, self.base + 1):
            return False
        if one.type in NEVER_DRILLED:
            return one.mode == self.base
        beside = (frames.SIGNOFF,) if self.mode != self.base else (frames.CALL, frames.ACK)
        return self.proof.kind == KIND_EVIDENCE or one.mode == self.mode or one.type in beside

    def may_be_of_coalition(self, one):
        if one.coalition == NOTHING:
            return one.type in WITHOUT_COALITION
        # A card is read without an anchor; its successors name a coalition.
        return self.proof.kind == KIND_MANIFEST or one.coalition == self.anchor.coalition

    # ---------------------------------------------------------------------------------------------- step 3

    def chain(self):
        firsts = [one for one in self.of_type(frames.CHARTER) if one.coalition == NOTHING]
        _require(firsts, "E_CHARTER_UNKNOWN")
        for one in firsts:
            _require(one.id == self.anchor.coalition, "E_CHARTER_UNKNOWN")
        self.papers = Papers(self.proof.statements, self.base, self.anchor.coalition)
        if self.proof.kind != KIND_EVIDENCE:
            self.papers.check_highest()

    # ---------------------------------------------------------------------------------------------- step 4

    def content(self):
        statements = self.proof.statements
        idk = self.papers.idk
        for one in statements:
            _require(one.author in idk, "E_DELEGATE")
        for one in statements:
            _require(is_signature(idk[one.author], one.input(), one.signature), "E_SIG")
        for one in statements:
            self.read_body(one)
        _require(not self.proof.left_out or self.proof.kind == KIND_CALL, "E_MISSING")
        self.verdict.facts["signatures"] = len(statements)

    def read_body(self, one):
        if one.type in OF_KEYS:
            return  # nothing rests on what they say
        if one.value is None:
            one.decode()
        head = one.head
        _require(head["author"] == one.author, "E_DECODE")
        is_before = one.coalition == NOTHING and one.type in (frames.MANIFEST, frames.SIGNOFF)
        _require(head["org"] in self.papers.orgs[one.author] or (is_before and head["org"] == NOTHING), "E_DELEGATE")
        _require(one.type != frames.SIGNOFF or one.coalition != NOTHING or one.value["type"] == frames.MANIFEST,
                 "E_COALITION")

    # ---------------------------------------------------------------------------------------------- evidence

    def evidence(self):
        """Only manifests that stand, of orgs of charters that stand, say who somebody is."""
        found = Evidence(self.proof.statements, self.papers)
        found.read_all()
        chains = Chains(self.proof.statements)
        here = {chains.org_of(one) for one in self.papers.manifests}
        orgs = set()
        for one in sorted(self.papers.charters, key=lambda one: one.value["version"]):
            ids = {org["id"] for org in one.value["orgs"]}
            if not ids <= here:
                break
            orgs |= ids if chains.stands(one) else set()
        listed = {device for one in self.papers.manifests if chains.org_of(one) in orgs and chains.stands(one)
                  for delegate in one.value["delegates"] for device in delegate["device_ids"]}
        found.judge(listed)
        self.verdict.facts["signatures"] = len(self.proof.statements)

    # ---------------------------------------------------------------------------------------------- step 4b

    def standing(self):
        """All charters and manifests stand; only the highest charter of a charter's proof may be a draft."""
        self.chains = Chains(self.proof.statements)
        draft = self.papers.highest_charter() if self.proof.kind == KIND_CHARTER else None
        for one in self.papers.charters:
            _require(not self.chains.is_fork(one), "E_CHARTER_FORK")
            is_draft = one is draft and self.chains.since(one) is None and self.chains.follows_the_last(one)
            _require(is_draft or self.chains.stands(one), "E_CHARTER_UNKNOWN")
        self.standing_manifests()

    def standing_manifests(self):
        for one in self.papers.manifests:
            _require(not self.chains.is_fork(one), "E_CHARTER_FORK")
            _require(self.chains.stands(one), "E_DELEGATE")

    # ---------------------------------------------------------------------------------------------- founding

    def card(self):
        """Of one org and no charter: the first manifest with everybody's confirmation, or its chain."""
        firsts = [one for one in self.of_type(frames.MANIFEST) if one.coalition == NOTHING]
        _require(not self.of_type(frames.CHARTER) and len(firsts) < 2, "E_TYPE")
        _require(firsts, "E_MISSING")
        self.papers = Papers(self.proof.statements, self.base)
        highest = max(self.papers.manifests, key=lambda one: (one.value["version"], one.id))
        check_keys([highest.value])
        _require(lint.is_manifest(highest.value), "E_LINT")
        self.content()
        self.chains = Chains(self.proof.statements)
        self.standing_manifests()
        if not self.is_confirmed(firsts[0]):
            raise Refused("E_COUNT", "NOT MET")

    def is_confirmed(self, manifest):
        """Every device that a first manifest lists has approved it."""
        approved = {one.author for one in tally.on(self.proof.statements, manifest) if one.value["stance"] == 1}
        return all(set(delegate["device_ids"]) <= approved for delegate in manifest.value["delegates"])

    def complete(self):
        """Of a charter's proof: k of each founder, everybody of each first manifest, and no draft at the end."""
        root = next(one for one in self.papers.charters if one.coalition == NOTHING)
        founders = {one.id: one.value for one in self.papers.manifests if one.coalition == NOTHING}
        electorate = tally.Electorate(root.value, {org: founders[org] for org in (one["id"] for one in root.value["orgs"])})
        by_org = tally.of_orgs(electorate, tally.on(self.proof.statements, root))
        is_founded = tally.approving(electorate, by_org) == set(electorate.full) and \
            all(self.is_confirmed(one) for one in self.papers.manifests if one.coalition == NOTHING)
        codes = [] if is_founded else ["E_COUNT"]
        if not self.chains.stands(self.papers.highest_charter()):
            codes += self.chains.draft_lacks(self.papers.highest_charter())
        if codes:
            raise Refused(codes[0], "NOT MET", codes)

    def electorate(self, charter):
        """A charter and the newest manifests."""
        manifests, orgs = self.papers.highest_manifests(), [org["id"] for org in charter.value["orgs"]]
        return self.chains.electorate(charter.value, [manifests[org] for org in orgs if org in manifests])

    # ---------------------------------------------------------------------------------------------- steps 5 to 7

    def decide(self):
        proposals = self.of_type(frames.PROPOSAL)
        calls = [one for one in self.of_type(frames.CALL) if one.mode == self.mode]
        stops = self.of_type(frames.STOP)
        _require(len(proposals) == 1, "E_MISSING")
        proposal, kind = proposals[0], self.proof.kind
        charter = self.chains.by_id.get(proposal.value["charter"])
        _require(charter and charter.type == frames.CHARTER, "E_CHARTER_UNKNOWN")
        is_in_effect = charter.value["version"] == 1 or proposal.head["at"] >= charter.value["effective_at"]
        _require(is_in_effect, "E_CHARTER_UNKNOWN")
        self.ruling = self.electorate(charter)
        question = decisions.Question(self.ruling, self.proof.statements, proposal, self.base, self.proof.left_out)
        if kind == KIND_STOP:
            _require(len(stops) == 1 and len(calls) <= 1, "E_MISSING")
            self.stop(question, stops[0], calls[0] if calls else None)
            return
        _require(kind == KIND_MANDATE or calls, "E_MISSING")
        call = max(calls, key=lambda one: one.value["wave"], default=None)
        if kind == KIND_CALL:
            self.seen_is_here(call)
        fields.check_proposal(self.ruling, proposal)
        if kind == KIND_CALL:
            fields.check_call(self.ruling, call, proposal)
            fields.check_waves(call, calls)
        of_call = kind == KIND_CALL
        mandate_time = question.quoted_mandate_time(call.value["mandate"]) if of_call else question.mandate_time()
        self.verdict.facts["mandate_time"] = mandate_time
        if of_call:
            self.verdict.facts["call_time"] = question.call_time(call, mandate_time)
            self.verdict.attested = bool(self.proof.left_out)

    def stop(self, question, stop, call):
        fields.check_proposal(self.ruling, question.proposal)
        fields.check_stop(stop, call, question.proposal)
        question.stop_carriers(stop, call)

    def seen_is_here(self, call):
        here = {one.id for one in self.proof.statements if one.type in (frames.SIGNOFF, frames.STOP)}
        for one in self.of_type(frames.SIGNOFF):
            _require(one.value["subject"] != call.id or here.issuperset(one.value["seen"]), "E_MISSING")


def _require(is_so, code):
    if not is_so:
        raise Refused(code)


def founded_by(data):
    """The id of the first charter of a charter's proof; None if there is no such thing."""
    try:
        proof = read_proof(data)
    except Refused:
        return None
    charters = [one for one in proof.statements if one.type == frames.CHARTER and one.coalition == NOTHING and
                proof.kind == KIND_CHARTER]
    return charters[0].id if len(charters) == 1 else None


def verify(data, anchor):
    verification = _Verification(data, anchor)
    try:
        verification.run()
    except Refused as refused:
        verification.verdict.outcome, verification.verdict.code = refused.outcome, refused.code
        verification.verdict.codes = refused.codes
    return verification.verdict


def verify_by_charter(data, charter):
    """As `tocsin verify FILE --charter F`: the charter must prove itself first."""
    founded = founded_by(charter)
    if founded is None:
        return Verdict("USAGE", "E_CHARTER_UNKNOWN", codes=["E_CHARTER_UNKNOWN"])
    own = _Verification(charter, Anchor(founded))
    try:
        own.run()
    except Refused as refused:
        return Verdict(refused.outcome, refused.code, codes=[refused.code])
    return verify(data, Anchor(founded, own.base))


if __name__ == "__main__":
    found = verify_by_charter(*(open(path, "rb").read() for path in sys.argv[1:3]))
    print(found.outcome, found.code or "", found.facts)
    sys.exit(found.exit)
