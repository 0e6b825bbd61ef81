#!/usr/bin/env python3
"""Two successors of one charter (coalition.md, chains): all 4^5 patterns in which each of five orgs signs neither, A, B or
both. A model of the rule, to hold the code against: with no more than `assumed_faulty` orgs that sign both, two successors
are never complete at once; and who stands is the same for whoever learns of them, in whatever order."""
import itertools
import sys

import coalitions
import rules

ORGS, FAULTY = 5, 1
NEITHER, A, B, BOTH = 0, 1, 2, 3


def standing(complete, skips):
    """Which of the complete successors stands; `skips` holds pairs (one, other): one names other as skipped. None: a fork,
    in which nothing starts."""
    if len(complete) < 2:
        return complete[0] if complete else "prev"
    first, second = complete
    over, under = (first, second) in skips, (second, first) in skips
    if over == under:
        return None
    return first if over else second


def judge(pattern, skips, amend, full):
    signed = {name: {org for org, what in zip(full, pattern) if what & bit} for name, bit in (("A", A), ("B", B))}
    complete = [name for name in ("A", "B") if rules.is_met(amend, rules.Situation(full, signed[name]))]
    return complete, standing(complete, skips)


def main():
    full = {bytes([org]) * 32: {"kind": b"union", "claims": []} for org in range(ORGS)}
    amend = rules.tree(coalitions.rule(coalitions.share(coalitions.FULL, ">=2/3")))
    need = rules.quorum(amend, full)
    assert 2 * need - ORGS > FAULTY  # L2
    wrong = forks = both = 0
    skip_sets = [set(), {("A", "B")}, {("B", "A")}, {("A", "B"), ("B", "A")}]
    for pattern in itertools.product((NEITHER, A, B, BOTH), repeat=ORGS):
        liars = sum(one == BOTH for one in pattern)
        for skips in skip_sets:
            complete, stands = judge(pattern, skips, amend, full)
            both += len(complete) == 2
            forks += stands is None
            # Honest orgs approve one draft a version: two complete ones need more liars than are assumed.
            wrong += len(complete) == 2 and liars <= FAULTY
            # The other order of learning gives the same.
            wrong += standing(complete[::-1], skips) != stands
            # A late signature never takes away what is complete, and only completing a rival may make a fork.
            for place in range(ORGS):
                more = pattern[:place] + (BOTH,) + pattern[place + 1:]
                later, then = judge(more, skips, amend, full)
                wrong += not set(complete) <= set(later)
                wrong += then != stands and len(later) == len(complete)
            # A complete successor that another complete one skips is out, whoever signs more.
            if ("B", "A") in skips and ("A", "B") not in skips and "B" in complete:
                wrong += stands != "B"
    patterns = 4 ** ORGS
    print(f"{patterns} patterns with {len(skip_sets)} ways to skip, {both} with two complete, {forks} forks, {wrong} wrong")
    return 1 if wrong or not forks else 0


if __name__ == "__main__":
    sys.exit(main())
