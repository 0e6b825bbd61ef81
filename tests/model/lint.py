"""Lint of a charter, L1 to L12 of coalition.md §4: the names of what is broken, in no order."""
import unicodedata
from itertools import combinations

import rules
import schema

DAY, HOUR = 86_400, 3_600
FULL, PROVISIONAL, OBSERVER = range(1, 4)
BOUNDS = {  # group -> parameter -> floor, ceiling, is a time
    "start": {"hold": (DAY, 14 * DAY, True), "min_lead": (12 * HOUR, 30 * DAY, True), "max_lead": (0, 90 * DAY, True),
              "max_mandate": (7 * DAY, 366 * DAY, True), "max_duration": (HOUR, 90 * DAY, True),
              "spread": (600, DAY, True)},
    "fresh": {"signoff": (DAY, 30 * DAY, True), "report": (7 * DAY, 60 * DAY, True),
              "manifest": (30 * DAY, 400 * DAY, True), "skew": (60, 1_800, True)},
    "privacy": {"cell_min": (10, 50, False), "round_to": (5, 25, False), "top_code_bp": (8_000, 9_500, False),
                "period": (7 * DAY, 31 * DAY, True), "retention": (7 * DAY, 730 * DAY, True)},
    "org": {"probation": (30 * DAY, 400 * DAY, True), "sponsors": (1, 4, False)},
    "drill": {"hold": (0, 14 * DAY, True), "min_lead": (0, 30 * DAY, True), "quiet": (0, 30 * DAY, True)},
}
OWN_FIELDS = {  # op -> the fields its node may have, children and op aside
    rules.ALL: (), rules.ANY: (), rules.SHARE: ("selector", "strict", "numerator", "denominator"),
    rules.COUNT: ("selector", "min", "min_kinds"),
    rules.RATIFIED: ("selector", "strict", "numerator", "denominator"),
    rules.STRENGTH: ("min_bp", "min_cells", "min_sectors", "tests", "span"),
    rules.VOTE: ("selector", "turnout_bp", "yes_bp"),
    rules.DRILL: ("selector", "strict", "numerator", "denominator", "span")}
FRACTIONS = (rules.SHARE, rules.RATIFIED, rules.DRILL)


def _walk(branch, is_under_any=False):
    node, children = branch
    yield node, is_under_any
    for child in children:
        yield from _walk(child, is_under_any or node["op"] == rules.ANY)


