#!/usr/bin/env python3
"""A second verifier, written from the protocol's pages alone, and `tocsin verify` say the same of every proof: outcome,
exit, first code, times, counts."""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import damage
import mutants
import specials
from frames import NOTHING
from verifier import Anchor, verify, verify_by_charter

BIN = pathlib.Path(os.environ.get("TOCSIN_BIN", "build/dev")).resolve()
GOOD = {"charter": 12, "card": 12, "mandate": 45, "call": 70, "stop": 60}
ROUNDS_OF_DAMAGE = 6
MIN_CASES, MIN_VALID = 500, 60
# What a proof can be told at all; each must be reached, so that a set of mutants that grew blunt is seen.
MIN_CODES = 25


def cases():
    """Name, proof, charter."""
    for kind, count in GOOD.items():
        for number in range(count):
            name = f"good {kind} {number}"
            yield name, *mutants.good(random.Random(name), kind)
    for kind, edits in mutants.EDITS.items():
        for what, edit in edits.items():
            for number in range(2 if kind != "charter" else 1):
                name = f"{kind}: {what} {number}"
                yield name, *mutants.edited(random.Random(name), kind, edit)
    for name, make in specials.ALL.items():
        yield name, *make(random.Random(name))
    for number in range(ROUNDS_OF_DAMAGE):
        for place, harm in enumerate(damage.ALL):
            name = f"damage {number}.{place} {harm.__name__}"
            chance = random.Random(name)
            kind = list(GOOD)[(number + place) % len(GOOD)]
            data, charter = mutants.good(chance, kind)
            yield f"{name} of {kind}", harm(chance, data), charter


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


def main():
    told, wrong = collections.Counter(), []
    valid = 0
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
        folder = pathlib.Path(place)
        answers = pool.map(lambda case: (case[0], ours(*case[1:]), theirs(folder, *case)), cases())
        for name, one, other in answers:
            told[one["code"] or one["outcome"]] += 1
            valid += one["outcome"] == "VALID"
            if one != other:
                wrong.append(f"{name}\n  by the pages {one}\n  tocsin       {other}")
    for line in wrong:
        print(line)
    for code, count in sorted(told.items(), key=lambda pair: -pair[1]):
        print(f"{count:6} {code}")
    total = sum(told.values())
    print(f"{total} proofs, {valid} valid, {len(told) - 1} codes, {len(wrong)} disagreements")
    return 1 if wrong or total < MIN_CASES or valid < MIN_VALID or len(told) - 1 < MIN_CODES else 0


if __name__ == "__main__":
    sys.exit(main())
