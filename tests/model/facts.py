"""What a mandate rule asks besides approvals (coalition.md §5, §8): reports, votes, drills, as they stood at one moment."""
import frames
import rules
import tally

DAY_MS = 86_400_000
DRILL_LIFE_MS = DAY_MS
ACKED = (2, 3, 4)  # reviewed, cascaded, committed


class Facts:
    def __init__(self, electorate, statements, proposal, base_mode):
        self.electorate, self.proposal = electorate, proposal
        self.targets = [(target["org"], target["cell"]) for target in proposal.value["targets"]]
        self.reports = [one for one in statements if one.type == frames.REPORT and self.is_listed(one)]
        self.signed_at = {one.id: self._complete_at(one, tally.on(statements, one)) for one in self.reports}
        drill = base_mode + 1
        self.calls = [one for one in statements if one.type == frames.CALL and one.mode == drill and self.is_listed(one)]
        self.acks = [one for one in statements if one.type == frames.ACK and one.mode == drill and self.is_listed(one)]

    def is_listed(self, one):
        """Facts are told by whom the newest manifests list."""
        return self.electorate.people.get(one.author, (None,))[0] == one.head["org"]

    def _complete_at(self, report, signoffs):
        org = report.head["org"]
        times = sorted(one.head["at"] for one in tally.of_orgs(self.electorate, signoffs).get(org, []))
        need = 1 if self.electorate.orgs[org]["solo"] else 2
        return times[need - 1] if len(times) >= need else None

    def moments(self):
        signed = [(self.signed_at[one.id], one.value["as_of"]) for one in self.reports]
        out = {max(pair) for pair in signed if pair[0] is not None}
        return out | {ack.head["at"] for call in self.calls for ack in self.answers(call)}

    def answers(self, call):
        """The first ack of each org that says more than `received`, of those within a day."""
        first = {}
        for one in sorted(self.acks, key=lambda ack: (ack.head["at"], ack.id)):
            late = one.head["at"] - call.head["at"]
            if one.value["call"] == call.id and one.value["level"] in ACKED and 0 <= late <= DRILL_LIFE_MS:
                first.setdefault(one.head["org"], one)
        return list(first.values())

    def newest(self, org, moment):
        """The newest complete report of an org, fresh or not."""
        found = [one for one in self.reports if one.head["org"] == org and
                 self.signed_at[one.id] is not None and self.signed_at[one.id] <= moment and
                 one.value["as_of"] <= moment]
        return max(found, key=lambda one: (one.value["as_of"], one.id), default=None)

    def is_fresh(self, report, moment):
        return moment - report.value["as_of"] <= self.electorate.ms("fresh", "report")

    def worth(self, count):
        """Pledged; a topped cell is worth top_code_bp of its eligible, rounded down."""
        if count["topped"]:
            return self.electorate.charter["params"]["privacy"]["top_code_bp"] * count["eligible"] // 10_000
        return count["pledged"]

    @staticmethod
    def count(report, cell):
        return next((one for one in report.value["cells"] if one["cell"] == cell), None)

    def bearing_code(self, org, moment):
        """Why a bearing org's approval does not count in a bearing share; None: it does."""
        report = self.newest(org, moment)
        if report is None:
            return "E_BEARING"
        if not self.is_fresh(report, moment):
            return "E_STALE"
        counts = [self.count(report, cell) for owner, cell in self.targets if owner == org]
        return None if any(one and self.worth(one) > 0 for one in counts) else "E_BEARING"

    def ask(self, moment, approvals):
        """The node's codes at a moment, for rules.Situation."""
        def codes(node, situation):
            if node["op"] == rules.RATIFIED:
                return self._ratified(node, situation, approvals)
            if node["op"] == rules.STRENGTH:
                return self._strength(node, moment)
            if node["op"] == rules.VOTE:
                return self._vote(node, situation, moment)
            return self._drill(node, situation, moment)
        return codes

    def attested(self, moment, approvals):
        """With reports left out: strength and votes are the word of those who signed the call."""
        ask = self.ask(moment, approvals)
        return lambda node, situation: [] if node["op"] in (rules.STRENGTH, rules.VOTE) else ask(node, situation)

    def _ratified(self, node, situation, approvals):
        members = situation.members(node)
        demands = range(len(self.proposal.value["demands"]))
        for demand in demands:
            have = sum(1 for org in members & situation.approving if sum(
                demand in one.value["demands"] for one in approvals.get(org, [])) >= self.electorate.k(org))
            if not rules.is_reached(have, len(members), node):
                return ["E_RATIFY"]
        return [] if demands else ["E_RATIFY"]

    def _strength(self, node, moment):
        """Why too few targets are strong: only tests are missing, or only freshness, or more."""
        found = []  # of each target: sector, pledged enough, fresh, tested
        for org, cell in self.targets:
            report = self.newest(org, moment)
            count = report and self.count(report, cell)
            if not count:
                continue
            is_pledged = 0 < node["min_bp"] * count["eligible"] <= self.worth(count) * 10_000
            tests = sum(1 for one in report.value["tests"] if one["cell"] == cell and one["took_part"] > 0 and
                        self._is_in_span(one["day"], node["span"], moment))
            found.append((cell["sector"], is_pledged, self.is_fresh(report, moment), tests >= node["tests"]))

        def is_enough(is_strong):
            sectors = [one[0] for one in found if is_strong(*one[1:])]
            return len(sectors) >= node["min_cells"] and len(set(sectors)) >= node["min_sectors"]

        if is_enough(lambda pledged, fresh, tested: pledged and fresh and tested):
            return []
        if is_enough(lambda pledged, fresh, tested: pledged and fresh):
            return ["E_TESTS"]
        return ["E_STALE"] if is_enough(lambda pledged, fresh, tested: pledged) else ["E_STRENGTH"]

    @staticmethod
    def _is_in_span(day, span, moment):
        return (moment - span * 1000) // DAY_MS <= day <= moment // DAY_MS

    def _vote(self, node, situation, moment):
        day = moment // DAY_MS
        members = situation.members(node)
        for org in members:
            report = self.newest(org, moment)
            vote = report.value["vote"] if report else None
            if not (vote and vote["day"] and vote["day"] <= day <= vote["valid_until"] and
                    vote["turnout_bp"] >= node["turnout_bp"] and vote["yes_bp"] >= node["yes_bp"]):
                return ["E_VOTE"]
        return [] if members else ["E_VOTE"]

    def _drill(self, node, situation, moment):
        members = situation.members(node)
        for call in self.calls:
            if 0 <= moment - call.head["at"] <= node["span"] * 1000:
                acked = {one.head["org"] for one in self.answers(call) if one.head["at"] <= moment}
                if rules.is_reached(len(acked & members), len(members), node):
                    return []
        return ["E_DRILL"]

    # ---------------------------------------------------------------------------------------------- what is used

    def used_ids(self, rule, moment):
        """Of a mandate at a moment: the bearing orgs' reports (all orgs' if the rule asks for votes) and one drill."""
        asks = {node["op"] for node in rule["nodes"]}
        owners = set(self.electorate.full) if rules.VOTE in asks else {org for org, _ in self.targets}
        reports = [self.newest(org, moment) for org in owners]
        return {one.id for one in reports if one} | (self._used_drill(rule, moment) if rules.DRILL in asks else set())

    def _used_drill(self, rule, moment):
        """The exercise call that most orgs answered by then; of equals the smaller ids."""
        span = max(node["span"] for node in rule["nodes"] if node["op"] == rules.DRILL) * 1000
        found = [[call.id] + [one.id for one in sorted(self.answers(call), key=lambda ack: ack.id)
                              if one.head["at"] <= moment]
                 for call in self.calls if 0 <= moment - call.head["at"] <= span]
        return set(min(found, key=lambda ids: (-len(ids), ids), default=[]))
