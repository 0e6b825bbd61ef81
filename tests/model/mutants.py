"""Proofs to judge, by name: good ones, ones that say something wrong and are signed for it, and good ones whose bytes were
damaged. Each maker takes a seeded random and gives (proof, charter or None, the word for it)."""
from canonical import blank
import coalitions
import schema
import stories
from coalitions import DAY, FOUNDING, HOUR, Coalition
from stories import Story

HOLD = 72 * HOUR


def put(**said):
    return lambda value, story, which: value.update(said)


def only(numbers, edit):
    """The edit for the first, third ... of its name alone."""
    return lambda value, story, which: edit(value, story, which) if which in numbers else None


def drop(*numbers):
    return lambda value, story, which: which not in numbers if numbers else False


def at(moment):
    """Sets the time of a statement: moment(story) in ms."""
    def edit(value, story, which):
        value["head"]["at"] = moment(story)
        if "valid_until" in value:
            value["valid_until"] = value["head"]["at"] + 14 * DAY
    return edit


def nested(path, value_of):
    """Sets what a path of names and indexes leads to; value_of(old) is the new."""
    def edit(value, story, which):
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = value_of(value[path[-1]])
    return edit


def many(*edits):
    def edit(value, story, which):
        for one in edits:
            if one(value, story, which) is False:
                return False
        return None
    return edit


# ------------------------------------------------------------------------------------ wrong, and signed for it

