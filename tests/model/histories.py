"""Histories by chance: manifests and charters follow each other, signed by enough or by too few, in time or late, sometimes
beside a rival; then a proof of one kind or another under what came of it."""
from chain_cases import prove
from coalitions import DAY, FOUNDING, HOUR, Coalition
from mutants import charter_of
from succession import Succession

KINDS = ["charter", "charter", "mandate", "call", "stop"]


def some(random, all_of, likely):
    """All of them, as a rule; or a few."""
    return list(all_of) if random.random() < likely else random.sample(all_of, random.randrange(len(all_of) + 1))


def _renew(random, tale, at, likely):
    org = random.choice(tale.coalition.orgs)
    versions = [one for one in tale.coalition.chain if one.type == 2 and one.value["head"]["org"] == org.id]
    rivals = versions[-1:] if random.random() > likely else []
    prev = (versions[-2] if len(versions) > 1 else org.first) if rivals else None
    new_person = random.choice([None, 0, 1]) if len(org.people) > 2 else None
    stay = len(org.people) - (new_person is not None)
    tale.renew(org, at=at, new_person=new_person, prev=prev, skips=rivals if random.random() < 0.5 else [],
               signers=None if random.random() < likely else some(random, range(stay), 0.5))


def _amend(random, tale, at, likely):
    amended = [one for one in tale.coalition.chain if one.type == 1]
    rivals = amended[-1:] if random.random() > likely else []
    prev = (amended[-2] if len(amended) > 1 else tale.coalition.statement) if rivals else None
    late = random.choice([-HOUR, 0, HOUR, DAY, DAY])
    tale.amend(at=at, effective=at + 3 * DAY + 2 * HOUR + late, prev=prev, skips=rivals if random.random() < 0.5 else [],
               orgs=some(random, tale.coalition.orgs, likely))


def history(random):
    coalition = Coalition(random, example=random.random() < 0.5, rehearsal=random.random() < 0.1)
    charter = charter_of(coalition).encode()
    edits = {}
    if random.random() < 0.3:  # a sign-off that does not hold for long
        which = random.randrange(6)
        edits = {name: lambda value, tale, number: value.update(valid_until=value["head"]["at"] + random.choice(
            [0, 60_000, 5 * 60_000])) if number == which else None for name in ("renewal signoff", "amendment signoff")}
    tale = Succession(coalition, edits)
    likely = random.choice([1, 0.9, 0.7])
    at = FOUNDING + DAY
    for _ in range(random.randrange(1, 4)):
        (_renew if random.random() < 0.5 else _amend)(random, tale, at, likely)
        at += random.choice([30 * 60_000, 12 * HOUR, 2 * DAY])
    return prove(coalition, random.choice(KINDS)).encode(), charter
