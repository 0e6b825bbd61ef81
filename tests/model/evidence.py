"""Proofs of kind 6 (statements.md §9): two statements of one device with two contents in one slot."""
import frames
from canonical import write
from frames import NOTHING, Refused, Statement
from primitives import device_id, is_signature
import schema

APPROVE = 1


def slots(one):
    """Slot -> content, of a statement."""
    value, author = one.value, one.author
    if one.type in (frames.CHARTER, frames.MANIFEST) and value["version"] == 1:
        return {}
    out = {("seq", author, value["head"]["seq"]): one.id}
    if one.type == frames.ROLL:
        out["roll", author, value["prev"]] = one.id
    is_of_chain = one.type == frames.SIGNOFF and value["type"] in (frames.CHARTER, frames.MANIFEST)
    if is_of_chain and value["stance"] == APPROVE and value["number"] > 1:
        out["approval", author, value["type"], value["number"]] = value["subject"]
    return out


class Evidence:
    """The statements of a file, and whose word each is: by the manifests that it holds and by roll entries."""

    def __init__(self, statements, papers):
        self.statements, self.papers = statements, papers
        self.keys = {device: (idk, min(papers.orgs[device])) for device, idk in papers.idk.items()}

    def read_all(self):
        """Charters and manifests first; then, in any order, whoever is known, for an entry makes others known."""
        papers = (frames.CHARTER, frames.MANIFEST)
        for one in self.statements:
            if one.type in papers:
                self.read(one)
        waiting = [one for one in self.statements if one.type not in papers]
        while waiting:
            ready = [one for one in waiting if one.author in self.keys]
            _require(ready, "E_DELEGATE")
            for one in ready:
                self.read(one)
                waiting.remove(one)

    def judge(self, listed):
        """Who contradicts himself must be listed, or be admitted by whom that makes known."""
        accused, known = self.accused(), set(listed)
        _require(accused, "E_SLOT")
        entries = [one for one in self.statements if one.type == frames.ROLL]
        for _ in entries:
            known |= {_device_of(add) for one in entries if one.author in known for add in one.value["adds"]}
        _require(accused & known, "E_DELEGATE")

    def read(self, one):
        _require(one.author in self.keys, "E_DELEGATE")
        key, org = self.keys[one.author]
        _require(is_signature(key, one.input(), one.signature), "E_SIG")
        one.decode()
        _require(one.head["author"] == one.author, "E_DECODE")
        is_before = one.coalition == NOTHING and one.head["org"] == NOTHING
        is_own = one.head["org"] == org or one.head["org"] in self.papers.orgs.get(one.author, ())
        _require(is_own or is_before, "E_DELEGATE")
        if one.type == frames.ROLL:
            self.admit(one, org)

    def admit(self, entry, org):
        for add in entry.value["adds"]:
            keys, device = add["keys"], _device_of(add)
            body = write({"author": device, "org": NOTHING, "person": add["person"], **keys}, schema.DEVICE_STATEMENT)
            own = Statement(1, entry.mode, 64, entry.coalition, device, body, add["signature"])
            _require(is_signature(keys["idk"], own.input(), own.signature), "E_SIG")
            self.keys.setdefault(device, (keys["idk"], org))

    def accused(self):
        """Devices that contradict themselves."""
        filled, out = {}, set()
        for one in self.statements:
            for slot, content in slots(one).items():
                if filled.setdefault(slot, content) != content:
                    out.add(one.author)
        return out


def _device_of(add):
    return device_id(add["keys"]["idk"], add["keys"]["ltk"])


def _require(is_so, code):
    if not is_so:
        raise Refused(code)
