"""Proofs that take more than one edit to go wrong: what signers had seen, keys of two orgs, domains, drills."""
import coalitions
from coalitions import DAY, FOUNDING, HOUR, Coalition, share
from frames import NOTHING, SIGNOFF
from mutants import charter_of, many, nested, only, put
from stories import Story

HOLD = 1


def _world(random, edits=None, **options):
    coalition = Coalition(random, example=True, **options)
    return coalition, charter_of(coalition).encode(), Story(coalition, edits=edits)


def _objected(random, objecting):
    coalition, charter, story = _world(random)
    story.call_all(objecting=objecting)
    return story.certificate().encode(), charter


def _held(random, days):
    """A certificate whose signers had seen a hold of so many days after the mandate."""
    coalition, charter, story = _world(random)
    until = story.mandate_time() + days * DAY
    story.call_all(more=story.stop_by([2, 0, 0, 0, 0], kind=HOLD, of_call=False, at=until)[:1])
    return story.certificate().encode(), charter


def _thought_better(random, after):
    """A certificate whose signers had seen that one who approved the proposal objects, so long after the mandate."""
    coalition, charter, story = _world(random)
    org = coalition.orgs[0]
    story.call_all(more=story.said("objection", org, next(iter(story.signers_of(org))), story.proposal,
                                   story.mandate_time() + after, stance=2))
    return story.certificate().encode(), charter


def key_in_two_orgs(random):
    coalition = Coalition(random, example=True, change=lambda name, value: value)
    one, other = coalition.orgs[:2]
    other.people[1][0] = one.people[1][0]
    coalition.draw_manifest(other)
    coalition.plain = coalition.draw_charter(True, False)
    coalition.publish()
    data = charter_of(coalition).encode()
    return data, data


def zero_domain(random):
    """A delegate's sign-off of a proposal, signed for no coalition."""
    coalition, charter, story = _world(random)
    for at, one in enumerate(story.approvals):
        if at in (0, 3):
            one.decode()
            device = next(device for org in coalition.orgs for person in org.people for device in person
                          if device.id == one.author)
            story.approvals[at] = coalition.sign(SIGNOFF, one.value, NOTHING, one.mode, device)
    return story.mandate().encode(), charter


def drafted_for_another(random):
    def change(name, value):
        if name == "charter":
            value["head"]["org"] = value["orgs"][-1]["id"] if value["orgs"][-1]["id"] != value["head"]["org"] else \
                value["orgs"][0]["id"]
        return value
    coalition = Coalition(random, example=True, change=change)
    data = charter_of(coalition).encode()
    return data, data


def founding_left_out(random):
    proof = charter_of(Coalition(random, example=True))
    proof.left_out = [random.randbytes(32)]
    return proof.encode(), proof.encode()


def card_of(random, edit):
    coalition = Coalition(random, example=True, change=lambda name, value: edit(name, value))
    return Story.proof(2, [one for one in coalition.card(coalition.orgs[0]) if one]).encode(), None


def approvals_far_apart(random, months=300):
    """The first two say they hold for months; the charter gives them fourteen days."""
    edits = {"proposal": put(vote_by=FOUNDING + 60 * DAY), "approval": many(
        only((0, 1, 2, 3, 4, 5), lambda value, *_: value.update(valid_until=value["head"]["at"] + months * DAY)),
        only(range(6, 20), lambda value, *_: (value["head"].update(at=FOUNDING + 29 * DAY),
                                              value.update(valid_until=FOUNDING + 40 * DAY)) and None))}
    coalition, charter, story = _world(random, edits)
    return story.mandate().encode(), charter


def joins_far_apart(random):
    edits = {"call": nested(("targets",), lambda old: [dict(one, t0=one["t0"] + 25 * DAY) for one in old]),
             "join": lambda value, *_: value.update(valid_until=value["head"]["at"] + 300 * DAY),
             "call signoff": lambda value, story, which: (
                 value["head"].update(at=value["head"]["at"] + 15 * DAY),
                 value.update(valid_until=value["head"]["at"] + 14 * DAY)) and None}
    coalition, charter, story = _world(random, edits)
    story.call_all()
    return story.certificate().encode(), charter


def from_two_devices(random):
    """One delegate of each org, from two devices: one person is one."""
    coalition = Coalition(random, example=True, devices=2)
    charter = charter_of(coalition).encode()
    story = Story(coalition)
    story.approvals = [one for org in coalition.orgs for device in (0, 1)
                       for one in [coalition.signoff(org, 0, story.proposal, FOUNDING + 13 * DAY, device, demands=[0, 1])]]
    return story.mandate().encode(), charter


