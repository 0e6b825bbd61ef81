"""Calls of later waves (coalition.md §7, §10): name -> (maker, what a verifier must say)."""
from coalitions import DAY, HOUR, Coalition
from frames import CALL
from mutants import charter_of, nested, put
from stories import Story

STRANGE = bytes([7]) * 32


def case(waves=2, change=None, edits=None, keep=None, drill=False, **proposal):
    """The certificate of the last of so many waves; `change` alters what stands in it, `keep` says which calls stay."""
    def make(random):
        coalition = Coalition(random, example=True)
        story = Story(coalition, edits=edits, drill=drill)
        for wave in range(waves):
            story.call_all(at=story.mandate_time() + (4 + 2 * wave) * DAY)
        if keep is not None:
            story.earlier = [one for place, one in enumerate(story.earlier) if place in keep]
        if change:
            change(story)
        return story.certificate().encode(), charter_of(coalition).encode()
    return make


def _of(wave, edit):
    """An edit of the call of one wave."""
    return {"call": lambda value, story, which: edit(value, story, which) if which == wave - 1 else None}


def _another_call(story):
    """A call that belongs to no wave of these stands beside them."""
    before, last, signoffs = story.earlier, story.call, story.call_signoffs
    story.earlier, story.call = [], None
    story.call_all(at=story.mandate_time() + 5 * DAY)
    story.earlier, story.call, story.call_signoffs = before + [story.call], last, signoffs


def _other_proposal(story):
    """The wave before is of another proposal."""
    story.earlier[0].decode()
    value = dict(story.earlier[0].value, proposal=STRANGE)
    _replace_first(story, value)


def _replace_first(story, value):
    """The first wave says something else, and the second follows it."""
    org = story.author
    story.earlier[0] = story.coalition.sign(CALL, value, story.coalition.id, story.mode, org.people[0][0])
    story.call.decode()
    following = dict(story.call.value, prev=story.earlier[0].id)
    story.call = story.coalition.sign(CALL, following, story.coalition.id, story.mode, org.people[0][0])
    story.sign_call(following)


def _first(**said):
    def change(story):
        story.earlier[0].decode()
        _replace_first(story, dict(story.earlier[0].value, **said))
    return change


ALL = {
    "the second wave": (case(), "VALID"),
    "the third wave": (case(3), "VALID"),
    "a fourth of three": (case(4), "E_WAVE"),
    "the second of one": (case(edits={"proposal": put(max_waves=1)}), "E_WAVE"),
    "the first without the others": (case(1), "VALID"),
    "the wave before is missing": (case(keep=()), "E_MISSING"),
    "the first of three is missing": (case(3, keep=(1,)), "E_MISSING"),
    "the second of three is missing": (case(3, keep=(0,)), "E_MISSING"),
    "it follows what is not here": (case(edits=_of(2, put(prev=STRANGE))), "E_MISSING"),
    "it follows nothing": (case(edits=_of(2, put(prev=b""))), "E_WAVE"),
    "the first follows something": (case(edits=_of(1, put(prev=STRANGE))), "VALID"),
    "a first wave that follows something": (case(1, edits=_of(1, put(prev=STRANGE))), "E_WAVE"),
    "it says wave 3": (case(edits=_of(2, put(wave=3))), "E_WAVE"),
    "it says wave 1 again": (case(edits=_of(2, put(wave=1, prev=b""))), "E_MISSING"),
    "two of wave 2": (case(3, edits=_of(3, lambda value, story, _: value.update(
        wave=2, prev=story.earlier[0].id))), "E_MISSING"),
    "out of order": (case(3, edits=_of(3, lambda value, story, _: value.update(prev=story.earlier[0].id))), "E_WAVE"),
    "another mandate": (case(edits=_of(2, put(mandate=STRANGE))), "E_WAVE"),
    "the wave before quotes another mandate": (case(edits=_of(1, put(mandate=STRANGE))), "E_WAVE"),
    "the wave before is of another proposal": (case(change=_other_proposal), "E_WAVE"),
    "the wave before says its t0 was past": (case(change=_first(targets=[])), "VALID"),
    "a call too many": (case(change=_another_call), "E_MISSING"),
    "fewer targets than before": (case(edits=_of(2, lambda value, *_: value["targets"].pop() and None)), "VALID"),
    "a target that was not proposed": (case(edits=_of(2, nested(
        ("targets", 0, "cell"), lambda old: dict(old, code=b"depot")))), "E_TARGET"),
    "t0 past not_after": (case(edits=_of(2, nested(("targets", 0, "t0"), lambda old: old + 90 * DAY))), "E_EXPIRED"),
    "t0 too soon": (case(edits=_of(2, nested(("targets", 0, "t0"), lambda old: old - 3 * DAY))), "E_LEAD_MIN"),
    "t0 too far": (case(edits=_of(2, nested(("targets", 0, "t0"), lambda old: old + 30 * DAY))), "E_LEAD_MAX"),
    "within the hold": (case(edits={"join": lambda value, story, which: which < 4 or value["head"].update(
        at=story.mandate_time() + HOUR)}), "E_JOIN"),
    "a drill's second wave": (case(drill=True), "VALID"),
    "a drill's second wave alone": (case(drill=True, keep=()), "E_MISSING"),
}