MANDATE_EDITS = {
    "no demand to win": {"proposal": nested(("demands", 0, "kind"), lambda _: 2)},
    "no demands": {"proposal": put(demands=[]), "approval": put(demands=[])},
    "a text in one language": {"proposal": lambda value, *_: value["texts"].pop() and None},
    "a demand in one language": {"proposal": nested(("demands", 0, "texts"), lambda old: old[:1])},
    "an empty title": {"proposal": nested(("texts", 0, "title"), lambda _: b"")},
    "an empty addressee": {"proposal": nested(("demands", 0, "addressee"), lambda _: b"")},
    "no such action": {"proposal": put(action=b"picnic")},
    "another charter": {"proposal": put(charter=bytes([7]) * 32)},
    "no targets": {"proposal": put(targets=[])},
    "a target outside its claims": {"proposal": nested(("targets", 0, "cell", "region"), lambda _: b"valley")},
    "a target with a code": {"proposal": nested(("targets", 0, "cell", "code"), lambda _: b"depot")},
    "a target of a stranger": {"proposal": nested(("targets", 1, "org"), lambda _: bytes([255]) * 32)},
    "vote_by before it was made": {"proposal": nested(("vote_by",), lambda old: old - 11 * DAY)},
    "vote_by before the approvals": {"proposal": nested(("vote_by",), lambda old: old - 10 * DAY)},
    "the window is upside down": {"proposal": nested(("not_after",), lambda old: old - 61 * DAY)},
    "a window too far": {"proposal": nested(("not_after",), lambda old: old + 61 * DAY)},
    "the farthest window": {"proposal": nested(("not_after",), lambda old: old + 60 * DAY)},
    "no duration": {"proposal": put(max_duration=0)},
    "too long": {"proposal": put(max_duration=14 * 86_400 + 1)},
    "the longest": {"proposal": put(max_duration=14 * 86_400)},
    "too many waves": {"proposal": put(max_waves=17)},
    "a rally": {"proposal": put(action=b"rally")},
    "after review_by": {"proposal": many(at(lambda story: FOUNDING + 387 * DAY), put(
        not_before=FOUNDING + 387 * DAY, not_after=FOUNDING + 388 * DAY, vote_by=FOUNDING + 389 * DAY))},
    "one org silent": {"approval": drop(0, 1, 2, 3)},
    "few approve": {"approval": drop(*range(4, 99))},
    "the author's org silent": {"approval": lambda value, story, which: value["head"]["org"] != story.author.id},
    "nobody approves": {"approval": drop()},
    "the first objects": {"approval": only((0,), put(stance=2))},
    "the first abstains": {"approval": only((0, 1), put(stance=3))},
    "nothing is ratified": {"approval": put(demands=[])},
    "one demand is ratified": {"approval": put(demands=[0])},
    "half ratify": {"approval": only(range(6), put(demands=[]))},
    "expired as it was signed": {"approval": nested(("valid_until",), lambda old: old - 15 * DAY)},
    "expires at once": {"approval": lambda value, *_: value.update(valid_until=value["head"]["at"])},
    "expires never": {"approval": nested(("valid_until",), lambda old: old + 300 * DAY)},
    "no expiry": {"approval": put(valid_until=0)},
    "the first had expired": {"approval": only((0, 1), lambda value, *_: value.update(
        valid_until=value["head"]["at"] + 1))},
    "the last is at vote_by": {"approval": only((3,), at(lambda story: FOUNDING + 22 * DAY))},
    "all after vote_by": {"approval": at(lambda story: FOUNDING + 22 * DAY + 1)},
    "one is late by weeks": {"approval": only((0,), at(lambda story: FOUNDING + 30 * DAY))},
    "after the manifest's life": {"approval": at(lambda story: FOUNDING + 181 * DAY)},
    "before the manifest's life": {"approval": only((0, 1), at(lambda story: FOUNDING - DAY))},
    "all before the manifest's life": {"approval": at(lambda story: FOUNDING - DAY)},
    "just within the skew": {"approval": only((0, 1), at(lambda story: FOUNDING - 600_000))},
    "just outside the skew": {"approval": only((0, 1), at(lambda story: FOUNDING - 600_001))},
    "before the proposal": {"approval": at(lambda story: FOUNDING + 11 * DAY + 5 * HOUR)},
    "an index of no demand": {"approval": put(demands=[0, 1, 5])},
    "an index too high": {"approval": put(demands=[12])},
    "another type's word": {"approval": only((0,), put(type=7))},
    "a number": {"approval": only((0,), put(number=1))},
    "seen what is not there": {"approval": only((0,), put(seen=[bytes([9]) * 32]))},
    "a join on a proposal": {"approval": only((0,), put(join=1))},
    "no reports": {"report": drop()},
    "one report": {"report": drop(0)},
    "reports of one signer": {"report signoff": lambda value, story, which: which % 2 == 0},
    "reports nobody signed": {"report signoff": drop()},
    "reports objected to": {"report signoff": only((0,), put(stance=2))},
    "stale reports": {"report": put(as_of=FOUNDING - 10 * DAY)},
    "reports just stale": {"report": lambda value, story, which: value.update(as_of=FOUNDING - 9 * DAY + 3 * HOUR)},
    "reports of the future": {"report": put(as_of=FOUNDING + 16 * DAY)},
    "reports far ahead": {"report": put(as_of=FOUNDING + 40 * DAY)},
    "few pledged": {"report": lambda value, *_: [one.update(pledged=400) for one in value["cells"]] and None},
    "nobody pledged": {"report": lambda value, *_: [one.update(pledged=0) for one in value["cells"]] and None},
    "nobody eligible": {"report": lambda value, *_: [one.update(pledged=0, eligible=0) for one in value["cells"]] and None},
    "topped": {"report": lambda value, *_: [one.update(pledged=0, topped=1) for one in value["cells"]] and None},
    "topped and pledged": {"report": lambda value, *_: [one.update(topped=1) for one in value["cells"]] and None},
    "exactly enough pledged": {"report": lambda value, *_: [one.update(pledged=750) for one in value["cells"]] and None},
    "one too few pledged": {"report": lambda value, *_: [one.update(pledged=749) for one in value["cells"]] and None},
    "one org has too few": {"report": only((0,), lambda value, *_: [one.update(pledged=1) for one in value["cells"]] and None)},
    "more pledged than there are": {"report": lambda value, *_: [one.update(pledged=1_001) for one in value["cells"]] and None},
    "no cells": {"report": put(cells=[])},
    "cells unsorted": {"report": lambda value, *_: value["cells"].reverse()},
    "no tests": {"report": put(tests=[])},
    "one test": {"report": lambda value, *_: value.update(tests=[one for one in value["tests"] if one["day"] % 4 == 1])},
    "tests nobody came to": {"report": lambda value, *_: [one.update(took_part=0) for one in value["tests"]] and None},
    "old tests": {"report": lambda value, *_: [one.update(day=one["day"] - 60) for one in value["tests"]] and None},
    "tests at the edge": {"report": lambda value, *_: [one.update(day=one["day"] - 39) for one in value["tests"]] and None},
    "tests past the edge": {"report": lambda value, *_: [one.update(day=one["day"] - 40) for one in value["tests"]] and None},
    "tests of the future": {"report": lambda value, *_: [one.update(day=one["day"] + 30) for one in value["tests"]] and None},
    "a weak vote": {"report": nested(("vote", "yes_bp"), lambda _: 4_000)},
    "a small turnout": {"report": nested(("vote", "turnout_bp"), lambda _: 4_000)},
    "a vote run out": {"report": nested(("vote", "valid_until"), lambda old: old - 95)},
    "a vote of tomorrow": {"report": nested(("vote", "day"), lambda old: old + 60)},
    "no vote": {"report": put(vote=blank(schema.VOTE))},
    "no drill": {"exercise": drop()},
    "an old drill": {"exercise": at(lambda story: FOUNDING - 60 * DAY), "ack": at(lambda story: FOUNDING - 60 * DAY + HOUR)},
    "acks too late": {"ack": at(lambda story: FOUNDING + 11 * DAY + HOUR)},
    "acks at the last moment": {"ack": at(lambda story: FOUNDING + 11 * DAY)},
    "acks just too late": {"ack": at(lambda story: FOUNDING + 11 * DAY + 1)},
    "acks before the drill": {"ack": at(lambda story: FOUNDING + 9 * DAY)},
    "acks that only received": {"ack": put(level=1)},
    "acks that declined": {"ack": put(level=7)},
    "acks that committed": {"ack": put(level=4)},
    "few acks": {"ack": drop(0, 1)},
    "one ack missing": {"ack": drop(0)},
    "acks after the approvals": {"ack": at(lambda story: FOUNDING + 10 * DAY + 20 * HOUR)},
    "an inner author of another": {"approval": only((0,), lambda value, *_: value["head"].update(author=bytes([5]) * 32))},
    "an inner org of another": {"approval": only((0,), lambda value, *_: value["head"].update(org=bytes([5]) * 32))},
    "no inner org": {"approval": only((0,), lambda value, *_: value["head"].update(org=b""))},
    "a character that no text holds": {"proposal": nested(("texts", 0, "title"), lambda _: b"one\x07day")},
    "a newline in a title": {"proposal": nested(("texts", 0, "title"), lambda _: b"one\nday")},
    "a newline in a summary": {"proposal": nested(("texts", 0, "summary"), lambda _: b"one\nday")},
    "a bidi character": {"proposal": nested(("texts", 0, "summary"), lambda _: "one\u202eday".encode())},
    "bad UTF-8": {"proposal": nested(("texts", 0, "summary"), lambda _: b"\xff\xfe")},
    "a summary too long": {"proposal": nested(("texts", 0, "summary"), lambda _: b"x" * 2001)},
    "a time past all times": {"proposal": put(not_after=253_402_300_800_000)},
    "targets unsorted": {"proposal": lambda value, *_: value["targets"].reverse()},
    "a target twice": {"proposal": lambda value, *_: value["targets"].append(value["targets"][-1])},
}

