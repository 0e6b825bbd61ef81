#!/usr/bin/env python3
"""A second verifier, written from the protocol's pages alone, and `tocsin verify` say the same of every proof: outcome,
exit, first code, times, counts."""
import collections
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import chain_cases
import damage
import evidence_cases
import histories
import manifest_cases
import mutants
import specials
import stop_cases
import wave_cases
from frames import NOTHING
from verifier import Anchor, verify, verify_by_charter

BIN = pathlib.Path(os.environ.get("TOCSIN_BIN", "build/dev")).resolve()
GOOD = {"charter": 12, "card": 12, "mandate": 40, "call": 60, "stop": 50}
TOLD = {"charter": chain_cases.ALL, "manifest": manifest_cases.ALL, "wave": wave_cases.ALL, "stop": stop_cases.ALL,
        "evidence": evidence_cases.ALL}
HISTORIES, ROUNDS_OF_DAMAGE, ROUNDS_OF_DAMAGE_TOLD = 120, 4, 4
MIN_CASES, MIN_VALID = 1_200, 400
# What a proof can be told at all; each must be reached, so that a set of mutants that grew blunt is seen.
MIN_CODES = 34
PROCESSES = 2


def cases():
    """Name, what it must be told (None: whatever both say), and a maker of proof and charter."""
    for kind, count in GOOD.items():
        for number in range(count):
            yield f"good {kind} {number}", None, lambda chance, kind=kind: mutants.good(chance, kind)
    for kind, edits in mutants.EDITS.items():
        for what, edit in edits.items():
            for number in range(2 if kind != "charter" else 1):
                yield f"{kind}: {what} {number}", None, lambda chance, kind=kind, edit=edit: mutants.edited(chance, kind, edit)
    for name, make in specials.ALL.items():
        yield name, None, make
    for kind, told in TOLD.items():
        for name, (make, says) in told.items():
            yield f"{kind}: {name}", says, make
    for number in range(HISTORIES):
        yield f"history {number}", None, histories.history
    yield from damaged()


def damaged():
    kinds = {kind: lambda chance, kind=kind: mutants.good(chance, kind) for kind in GOOD}
    good = {kind: [make for make, says in told.values() if says == "VALID"] for kind, told in TOLD.items()}
    told = {kind: lambda chance, makers=makers: chance.choice(makers)(chance) for kind, makers in good.items()}
    for rounds, makers in ((ROUNDS_OF_DAMAGE, kinds), (ROUNDS_OF_DAMAGE_TOLD, told)):
        for number in range(rounds):
            for place, harm in enumerate(damage.ALL):
                kind = list(makers)[(number + place) % len(makers)]
                yield f"damage {number}.{place} {harm.__name__} of {kind}", None, lambda chance, kind=kind, harm=harm, \
                    makers=makers: _harmed(chance, makers[kind], harm)


def _harmed(chance, make, harm):
    data, charter = make(chance)
    return harm(chance, data), charter


def ours(data, charter):
    found = verify(data, Anchor(NOTHING)) if charter is None else verify_by_charter(data, charter)
    said = {"outcome": found.outcome, "exit": found.exit, "code": found.code, "codes": sorted(found.codes)}
    if found.outcome == "VALID":
        said["signatures"] = found.facts["signatures"]
        said["mandate_attested"] = found.attested
        for name in ("mandate_time", "call_time"):
            if name in found.facts:
                said[name] = found.facts[name]
    return said


def theirs(folder, name, data, charter):
    path = folder / f"{abs(hash(name))}.proof"
    path.write_bytes(data)
    argv = [str(BIN / "tocsin"), "verify", str(path), "--json"]
    if charter is not None:
        by = path.with_suffix(".charter")
        by.write_bytes(charter)
        argv += ["--charter", str(by)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    rows = [json.loads(line) for line in (done.stdout + done.stderr).splitlines() if line.startswith("{")]
    row = next((one for one in rows if one.get("kind") == "verified"), None)
    if row is None:
        code = next((one["code"] for one in rows if "code" in one), None)
        outcome = {2: "USAGE", 3: "NOT MET", 5: "INVALID"}.get(done.returncode, done.stdout + done.stderr)
        return {"outcome": outcome, "exit": done.returncode, "code": code, "codes": [code]}
    codes = row.get("codes") or []
    said = {"outcome": row["outcome"], "exit": done.returncode, "code": codes[0] if codes else None,
            "codes": sorted(codes)}
    if row["outcome"] == "VALID":
        said["signatures"] = row["signatures"]
        said["mandate_attested"] = row.get("mandate_attested", False)
        for key in ("mandate_time", "call_time"):
            if f"{key}_ms" in row:
                said[key] = row[f"{key}_ms"]
    return said


def judge(share):
    """Every other case, in a process of its own: name, what is wrong, what we say."""
    out = []
    with tempfile.TemporaryDirectory() as place:
        for number, (name, says, make) in enumerate(cases()):
            if number % PROCESSES != share:
                continue
            data, charter = make(random.Random(name))
            one, other = ours(data, charter), theirs(pathlib.Path(place), name, data, charter)
            said, wrong = one["code"] or one["outcome"], None
            if one != other:
                wrong = f"{name}\n  by the pages {one}\n  tocsin       {other}"
            elif says not in (None, said):
                wrong = f"{name}\n  both say {said}, and it is {says}"
            out.append((wrong, said))
    return out


def main():
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        answers = [one for share in pool.map(judge, range(PROCESSES)) for one in share]
    wrong = [one for one, _ in answers if one]
    told = collections.Counter(said for _, said in answers)
    for line in wrong:
        print(line)
    for code, count in sorted(told.items(), key=lambda pair: -pair[1]):
        print(f"{count:6} {code}")
    total, codes = len(answers), len(told) - 1
    print(f"{total} proofs, {told['VALID']} valid, {codes} codes, {len(wrong)} disagreements")
    return 1 if wrong or total < MIN_CASES or told["VALID"] < MIN_VALID or codes < MIN_CODES else 0


if __name__ == "__main__":
    sys.exit(main())
