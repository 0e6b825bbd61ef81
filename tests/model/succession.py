"""How a coalition changes: manifests that others follow, charters that are amended, orgs that enter, as statements that are
signed for. What is made is kept by the coalition, so that a story told afterwards goes on under it."""
import copy

import papers
from coalitions import DAY, FOUNDING, HOUR, Device, Org, Told, delegates

AMENDED, EFFECTIVE = FOUNDING + DAY, FOUNDING + 5 * DAY
RENEWED = FOUNDING + 2 * DAY


class Succession(Told):
    def __init__(self, coalition, edits=None):
        super().__init__(edits)
        self.coalition, self.base = coalition, coalition.base

    # ---------------------------------------------------------------------------------------------- one successor

    def follow(self, told, prev, *, at, author, skips=(), **said):
        """A draft that follows `prev`, signed by its author (an org and a person), and kept."""
        prev.decode()
        value = copy.deepcopy(prev.value)
        org, person = author
        value["head"], who = self.coalition.head(org, person, at)
        value.update(version=value["version"] + 1 + len(skips), prev=prev.id, skips=sorted(one.id for one in skips))
        value.update(said)
        value = self.change(told, value)
        out = self.coalition.sign(prev.type, value, self.coalition.id, self.base, who)
        out.decode()
        self.coalition.chain.append(out)
        return out

    def sign(self, name, subject, signers, at):
        """Sign-offs of (org, person, device), a minute apart, kept beside the subject; edits may drop some."""
        coalition = self.coalition
        before, coalition.change = coalition.change, lambda _, value: self.change(name, value)
        made = [coalition.signoff(org, person, subject, at + 60_000 * place, device)
                for place, (org, person, device) in enumerate(signers)]
        coalition.change = before
        coalition.chain += [one for one in made if one]

    # ---------------------------------------------------------------------------------------------- manifests

    def renew(self, org, *, at=RENEWED, new_person=None, device=None, signers=None, skips=(), prev=None, **said):
        """The next manifest of an org; `new_person` is the place of a delegate whom somebody else follows. Signed by k of
        those before and by all whom it lists newly."""
        old = [(org, person, 0) for person in range(len(org.people)) if person != new_person]
        value = {}
        people = list(org.people)
        if new_person is not None:
            people[new_person] = [device or Device(self.coalition.random)]
            org.ids[new_person] = self.coalition.random.randbytes(16)
            value["delegates"] = delegates(org.ids, people)
        out = self.follow("renewal", prev or org.statement, at=at, author=old[0][:2], skips=skips,
                          valid_until=at + 180 * DAY, **value, **said)
        k = org.manifest["k"]
        org.people, org.statement = people, out
        chosen = (old[:k] if signers is None else [old[place] for place in signers])
        newly = [(org, new_person, 0)] if new_person is not None else []
        self.sign("renewal signoff", out, chosen + newly, at + HOUR)
        org.manifest = out.value
        papers.list_devices(out.value)
        return out

    # ---------------------------------------------------------------------------------------------- charters

    def amend(self, *, at=AMENDED, effective=EFFECTIVE, prev=None, skips=(), orgs=None, also=(), rules=True, fields=None, **said):
        """The next charter, signed by k of every org (or of `orgs` alone) and of those who enter; it rules from then on."""
        coalition = self.coalition
        prev = prev or coalition.ruling
        out = self.follow("amendment", prev, at=at, author=(coalition.orgs[0], 0), skips=skips, effective_at=effective,
                          review_by=effective + 386 * DAY, **said, **(fields or {}))
        signing = list(coalition.orgs if orgs is None else orgs) + list(also)
        self.sign("amendment signoff", out, [(org, person, 0) for org in signing for person in range(org.manifest["k"])],
                  at + HOUR)
        if rules:
            coalition.ruling = out
        return out

    def newcomer(self, kind=b"community", delegates_count=3):
        """An org that may enter: its first manifest, kept with everybody's confirmation."""
        coalition = self.coalition
        org = Org(len(coalition.orgs) + 20, coalition.random, delegates_count, 1)
        coalition.draw_manifest(org)
        org.manifest = self.change("newcomer", org.manifest) or org.manifest
        self.entry = {"id": org.id, "slug": org.slug, "name": org.manifest["name"], "kind": kind, "standing": 2, "claims": [],
                      "checklists": [], "sponsors": sorted(one.id for one in coalition.orgs[:3:2]), "since": EFFECTIVE, "solo": 0}
        coalition.chain.append(org.first)
        self.sign("confirmation", org.first, [(org, person, 0) for person in range(len(org.people))], FOUNDING + HOUR)
        return org

    def entries(self, entry=None, without=()):
        """The orgs of the ruling charter, one more or some fewer."""
        self.coalition.ruling.decode()
        kept = [copy.deepcopy(one) for one in self.coalition.ruling.value["orgs"] if one["id"] not in without]
        entry = entry and self.change("entry", entry)
        return sorted(kept + ([entry] if entry else []), key=lambda one: one["id"])
