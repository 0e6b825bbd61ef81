"""Stops of every kind (coalition.md §7, decisions.md §7): name -> (maker, what a verifier must say). The example's orgs are,
by place: two unions, which are called; a faith, a community and a small business. k is 2 of 3 in each."""
from coalitions import DAY, FOUNDING, HOUR, Coalition
from frames import STOP
from mutants import charter_of, put
from stories import Story

HOLD, ABORT, PAUSE, RESUME, END = range(1, 6)
SETTLED, VOTE, RETURN = 1, 2, 3
STRANGE = bytes([7]) * 32
BOTH_CALLED, FOUR, NOBODY = [2, 2, 0, 0, 0], [2, 2, 2, 2, 0], [0] * 5


def case(signers, *, of_call=True, edits=None, drill=False, more=None, left_out=(), without=(), **said):
    def make(random):
        coalition = Coalition(random, example=True)
        story = Story(coalition, edits=edits, drill=drill)
        story.call_all()
        statements = story.stop_by(signers, of_call=of_call, **said)
        proof = story.stop_proof(statements + (more(story, statements) if more else []), of_call)
        proof.statements = [one for one in proof.statements if one.type not in without]
        proof.left_out = list(left_out)
        return proof.encode(), charter_of(coalition).encode()
    return make


def after(span):
    """A time so long after the stop was issued."""
    return lambda issue: issue + span


def pause(signers, span=HOUR, **options):
    return case(signers, kind=PAUSE, at=after(span), **options)


def vote(signers, span=DAY, **options):
    return case(signers, kind=END, form=VOTE, vote_by=after(span), **options)


def targets(*places):
    """Names the targets of the orgs at these places."""
    def edit(value, story, _):
        owners = [story.coalition.orgs[place].id for place in places]
        value.update(targets=[one for org in owners for one in story.targets() if one["org"] == org])
    return {"stop": edit}


def both_targets(value, story, _):
    value.update(targets=story.targets())


def _second(kind, of_call=True, **said):
    """Another stop beside it, carried as well."""
    return lambda story, _: story.stop_by([2] * 5, kind=kind, of_call=of_call, **said)


def _approved_twice(story, statements):
    """One delegate approves again, later."""
    return story.said("stop signoff", story.coalition.orgs[0], 0, statements[0], FOUNDING + 40 * DAY)


def _withdrawn(story, statements):
    return [one for place in (0, 1) for one in story.said(
        "stop signoff", story.coalition.orgs[place], 0, statements[0], FOUNDING + 40 * DAY, stance=3)]


HOLDS = {
    "of a proposal, by any org": (case([0, 0, 2, 0, 0], kind=HOLD, of_call=False, at=after(DAY)), "VALID"),
    "of a proposal, by one delegate": (case([1, 0, 1, 0, 1], kind=HOLD, of_call=False, at=after(DAY)), "E_COUNT"),
    "of a proposal, for 72 h": (case([2, 0, 0, 0, 0], kind=HOLD, of_call=False, at=after(3 * DAY)), "VALID"),
    "of a proposal, a moment more": (case([2, 0, 0, 0, 0], kind=HOLD, of_call=False, at=after(3 * DAY + 1)), "E_HOLD"),
    "of a proposal, until never": (case([2, 0, 0, 0, 0], kind=HOLD, of_call=False, at=0), "VALID"),
    "a second of the same org": (case([2, 0, 0, 0, 0], kind=HOLD, of_call=False, at=after(DAY), more=_second(
        HOLD, of_call=False)), "E_MISSING"),
    "own, by one": (case([1, 0, 0, 0, 0], kind=HOLD, at=0), "VALID"),
    "own, by one who is not called": (case([0, 0, 1, 1, 1], kind=HOLD, at=0), "E_COUNT"),
    "own, by whole orgs that are not called": (case([0, 0, 2, 2, 2], kind=HOLD, at=0), "E_COUNT"),
    "own, of the other's target": (case([1, 0, 0, 0, 0], kind=HOLD, at=0, edits=targets(1)), "E_COUNT"),
    "until a time, by one": (case([1, 1, 1, 1, 1], kind=HOLD, at=after(30 * DAY)), "E_COUNT"),
    "until a time, by one's k": (case([2, 0, 0, 0, 0], kind=HOLD, at=after(30 * DAY)), "VALID"),
    "until a time, by the abort rule": (case([0, 0, 2, 2, 0], kind=HOLD, at=after(30 * DAY)), "VALID"),
}

