"""Who counts, and when (coalition.md §1, §8): persons by manifest, the latest word of each, orgs by k."""
import frames

APPROVE, OBJECT = 1, 2
NEVER_TOO_LATE = {frames.CHARTER, frames.MANIFEST, frames.FREEZE, frames.STOP}


class Electorate:
    """A charter, the manifests of its orgs by which they are counted, and who signs for whom by them."""

    def __init__(self, charter, manifests, since=None):
        self.charter, self.manifests = charter, manifests  # a value; org id -> a value
        self.since = since or {}  # device -> the date of the first manifest of its org that lists it, if not this one
        self.orgs = {org["id"]: org for org in charter["orgs"]}
        self.full = {org: entry for org, entry in self.orgs.items() if entry["standing"] == 1}
        self.people = {}  # device -> (org, delegate)
        people, listing = {}, {}  # the same; identity key -> the orgs that list it
        for org, manifest in manifests.items():
            for delegate in manifest["delegates"]:
                for device, keys in zip(delegate["device_ids"], delegate["devices"]):
                    people[device] = (org, delegate["id"], keys["idk"])
                    listing.setdefault(keys["idk"], set()).add(org)
        for device, (org, delegate, idk) in people.items():
            if len(listing[idk]) == 1:  # whom two orgs list speaks for neither
                self.people[device] = (org, delegate)

    def k(self, org):
        return self.manifests[org]["k"]

    def ms(self, group, name):
        return self.charter["params"][group][name] * 1000

    def expires(self, one):
        """An approval holds as long as it says, and never longer than the charter allows."""
        return min(one.value["valid_until"], one.head["at"] + self.ms("fresh", "signoff"))

    def may_count(self, one):
        """A word of somebody listed, given since then and, but to stop and to repair, before the manifest ran out."""
        org = self.people.get(one.author, (None,))[0]
        if org is None or org != one.head["org"] or self.manifests[org]["closed"]:
            return False
        begins = self.since.get(one.author, self.manifests[org]["head"]["at"]) - self.ms("fresh", "skew")
        return begins <= one.head["at"] and (one.value["type"] in NEVER_TOO_LATE or self.may_start(org, one.head["at"]))

    def may_start(self, org, at):
        """While its manifest lives, and never by one person alone unless the charter says solo."""
        return at <= self.ends(org) and (self.k(org) > 1 or self.orgs[org]["solo"])

    def ends(self, org):
        manifest = self.manifests[org]
        return min(manifest["valid_until"], manifest["head"]["at"] + self.ms("fresh", "manifest"))


def newest(people, signoffs):
    """(org, delegate) -> the sign-off that speaks for that person: greatest seq of a device, then latest of the devices."""
    by_device = {}
    for one in signoffs:
        other = by_device.get(one.author)
        if other is None or (one.head["seq"], one.id) > (other.head["seq"], other.id):
            by_device[one.author] = one
    by_person = {}
    for one in by_device.values():
        person = people[one.author]
        other = by_person.get(person)
        if other is None or (one.head["at"], one.id) > (other.head["at"], other.id):
            by_person[person] = one
    return by_person


def latest(electorate, signoffs):
    """The newest words of those who count."""
    return newest(electorate.people, filter(electorate.may_count, signoffs))


def of_orgs(electorate, signoffs, stance=APPROVE):
    """Org -> its delegates' sign-offs of one stance that count, earliest first; only orgs that are full members."""
    out = {}
    for (org, _), one in latest(electorate, signoffs).items():
        if org in electorate.full and one.value["stance"] == stance:
            out.setdefault(org, []).append(one)
    for found in out.values():
        found.sort(key=lambda one: (one.head["at"], one.id))
    return out


def on(statements, subject):
    """The sign-offs of a subject: of its id, its type and its mode."""
    return [one for one in statements if one.type == frames.SIGNOFF and one.value["subject"] == subject.id and
            one.value["type"] == subject.type and one.mode == subject.mode]


def standing_at(electorate, by_org, moment):
    """What of each org's approvals was given by then and had not expired."""
    out = {}
    for org, found in by_org.items():
        now = [one for one in found if one.head["at"] <= moment <= electorate.expires(one)]
        if now:
            out[org] = now
    return out


def approving(electorate, by_org):
    return {org for org, found in by_org.items() if len(found) >= electorate.k(org)}


def has_run_out(electorate, signoffs):
    """Did a signer's manifest end before the sign-off?"""
    return any(one.head["at"] > electorate.ends(one.head["org"]) for one in signoffs
               if one.head["org"] in electorate.manifests)
