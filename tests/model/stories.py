"""What a coalition goes through, as statements: drill, reports, proposal, mandate, call, stops."""
from canonical import blank
from chains import Chains
import decisions
import papers
import schema
from coalitions import DAY, FOUNDING, HOUR, Told
from frames import ACK, CALL, MANIFEST, PROPOSAL, REPORT, STOP, Proof, Refused

KIND_MANDATE, KIND_CALL, KIND_STOP = 3, 4, 5


class Story(Told):
    def __init__(self, coalition, *, drill=False, signers=1.0, edits=None, action=b"stoppage"):
        super().__init__(edits)
        self.coalition, self.random = coalition, coalition.random
        self.is_drill, self.signers, self.action = drill, signers, action
        self.base = coalition.base
        self.mode = self.base + 1 if drill else self.base
        self.facts, self.reports = [], []
        self.call, self.earlier = None, []  # of the last wave, and those before it
        if not drill:
            self.exercise()
            self.report_all()
        self.propose(FOUNDING + 12 * DAY)

    def write(self, name, kind, value, mode, device):
        value = self.change(name, value)
        return value and self.coalition.sign(kind, value, self.coalition.id, mode, device)

    def said(self, name, org, person, subject, at, **said):
        """One sign-off, changed as a `name`."""
        before = self.coalition.change
        self.coalition.change = lambda _, value: self.change(name, value)
        out = self.coalition.signoff(org, person, subject, at, **said)
        self.coalition.change = before
        return [out] if out else []

    def signers_of(self, org):
        """k persons of an org at least, more or none by chance."""
        people = list(range(len(org.people)))
        if self.signers < 1 and self.random.random() > self.signers:
            return people[:self.random.randrange(org.manifest["k"])]
        return people[:max(org.manifest["k"], self.random.randrange(len(people) + 1))]

    # ---------------------------------------------------------------------------------------------- facts

    def exercise(self):
        at = FOUNDING + 10 * DAY
        drill = self.base + 1
        org = self.coalition.orgs[-1]
        value = blank(schema.CALL)
        value["head"], who = self.coalition.head(org, 0, at)
        value.update(wave=1, targets=[], texts=[{"instructions": b"practice"}] * 2)
        call = self.write("exercise", CALL, value, drill, who)
        if not call:
            return
        self.facts.append(call)
        for org in self.coalition.orgs:
            ack = blank(schema.ACK)
            ack["head"], who = self.coalition.head(org, 0, at + HOUR)
            ack.update(call=call.id, level=2)
            one = self.write("ack", ACK, ack, drill, who)
            self.facts += [one] if one else []

    def report_all(self):
        as_of = FOUNDING + 11 * DAY
        for org, entry in zip(self.coalition.orgs, map(self.entry_of, self.coalition.orgs)):
            if not entry["claims"]:
                continue
            value = blank(schema.REPORT)
            value["head"], who = self.coalition.head(org, 0, as_of + HOUR)
            day = as_of // DAY
            value.update(period=31, as_of=as_of, root=org.id, vote={
                "day": day - 3, "valid_until": day + 90, "turnout_bp": 7_000, "yes_bp": 8_000, "method": b"paper"})
            value["cells"] = [{"cell": cell, "eligible": 1_000, "pledged": 800, "topped": 0} for cell in entry["claims"]]
            value["tests"] = [{"cell": cell, "kind": b"button", "day": day - ago, "took_part": 300}
                              for cell in entry["claims"] for ago in (20, 10, 2)]
            report = self.write("report", REPORT, value, self.base, who)
            if not report:
                continue
            self.reports.append(report)
            for person in range(2):
                self.facts += self.said("report signoff", org, person, report, as_of + 2 * HOUR)

    def entry_of(self, org):
        charter = self.coalition.ruling.value or self.coalition.charter
        return next(one for one in charter["orgs"] if one["id"] == org.id)

    # ---------------------------------------------------------------------------------------------- mandate

    def targets(self):
        """A claim of each org that can be asked, of two at most."""
        out = []
        for org in self.coalition.orgs:
            claims = self.entry_of(org)["claims"]
            if claims and len(out) < 2:
                out.append({"org": org.id, "cell": claims[0]})
        return sorted(out, key=schema.by("org", "cell"))

    def propose(self, at):
        self.author = self.coalition.orgs[1]
        value = blank(schema.PROPOSAL)
        value["head"], who = self.coalition.head(self.author, 0, at)
        told = {"title": b"One day", "summary": b"A day.", "why_now": b"Talks ended.", "after_plan": b"Meet.",
                "safety_cover": b"Emergency rooms."}
        texts = [{"text": b"Safe crossings.", "met_when": b"They are built."}] * 2
        value.update(charter=self.coalition.ruling.id, action=self.action, targets=self.targets(), texts=[told, dict(told)],
                     demands=[{"kind": 1, "addressee": b"the city", "origin": 1, "texts": texts},
                              {"kind": 2, "addressee": b"the board", "origin": 2, "texts": texts}],
                     not_before=at, not_after=at + 60 * DAY, vote_by=at + 10 * DAY, max_duration=86_400, max_waves=3)
        self.proposal = self.write("proposal", PROPOSAL, value, self.mode, who)
        self.approvals, self.objections = [], []
        later = at + HOUR
        for org in self.coalition.orgs:
            for person in self.signers_of(org):
                later += 1_000 * self.random.randrange(1, 600)
                self.approvals += self.said("approval", org, person, self.proposal, later, demands=[0, 1])

    def mandate_set(self):
        """Charter, manifests, proposal, its approvals and facts."""
        return self.coalition.authority() + [self.proposal] + self.approvals + self.facts + self.reports

    def question(self, statements, left_out=()):
        for one in statements:
            if one.value is None:
                one.decode()
            if one.type == MANIFEST:
                papers.list_devices(one.value)
        newest = [org.statement for org in self.coalition.orgs]
        electorate = Chains(statements).electorate(self.coalition.ruling.value, newest)
        return decisions.Question(electorate, statements, self.proposal, self.base, left_out)

    def mandate_time(self):
        """Or, where no rule is met, the last approval's."""
        try:
            return self.question(self.mandate_set()).mandate_time()
        except (Refused, AttributeError, TypeError):
            return max([FOUNDING + 13 * DAY] + [one.head["at"] for one in self.approvals])

    # ---------------------------------------------------------------------------------------------- call

    def call_all(self, *, attested=False, at=None, more=(), objecting=()):
        """A call and its sign-offs; after another call it is the next wave. `more` are statements that stand beside the
        mandate's, `objecting` the places of orgs that object to the call, which all others have seen."""
        self.is_attested = attested and bool(self.reports)
        mandated = self.mandate_time()
        left_out = [one.id for one in self.reports] if self.is_attested else []
        at = at or mandated + 4 * DAY
        self.more, self.left_out = list(more), sorted(left_out)
        self.earlier += [self.call] if self.call else []
        value = blank(schema.CALL)
        value["head"], who = self.coalition.head(self.author, 0, at)
        kept = [one for one in self.mandate_set() if one not in self.reports or not self.is_attested]
        mandate = self.question(kept, left_out).mandate_id(mandated)
        value.update(proposal=self.proposal.id, mandate=mandate, wave=len(self.earlier) + 1,
                     prev=self.earlier[-1].id if self.earlier else b"",
                     targets=[dict(target, t0=at + 4 * DAY) for target in self.targets()],
                     texts=[{"instructions": b"walk out"}] * 2, public_after=at + DAY)
        self.call = self.write("call", CALL, value, self.mode, who)
        for place in objecting:
            for person in range(self.coalition.orgs[place].manifest["k"]):
                self.more += self.said("objection", self.coalition.orgs[place], person, self.call, at, stance=2)
        self.sign_call(value, objecting)

    def sign_call(self, value, objecting=()):
        self.call_signoffs, called = [], {target["org"] for target in value["targets"]}
        later = value["head"]["at"] + HOUR
        seen = sorted(one.id for one in self.more)
        for org in (org for place, org in enumerate(self.coalition.orgs) if place not in objecting):
            for person in self.signers_of(org):
                later += 1_000 * self.random.randrange(1, 600)
                self.call_signoffs += self.said("join" if org.id in called else "call signoff", org, person, self.call,
                                                later, seen=seen, join=int(org.id in called and not self.is_drill))

    def certificate(self):
        facts = [one for one in self.facts if not self.is_attested or one.type in (CALL, ACK)]
        statements = self.coalition.authority() + [self.proposal, self.call] + self.earlier + self.approvals + facts + \
            self.more
        return self.proof(KIND_CALL, statements + self.call_signoffs + ([] if self.is_attested else self.reports),
                          self.left_out)

    def mandate(self):
        return self.proof(KIND_MANDATE, self.mandate_set())

    # ---------------------------------------------------------------------------------------------- stop

    def stop_by(self, signers, *, kind, of_call=True, **said):
        """A stop and sign-offs of so many persons of each org; what is said may be a function of its time."""
        subject = self.call if of_call else self.proposal
        at = self.mandate_time() + (6 * DAY if of_call else DAY)
        value = blank(schema.STOP)
        value["head"], who = self.coalition.head(self.coalition.orgs[-1], 0, at)
        value.update(subject=subject.id, kind=kind, form=1 if kind == 5 else 0)
        if kind == 5 and said.get("form") != 2:
            value.update(outcomes=[1, 2], next_review=at + DAY)
        value.update({name: one(at) if callable(one) else one for name, one in said.items()})
        stop = self.write("stop", STOP, value, self.mode, who)
        out = [stop]
        for org, persons in zip(self.coalition.orgs, signers):
            for person in range(min(persons, len(org.people))):
                out += self.said("stop signoff", org, person, stop, at + HOUR)
        return out

    def stop_proof(self, statements, of_call=True):
        subjects = [self.proposal] + ([self.call] if of_call else [])
        return self.proof(KIND_STOP, self.coalition.authority() + subjects + statements)

    @staticmethod
    def proof(kind, statements, left_out=()):
        by_id = {one.id: one for one in statements}
        return Proof(kind, list(left_out), [by_id[ident] for ident in sorted(by_id)])