PAUSES = {
    "by a third": (pause([0, 0, 2, 2, 0]), "VALID"),
    "by less": (pause([0, 0, 2, 0, 0]), "E_COUNT"),
    "by one's own": (pause([2, 0, 0, 0, 0]), "VALID"),
    "by one delegate": (pause([1, 1, 1, 1, 1]), "E_COUNT"),
    "for a day": (pause(BOTH_CALLED, DAY), "VALID"),
    "for a moment more": (pause(BOTH_CALLED, DAY + 1), "E_HOLD"),
    "for no time": (pause(BOTH_CALLED, 0), "E_HOLD"),
    "into the past": (pause(BOTH_CALLED, -HOUR), "E_HOLD"),
    "without an end": (case(BOTH_CALLED, kind=PAUSE), "E_HOLD"),
    "of a proposal": (pause(BOTH_CALLED, of_call=False), "E_MISSING"),
    "of a drill": (pause([2, 0, 2, 0, 0], drill=True), "VALID"),
    "of a drill, by one that is not called": (pause([0, 0, 2, 0, 0], drill=True), "E_COUNT"),
    "with a form": (pause(BOTH_CALLED, form=SETTLED), "E_DECODE"),
}

RESUMES = {
    "by the call rule": (case([0, 2, 2, 2, 0], kind=RESUME), "VALID"),
    "by one's own": (case([0, 2, 0, 0, 0], kind=RESUME), "VALID"),
    "by too few": (case([0, 0, 2, 2, 0], kind=RESUME), "E_COUNT"),
    "by one delegate": (case([1, 1, 1, 1, 1], kind=RESUME), "E_COUNT"),
    "of the other's target": (case([2, 0, 2, 0, 0], kind=RESUME, edits=targets(1)), "E_COUNT"),
    "of a proposal, by any org": (case([0, 0, 2, 0, 0], kind=RESUME, of_call=False), "VALID"),
    "of a proposal, by one delegate": (case([1] * 5, kind=RESUME, of_call=False), "E_COUNT"),
    "two withdrew": (case([2, 2, 2, 0, 0], kind=RESUME, more=_withdrawn), "E_COUNT"),
}

ENDS = {
    "settled, by the called": (case(BOTH_CALLED, kind=END), "VALID"),
    "settled, for one's own": (case([0, 2, 0, 0, 0], kind=END), "VALID"),
    "settled, by others": (case([0, 0, 3, 3, 3], kind=END), "E_COUNT"),
    "return": (case(BOTH_CALLED, kind=END, form=RETURN), "VALID"),
    "an outcome too few": (case(BOTH_CALLED, kind=END, outcomes=[1]), "E_DEMAND"),
    "an outcome too many": (case(BOTH_CALLED, kind=END, outcomes=[1, 2, 3]), "E_DEMAND"),
    "no review": (case(BOTH_CALLED, kind=END, next_review=0), "E_DEMAND"),
    "settled, with a vote": (case(BOTH_CALLED, kind=END, vote_by=after(DAY)), "E_DEMAND"),
    "no form": (case(BOTH_CALLED, kind=END, form=0), "E_DECODE"),
    "a strange form": (case(BOTH_CALLED, kind=END, form=4), "E_DECODE"),
    "a strange outcome": (case(BOTH_CALLED, kind=END, outcomes=[1, 4]), "E_DECODE"),
    "of a proposal": (case(BOTH_CALLED, kind=END, of_call=False), "E_MISSING"),
    "a vote, by the called": (vote(BOTH_CALLED), "VALID"),
    "a vote, for one's own": (vote([2, 0, 0, 0, 0]), "VALID"),
    "a vote, by others": (vote([0, 0, 3, 3, 3]), "E_COUNT"),
    "a vote by no time": (vote(BOTH_CALLED, 0), "E_VOTE"),
    "a vote in the past": (vote(BOTH_CALLED, -HOUR), "E_VOTE"),
    "a vote with outcomes": (vote(BOTH_CALLED, outcomes=[1, 2]), "E_VOTE"),
    "a vote with a review": (vote(BOTH_CALLED, next_review=after(DAY)), "E_VOTE"),
    "a vote of a proposal": (vote(BOTH_CALLED, of_call=False), "E_MISSING"),
    "a vote of a drill": (vote([0, 0, 2, 2, 0], drill=True), "VALID"),
}