_before = only((0, 1), nested(("head", "at"), lambda old: old - 3 * DAY))


def _joins(edit):
    return {"join": edit, "call signoff": edit}


CALL_EDITS = {
    "another mandate": {"call": put(mandate=bytes([3]) * 32)},
    "another proposal": {"call": put(proposal=bytes([3]) * 32)},
    "wave 2": {"call": put(wave=2)},
    "wave 0": {"call": put(wave=0)},
    "wave 17": {"call": put(wave=17)},
    "a call before it": {"call": put(prev=bytes([3]) * 32)},
    "one target of two": {"call": lambda value, *_: value["targets"].pop() and None},
    "no targets": {"call": put(targets=[])},
    "a target that was not proposed": {"call": nested(("targets", 0, "cell", "region"), lambda _: b"valley")},
    "t0 before the window": {"call": nested(("targets", 0, "t0"), lambda old: old - 40 * DAY)},
    "t0 after the window": {"call": nested(("targets", 0, "t0"), lambda old: old + 80 * DAY)},
    "t0 too soon": {"call": nested(("targets", 0, "t0"), lambda old: old - 3 * DAY)},
    "t0 too far": {"call": nested(("targets", 0, "t0"), lambda old: old + 30 * DAY)},
    "instructions in one language": {"call": lambda value, *_: value["texts"].pop() and None},
    "empty instructions": {"call": nested(("texts", 0, "instructions"), lambda _: b"")},
    "nobody signs": _joins(drop()),
    "nobody joins": {"join": put(join=0)},
    "one target does not join": {"join": only((0, 1, 2, 3), put(join=0))},
    "one delegate joins": {"join": drop(0, 1)},
    "a join missing": {"join": drop(0)},
    "others join too": {"call signoff": put(join=1)},
    "only the called sign": {"call signoff": drop()},
    "few of the others sign": {"call signoff": drop(*range(2, 99))},
    "all too early": _joins(at(lambda story: story.mandate_time() + HOLD - 1)),
    "all at the end of the hold": _joins(at(lambda story: story.mandate_time() + HOLD)),
    "some too early": _joins(_before),
    "joins too early": {"join": at(lambda story: story.mandate_time() + HOLD - 1)},
    "an open item": {"join": put(checklist=[{"item": b"notice", "state": 4}])},
    "a done item": {"join": put(checklist=[{"item": b"notice", "state": 1}, {"item": b"safety", "state": 2}])},
    "an open item of one": {"join": only((0,), put(checklist=[{"item": b"notice", "state": 4}]))},
    "an open item of who does not join": {"call signoff": put(checklist=[{"item": b"notice", "state": 4}])},
    "items unsorted": {"join": put(checklist=[{"item": b"safety", "state": 1}, {"item": b"notice", "state": 2}])},
    "another screen": {"join": only((0,), put(shown=bytes([4]) * 32))},
    "another screen of all joins": {"join": put(shown=bytes([4]) * 32)},
    "another screen, another language": {"join": put(shown=bytes([4]) * 32, lang=b"es")},
    "another screen, another template": {"join": put(shown=bytes([4]) * 32, wording=2)},
    "no screen": _joins(put(shown=b"")),
    "the last join is late": {"join": only((1,), at(lambda story: story.mandate_time() + 4 * DAY + 2 * DAY))},
    "the last join just late": {"join": only((1,), at(lambda story: story.mandate_time() + 6 * DAY + 1))},
    "all joins late": {"join": at(lambda story: story.mandate_time() + 7 * DAY)},
    "all sign late": _joins(at(lambda story: story.mandate_time() + 6 * DAY)),
    "all sign just late": _joins(at(lambda story: story.mandate_time() + 6 * DAY + 1)),
    "some sign late": {"call signoff": at(lambda story: story.mandate_time() + 7 * DAY)},
    "the earliest of all leads": {"call": nested(("targets", 0, "t0"), lambda old: old + 26 * DAY)},
    "expired as signed": _joins(nested(("valid_until",), lambda old: old - 15 * DAY)),
    "some had expired": {"join": lambda value, *_: value.update(valid_until=value["head"]["at"] + 1)},
    "after the manifest's life": _joins(at(lambda story: FOUNDING + 181 * DAY)),
    "joins of those who object": {"join": only((0,), put(stance=2))},
    "seen what is not there": {"join": only((0,), put(seen=[bytes([9]) * 32]))},
    "another's type": {"join": put(type=5)},
}

