"""Manifests that follow others (coalition.md §2), beside decisions and on cards: name -> (maker, what a verifier must
say)."""
from chain_cases import STRANGE, case
from coalitions import DAY, FOUNDING, HOUR, Coalition
from frames import MANIFEST, NOTHING, SIGNOFF
from mutants import charter_of, drop, many, nested, only, put
from stories import Story
from succession import AMENDED, RENEWED, Succession


def renewed(kind="charter", edits=None, place=0, **said):
    """A manifest follows another, and an amendment follows that."""
    def change(tale):
        tale.renew(tale.coalition.orgs[place], at=FOUNDING + 12 * HOUR, **said)
        tale.amend()
    return case(change, kind, edits)


def renewal(kind="mandate", edits=None, **said):
    """A manifest follows another; no amendment."""
    return case(lambda tale: tale.renew(tale.coalition.orgs[0], **said), kind, edits)


def _renewed_twice(tale):
    org = tale.coalition.orgs[0]
    tale.renew(org, new_person=0)
    tale.renew(org, at=RENEWED + DAY, new_person=1)


def _renewals(tale, skip=False, keep=True):
    org, first = tale.coalition.orgs[0], tale.coalition.orgs[0].statement
    one = tale.renew(org)
    if not keep:
        tale.coalition.chain.clear()
    tale.renew(org, at=RENEWED + HOUR, prev=first, skips=[one] if skip else [])


CUT_OFF = [{"device": STRANGE, "last_seq": 40}]


def _cut_offs(kept):
    def change(tale):
        org = tale.coalition.orgs[0]
        tale.renew(org, dropped=CUT_OFF)
        tale.renew(org, at=RENEWED + DAY, dropped=kept)
    return case(change, "mandate")


def _by_old_delegate(tale):
    """Who is listed no more signs the amendment, and nobody else of that org: four others do."""
    org = tale.coalition.orgs[0]
    old = [(org, person, 0) for person in range(2)]
    before = [list(person) for person in org.people]
    tale.renew(org, at=FOUNDING + 12 * HOUR, new_person=0)
    org.people, now = before, org.people
    out = tale.amend(orgs=tale.coalition.orgs[2:], at=AMENDED)
    tale.sign("old", out, old, AMENDED + HOUR)
    org.people = now


def _key_of_another(tale):
    one, other = tale.coalition.orgs[:2]
    device = other.people[1][0]
    tale.renew(one, new_person=2, device=device)


MANIFESTS = {
    "renewed": (renewal(), "VALID"),
    "renewed, and a call": (renewal("call"), "VALID"),
    "renewed with somebody new": (renewal(new_person=0), "VALID"),
    "renewed with somebody new, and an amendment": (renewed(new_person=0), "VALID"),
    "renewed with somebody new, and a call": (renewed("call", new_person=1), "VALID"),
    "renewed twice": (case(_renewed_twice, "mandate"), "VALID"),
    "one of two sign": (renewal(signers=[0]), "E_DELEGATE"),
    "three sign": (renewal(signers=[0, 1, 2]), "VALID"),
    "who is new does not sign": (renewal(new_person=0, edits={"renewal signoff": drop(2)}), "E_DELEGATE"),
    "who is new objects": (renewal(new_person=0, edits={"renewal signoff": only((2,), put(stance=2))}), "E_DELEGATE"),
    "whoever is new had expired": (renewal(new_person=0, edits={"renewal signoff": many(
        only((2,), lambda value, *_: value.update(valid_until=value["head"]["at"])),
        only((0, 1), nested(("head", "at"), lambda old: old + HOUR)))}), "VALID"),
    "a signer had expired": (renewal(edits={"renewal signoff": only((0,), lambda value, *_: value.update(
        valid_until=value["head"]["at"]))}), "E_DELEGATE"),
    "follows what is not here": (renewal(edits={"renewal": put(prev=STRANGE)}), "E_DELEGATE"),
    "a manifest's version left out": (renewal(edits={"renewal": put(version=3)}), "E_DELEGATE"),
    "skips a draft": (renewal(edits={"renewal": put(version=3, skips=[STRANGE])}), "VALID"),
    "keeps a cut-off": (_cut_offs(CUT_OFF), "VALID"),
    "lowers a cut-off": (_cut_offs([{"device": STRANGE, "last_seq": 39}]), "VALID"),
    "raises a cut-off": (_cut_offs([{"device": STRANGE, "last_seq": 41}]), "E_DELEGATE"),
    "forgets a cut-off": (_cut_offs([]), "E_DELEGATE"),
    "another name": (renewal(name=b"somebody"), "VALID"),
    "a life too long": (renewal(edits={"renewal": nested(("valid_until",), lambda old: old + 1)}), "VALID"),
    "k too small": (renewal(k=1), "E_DELEGATE"),
    "everybody": (renewal(k=3), "VALID"),
    "renewed after its life": (case(lambda tale: tale.renew(tale.coalition.orgs[0], at=FOUNDING + 200 * DAY), "stop"), "VALID"),
    "a fork of a manifest": (case(_renewals, "mandate"), "E_CHARTER_FORK"),
    "skips a rival manifest that is here": (case(lambda tale: _renewals(tale, skip=True), "mandate"), "E_DELEGATE"),
    "skips a rival manifest": (case(lambda tale: _renewals(tale, skip=True, keep=False), "mandate"), "VALID"),
    "who is listed no more amends": (case(_by_old_delegate), "E_COUNT"),
    "follows a closed one": (case(lambda tale: (
        tale.renew(tale.coalition.orgs[0], closed=1), tale.renew(tale.coalition.orgs[0], at=RENEWED + DAY, closed=0)),
        "mandate"), "E_DELEGATE"),
    "a key of another org": (case(_key_of_another, "mandate"), "E_COUNT"),
}


