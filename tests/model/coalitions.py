"""Coalitions to make proofs in: seeded keys, a charter that lints, every body written by the schema."""
import copy
from canonical import blank, read, write
import lint
import schema
from frames import CHARTER, MANIFEST, NOTHING, SIGNOFF, Statement
from primitives import SigningKey, agree_public, device_id

FOUNDING = 1_810_000_000_000
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SECTORS = [b"communications", b"energy", b"public", b"service", b"transport"]
KINDS = [b"community", b"faith", b"small_business", b"union"]
ASKS = [b"rally", b"vigil", b"close", b"stop_work"]
FULL, KIND, SECTOR, BEARING, CALLED = range(1, 6)


def node(op, children=0, selector=0, name=b"", **own):
    out = blank(schema.NODE)
    out.update(op=op, children=children, selector={"kind": selector, "name": name}, **own)
    return out


def share(selector, text, *, op=3, name=b"", **own):
    """`text` as in a charter: ">1/2" or ">=2/3"."""
    above, below = text.lstrip(">=").split("/")
    return node(op, selector=selector, name=name, strict=int(not text.startswith(">=")), numerator=int(above),
                denominator=int(below), **own)


def count(least, kinds=0, selector=FULL):
    return node(4, selector=selector, min=least, min_kinds=kinds)


def rule(*nodes):
    return {"nodes": list(nodes)}


def every(*nodes):
    return rule(node(1, children=len(nodes)), *nodes)


def default_params():
    day, hour = 86_400, 3_600
    return {"start": {"hold": 72 * hour, "min_lead": 48 * hour, "max_lead": 30 * day, "max_mandate": 120 * day,
                      "max_duration": 14 * day, "spread": hour},
            "fresh": {"signoff": 14 * day, "report": 21 * day, "manifest": 180 * day, "skew": 600},
            "privacy": {"cell_min": 10, "round_to": 5, "top_code_bp": 9_000, "period": 14 * day, "retention": 90 * day},
            "org": {"probation": 90 * day, "sponsors": 2}, "drill": {"hold": 0, "min_lead": 600, "quiet": 72 * hour}}


class Device:
    def __init__(self, random):
        self.key = SigningKey(random.randbytes(32))
        self.idk, self.ltk = self.key.public, agree_public(random.randbytes(32))
        self.id = device_id(self.idk, self.ltk)
        self.seq = 10


class Org:
    def __init__(self, number, random, delegates, devices):
        self.slug = f"org-{number:02}".encode()
        self.people = [[Device(random) for _ in range(devices)] for _ in range(delegates)]
        self.ids = [random.randbytes(16) for _ in self.people]
        self.id, self.manifest, self.statement, self.first = None, None, None, None


def delegates(ids, people):
    """The list of a manifest."""
    out = []
    for number, (ident, person) in enumerate(zip(ids, people)):
        keys = sorted(({"idk": one.idk, "ltk": one.ltk} for one in person), key=lambda one: (one["idk"], one["ltk"]))
        out.append({"id": ident, "handle": f"ana{number}".encode(), "devices": keys})
    return sorted(out, key=lambda one: one["id"])


class Told:
    """Whatever tells a story: `edits` maps the name of a kind of statement to what may alter its body before it is signed:
    edit(value, teller, which of that name), which says False to drop it."""

    def __init__(self, edits=None):
        self.edits, self.told = edits or {}, {}

    def change(self, name, value):
        which = self.told[name] = self.told.get(name, -1) + 1
        edit = self.edits.get(name)
        return None if edit and edit(value, self, which) is False else value