CHARTER_EDITS = {
    "version 2": {"charter": put(version=2)},
    "version 0": {"charter": put(version=0)},
    "a feature": {"charter": put(features=[b"waves"])},
    "L1": {"charter": nested(("rules", "amend", "nodes", 0, "numerator"), lambda _: 1)},
    "L2": {"charter": put(assumed_faulty=3)},
    "a fault too many": {"charter": put(assumed_faulty=4)},
    "L3, k": {"manifest": put(k=1)},
    "L3, k above": {"manifest": put(k=9)},
    "L3, life": {"manifest": nested(("valid_until",), lambda old: old + DAY)},
    "L3, name": {"charter": nested(("orgs", 0, "name"), lambda _: b"somebody")},
    "L3, solo": {"charter": nested(("orgs", 0, "solo"), lambda _: 1)},
    "L4, count": {"charter": nested(("rules", "abort", "nodes", 0, "min"), lambda _: 9)},
    "L4, one org": {"charter": nested(("rules", "abort", "nodes", 0, "min"), lambda _: 1)},
    "L4, facts": {"charter": lambda value, *_: value["rules"]["pause"].update(nodes=[coalitions.node(
        6, min_bp=1, min_cells=1, min_sectors=1)])},
    "L5, hold": {"charter": nested(("params", "start", "hold"), lambda _: 86_399)},
    "L5, lead": {"charter": nested(("params", "start", "min_lead"), lambda _: 43_199)},
    "L5, spread": {"charter": nested(("params", "start", "spread"), lambda _: 86_401)},
    "L5, spread and lead": {"charter": nested(("params", "start", "spread"), lambda _: 86_400)},
    "L5, max_lead": {"charter": nested(("params", "start", "max_lead"), lambda _: 86_400)},
    "L5, cell_min": {"charter": nested(("params", "privacy", "cell_min"), lambda _: 9)},
    "L5, top code": {"charter": nested(("params", "privacy", "top_code_bp"), lambda _: 9_501)},
    "L5, sponsors": {"charter": nested(("params", "org", "sponsors"), lambda _: 0)},
    "L5, skew": {"charter": nested(("params", "fresh", "skew"), lambda _: 59)},
    "L5, period": {"charter": nested(("params", "privacy", "period"), lambda _: 6 * 86_400)},
    "L5, retention": {"charter": nested(("params", "privacy", "retention"), lambda _: 731 * 86_400)},
    "L5, drill": {"charter": nested(("params", "drill", "hold"), lambda _: 15 * 86_400)},
    "L5, review": {"charter": nested(("review_by",), lambda old: old + 15 * DAY)},
    "L5, reviewed before": {"charter": put(review_by=FOUNDING)},
    "the farthest review": {"charter": put(review_by=FOUNDING + 400 * DAY)},
    "L6, sector": {"charter": lambda value, *_: value["actions"][0].update(mandate=coalitions.rule(coalitions.share(
        coalitions.SECTOR, ">1/2", name=b"energy"), coalitions.count(2)))},
    "L6, count": {"charter": lambda value, *_: value["actions"][0].update(mandate=coalitions.rule(coalitions.count(60)))},
    "L6, kinds": {"charter": lambda value, *_: value["actions"][0].update(mandate=coalitions.rule(coalitions.count(2, 5)))},
    "L6, nobody": {"charter": lambda value, *_: value["actions"][0].update(mandate=coalitions.every(
        coalitions.share(coalitions.SECTOR, ">1/2", name=b"nothing"), coalitions.count(2)))},
    "L7": {"charter": lambda value, *_: value["orgs"][0].update(slug=value["orgs"][1]["slug"])},
    "L8, bearing": {"charter": lambda value, *_: value["actions"][1].update(mandate=coalitions.rule(coalitions.share(
        coalitions.FULL, ">1/2")))},
    "L8, half": {"charter": nested(("actions", 1, "mandate", "nodes", 3, "strict"), lambda _: 0)},
    "L9, kind": {"charter": nested(("orgs", 0, "kind"), lambda _: b"guild")},
    "L9, sector": {"charter": lambda value, *_: [org["claims"][0].update(sector=b"air") for org in value["orgs"]
                                                 if org["claims"]][:0] or None},
    "L9, region": {"charter": put(regions=[b"metro"])},
    "L9, checklist": {"charter": nested(("orgs", 0, "checklists"), lambda _: [b"weather"])},
    "L9, ask": {"charter": nested(("actions", 0, "asks", 0, "kind"), lambda _: b"guild")},
    "L10, fraction": {"charter": nested(("rules", "amend", "nodes", 0, "denominator"), lambda _: 1_001)},
    "L10, above one": {"charter": nested(("rules", "amend", "nodes", 0, "numerator"), lambda _: 9)},
    "L10, min": {"charter": nested(("rules", "abort", "nodes", 0, "min"), lambda _: 0)},
    "L10, no tree": {"charter": nested(("rules", "abort", "nodes", 0, "children"), lambda _: 1)},
    "L10, two trees": {"charter": nested(("rules", "abort", "nodes"), lambda old: old * 2)},
    "L10, empty": {"charter": nested(("rules", "abort", "nodes"), lambda _: [])},
    "L10, empty any": {"charter": nested(("rules", "abort", "nodes"), lambda _: [coalitions.node(2)])},
    "L10, foreign field": {"charter": nested(("rules", "abort", "nodes", 0, "yes_bp"), lambda _: 1)},
    "L10, selector": {"charter": nested(("rules", "abort", "nodes", 0, "selector"), lambda _: {"kind": 0, "name": b""})},
    "L10, selector's name": {"charter": nested(("rules", "abort", "nodes", 0, "selector", "name"), lambda _: b"union")},
    "L10, unknown selector": {"charter": nested(("rules", "abort", "nodes", 0, "selector", "kind"), lambda _: 6)},
    "L10, unknown op": {"charter": nested(("rules", "abort", "nodes", 0, "op"), lambda _: 9)},
    "L10, deep": {"charter": nested(("rules", "abort", "nodes"), lambda old: [coalitions.node(1, children=1)] * 8 + old)},
    "as deep as may be": {"charter": nested(("rules", "abort", "nodes"), lambda old: [coalitions.node(1, children=1)] * 7 + old)},
    "L10, block": {"charter": nested(("rules", "block", "nodes"), lambda _: [coalitions.count(60)])},
    "L11": {"charter": many(nested(("rules", "amend", "nodes"), lambda _: [coalitions.share(1, ">=1/1")]))},
    "L12": {"charter": nested(("orgs", 0, "standing"), lambda _: 2)},
    "L12, sponsors": {"charter": lambda value, *_: value["orgs"][0].update(sponsors=[value["orgs"][1]["id"]])},
    "the other flag": {"charter": nested(("rehearsal",), lambda old: 1 - old)},
    "an empty name": {"charter": put(name=b"")},
    "a slug in capitals": {"charter": nested(("orgs", 0, "slug"), lambda _: b"Choir")},
    "orgs unsorted": {"charter": lambda value, *_: value["orgs"].reverse()},
    "a delegate silent": {"signoff": drop(-1)},
    "the last signs nothing": {"signoff": lambda value, story, which: which > 2},
    "the first objects": {"signoff": only((3, 4), put(stance=2))},
    "manifest 2": {"manifest": put(version=2)},
    "no delegates": {"manifest": put(delegates=[])},
    "a closed manifest": {"manifest": put(closed=1)},
}


