#!/usr/bin/env python3
"""Q(r), by which lint judges quorums: the program's is the page's, and never above the true minimum that all subsets of
up to eight orgs give; without floors on kinds and facts it is that minimum."""
import copy
import os
import pathlib
import random
import subprocess
import sys

import coalitions
import rules
import schema
from canonical import write
from coalitions import BEARING, CALLED, FULL, KIND, KINDS, SECTOR, SECTORS, share

ORACLE = pathlib.Path(os.environ.get("TOCSIN_BIN", "build/dev")).resolve() / "oracle"
RULES = 400


def draw(chance, orgs, depth=0):
    """A random rule, some of which nobody can meet."""
    if depth < 3 and chance.random() < 0.5:
        children = [draw(chance, orgs, depth + 1) for _ in range(chance.randrange(1, 4))]
        return [coalitions.node(chance.choice([1, 2]), children=len(children))] + sum(children, [])
    if chance.random() < 0.4:
        return [coalitions.count(chance.randrange(1, orgs + 1), chance.randrange(0, 3))]
    selector = chance.choice([FULL, FULL, KIND, SECTOR, BEARING, CALLED])
    name = chance.choice(KINDS) if selector == KIND else chance.choice(SECTORS) if selector == SECTOR else b""
    below = chance.randrange(1, 8)
    return [share(selector, f"{chance.choice(['>', '>='])}{chance.randrange(1, below + 1)}/{below}", name=name)]


def main():
    chance = random.Random(8)
    plain = coalitions.Coalition(random.Random(1), example=True).plain
    lines, asked = [], []
    for _ in range(RULES):
        charter = copy.deepcopy(plain)
        charter["orgs"] = [dict(charter["orgs"][0], id=bytes([place + 1]) * 32, slug=f"org-{place}".encode(),
                                name=f"org-{place}".encode(), kind=chance.choice(KINDS), claims=[
                                    {"sector": chance.choice(SECTORS), "region": b"metro", "code": b""}])
                           for place in range(chance.randrange(1, 9))]
        charter["rules"]["amend"] = coalitions.rule(*draw(chance, len(charter["orgs"])))
        asked.append(charter)
        lines.append(write(charter, schema.CHARTER).hex())
    said = subprocess.run([str(ORACLE), "quorum"], input="\n".join(lines) + "\n", capture_output=True, text=True,
                          check=True, timeout=200).stdout.split()
    wrong = exact = possible = 0
    for charter, bound in zip(asked, map(int, said), strict=True):
        full = {org["id"]: org for org in charter["orgs"]}
        rule = rules.tree(charter["rules"]["amend"])
        least = rules.true_minimum(rule, full)
        wrong += bound != rules.quorum(rule, full)
        if least is not None:
            possible += 1
            exact += bound == least
            wrong += bound > least
    print(f"{len(said)} rules, {possible} that can be met, Q is the true minimum of {exact}, {wrong} wrong")
    return 1 if wrong or possible < RULES // 3 or exact < RULES // 6 else 0


if __name__ == "__main__":
    sys.exit(main())