class _Lint:
    def __init__(self, charter, manifests):
        self.charter, self.manifests = charter, manifests
        self.full = {org["id"]: org for org in charter["orgs"] if org["standing"] == 1}
        self.n, self.f = len(self.full), charter["assumed_faulty"]
        self.flat = [(f"mandate {one['name']}", one["mandate"]) for one in charter["actions"]]
        self.flat += [(f"call {one['name']}", one["call"]) for one in charter["actions"]]
        self.flat += list(charter["rules"].items())
        self.broken = set()

    def say(self, name, is_broken):
        if is_broken:
            self.broken.add(name)

    def run(self):
        self.members()
        self.times()
        self.words()
        self.shape()
        if "L10" not in self.broken:
            self.trees = {name: rules.tree(rule) for name, rule in self.flat}
            self.quorums()
            self.reach()
            self.stops_work()
        return self.broken

    def members(self):
        charter, solo = self.charter, 0
        for org in charter["orgs"]:
            manifest = self.manifests.get(org["id"])
            if manifest is None:
                self.broken.add("L3")
                continue
            solo += org["solo"]
            self.say("L3", charter["version"] == 1 and not is_entry(charter, org, manifest))
            self.say("L12", charter["version"] == 1 and (org["standing"] != 1 or bool(org["sponsors"])))
        self.say("L3", solo > max(1, self.n // 4))
        is_first = charter["version"] == 1
        self.say("L12", is_first and (any(charter["prev"]) or bool(charter["skips"]) or bool(charter["carry"])))
        slugs = [org["slug"] for org in charter["orgs"]]
        names = [unicodedata.normalize("NFKC", org["name"].decode()).casefold() for org in charter["orgs"]]
        self.say("L7", len(set(slugs)) < len(slugs) or len(set(names)) < len(names))

    def times(self):
        params = self.charter["params"]
        for group, bounds in BOUNDS.items():
            for name, (floor, ceiling, is_time) in bounds.items():
                if is_time and self.charter["rehearsal"]:
                    floor = 0
                self.say("L5", not floor <= params[group][name] <= ceiling)
        start = params["start"]
        self.say("L5", start["max_lead"] < start["min_lead"] or start["min_lead"] < 2 * start["spread"])
        ahead = self.charter["review_by"] - self.charter["effective_at"]
        self.say("L5", not 0 < ahead <= 400 * DAY * 1000)

    def words(self):
        charter = self.charter
        for org in charter["orgs"]:
            self.say("L9", org["kind"] not in charter["kinds"])
            self.say("L9", any(name not in charter["checklists"] for name in org["checklists"]))
            self.say("L9", any(claim["sector"] not in charter["sectors"] or claim["region"] not in charter["regions"]
                               for claim in org["claims"]))
        for action in charter["actions"]:
            self.say("L9", any(ask["kind"] not in charter["kinds"] for ask in action["asks"]))
        for node in (node for _, rule in self.flat for node in rule["nodes"]):
            kind, name = node["selector"]["kind"], node["selector"]["name"]
            self.say("L9", (kind == rules.KIND and name not in charter["kinds"]) or
                     (kind == rules.SECTOR and name not in charter["sectors"]))

    def shape(self):
        for _, rule in self.flat:
            try:
                rules.tree(rule)
            except rules.NoTree:
                self.broken.add("L10")
                continue
            for node in rule["nodes"]:
                self.say("L10", not self.is_well_formed(node))

    @staticmethod
    def is_well_formed(node):
        own = OWN_FIELDS[node["op"]]
        for name, value in node.items():
            is_empty = not value["kind"] and not value["name"] if name == "selector" else not value
            if name not in own + ("op", "children") and not is_empty:
                return False
        if (node["op"] in (rules.ALL, rules.ANY)) != (node["children"] > 0):
            return False
        if node["op"] in FRACTIONS and not 0 < node["numerator"] <= node["denominator"] <= 1000:
            return False
        selector = node["selector"]
        if "selector" in own and (not 1 <= selector["kind"] <= 5 or
                                  (selector["kind"] in (rules.KIND, rules.SECTOR)) != bool(selector["name"])):
            return False
        if node["op"] == rules.STRENGTH and not (node["min_cells"] and node["min_bp"]):
            return False
        if max(node["min_bp"], node["turnout_bp"], node["yes_bp"]) > 10_000:
            return False
        return node["op"] != rules.COUNT or node["min"] > 0

    def quorums(self):
        needs = {name: rules.quorum(one, self.full) for name, one in self.trees.items()}
        amend, n, f = needs["amend"], self.n, self.f
        self.say("L1", 2 * amend <= n)
        self.say("L2", 2 * amend <= n + f)
        for action in self.charter["actions"]:
            call = needs[f"call {action['name']}"]
            self.say("L1", action["stops_work"] and 2 * call <= n)
            self.say("L2", amend + call <= n + f)
            self.say("L4", needs["abort"] > call)
        for name in self.charter["rules"]:
            self.say("L4", any(node["op"] in rules.FACTS for node, _ in _walk(self.trees[name])))
        for name in self.trees:
            self.say("L4", n >= 3 and name not in ("block", "end") and needs[name] < 2)
        for silent in combinations(self.full, min(f, n)):
            self.say("L11", not self.is_true(self.trees["amend"], set(self.full) - set(silent)))

    def is_true(self, branch, approving):
        """With every fact given, for one or another choice of who bears it."""
        ids = set(self.full)
        return any(rules.is_met(branch, rules.Situation(self.full, approving, bearing=some, called=some))
                   for some in [ids] + [{one} for one in ids])

    def reach(self):
        for name, one in self.trees.items():
            for node, _ in _walk(one):
                if node["selector"]["kind"] in (rules.KIND, rules.SECTOR):
                    self.say("L6", not rules.Situation(self.full, ()).members(node))
            self.say("L10" if name == "block" else "L6", not self.is_true(one, self.full))

            strength = [node for node, _ in _walk(one) if node["op"] == rules.STRENGTH]
            claims = {schema.key_of_cell(claim) for org in self.full.values() for claim in org["claims"]}
            sectors = {claim[0] for claim in claims}
            self.say("L6", any(node["min_cells"] > len(claims) or node["min_sectors"] > len(sectors) for node in strength))

    def stops_work(self):
        for action in self.charter["actions"]:
            if not action["stops_work"]:
                continue
            nodes = [node for node, is_under_any in _walk(self.trees[f"mandate {action['name']}"]) if not is_under_any]
            half = [node for node in nodes if node["op"] in FRACTIONS and _is_above_half(node)]
            has = {"bearing": any(node["op"] == rules.SHARE and node["selector"]["kind"] == rules.BEARING for node in half),
                   "ratified": any(node["op"] == rules.RATIFIED for node in half),
                   "strength": any(node["op"] == rules.STRENGTH for node in nodes),
                   "drill": any(node["op"] == rules.DRILL for node in nodes)}
            self.say("L8", not all(has.values()))


def _is_above_half(node):
    left, right = 2 * node["numerator"], node["denominator"]
    return left >= right if node["strict"] else left > right


def is_entry(charter, org, manifest):
    """Of the first manifest of an org that enters: what the charter says of it."""
    count, k = len(manifest["delegates"]), manifest["k"]
    life = manifest["valid_until"] - manifest["head"]["at"]
    return manifest["name"] == org["name"] and count < 2 * k <= 2 * count and (k > 1 or org["solo"]) and \
        (count == 1 or not org["solo"]) and 0 <= life <= charter["params"]["fresh"]["manifest"] * 1000


def is_manifest(manifest):
    """Of a card: k, and that it lives at all."""
    count, k = len(manifest["delegates"]), manifest["k"]
    return 2 * k > count and (k >= 2 or count == 1) and manifest["valid_until"] > manifest["head"]["at"]


def entering(charter, before):
    """Orgs that enter: those the version before does not have, and observers that become provisional."""
    was = {org["id"]: org["standing"] for org in before["orgs"]}
    return [org for org in charter["orgs"] if org["id"] not in was or
            (was[org["id"]] == OBSERVER and org["standing"] == PROVISIONAL)]


def broken_successor(charter, before, manifests):
    """L12 of a charter that follows another, and L3 of who enters: whether it may change so."""
    enter = entering(charter, before)
    was = {org["id"]: org for org in before["orgs"]}
    new = [org for org in charter["orgs"] if org["id"] not in was]
    if not all(is_entry(charter, org, manifests[org["id"]]) for org in new):
        return True
    return charter["rehearsal"] != before["rehearsal"] or charter["effective_at"] < before["effective_at"] or any(
        not (_may_enter(org, charter, before) if org in enter else _may_stay(org, was[org["id"]], charter, before))
        for org in charter["orgs"])


def _may_enter(org, charter, before):
    """By the rules of the version before, and its full members."""
    full = {one["id"]: one for one in before["orgs"] if one["standing"] == FULL}
    need = min(before["params"]["org"]["sponsors"], len(full))
    sponsors = [full[one] for one in org["sponsors"] if one in full]
    need_kinds = min(need, len({one["kind"] for one in full.values()})) if len(full) >= 4 else 0
    return org["standing"] != FULL and org["since"] == charter["effective_at"] and \
        len(sponsors) == len(org["sponsors"]) >= need and len({one["kind"] for one in sponsors}) >= need_kinds


def _may_stay(org, was, charter, before):
    if org["since"] != was["since"]:
        return False
    if org["standing"] != FULL or was["standing"] == FULL:
        return True
    probation = before["params"]["org"]["probation"] * 1000
    return was["standing"] == PROVISIONAL and charter["effective_at"] >= org["since"] + probation


def broken(charter, manifests):
    return _Lint(charter, manifests).run()