def founded(random, edits=None, **options):
    """A coalition, and whether its charter proves itself."""
    told = {}

    def change(name, value):
        which = told[name] = told.get(name, -1) + 1
        edit = (edits or {}).get(name)
        return None if edit and edit(value, None, which) is False else value

    return Coalition(random, change=change if edits else None, **options)


def charter_of(coalition):
    return Story.proof(1, coalition.founding())


def good(random, kind):
    """A story without a fault, by chance with too few signers."""
    coalition = Coalition(random, example=random.random() < 0.4, rehearsal=random.random() < 0.2,
                          devices=random.choice([1, 1, 2]))
    charter = charter_of(coalition).encode()
    drill = random.random() < 0.2
    if kind == "charter":
        return charter, charter
    if kind == "card":
        return Story.proof(2, coalition.card(coalition.orgs[0])).encode(), None
    story = Story(coalition, drill=drill, signers=random.choice([1, 1, 0.9, 0.7]))
    if kind == "mandate":
        return story.mandate().encode(), charter
    story.call_all(attested=random.random() < 0.5)
    if kind == "call":
        return story.certificate().encode(), charter
    of_call = random.random() < 0.6
    signers = [random.choice([0, 0, 1, 2, 3, 4]) for _ in coalition.orgs]
    stop = story.stop_by(signers, kind=random.choice([1, 2, 5]) if of_call else random.choice([1, 2]), of_call=of_call)
    return story.stop_proof(stop, of_call).encode(), charter


def edited(random, kind, edits):
    """A story with one fault, by the same rules otherwise."""
    if kind == "charter":
        coalition = founded(random, edits, example=True)
        data = charter_of(coalition).encode()
        return data, data
    coalition = Coalition(random, example=random.random() < 0.7)
    charter = charter_of(coalition).encode()
    story = Story(coalition, edits=edits)
    if kind == "mandate":
        return story.mandate().encode(), charter
    story.call_all(attested=random.random() < 0.4)
    return story.certificate().encode(), charter



EDITS = {"mandate": MANDATE_EDITS, "call": CALL_EDITS, "charter": CHARTER_EDITS}