class Coalition:
    """`change` may change charter and manifests before they are signed; `example` is the charter of the page."""

    def __init__(self, random, *, example=False, rehearsal=False, devices=1, change=None):
        self.random, self.change = random, change or (lambda name, value: value)
        self.base = 3 if rehearsal else 1
        while True:
            self.draw(example, rehearsal, devices)
            if change or not lint.broken(self.plain, {org.id: org.manifest for org in self.orgs}):
                break
        self.publish()

    def draw(self, example, rehearsal, devices):
        random = self.random
        count_of = 5 if example else random.choice([2, 3, 4, 5, 5, 6])
        self.orgs = [Org(number, random, 3 if example else random.choice([2, 3, 3, 4]), devices)
                     for number in range(count_of)]
        for org in self.orgs:
            self.draw_manifest(org)
        self.plain = self.draw_charter(example, rehearsal)

    def draw_manifest(self, org):
        value = blank(schema.MANIFEST)
        author = org.people[0][0]
        value["head"] = {"author": author.id, "org": b"", "at": FOUNDING, "seq": 1}
        value.update(version=1, name=org.slug + b" of the river", k=len(org.people) // 2 + 1,
                     valid_until=FOUNDING + 180 * DAY)
        value["delegates"] = delegates(org.ids, org.people)
        org.manifest = self.change("manifest", value)
        org.statement = org.first = self.sign(MANIFEST, org.manifest, NOTHING, self.base, author)
        org.id = org.statement.id

    def draw_charter(self, example, rehearsal):
        value = blank(schema.CHARTER)
        drafter = self.orgs[0]
        value["head"] = {"author": drafter.people[0][0].id, "org": drafter.id, "at": FOUNDING, "seq": 2}
        value.update(version=1, name=b"North River Coalition", rehearsal=int(rehearsal), languages=[b"en", b"es"],
                     regions=[b"metro", b"valley"], sectors=SECTORS, kinds=KINDS, params=default_params(),
                     assumed_faulty=1 if len(self.orgs) >= 4 else 0, checklists=[b"notice", b"safety"],
                     effective_at=FOUNDING, review_by=FOUNDING + 386 * DAY)
        value["orgs"] = sorted((self.entry(number, org) for number, org in enumerate(self.orgs)),
                               key=lambda one: one["id"])
        value["actions"], value["rules"] = self.draw_rules(example)
        return value

    def entry(self, number, org):
        kind = [b"union", b"union", b"faith", b"community", b"small_business", b"union"][number % 6]
        claims = [] if kind in (b"faith", b"community") else [
            {"sector": SECTORS[(number + 4) % 5], "region": b"metro", "code": b""},
            {"sector": SECTORS[(number + 3) % 5], "region": b"valley", "code": b""}]
        claims.sort(key=schema.key_of_cell)
        return {"id": org.id, "slug": org.slug, "name": org.slug + b" of the river", "kind": kind, "standing": 1,
                "claims": claims, "checklists": [], "sponsors": [], "since": FOUNDING, "solo": 0}

    def draw_rules(self, example):
        pick = (lambda *all_of: all_of[0]) if example else (lambda *all_of: self.random.choice(all_of))
        n = len(self.orgs)
        kinds = len({self.entry(number, org)["kind"] for number, org in enumerate(self.orgs)})
        parts = [share(FULL, pick(">=2/3", ">1/2", ">=3/4")),
                 count(min(3, n), pick(min(3, kinds), 1, 0)),
                 share(BEARING, pick(">1/2", ">=2/3", ">=1/1")),
                 share(FULL, pick(">1/2", ">=2/3"), op=5),
                 node(6, min_bp=pick(7500, 5000, 1), min_cells=pick(2, 1), min_sectors=pick(2, 1), tests=pick(2, 1, 0),
                      span=60 * 86_400),
                 share(FULL, pick(">=4/5", ">1/2"), op=8, span=60 * 86_400)]
        if pick(False, False, True):
            parts.append(node(7, selector=BEARING, turnout_bp=5_000, yes_bp=pick(6_000, 5_000)))
        if pick(False, False, True):
            parts[1:2] = [node(2, children=2), share(KIND, ">=1/1", name=b"union"), count(min(3, n), 1)]
        top = len(parts) - (2 if parts[1]["op"] == 2 else 0)
        mandate = rule(node(1, children=top), *parts)
        half = rule(share(FULL, pick(">1/2", ">=2/3", ">=3/4")))
        asks = [{"kind": kind, "ask": ask} for kind, ask in zip(KINDS, ASKS)]
        actions = [{"name": b"rally", "stops_work": 0, "asks": [asks[2], asks[3]], "mandate": half, "call": half},
                   {"name": b"stoppage", "stops_work": 1, "asks": asks, "mandate": mandate, "call": half}]
        rules = {"block": rule(node(2, children=2), share(FULL, ">1/3"), share(BEARING, ">1/3")),
                 "abort": rule(count(2, min(2, kinds))), "pause": rule(share(FULL, pick(">=1/3", ">1/2"))),
                 "end": rule(share(CALLED, ">1/2")), "amend": rule(share(FULL, pick(">=2/3", ">=3/4"))),
                 "drill": rule(count(2))}
        return actions, rules

    def publish(self):
        self.charter = self.change("charter", copy.deepcopy(self.plain))
        author = self.orgs[0].people[0][0]
        self.statement = self.sign(CHARTER, self.charter, NOTHING, self.base, author)
        self.id = self.statement.id
        self.founded, self.firsts = None, [org.first for org in self.orgs]
        self.ruling, self.chain = self.statement, []  # the charter that proposals name; successors with their sign-offs
        self.by_id = {org.id: org for org in self.orgs}

    def sign(self, kind, value, coalition, mode, device):
        out = Statement(1, mode, kind, coalition, device.id, write(value, schema.BODIES[kind]), b"")
        out.signature = device.key.sign(out.input())
        return out

    def head(self, org, person, at, device=0):
        who = org.people[person][device]
        who.seq += 1
        return {"author": who.id, "org": org.id, "at": at, "seq": who.seq}, who

    def signoff(self, org, person, subject, at, device=0, **said):
        value = blank(schema.SIGNOFF)
        value["head"], who = self.head(org, person, at, device)
        value.update(subject=subject.id, type=subject.type, stance=1, valid_until=at + 14 * DAY, lang=b"en", wording=1,
                     shown=subject.id)
        value.update(said)
        is_founding = subject.type == MANIFEST and subject.coalition == NOTHING
        if subject.type in (CHARTER, MANIFEST):
            is_first = subject.coalition == NOTHING
            value["number"] = 1 if is_first else read(subject.body, schema.BODIES[subject.type])["version"]
        value = self.change("signoff", value)
        if value is None:
            return None
        return self.sign(SIGNOFF, value, NOTHING if is_founding else self.id, subject.mode, who)

    def authority(self):
        return [self.statement] + self.firsts + self.chain

    def founding(self):
        """Made once: what comes later changes who signs, not who has signed."""
        if self.founded is None:
            self.founded = self.found()
        return self.founded + self.chain

    def found(self):
        out = self.authority()
        for org in self.orgs:
            for person, devices in enumerate(org.people):
                out += [self.signoff(org, person, org.statement, FOUNDING + HOUR, device)
                        for device in range(len(devices))]
                if person < org.manifest["k"]:
                    out.append(self.signoff(org, person, self.statement, FOUNDING + 2 * HOUR))
        return [one for one in out if one]

    def card(self, org):
        return [org.statement] + [self.signoff(org, person, org.statement, FOUNDING + HOUR, device)
                                  for person, devices in enumerate(org.people) for device in range(len(devices))]
