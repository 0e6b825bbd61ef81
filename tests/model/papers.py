"""Step 3 of coalition.md §10: charters and manifests, read no sooner than something vouches for them, and what must hold
of the highest ones."""
import frames
import lint
from frames import NOTHING, Refused
from primitives import device_id, is_signature


class Papers:
    """First versions are vouched for by id, successors by the signature of a device that an older manifest lists."""

    def __init__(self, statements, base_mode, coalition=None):
        self.base, self.coalition = base_mode, coalition
        self.charters, self.manifests = [], []
        self.idk, self.orgs = {}, {}  # device -> its key, the orgs whose manifests list it
        self.waiting = [one for one in statements if one.type in (frames.CHARTER, frames.MANIFEST)]
        while any([self._take(one) for one in list(self.waiting)]):
            pass
        _require(not self.waiting, "E_DELEGATE")

    def _take(self, one):
        if one.coalition == NOTHING:
            if not self._is_anchored(one):
                return False
        elif one.author not in self.idk:
            return False
        else:
            _require(is_signature(self.idk[one.author], one.input(), one.signature), "E_SIG")
        self.waiting.remove(one)
        self._read(one)
        return True

    def _is_anchored(self, one):
        if one.type == frames.CHARTER:
            return one.id == self.coalition
        return self.coalition is None or any(org["id"] == one.id for charter in self.charters for org in charter.value["orgs"])

    def _read(self, one):
        one.decode()
        value, is_first = one.value, one.coalition == NOTHING
        _require(value["head"]["author"] == one.author, "E_DECODE")
        _require((value["version"] == 1) == is_first, "E_FEATURE")
        if one.type == frames.CHARTER:
            _require(not value["features"], "E_FEATURE")
            _require(value["rehearsal"] == (self.base == 3), "E_MODE")
            self.charters.append(one)
            return
        _require(not is_first or value["head"]["org"] == NOTHING, "E_DECODE")
        self.manifests.append(one)
        list_devices(value)
        for delegate in value["delegates"]:
            for device, keys in zip(delegate["device_ids"], delegate["devices"]):
                self.idk[device] = keys["idk"]
                self.orgs.setdefault(device, set()).add(org_of(one))

    # ---------------------------------------------------------------------------------------------- the highest ones

    def highest_charter(self):
        return max(self.charters, key=_height)

    def first_manifests(self):
        return {org_of(one): one for one in self.manifests if one.value["version"] == 1}

    def highest_manifests(self):
        out = {}
        for one in sorted(self.manifests, key=_height):
            out[org_of(one)] = one
        return out

    def check_highest(self):
        """What an org wrote into later manifests harms that org alone: tally.Electorate."""
        charter, manifests = self.highest_charter().value, self.first_manifests()
        ids = [org["id"] for org in charter["orgs"]]
        _require(all(org in manifests for org in ids), "E_MISSING")
        values = {org: manifests[org].value for org in ids}
        check_keys(values.values())
        _require(not lint.broken(charter, values), "E_LINT")


def list_devices(manifest):
    for delegate in manifest["delegates"]:
        delegate["device_ids"] = [device_id(keys["idk"], keys["ltk"]) for keys in delegate["devices"]]


def org_of(manifest):
    return manifest.id if manifest.coalition == NOTHING else manifest.value["head"]["org"]


def check_keys(manifests):
    keys = [keys[name] for manifest in manifests for delegate in manifest["delegates"] for keys in delegate["devices"]
            for name in ("idk", "ltk")]
    _require(len(set(keys)) == len(keys), "E_KEY_DUP")


def _height(one):
    return one.value["version"], one.id


def _require(is_so, code):
    if not is_so:
        raise Refused(code)
