"""Who counts, and when (coalition.md §1, §8): persons by manifest, the latest word of each, orgs by k."""
import frames

APPROVE, OBJECT = 1, 2


class Electorate:
    """The charter in force and the manifests of its orgs."""

    def __init__(self, charter, manifests):
        self.charter, self.manifests = charter, manifests  # a value; org id -> a value
        self.orgs = {org["id"]: org for org in charter["orgs"]}
        self.full = {org: entry for org, entry in self.orgs.items() if entry["standing"] == 1}
        self.people = {}  # device -> (org, delegate)
        for org, manifest in manifests.items():
            for delegate in manifest["delegates"]:
                for device in delegate["device_ids"]:
                    self.people[device] = (org, delegate["id"])

    def k(self, org):
        return self.manifests[org]["k"]

    def ms(self, group, name):
        return self.charter["params"][group][name] * 1000

    def is_alive(self, org, at):
        manifest = self.manifests[org]
        begins = manifest["head"]["at"] - self.ms("fresh", "skew")
        return begins <= at <= manifest["valid_until"] and not manifest["closed"]


def latest(electorate, signoffs):
    """(org, delegate) -> the sign-off that speaks for that person: greatest seq of a device, then latest of the devices."""
    by_device = {}
    for one in signoffs:
        if not electorate.is_alive(electorate.people[one.author][0], one.head["at"]):
            continue
        other = by_device.get(one.author)
        if other is None or (one.head["seq"], one.id) > (other.head["seq"], other.id):
            by_device[one.author] = one
    by_person = {}
    for one in by_device.values():
        person = electorate.people[one.author]
        other = by_person.get(person)
        if other is None or (one.head["at"], one.id) > (other.head["at"], other.id):
            by_person[person] = one
    return by_person


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


def expires(electorate, one):
    """A signer may bind themselves for a shorter time than the charter allows, never for a longer one."""
    return min(one.value["valid_until"], one.head["at"] + electorate.ms("fresh", "signoff"))


def standing_at(electorate, by_org, moment):
    """What of each org's approvals was given by then and had not expired."""
    out = {}
    for org, found in by_org.items():
        now = [one for one in found if one.head["at"] <= moment <= expires(electorate, one)]
        if now:
            out[org] = now
    return out


def approving(electorate, by_org):
    return {org for org, found in by_org.items() if len(found) >= electorate.k(org)}


def has_run_out(electorate, signoffs):
    """Did a signer's manifest end before the sign-off?"""
    return any(one.head["at"] > electorate.manifests[electorate.people[one.author][0]]["valid_until"] for one in signoffs)
