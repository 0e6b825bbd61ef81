#!/usr/bin/env python3
"""Every subset of 15 keys: whoever of the example charter's delegates signs, a mandate and a call stand in just the cases
in which a few lines of Python over the charter's rule say so."""
import os
import pathlib
import subprocess
import sys

import frames
import rules
import verifier
from decisions import Question

ORACLE = pathlib.Path(os.environ.get("TOCSIN_BIN", "build/dev")).resolve() / "oracle"


class Case:
    """A proof in which all 15 signed, taken apart."""

    def __init__(self, data):
        self.proof = frames.read_proof(data)
        check = verifier._Verification(data, verifier.Anchor(next(
            one.id for one in self.proof.statements if one.type == frames.CHARTER)))
        check.proof = self.proof
        check.scan()
        check.chain()
        check.content()
        check.standing()
        self.electorate, self.base = check.electorate(check.papers.highest_charter()), check.base
        self.by_id = {one.id.hex(): one for one in self.proof.statements}
        self.proposal = next(one for one in self.proof.statements if one.type == frames.PROPOSAL)
        self.action = next(one for one in self.electorate.charter["actions"]
                           if one["name"] == self.proposal.value["action"])

    def is_mandate(self, signers):
        """Nothing expires and everybody signs at one moment: the rule at that moment is the whole question."""
        question = Question(self.electorate, self.proof.statements, self.proposal, self.base)
        approvals = self.by_org(signers)
        approving = {org for org, found in approvals.items() if len(found) >= self.electorate.k(org)}
        moment = max(one.head["at"] for one in self.proof.statements if one.type == frames.SIGNOFF and
                     one.value["subject"] == self.proposal.id)
        situation = rules.Situation(
            self.electorate.full, approving, bearing=question.bearing, facts=question.facts.ask(moment, approvals),
            approves_bearing=lambda org: question.facts.bearing_code(org, moment))
        return question.author_org in approving and rules.is_met(rules.tree(self.action["mandate"]), situation)

    def is_call(self, signers):
        """All who sign a call they are called by join it."""
        call = next(one for one in self.proof.statements if one.type == frames.CALL and one.mode == self.base)
        called = {target["org"] for target in call.value["targets"]}
        approving = {org for org, found in self.by_org(signers).items() if len(found) >= self.electorate.k(org)}
        return called <= approving and rules.is_met(rules.tree(self.action["call"]), rules.Situation(
            self.electorate.full, approving, called=called))

    def by_org(self, signers):
        out = {}
        for one in signers:
            out.setdefault(self.electorate.people[one.author][0], []).append(one)
        return out


def main():
    lines = subprocess.run([str(ORACLE), "subsets"], capture_output=True, text=True, check=True, timeout=200).stdout
    lines = lines.splitlines()
    wrong = total = 0
    for number, name in enumerate(("mandate", "call")):
        proof, ids, bits = lines[3 * number:3 * number + 3]
        case = Case(bytes.fromhex(proof))
        voters = [case.by_id[ident] for ident in ids.split()]
        judge = case.is_mandate if name == "mandate" else case.is_call
        known, yes = {}, 0
        for which, said in enumerate(bits):
            signers = [voter for at, voter in enumerate(voters) if which >> at & 1]
            # Persons of one org are alike: what decides is how many signed.
            counts = tuple(sorted((org, len(found)) for org, found in case.by_org(signers).items()))
            if counts not in known:
                known[counts] = judge(signers)
            wrong += known[counts] != (said == "1")
            yes += known[counts]
        total += len(bits)
        print(f"{name}: {len(bits)} subsets, {yes} are enough")
        wrong += not 0 < yes < len(bits)
    print(f"{total} verdicts, {wrong} wrong")
    return 1 if wrong or total != 2 * 32_768 else 0


if __name__ == "__main__":
    sys.exit(main())