# ------------------------------------------------------------------------------------------------ after the approvals

def later(change, kind="mandate"):
    """A mandate's statements are there, then manifests change, then the proof is made."""
    def make(random):
        coalition = Coalition(random, example=True)
        charter, story = charter_of(coalition).encode(), Story(coalition)
        change(Succession(coalition))
        if kind == "mandate":
            return story.mandate().encode(), charter
        story.call_all()
        return story.certificate().encode(), charter
    return make


def _gone(*places):
    """In the orgs at these places somebody follows the first delegate, who drafted its report and answered the drill."""
    return lambda tale: [tale.renew(tale.coalition.orgs[place], at=FOUNDING + 14 * DAY, new_person=0) for place in places]


LATER = {
    "renewed after the approvals": (later(lambda tale: tale.renew(tale.coalition.orgs[0], at=FOUNDING + 14 * DAY)), "VALID"),
    "renewed after the approvals, and a call": (later(lambda tale: tale.renew(
        tale.coalition.orgs[0], at=FOUNDING + 14 * DAY), "call"), "VALID"),
    "who proposed has gone": (later(_gone(1)), "E_DELEGATE"),
    "who reported has gone": (later(_gone(0)), None),
    "who answered the drill has gone": (later(_gone(2)), None),
    "two who answered the drill have gone": (later(_gone(2, 3)), None),
    "whose exercise it was has gone": (later(_gone(4)), None),
    "an org left after the approvals": (later(lambda tale: tale.renew(
        tale.coalition.orgs[0], at=FOUNDING + 14 * DAY, closed=1)), None),
}


# ------------------------------------------------------------------------------------------------ cards

def _card(change, keep=lambda one: True):
    """A manifest's proof: the chain of one org."""
    def make(random):
        coalition = Coalition(random, example=True)
        tale, org = Succession(coalition), coalition.orgs[0]
        founding = coalition.card(org)
        change(tale, org)
        return Story.proof(2, [one for one in founding + coalition.chain if keep(one)]).encode(), None
    return make


CARDS = {
    "the chain of a manifest": (_card(lambda tale, org: tale.renew(org, new_person=0)), "VALID"),
    "a manifest that too few signed": (_card(lambda tale, org: tale.renew(org, signers=[0])), "E_DELEGATE"),
    "a manifest that others signed": (_card(lambda tale, org: tale.renew(org, signers=[0, 1], new_person=0)), "VALID"),
    "two orgs' manifests": (_card(lambda tale, org: tale.newcomer()), "E_TYPE"),
    "a chain without its beginning": (_card(lambda tale, org: tale.renew(org), lambda one: not (
        one.type == MANIFEST and one.coalition == NOTHING)), "E_MISSING"),
    "a chain whose beginning nobody confirmed": (_card(lambda tale, org: tale.renew(org), lambda one: not (
        one.type == SIGNOFF and one.coalition == NOTHING)), "E_COUNT"),
    "a manifest and an amendment": (_card(lambda tale, org: tale.amend()), "E_TYPE"),
    "two chains of one": (_card(lambda tale, org: (tale.renew(org), tale.renew(org, at=RENEWED + HOUR, prev=org.first))),
                          "E_CHARTER_FORK"),
}

ALL = {f"{group}: {name}": made for group, cases in (("beside", MANIFESTS), ("later", LATER), ("card", CARDS))
       for name, made in cases.items()}
