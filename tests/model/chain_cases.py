"""Charters that follow others, and orgs that come and go (coalition.md §2), as proofs with what a verifier must say of
each: name -> (maker, word). A maker takes a seeded random and gives proof and charter."""
import coalitions
from coalitions import DAY, FOUNDING, HOUR, MINUTE, Coalition
from frames import CHARTER, NOTHING
from mutants import charter_of, many, nested, only, put
from stories import Story
from succession import AMENDED, EFFECTIVE, Succession

STRANGE = bytes([7]) * 32
PROPOSED = FOUNDING + 12 * DAY  # when stories propose
FULL, PROVISIONAL, OBSERVER = 1, 2, 3


def prove(coalition, kind):
    """A charter's proof of all there is, or a story told under what rules."""
    if kind == "charter":
        return Story.proof(1, coalition.founding())
    story = Story(coalition)
    if kind == "mandate":
        return story.mandate()
    story.call_all()
    if kind == "call":
        return story.certificate()
    return story.stop_proof(story.stop_by([2] * len(coalition.orgs), kind=2))


def case(change, kind="charter", edits=None, **options):
    def make(random):
        coalition = Coalition(random, example=True, **options)
        charter = charter_of(coalition).encode()
        change(Succession(coalition, edits))
        return prove(coalition, kind).encode(), charter
    return make


def amended(kind="charter", edits=None, **said):
    return case(lambda tale: tale.amend(**said), kind, edits)


def edited(edit, kind="charter"):
    return amended(kind, {"amendment": edit})


def signed(edit, kind="charter", **said):
    return amended(kind, {"amendment signoff": edit}, **said)


# ------------------------------------------------------------------------------------------------ one amendment

def of_two(change, kind="charter"):
    """Rival amendments A and B of the founding charter, made by change(tale, founding)."""
    return case(lambda tale: change(tale, tale.coalition.ruling), kind)


def _twice(tale):
    tale.amend()
    tale.amend(at=EFFECTIVE + HOUR, effective=EFFECTIVE + 4 * DAY)


def _rivals(tale, founding, late=0):
    tale.amend()
    tale.amend(prev=founding, at=AMENDED + late + HOUR, effective=EFFECTIVE + late + DAY)


def _rival_draft(tale, founding):
    tale.amend()
    tale.amend(prev=founding, orgs=tale.coalition.orgs[:1], rules=False)


def _follows_a_rival(tale, founding):
    first = tale.amend()
    tale.amend(prev=founding, at=AMENDED + HOUR)
    tale.amend(prev=first, at=EFFECTIVE + HOUR, effective=EFFECTIVE + 4 * DAY)


def _skips(tale, founding, keep=False, both=False):
    """B skips A, which is complete; or C skips both sides of a fork."""
    skipped = [tale.amend()]
    if both:
        skipped.append(tale.amend(prev=founding, at=AMENDED + HOUR))
    if not keep:
        tale.coalition.chain.clear()
    tale.amend(prev=founding, at=AMENDED + 2 * HOUR, effective=EFFECTIVE + DAY, skips=skipped)


def _follows_the_fallen(tale, founding):
    first = tale.amend()
    tale.amend(prev=founding, at=AMENDED + 2 * HOUR, effective=EFFECTIVE + DAY, skips=[first])
    tale.amend(prev=first, at=EFFECTIVE + HOUR, effective=EFFECTIVE + 4 * DAY)


def _own_rule(orgs):
    """An amendment whose own rule asks for everybody."""
    def change(tale):
        rules = dict(tale.coalition.charter["rules"], amend=coalitions.rule(coalitions.share(coalitions.FULL, ">=1/1")))
        tale.amend(orgs=tale.coalition.orgs[:orgs], rules=False, assumed_faulty=0, fields={"rules": rules})
    return change


