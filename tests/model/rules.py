"""The rule machine of coalition.md §5 and the bound Q of §4, over decoded charters. A rule is a list of nodes in prefix
order; `tree` folds it, everything else walks the tree."""
from itertools import combinations

ALL, ANY, SHARE, COUNT, RATIFIED, STRENGTH, VOTE, DRILL = range(1, 9)
FULL, KIND, SECTOR, BEARING, CALLED = range(1, 6)
FACTS = (RATIFIED, STRENGTH, VOTE, DRILL)


class NoTree(Exception):
    """L10: the list of nodes is no tree."""


def tree(rule, depth_max=8):
    """(node, children) of the flat list."""
    nodes = rule["nodes"]
    at = 0

    def take(depth):
        nonlocal at
        if at >= len(nodes) or depth > depth_max:
            raise NoTree
        node = nodes[at]
        at += 1
        return node, [take(depth + 1) for _ in range(node["children"])]

    out = take(1)
    if at != len(nodes):
        raise NoTree
    return out


def is_reached(have, members, node):
    """approvals * b >= a * members, or > where strict; over nobody never."""
    left, right = have * node["denominator"], node["numerator"] * members
    return members > 0 and (left > right if node["strict"] else left >= right)


class Situation:
    """Who approves, and what else a rule may ask. `facts` says yes to everything where it is None."""

    def __init__(self, orgs, approving, *, bearing=(), called=(), facts=None, approves_bearing=None):
        self.orgs = orgs                    # full members: id -> their entry in the charter
        self.approving = set(approving)
        self.bearing, self.called = set(bearing), set(called)
        self.facts = facts
        self.approves_bearing = approves_bearing or (lambda org: None)  # a code if an approval does not count there

    def members(self, node):
        selector = node["selector"]
        kind, name = selector["kind"], selector["name"]
        if kind == FULL:
            return set(self.orgs)
        if kind == KIND:
            return {org for org, entry in self.orgs.items() if entry["kind"] == name}
        if kind == SECTOR:
            return {org for org, entry in self.orgs.items() if any(claim["sector"] == name for claim in entry["claims"])}
        return (self.bearing if kind == BEARING else self.called) & set(self.orgs)


def lacks(branch, situation):
    """The codes of what is missing, in the order of the rule; none: the rule is met."""
    node, children = branch
    if node["op"] in (ALL, ANY):
        found = [lacks(child, situation) for child in children]
        if node["op"] == ANY and any(not codes for codes in found):
            return []
        return [code for codes in found for code in codes] if children else ["E_COUNT"]
    if node["op"] == SHARE:
        return _share(node, situation)
    if node["op"] == COUNT:
        have = situation.members(node) & situation.approving
        kinds = {situation.orgs[org]["kind"] for org in have}
        return ["E_COUNT"] * (len(have) < node["min"]) + ["E_KIND_MIN"] * (len(kinds) < node["min_kinds"])
    return situation.facts(node, situation) if situation.facts else []


def _share(node, situation):
    members = situation.members(node)
    have = members & situation.approving
    if node["selector"]["kind"] != BEARING:
        return [] if is_reached(len(have), len(members), node) else ["E_COUNT"]
    refused = {org: situation.approves_bearing(org) for org in have}
    counted = [org for org, code in refused.items() if code is None]
    if is_reached(len(counted), len(members), node):
        return []
    return ["E_STALE" if "E_STALE" in refused.values() else "E_BEARING"]


def is_met(branch, situation):
    return not lacks(branch, situation)


# ------------------------------------------------------------------------------------------------ how many are needed

def least(node, members):
    """The least count of a share; over nobody no count is enough, and the bound says no more than its fraction."""
    product = node["numerator"] * members
    return product // node["denominator"] + 1 if node["strict"] else -(-product // node["denominator"])


def quorum(branch, orgs):
    """Q(r): a lower bound of the orgs a rule needs."""
    node, children = branch
    if node["op"] in (ALL, ANY):
        return (max if node["op"] == ALL else min)(quorum(child, orgs) for child in children)
    if node["op"] == SHARE:
        if node["selector"]["kind"] in (BEARING, CALLED):
            return 1
        return least(node, len(Situation(orgs, ()).members(node)))
    return node["min"] if node["op"] == COUNT else 0


def true_minimum(branch, orgs):
    """The fewest orgs that meet the rule whoever bears it or is called, all facts given; None if no number does."""
    ids = sorted(orgs)
    for size in range(len(ids) + 1):
        for approving in combinations(ids, size):
            if any(is_met(branch, Situation(orgs, approving, bearing={one}, called={one})) for one in ids):
                return size
    return None
