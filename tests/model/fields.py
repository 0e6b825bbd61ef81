"""Step 5 of coalition.md §10: what proposal, call and stop say in themselves (§7)."""
from decisions import END, HOLD, PAUSE
from frames import NOTHING, Refused

WIN = 1
BY_VOTE = 2
HOLD_MAX_MS, PAUSE_MAX_MS = 72 * 3_600_000, 24 * 3_600_000


def _require(is_so, code):
    if not is_so:
        raise Refused(code)


def _is_told(texts, languages):
    return len(texts) == len(languages) and all(text for one in texts for text in one.values())


def _covers(claim, cell):
    return claim["sector"] == cell["sector"] and claim["region"] == cell["region"] and claim["code"] in (b"", cell["code"])


def check_proposal(electorate, proposal):
    value, charter = proposal.value, electorate.charter
    _require(electorate.people.get(proposal.author, (None,))[0] in electorate.full, "E_DELEGATE")
    action = next((one for one in charter["actions"] if one["name"] == value["action"]), None)
    _require(action is not None, "E_TYPE")
    languages = charter["languages"]
    _require(_is_told(value["texts"], languages), "E_DEMAND")
    _require(all(_is_told(demand["texts"], languages) and demand["addressee"] for demand in value["demands"]), "E_DEMAND")
    _require(any(demand["kind"] == WIN for demand in value["demands"]), "E_DEMAND")
    _require(value["targets"], "E_TARGET")
    asked = {ask["kind"] for ask in action["asks"]}
    for target in value["targets"]:
        org = electorate.full.get(target["org"])
        _require(org is not None and org["kind"] in asked, "E_TARGET")
        _require(any(_covers(claim, target["cell"]) for claim in org["claims"]), "E_TARGET")
        _require(not (org["solo"] and action["stops_work"]), "E_TARGET")
    at, start = value["head"]["at"], charter["params"]["start"]
    _require(at < charter["review_by"], "E_EXPIRED")
    _require(at <= value["vote_by"], "E_EXPIRED")
    _require(value["not_before"] <= value["not_after"] <= at + start["max_mandate"] * 1000, "E_EXPIRED")
    _require(0 < value["max_duration"] <= start["max_duration"], "E_EXPIRED")


def check_call(electorate, call, proposal):
    value, of = call.value, proposal.value
    _require(call.mode == proposal.mode, "E_MODE")
    _require(value["proposal"] == proposal.id, "E_MISSING")
    _require(call.author in electorate.people, "E_DELEGATE")
    _require(_is_told(value["texts"], electorate.charter["languages"]), "E_DEMAND")
    _require(value["targets"], "E_TARGET")
    planned = [(target["org"], target["cell"]) for target in of["targets"]]
    for target in value["targets"]:
        _require((target["org"], target["cell"]) in planned, "E_TARGET")
    _require(value["wave"] <= of["max_waves"] and (value["wave"] == 1) == (value["prev"] == NOTHING), "E_WAVE")
    for target in value["targets"]:
        _require(of["not_before"] <= target["t0"] <= of["not_after"], "E_EXPIRED")


def check_waves(call, calls):
    """The calls beside it are the waves before it, each one back by one, and no other."""
    by_id, later = {one.id: one for one in calls}, call
    while later.value["wave"] > 1:
        earlier = by_id.get(later.value["prev"])
        _require(earlier is not None, "E_MISSING")
        _require(earlier.value["wave"] + 1 == later.value["wave"], "E_WAVE")
        _require(all(earlier.value[name] == later.value[name] for name in ("proposal", "mandate")), "E_WAVE")
        later = earlier
    _require(len(calls) == call.value["wave"], "E_MISSING")


def check_stop(stop, call, proposal):
    value = stop.value
    _require(stop.mode == proposal.mode, "E_MODE")
    _require(call is None or call.value["proposal"] == proposal.id, "E_MISSING")
    _require(value["subject"] == (call or proposal).id, "E_MISSING")
    check_kind(value, call, proposal)
    planned = [(target["org"], target["cell"]) for target in (call or proposal).value["targets"]]
    for target in value["targets"]:
        _require((target["org"], target["cell"]) in planned, "E_TARGET")


def check_kind(value, call, proposal):
    """What a stop of each kind says besides."""
    issue = value["head"]["at"]
    if value["kind"] == HOLD and call is None:
        _require(value["at"] <= issue + HOLD_MAX_MS, "E_HOLD")
    if value["kind"] in (PAUSE, END):
        _require(call is not None, "E_MISSING")
    if value["kind"] == PAUSE:
        _require(issue < value["at"] <= issue + PAUSE_MAX_MS, "E_HOLD")
    if value["kind"] == END and value["form"] == BY_VOTE:
        _require(value["vote_by"] > issue and not value["outcomes"] and not value["next_review"], "E_VOTE")
    elif value["kind"] == END:
        says_all = len(value["outcomes"]) == len(proposal.value["demands"]) and value["next_review"] > 0
        _require(says_all and not value["vote_by"], "E_DEMAND")