AMENDMENTS = {
    "amended": (amended(), "VALID"),
    "amended, and a mandate": (amended("mandate"), "VALID"),
    "amended, and a call": (amended("call"), "VALID"),
    "amended, and an abort": (amended("stop"), "VALID"),
    "amended, and a mandate under the charter before": (case(lambda tale: tale.amend(rules=False), "mandate"), "VALID"),
    "proposed as it takes effect": (amended("call", effective=PROPOSED), "VALID"),
    "proposed before it takes effect": (amended("call", effective=PROPOSED + 1), "E_CHARTER_UNKNOWN"),
    "stopped before it takes effect": (amended("stop", effective=PROPOSED + 1), "E_CHARTER_UNKNOWN"),
    "a mandate under an amendment that is not there": (case(lambda tale: (
        tale.amend(), tale.coalition.chain.clear()), "mandate"), "E_CHARTER_UNKNOWN"),
    "amended by four of five": (case(lambda tale: tale.amend(orgs=tale.coalition.orgs[:4])), "VALID"),
    "amended by three of five": (case(lambda tale: tale.amend(orgs=tale.coalition.orgs[:3])), "E_COUNT"),
    "a mandate under a draft": (case(lambda tale: tale.amend(orgs=tale.coalition.orgs[:3]), "mandate"), "E_CHARTER_UNKNOWN"),
    "amended twice": (case(_twice), "VALID"),
    "amended twice, and a call": (case(_twice, "call"), "VALID"),
    "names a version that is not here": (edited(put(prev=STRANGE)), "E_CHARTER_UNKNOWN"),
    "names none": (edited(put(prev=b"")), "E_CHARTER_UNKNOWN"),
    "a mandate under one that names none": (edited(put(prev=b""), "mandate"), "E_CHARTER_UNKNOWN"),
    "a version left out": (edited(put(version=3)), "E_LINT"),
    "version 1 again": (edited(put(version=1)), "E_FEATURE"),
    "skips a draft that is not here": (edited(put(version=3, skips=[STRANGE])), "VALID"),
    "skips one and does not count it": (edited(put(skips=[STRANGE])), "E_LINT"),
    "a feature": (edited(put(features=[b"waves"])), "E_FEATURE"),
    "becomes a rehearsal": (edited(put(rehearsal=1)), "E_MODE"),
    "takes effect at the earliest": (amended(effective=AMENDED + HOUR + 9 * MINUTE + 3 * DAY), "VALID"),
    "takes effect as all have signed and 1 ms less": (
        amended(effective=AMENDED + HOUR + 7 * MINUTE + 3 * DAY - 1), "E_HOLD"),
    "takes effect at once": (amended(effective=AMENDED), "E_HOLD"),
    "breaks L1": (edited(nested(("rules", "amend", "nodes", 0, "numerator"), lambda _: 1)), "E_LINT"),
    "breaks L5": (edited(nested(("params", "start", "min_lead"), lambda _: 60)), "E_LINT"),
    "who stays says another since": (edited(nested(("orgs", 0, "since"), lambda old: old + 1)), "E_LINT"),
    "signed with another number": (signed(put(number=3)), "E_COUNT"),
    "signed with no number": (signed(put(number=0)), "E_COUNT"),
    "two object": (signed(only((0, 2), put(stance=2))), "E_COUNT"),
    "one objects": (signed(only((0,), put(stance=2))), "VALID"),
    "two had expired": (signed(only((0, 2), lambda value, *_: value.update(valid_until=value["head"]["at"] + 1))), "E_COUNT"),
    "the first of each expires as the last signs": (signed(only((0, 2, 4), lambda value, tale, which: value.update(
        valid_until=AMENDED + HOUR + 9 * MINUTE))), "VALID"),
    "the first say they hold for months": (signed(many(
        put(valid_until=FOUNDING + 150 * DAY), only(range(4, 99), nested(("head", "at"), lambda old: old + 15 * DAY))),
        effective=FOUNDING + 25 * DAY), "E_COUNT"),
    "two withdraw before the last sign": (case(lambda tale: _withdrawn(tale, AMENDED + HOUR - 1)), "E_COUNT"),
    "two withdraw when it is complete": (case(lambda tale: _withdrawn(tale, AMENDED + DAY)), "VALID"),
    "two withdraw, and a mandate": (case(lambda tale: _withdrawn(tale, AMENDED + DAY), "mandate"), "VALID"),
    "signed for no coalition": (case(lambda tale: _zero_domain(tale)), "E_COALITION"),
    "an amendment for no coalition": (case(lambda tale: _resign(tale, CHARTER, NOTHING)), "E_CHARTER_UNKNOWN"),
    "drafted by a stranger": (case(lambda tale: _by_stranger(tale)), "E_DELEGATE"),
    "a signature of nobody": (case(lambda tale: _unsigned(tale)), "E_SIG"),
    "its own rule is met": (case(_own_rule(5)), "VALID"),
    "its own rule is not met": (case(_own_rule(4)), "E_COUNT"),
    "a fork": (of_two(_rivals), "E_CHARTER_FORK"),
    "a fork, and a mandate": (of_two(_rivals, "mandate"), "E_CHARTER_FORK"),
    "a late sibling": (of_two(lambda tale, founding: _rivals(tale, founding, 20 * DAY)), "E_CHARTER_FORK"),
    "a draft beside it": (of_two(_rival_draft), "E_CHARTER_UNKNOWN"),
    "a draft beside it, and a call": (of_two(_rival_draft, "call"), "E_CHARTER_UNKNOWN"),
    # Which of the two codes is said first depends on the order of the ids.
    "what follows one side of a fork": (of_two(_follows_a_rival), None),
    "skips a rival that is not here": (of_two(_skips), "VALID"),
    "skips a rival that is here": (of_two(lambda tale, one: _skips(tale, one, keep=True)), "E_CHARTER_UNKNOWN"),
    "settles a fork": (of_two(lambda tale, one: _skips(tale, one, both=True)), "VALID"),
    "settles a fork that is here": (of_two(lambda tale, one: _skips(tale, one, both=True, keep=True)), "E_CHARTER_UNKNOWN"),
    "follows what has fallen": (of_two(_follows_the_fallen), "E_CHARTER_UNKNOWN"),
}


