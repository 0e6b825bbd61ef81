"""Mandate, call and stop (coalition.md §7, §8), as functions of decoded statements."""
import functools

import frames
import rules
import tally
from facts import Facts
from frames import Refused
from primitives import framed_hash

HOLD, ABORT, PAUSE, RESUME, END = range(1, 6)
STOP_RULES = {HOLD: "abort", ABORT: "abort", PAUSE: "pause", RESUME: "call", END: "end"}


def not_met(code):
    return Refused(code, "NOT MET")


class Question:
    """One proposal in one proof: what its statements decide."""

    def __init__(self, electorate, statements, proposal, base_mode, left_out=()):
        self.electorate, self.statements, self.proposal = electorate, statements, proposal
        self.is_drill = proposal.mode != base_mode
        self.left_out = list(left_out)
        self.facts = Facts(electorate, statements, proposal, base_mode)
        self.action = next((one for one in electorate.charter["actions"] if one["name"] == proposal.value["action"]), None)
        self.bearing = {target["org"] for target in proposal.value["targets"]}
        self.author_org = proposal.head["org"]

    def rule(self, name):
        """A decision's rule; of a drill it is one for all."""
        charter = self.electorate.charter
        if self.is_drill:
            return rules.tree(charter["rules"]["drill"])
        return rules.tree(self.action[name] if name in ("mandate", "call") else charter["rules"][name])

    def param(self, name):
        return self.electorate.ms("drill" if self.is_drill and name in ("hold", "min_lead") else "start", name)

    # ---------------------------------------------------------------------------------------------- mandate

    def mandate_time(self):
        return self._time_of(tally.of_orgs(self.electorate, tally.on(self.statements, self.proposal)))

    def quoted_mandate_time(self, quoted):
        """Of the mandate that a call quotes: of all that is in the file, or, where somebody thought better of it only
        after that moment, of the approvals alone."""
        signoffs = tally.on(self.statements, self.proposal)
        by_org, failure = tally.of_orgs(self.electorate, signoffs), Refused("E_MISSING")
        try:
            moment = self._time_of(by_org)
            if self._id_of(by_org, moment) == quoted:
                return moment
        except Refused as refused:
            failure = refused
        approvals = tally.of_orgs(self.electorate, [one for one in signoffs if one.value["stance"] == tally.APPROVE])
        try:
            moment = self._time_of(approvals)
        except Refused:
            raise failure from None
        by_then = tally.of_orgs(self.electorate, [one for one in signoffs if one.head["at"] <= moment])
        if self._id_of(approvals, moment) == quoted and self._standing(approvals, moment) <= self._standing(by_then, moment):
            return moment
        raise failure

    def _time_of(self, by_org):
        moments = {one.head["at"] for found in by_org.values() for one in found}
        if not self.is_drill:
            moments |= self.facts.moments()
        codes = ["E_COUNT"]
        for moment in sorted(moments):
            codes = self._mandate_lacks(by_org, moment)
            if not codes:
                return self._in_time(moment)
        raise self._why(codes)

    def _mandate_lacks(self, by_org, moment):
        now = tally.standing_at(self.electorate, by_org, moment)
        approving = tally.approving(self.electorate, now)
        facts, bearing = None, None
        if not self.is_drill:
            facts = (self.facts.attested if self.left_out else self.facts.ask)(moment, now)
            if not self.left_out:
                bearing = functools.partial(self.facts.bearing_code, moment=moment)
        situation = rules.Situation(self.electorate.full, approving, bearing=self.bearing, facts=facts,
                                    approves_bearing=bearing)
        codes = rules.lacks(self.rule("mandate"), situation)
        return codes if self.author_org in approving else ["E_COUNT"] + codes

    def _in_time(self, moment):
        if moment > self.proposal.value["vote_by"] or moment >= self.electorate.charter["review_by"]:
            raise Refused("E_EXPIRED")
        return moment

    def _why(self, codes):
        signoffs = [one for one in self.statements if one.type == frames.SIGNOFF]
        if tally.has_run_out(self.electorate, signoffs):
            return Refused("E_MANIFEST_EXPIRED")
        return Refused(codes[0], "NOT MET", codes)

    def mandate_id(self, moment):
        """Of all that stands at the mandate time, as far as it is in the file, and of what was left out."""
        return self._id_of(tally.of_orgs(self.electorate, tally.on(self.statements, self.proposal)), moment)

    def _standing(self, by_org, moment):
        return {one.id for found in tally.standing_at(self.electorate, by_org, moment).values() for one in found}

    def _id_of(self, by_org, moment):
        ids = self._standing(by_org, moment) | set(self.left_out)
        if not self.is_drill:
            ids |= self.facts.used_ids(self.action["mandate"], moment)
        return framed_hash("mandate", self.proposal.id, b"".join(sorted(ids)))

    # ---------------------------------------------------------------------------------------------- call

    def call_time(self, call, mandate_time):
        self.call, self.called = call, {target["org"] for target in call.value["targets"]}
        signoffs = tally.on(self.statements, call)
        raw = tally.of_orgs(self.electorate, signoffs)
        early = [one for found in raw.values() for one in found if not self._is_after_holds(one, mandate_time)]
        open_items = [one for found in raw.values() for one in found if not self._is_ready(one)]
        good = {org: [one for one in found if one not in early and one not in open_items] for org, found in raw.items()}
        moment = self._first(good)
        if moment is None:
            raise self._why(self._call_codes(good) + ["E_HOLD"] * bool(early) + ["E_CHECKLIST"] * bool(open_items))
        used = self._used(tally.standing_at(self.electorate, good, moment))
        times = sorted(self._org_time(org, found) for org, found in used.items())
        call_time = times[len(times) // 2]
        self._check(used, call_time)
        return call_time

    def _is_after_holds(self, signoff, mandate_time):
        by_id = {one.id: one for one in self.statements}
        ends = [by_id[seen].value["at"] for seen in signoff.value["seen"]
                if by_id[seen].type == frames.STOP and by_id[seen].value["kind"] == HOLD]
        return signoff.head["at"] >= max([mandate_time + self.param("hold")] + ends)

    def _is_ready(self, signoff):
        return not signoff.value["join"] or all(entry["state"] != 4 for entry in signoff.value["checklist"])

    def _needs_join(self, org):
        return org in self.called and not self.is_drill

    def _usable(self, by_org):
        out = {org: [one for one in found if one.value["join"] or not self._needs_join(org)]
               for org, found in by_org.items()}
        return {org: found for org, found in out.items() if len(found) >= self.electorate.k(org)}

    def _lacks(self, approving):
        return rules.lacks(self.rule("call"), rules.Situation(
            self.electorate.full, approving, bearing=self.bearing, called=self.called))

    def _first(self, by_org):
        for moment in sorted({one.head["at"] for found in by_org.values() for one in found}):
            usable = self._usable(tally.standing_at(self.electorate, by_org, moment))
            joined = all(org in usable for org in self.called if self._needs_join(org))
            if joined and not self._lacks(usable):
                return moment
        return None

    def _call_codes(self, good):
        """What is missing when all have signed."""
        last = max([one.head["at"] for found in good.values() for one in found], default=self.call.head["at"])
        now = tally.standing_at(self.electorate, good, last)
        usable = self._usable(now)
        joins = ["E_JOIN" for org in self.called if self._needs_join(org) and org not in usable]
        return self._lacks(tally.approving(self.electorate, now)) + joins

    def _used(self, by_org):
        used = {org: found[:self.electorate.k(org)] for org, found in self._usable(by_org).items()}
        for org in sorted(used, key=lambda one: (self._org_time(one, used[one]), one), reverse=True):
            if self._needs_join(org):
                continue
            rest = {other: found for other, found in used.items() if other != org}
            if not self._lacks(rest):
                used = rest
        return used

    def _org_time(self, org, found):
        return found[self.electorate.k(org) - 1].head["at"]

    def _check(self, used, call_time):
        if call_time >= self.electorate.charter["review_by"]:
            raise Refused("E_EXPIRED")
        signoffs = [one for found in used.values() for one in found]
        self._check_block(signoffs)
        shown = {}
        for one in signoffs:
            value = one.value
            if shown.setdefault((value["lang"], value["wording"]), value["shown"]) != value["shown"]:
                raise not_met("E_RENDER")
        last = max([call_time] + [self._org_time(org, used[org]) for org in self.called if self._needs_join(org)])
        for target in self.call.value["targets"]:
            if target["t0"] - last < self.param("min_lead"):
                raise not_met("E_LEAD_MIN")
        for target in self.call.value["targets"]:
            if target["t0"] - call_time > self.electorate.ms("start", "max_lead"):
                raise not_met("E_LEAD_MAX")

    def _check_block(self, signoffs):
        seen = {ident for one in signoffs for ident in one.value["seen"]}
        objecting = set()
        for subject in (self.proposal, self.call):
            said = tally.on([one for one in self.statements if one.id in seen], subject)
            objecting |= tally.approving(self.electorate, tally.of_orgs(self.electorate, said, tally.OBJECT))
        if not rules.lacks(self.rule("block"), rules.Situation(
                self.electorate.full, objecting, bearing=self.bearing, called=self.called)):
            raise not_met("E_BLOCKED")

    # ---------------------------------------------------------------------------------------------- stop

    def stop_carriers(self, stop, call):
        """Empty: a rule carries it for all its targets; else the orgs that carry it for their own. Nothing expires here."""
        value = stop.value
        by_org = tally.of_orgs(self.electorate, tally.on(self.statements, stop))
        approving = tally.approving(self.electorate, by_org)
        is_single = value["kind"] == HOLD and call is not None and value["at"] == 0
        codes = ["E_COUNT"]
        if not is_single and not (value["kind"] == HOLD and call is None):  # these two are an org's own matter
            codes = self._rule_lacks(STOP_RULES[value["kind"]], approving, call)
            # What answers a vote to end is carried by the end rule as well.
            if not codes or (value["kind"] == RESUME and call and not self._rule_lacks("end", approving, call)):
                return set()
        carriers = self._own_orgs(value, call) & (set(by_org) if is_single else approving)
        if not carriers:
            raise Refused(codes[0], "NOT MET")
        return carriers

    def _rule_lacks(self, name, approving, call):
        called = {target["org"] for target in call.value["targets"]} if call else set()
        return rules.lacks(self.rule(name), rules.Situation(
            self.electorate.full, approving, bearing=self.bearing, called=called))

    def _own_orgs(self, value, call):
        """Whose own matter it is: of what holds a proposal back or lets it go, any full org's."""
        if call is None and value["kind"] in (HOLD, RESUME):
            return set(self.electorate.full)
        concerned = {target["org"] for target in (call or self.proposal).value["targets"]}
        return concerned & {target["org"] for target in value["targets"]} if value["targets"] else concerned