def withdrawn(random, persons=2):
    """Approvals, and a later word of the same device that takes them back."""
    coalition, charter, story = _world(random)
    for org in coalition.orgs[:persons]:
        story.approvals += story.said("withdrawal", org, 0, story.proposal, FOUNDING + 14 * DAY, stance=3)
    return story.mandate().encode(), charter


def one_kind_alone(random):
    def change(name, value):
        if name == "charter":
            half = {"nodes": [share(coalitions.FULL, ">1/3"), coalitions.count(1, 3)]}
            value["actions"][0]["mandate"] = coalitions.every(*half["nodes"])
        return value
    coalition = Coalition(random, example=True, change=change)
    charter = charter_of(coalition).encode()
    story = Story(coalition, edits={"approval": lambda value, *_: value["head"]["org"] in (
        coalition.orgs[0].id, coalition.orgs[1].id)}, action=b"rally")
    return story.mandate().encode(), charter


def drill(random, edits=None):
    coalition = Coalition(random, example=True)
    story = Story(coalition, drill=True, edits=edits)
    story.call_all()
    return story.certificate().encode(), charter_of(coalition).encode()


def _two_proposals(random):
    coalition, charter, story = _world(random)
    first = story.proposal
    story.propose(FOUNDING + 12 * DAY + HOUR)
    story.more = [first]
    return Story.proof(3, story.mandate_set() + [first]).encode(), charter


def _extra(random, of):
    coalition, charter, story = _world(random)
    story.call_all()
    return Story.proof(4, story.certificate().statements + of(coalition, story)).encode(), charter


ALL = {
    "blocked by the seen objections of two": lambda random: _objected(random, (3, 4)),
    "objections of one org block nothing": lambda random: _objected(random, (4,)),
    "the end of a hold that was seen": lambda random: _held(random, 3),
    "before the end of a hold that was seen": lambda random: _held(random, 5),
    "one who approved objects after the mandate": lambda random: _thought_better(random, HOUR),
    "one who approved objects as the mandate comes about": lambda random: _thought_better(random, 0),
    "a key in two orgs": key_in_two_orgs,
    "a sign-off for no coalition": zero_domain,
    "drafted in another org's name": drafted_for_another,
    "a charter that leaves out": founding_left_out,
    "a card": lambda random: card_of(random, lambda name, value: value),
    "a card with k too small": lambda random: card_of(random, lambda name, value: (
        value.update(k=1) if name == "manifest" else None, value)[1]),
    "a card that never lives": lambda random: card_of(random, lambda name, value: (
        value.update(valid_until=FOUNDING) if name == "manifest" else None, value)[1]),
    "a card one device did not confirm": lambda random: card_of(random, lambda name, value: (
        value if name != "signoff" or value["head"]["seq"] != 11 or random.random() < 0.5 else None)),
    "approvals that claim to stand for months": approvals_far_apart,
    "approvals that expire in time": lambda random: approvals_far_apart(random, 14),
    "joins that claim to stand for months": joins_far_apart,
    "one person from two devices": from_two_devices,
    "two withdraw": withdrawn,
    "all withdraw": lambda random: withdrawn(random, 5),
    "one kind alone": one_kind_alone,
    "a drill": drill,
    "a drill nobody joins is one": lambda random: drill(random, {"join": put(join=0)}),
    "a drill too soon": lambda random: drill(random, {"call": lambda value, *_: [
        one.update(t0=value["head"]["at"] + HOUR) for one in value["targets"]] and None}),
    "two proposals": _two_proposals,
    "a founding sign-off beside a call": lambda random: _extra(random, lambda coalition, story: [
        coalition.signoff(coalition.orgs[0], 0, coalition.statement, FOUNDING + HOUR)]),
    "an approval after the mandate": lambda random: _extra(random, lambda coalition, story: story.said(
        "late", coalition.orgs[0], 2, story.proposal, FOUNDING + 20 * DAY)),
    "an approval before the mandate": lambda random: _extra(random, lambda coalition, story: story.said(
        "more", coalition.orgs[0], 2, story.proposal, FOUNDING + 12 * DAY + 1)),
    "a withdrawal after the mandate": lambda random: _extra(random, lambda coalition, story: story.said(
        "late", coalition.orgs[0], 0, story.proposal, FOUNDING + 20 * DAY, stance=3)),
    "another coalition's charter beside": lambda random: _extra(random, lambda coalition, story: [
        Coalition(random, example=True).statement]),
    "another coalition's manifest beside": lambda random: _extra(random, lambda coalition, story: [
        Coalition(random, example=True).orgs[0].statement]),
}