def _withdrawn(tale, at):
    """Later words of the same devices, dated as told."""
    out = tale.amend()
    coalition = tale.coalition
    for org in coalition.orgs[:2]:
        coalition.chain.append(coalition.signoff(org, 0, out, at, stance=3))


def _resign(tale, kind, coalition):
    """The amendment again, signed for another coalition."""
    tale.amend()
    chain = tale.coalition.chain
    at = next(place for place, one in enumerate(chain) if one.type == kind)
    who = tale.coalition.orgs[0].people[0][0]
    chain[at] = tale.coalition.sign(kind, chain[at].value, coalition, tale.base, who)


def _zero_domain(tale):
    tale.amend()
    chain = tale.coalition.chain
    chain[1].decode()
    who = tale.coalition.orgs[0].people[0][0]
    chain[1] = tale.coalition.sign(chain[1].type, chain[1].value, NOTHING, tale.base, who)


def _by_stranger(tale):
    tale.amend()
    value = tale.coalition.chain[0].value
    stranger = coalitions.Device(tale.coalition.random)
    value["head"]["author"] = stranger.id
    tale.coalition.chain[0] = tale.coalition.sign(CHARTER, value, tale.coalition.id, tale.base, stranger)


def _unsigned(tale):
    tale.amend().signature = bytes(64)


# ------------------------------------------------------------------------------------------------ orgs come and go

def entered(edits=None, kind="charter", *, signs=True, orgs=None, **said):
    def change(tale):
        org = tale.newcomer()
        tale.entry.update(said)
        tale.amend(orgs=orgs and [tale.coalition.orgs[place] for place in orgs], also=[org] if signs else [],
                   fields={"orgs": tale.entries(tale.entry)})
    return case(change, kind, edits)


def grown(effective, standing=PROVISIONAL, **said):
    """Entered at EFFECTIVE, and full by a second amendment."""
    def change(tale):
        org = tale.newcomer()
        tale.entry["standing"] = standing
        tale.amend(also=[org], fields={"orgs": tale.entries(tale.entry)})
        grown_up = [dict(one, standing=FULL, **said) if one["id"] == org.id else one for one in tale.entries()]
        tale.amend(at=effective - 4 * DAY, effective=effective, fields={"orgs": grown_up})
    return case(change)