OTHERS = {
    "an abort by two kinds": (case([2, 0, 2, 0, 0], kind=ABORT), "VALID"),
    "an abort by one that is not called": (case([0, 0, 2, 0, 0], kind=ABORT), "E_COUNT"),
    "an abort by one delegate": (case([1, 0, 0, 0, 0], kind=ABORT), "E_COUNT"),
    "an abort of a drill": (case([2, 0, 2, 0, 0], kind=ABORT, drill=True), "VALID"),
    "an abort whose sign-offs have expired": (case([2, 0, 2, 0, 0], kind=ABORT, edits={
        "stop signoff": put(valid_until=0)}), "VALID"),
    "an abort of one's own": (case([2, 0, 0, 0, 0], kind=ABORT), "VALID"),
    "an abort by the other union": (case([0, 2, 0, 0, 0], kind=ABORT, edits=targets(0)), "E_COUNT"),
    "an abort of a proposal": (case([0, 0, 2, 2, 0], kind=ABORT, of_call=False), "VALID"),
    "an abort of a proposal, by one it bears on": (case([2, 0, 0, 0, 0], kind=ABORT, of_call=False), "VALID"),
    "an abort of a proposal, by one it does not bear on": (case([0, 0, 2, 0, 0], kind=ABORT, of_call=False), "E_COUNT"),
    "after the manifests' life": (case([2, 0, 2, 0, 0], kind=ABORT, edits={
        "stop signoff": lambda value, *_: value["head"].update(at=FOUNDING + 200 * DAY)}), "VALID"),
    "by too few after the manifests' life": (case([1] * 5, kind=ABORT, edits={
        "stop signoff": lambda value, *_: value["head"].update(at=FOUNDING + 200 * DAY)}), "E_COUNT"),
    "after review_by": (case([2, 0, 2, 0, 0], kind=ABORT, edits={
        "stop signoff": lambda value, *_: value["head"].update(at=FOUNDING + 390 * DAY)}), "VALID"),
    "signed before its time": (case([2, 0, 2, 0, 0], kind=ABORT, edits={
        "stop signoff": lambda value, *_: value["head"].update(at=FOUNDING - DAY)}), "E_COUNT"),
    "the other subject's": (case(BOTH_CALLED, kind=ABORT, edits={"stop": lambda value, story, _: value.update(
        subject=story.proposal.id)}), "E_MISSING"),
    "of a call that is not there": (case(BOTH_CALLED, kind=ABORT, without=(7,)), "E_MISSING"),
    "of a proposal, beside a call": (case(BOTH_CALLED, kind=ABORT, of_call=False, more=lambda story, _: [story.call]),
                                     "E_MISSING"),
    "without its proposal": (case(BOTH_CALLED, kind=ABORT, without=(5,)), "E_MISSING"),
    "without a stop": (case(BOTH_CALLED, kind=ABORT, without=(STOP,)), "E_MISSING"),
    "two stops": (case(BOTH_CALLED, kind=ABORT, more=_second(ABORT)), "E_MISSING"),
    "something left out": (case(BOTH_CALLED, kind=ABORT, left_out=[STRANGE]), "E_MISSING"),
    "nobody signs": (case(NOBODY, kind=ABORT), "E_COUNT"),
    "all object": (case([2] * 5, kind=ABORT, edits={"stop signoff": put(stance=2)}), "E_COUNT"),
    "one signs twice": (case([1, 1, 1, 1, 1], kind=ABORT, more=_approved_twice), "E_COUNT"),
    "a call of another proposal": (case(BOTH_CALLED, kind=ABORT, edits={"call": put(proposal=STRANGE)}), "E_MISSING"),
    "another call than it says": (case(BOTH_CALLED, kind=ABORT, edits={"stop": put(subject=STRANGE)}), "E_MISSING"),
    "a target that was not called": (case(BOTH_CALLED, kind=ABORT, edits={"stop": lambda value, story, _: value.update(
        targets=[{"org": story.targets()[0]["org"], "cell": {"sector": b"energy", "region": b"valley", "code": b""}}])}),
                                     "E_TARGET"),
    "both targets by name": (case([2, 0, 2, 0, 0], kind=ABORT, edits={"stop": both_targets}), "VALID"),
    "a target twice": (case(BOTH_CALLED, kind=ABORT, edits=targets(0, 0)), "E_DECODE"),
    "kind 0": (case(BOTH_CALLED, kind=0), "E_DECODE"),
    "kind 6": (case(BOTH_CALLED, kind=6), "E_DECODE"),
    "an exercise's stop of a live call": (case([2, 0, 2, 0, 0], kind=ABORT, more=lambda story, statements: _in_mode(
        story, statements, 2)), "E_MODE"),
    "a long reason": (case([2, 0, 2, 0, 0], kind=ABORT, reason=b"x" * 501), "E_DECODE"),
}


def _in_mode(story, statements, mode):
    """The stop itself, signed in another mode; the first one goes."""
    statements[0].decode()
    out = story.coalition.sign(STOP, statements[0].value, story.coalition.id, mode,
                               story.coalition.orgs[-1].people[0][0])
    return [out]


ALL = {f"{group}: {name}": made for group, cases in (
    ("hold", HOLDS), ("pause", PAUSES), ("resume", RESUMES), ("end", ENDS), ("stop", OTHERS))
    for name, made in cases.items()}
