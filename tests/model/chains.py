"""What of the charters and manifests of a proof stands (coalition.md §2): successors, sign-offs that complete them, rivals.
Both kinds make chains: a first version, whose id is vouched for from outside, and successors that name it in `prev`."""
import frames
import lint
import rules
import tally
from frames import NOTHING

APPROVE = 1
ALWAYS = -1  # since when a first version is complete


class Chains:
    def __init__(self, statements):
        self.signoffs = [one for one in statements if one.type == frames.SIGNOFF]
        self.charters = [one for one in statements if one.type == frames.CHARTER]
        self.manifests = [one for one in statements if one.type == frames.MANIFEST]
        self.by_id = {one.id: one for one in self.charters + self.manifests}
        self._since = {}

    # ---------------------------------------------------------------------------------------------- the place in a chain

    @staticmethod
    def org_of(manifest):
        return manifest.id if manifest.coalition == NOTHING else manifest.head["org"]

    def before(self, one):
        """The version that a successor follows; None where it follows none that is here."""
        value = one.value
        prev = self.by_id.get(value["prev"])
        if prev is None or prev.type != one.type or prev.id in value["skips"]:
            return None
        is_next = value["version"] == prev.value["version"] + 1 + len(value["skips"])
        return prev if is_next and (one.type == frames.CHARTER or self.org_of(prev) == self.org_of(one)) else None

    def line(self, manifest):
        """A manifest and all that it follows, the first one first."""
        out = [manifest]
        while out[0].coalition != NOTHING and self.before(out[0]):
            out.insert(0, self.before(out[0]))
        return out

    # ---------------------------------------------------------------------------------------------- complete, standing

    def since(self, one):
        """The first moment at which it was complete; None: a draft."""
        if one.id not in self._since:
            self._since[one.id] = ALWAYS if one.coalition == NOTHING else self._complete_at(one)
        return self._since[one.id]

    def rivals(self, one):
        return [other for other in self.by_id.values() if other is not one and other.type == one.type and
                other.value["prev"] == one.value["prev"] != NOTHING and self.since(other) is not None]

    def is_fork(self, one):
        """It and another that are complete follow one version, and no complete one skips either of them."""
        unskipped = [each for each in self.rivals(one) + [one] if not self._is_skipped(each)]
        return self.since(one) is not None and one in unskipped and len(unskipped) > 1

    def _is_skipped(self, one):
        return any(one.id in other.value["skips"] for other in self.rivals(one))

    def stands(self, one):
        if one.coalition == NOTHING:
            return True
        prev = self.before(one)
        return prev is not None and self.stands(prev) and self.since(one) is not None and \
            not self._is_skipped(one) and not self.is_fork(one)

    def follows_the_last(self, charter):
        """Of a draft: does it name the last charter that stands?"""
        last = max((one for one in self.charters if self.stands(one)), key=lambda one: one.value["version"])
        return charter.value["prev"] == last.id

    def _complete_at(self, one):
        prev = self.before(one)
        if prev is None or not self.stands(prev):
            return None
        is_enough = self._is_amended if one.type == frames.CHARTER else self._is_renewed
        moments = {signoff.head["at"] for signoff in tally.on(self.signoffs, one)}
        if one.type == frames.CHARTER:  # who is counted changes with the manifests
            moments |= {self.since(each) for each in self.manifests if self.since(each) is not None}
        moment = next((moment for moment in sorted(moments) if is_enough(one, prev, moment)), None)
        is_kept = moment is None or one.type == frames.MANIFEST or self._is_in_order(one, prev)
        return moment if is_kept else None

    # ---------------------------------------------------------------------------------------------- who has signed

    def electorate(self, charter, manifests):
        """A charter, some manifests, and since when the devices that they list are listed."""
        since = {}
        for manifest in manifests:
            for one in self.line(manifest):
                for device in _devices(one):
                    since.setdefault(device, one.head["at"])
        return tally.Electorate(charter, {self.org_of(one): one.value for one in manifests}, since)

    def _words(self, one, moment):
        """Sign-offs on a successor that say its version and were given by then."""
        return [word for word in tally.on(self.signoffs, one) if word.head["at"] <= moment and
                word.value["number"] == one.value["version"]]

    def _approving(self, one, electorate, moment):
        """Orgs of which k delegates approve at a moment."""
        have = {}
        for (org, _), word in tally.latest(electorate, self._words(one, moment)).items():
            if word.value["stance"] == APPROVE and moment <= electorate.expires(word):
                have[org] = have.get(org, 0) + 1
        return {org for org, count in have.items() if count >= electorate.k(org)}

    # ---------------------------------------------------------------------------------------------- a manifest

    def _is_renewed(self, one, prev, moment):
        if not self._keeps_cut_offs(one, prev) or not lint.is_manifest(one.value):
            return False
        if not self._approving(one, self.electorate(DEFAULTS, [prev]), moment):
            return False
        newest = {}
        for word in sorted(self._words(one, moment), key=lambda each: (each.head["seq"], each.id)):
            newest[word.author] = word
        approved = {device for device, word in newest.items() if word.value["stance"] == APPROVE}
        return _devices(one) - _devices(prev) <= approved

    @staticmethod
    def _keeps_cut_offs(one, prev):
        kept = {entry["device"]: entry["last_seq"] for entry in one.value["dropped"]}
        return all(kept.get(entry["device"], entry["last_seq"] + 1) <= entry["last_seq"] for entry in prev.value["dropped"])

    # ---------------------------------------------------------------------------------------------- a charter

    def manifests_at(self, charter, moment):
        """The newest manifest of each org that was complete then."""
        out = []
        for org in charter["orgs"]:
            found = [one for one in self.manifests if self.org_of(one) == org["id"] and self.stands(one) and
                     self.since(one) <= moment]
            if found:
                out.append(max(found, key=lambda one: one.value["version"]))
        return out

    def _is_amended(self, one, prev, moment):
        return not self._amendment_lacks(one, prev, moment)

    def _amendment_lacks(self, one, prev, moment):
        """Codes: both amend rules, the newcomers and their sponsors, then the time that it leaves."""
        codes, approving = [], []
        for charter in (prev.value, one.value):
            electorate = self.electorate(charter, self.manifests_at(charter, moment))
            approving.append(self._approving(one, electorate, moment))
            codes += rules.lacks(rules.tree(charter["rules"]["amend"]), rules.Situation(electorate.full, approving[-1]))
        sponsors = {org["id"] for org in prev.value["orgs"] if org["standing"] == lint.FULL} & approving[0]
        for org in lint.entering(one.value, prev.value):
            if org["id"] not in approving[1] or not set(org["sponsors"]) <= sponsors:
                codes.append("E_COUNT")
        is_early = one.value["effective_at"] < moment + prev.value["params"]["start"]["hold"] * 1000
        return codes or ["E_HOLD"] * is_early

    def draft_lacks(self, draft):
        """Codes of the charter at the end that is not complete, when all have signed."""
        moment = max((one.head["at"] for one in self.signoffs if one.value["type"] in (frames.CHARTER, frames.MANIFEST)),
                     default=0)
        return self._amendment_lacks(draft, self.by_id[draft.value["prev"]], moment) or ["E_LINT"]

    def _is_in_order(self, one, prev):
        """By the first manifests: later ones harm their own org alone."""
        values = {manifest.id: manifest.value for manifest in self.manifests if manifest.coalition == NOTHING}
        return not lint.broken(one.value, values) and not lint.broken_successor(one.value, prev.value, values)


def _devices(manifest):
    return {device for delegate in manifest.value["delegates"] for device in delegate["device_ids"]}


# An org renews its manifest by itself, whatever a charter says: by the defaults.
DEFAULTS = {"orgs": [], "params": {"fresh": {"signoff": 14 * 86_400, "skew": 600}}}