def raised(orgs=(0, 1, 2, 3, 4), signs=True):
    """Entered as an observer, and provisional by a second amendment, as if it entered anew."""
    def change(tale):
        org = tale.newcomer()
        tale.entry["standing"] = OBSERVER
        tale.amend(also=[org], fields={"orgs": tale.entries(tale.entry)})
        later = EFFECTIVE + 10 * DAY
        entries = [dict(one, standing=PROVISIONAL, since=later) if one["id"] == org.id else one for one in tale.entries()]
        tale.amend(at=later - 5 * DAY, effective=later, orgs=[tale.coalition.orgs[place] for place in orgs],
                   also=[org] if signs else [], fields={"orgs": entries})
    return case(change)


def _left(tale, replaced=False):
    """An org says its last manifest and is in the next charter no more; another may take its place."""
    gone = tale.coalition.orgs[2]
    tale.renew(gone, at=FOUNDING + 12 * HOUR, closed=1)
    org = tale.newcomer() if replaced else None
    tale.coalition.orgs.remove(gone)
    if org:
        tale.entry["sponsors"] = sorted(one.id for one in tale.coalition.orgs[1:3])
    tale.amend(also=[org] if org else [], fields={"orgs": tale.entries(tale.entry if org else None, without=[gone.id])})


def _closed(kind):
    return case(lambda tale: tale.renew(tale.coalition.orgs[2], at=FOUNDING + 12 * HOUR, closed=1), kind)


ORGS = {
    "an org enters": (entered(), "VALID"),
    "an org enters, and a call": (entered(kind="call"), "VALID"),
    "it does not sign": (entered(signs=False), "E_COUNT"),
    "a sponsor does not sign": (entered(orgs=[0, 1, 3, 4]), "E_COUNT"),
    "somebody else does not sign": (entered(orgs=[0, 2, 3, 4]), "VALID"),
    "a sponsor too few": (entered({"entry": lambda value, *_: value["sponsors"].pop() and None}), "E_LINT"),
    "a sponsor of no charter": (entered({"entry": put(sponsors=[STRANGE[:31] + b"\0", STRANGE])}), "E_COUNT"),
    "two sponsors of a kind": (entered({"entry": lambda value, tale, _: value.update(
        sponsors=sorted(one.id for one in tale.coalition.orgs[:2]))}), "E_LINT"),
    "it enters as an observer": (entered(standing=OBSERVER), "VALID"),
    "it enters full": (entered(standing=FULL), "E_LINT"),
    "it says another since": (entered(since=EFFECTIVE - 1), "E_LINT"),
    "an observer becomes provisional": (raised(), "VALID"),
    "an observer becomes provisional, and a sponsor does not sign": (raised(orgs=[0, 1, 3, 4]), "E_COUNT"),
    "an observer becomes provisional, and does not sign": (raised(signs=False), "E_COUNT"),
    "its manifest is another's": (entered({"entry": put(id=STRANGE)}), "E_DELEGATE"),
    "full after probation": (grown(EFFECTIVE + 90 * DAY), "VALID"),
    "full a moment before": (grown(EFFECTIVE + 90 * DAY - 1), "E_LINT"),
    "full, with another since": (grown(EFFECTIVE + 90 * DAY, since=EFFECTIVE + 1), "E_LINT"),
    "an observer becomes full": (grown(EFFECTIVE + 90 * DAY, OBSERVER), "E_LINT"),
    "an org left": (case(_left), "VALID"),
    "an org left, and a call": (case(_left, "call"), "VALID"),
    "a lost org is replaced": (case(lambda tale: _left(tale, replaced=True)), "VALID"),
    "a lost org is replaced, and a mandate": (case(lambda tale: _left(tale, replaced=True), "mandate"), "VALID"),
    "a closed manifest, and a mandate": (_closed("mandate"), "VALID"),
    "a closed manifest, and a call": (_closed("call"), "VALID"),
}

ALL = {f"{group}: {name}": made for group, cases in (("amendment", AMENDMENTS), ("org", ORGS))
       for name, made in cases.items()}
