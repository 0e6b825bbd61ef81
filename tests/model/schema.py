"""The bodies of coalition.md §3 as schemas: field numbers in the order of the page's fields, their limits beside them."""
import re

from canonical import TIME_MAX, Bool, Field, Ident, Malformed, Message, Number, Raw, Text

TIME = Number(64, most=TIME_MAX)
U32, U64, BOOL = Number(), Number(64), Bool()
VERSION = Number(32, least=1)
ID, ID_OR_NONE = Ident(), Ident(may_be_none=True)
WORD = Text(40, is_name=True, least=1)
WORD_OR_NONE = Text(40, is_name=True)


def enum(least, most):
    return Number(32, least, most)


def fields(*rows):
    """(name, kind) or (name, kind, options): numbers rise from 1."""
    return [Field(number, row[0], row[1], **(row[2] if len(row) > 2 else {})) for number, row in enumerate(rows, 1)]


def by(*names):
    def key(value):
        return tuple(key_of_cell(value[name]) if name == "cell" else value[name] for name in names)
    return key


def key_of_cell(cell):
    return (cell["sector"], cell["region"], cell["code"])


def several(most, least=0, **options):
    return {"most": most, "least": least, **options}


HEAD = Message(*fields(("author", ID), ("org", ID_OR_NONE), ("at", TIME), ("seq", U64)))
CELL = Message(*fields(("sector", WORD), ("region", WORD), ("code", Text(16, is_name=True))))
TARGET = Message(*fields(("org", ID), ("cell", CELL)))
KEYS = Message(*fields(("idk", Raw(32)), ("ltk", Raw(32))))
CUTOFF = Message(*fields(("device", ID), ("last_seq", U64)))
SELECTOR = Message(*fields(("kind", enum(0, 5)), ("name", WORD_OR_NONE)), absent_if_empty=True)
NODE = Message(*fields(
    ("op", enum(1, 8)), ("children", U32), ("selector", SELECTOR), ("strict", BOOL), ("numerator", U32),
    ("denominator", U32), ("min", U32), ("min_kinds", U32), ("min_bp", U32), ("min_cells", U32), ("min_sectors", U32),
    ("tests", U32), ("span", U32), ("turnout_bp", U32), ("yes_bp", U32)))
RULE = Message(*fields(("nodes", NODE, several(200, is_list=True))))
ASK = Message(*fields(("kind", WORD), ("ask", WORD)))
ACTION = Message(*fields(("name", WORD), ("stops_work", BOOL), ("asks", ASK, several(16, key=by("kind"))),
                         ("mandate", RULE), ("call", RULE)))
ORG = Message(*fields(
    ("id", ID), ("slug", Text(24, pattern=re.compile("[a-z0-9-]{2,24}"))), ("name", Text(80, is_name=True, least=1)),
    ("kind", WORD), ("standing", enum(1, 3)), ("claims", CELL, several(32, key=key_of_cell)),
    ("checklists", WORD, several(8)), ("sponsors", ID, several(4)), ("since", TIME), ("solo", BOOL)))
RULES = Message(*fields(*((name, RULE) for name in ("block", "abort", "pause", "end", "amend", "drill"))))
PARAMS = Message(*fields(
    ("start", Message(*fields(*((name, U32) for name in (
        "hold", "min_lead", "max_lead", "max_mandate", "max_duration", "spread"))))),
    ("fresh", Message(*fields(*((name, U32) for name in ("signoff", "report", "manifest", "skew"))))),
    ("privacy", Message(*fields(*((name, U32) for name in (
        "cell_min", "round_to", "top_code_bp", "period", "retention"))))),
    ("org", Message(*fields(("probation", U32), ("sponsors", U32)))),
    ("drill", Message(*fields(("hold", U32), ("min_lead", U32), ("quiet", U32))))))
CHARTER = Message(*fields(
    ("head", HEAD), ("version", VERSION), ("prev", ID_OR_NONE), ("skips", ID, several(32)),
    ("name", Text(80, is_name=True, least=1)), ("rehearsal", BOOL), ("languages", WORD, several(8)),
    ("regions", WORD, several(64)), ("sectors", WORD, several(16)), ("kinds", WORD, several(16)),
    ("assumed_faulty", Number(32, most=3)), ("orgs", ORG, several(64, key=by("id"))),
    ("actions", ACTION, several(8, key=by("name"))), ("rules", RULES), ("params", PARAMS),
    ("checklists", WORD, several(32)), ("carry", ID, several(16)), ("features", WORD, several(16)),
    ("effective_at", TIME), ("review_by", TIME)))
DELEGATE = Message(*fields(("id", Ident(16)), ("handle", Text(40, is_name=True, least=1)),
                           ("devices", KEYS, several(4, 1, key=by("idk", "ltk")))))
STEWARD = Message(*fields(("handle", Text(40, is_name=True, least=1)), ("devices", ID, several(4)),
                          ("lists", WORD, several(8))))
MANIFEST = Message(*fields(
    ("head", HEAD), ("version", VERSION), ("prev", ID_OR_NONE), ("skips", ID, several(32)),
    ("name", Text(80, is_name=True, least=1)), ("k", U32), ("delegates", DELEGATE, several(16, 1, key=by("id"))),
    ("stewards", STEWARD, several(64, key=by("handle"))), ("dropped", CUTOFF, several(64, key=by("device"))),
    ("valid_until", TIME), ("closed", BOOL)),
    check=lambda manifest: None if 1 <= manifest["k"] <= len(manifest["delegates"]) else _refuse("k of nobody"))
DEMAND = Message(*fields(
    ("kind", enum(1, 2)), ("addressee", Text(120)), ("origin", enum(1, 2)),
    ("texts", Message(*fields(("text", Text(300)), ("met_when", Text(300)))), several(8, is_list=True))))
PROPOSAL = Message(*fields(
    ("head", HEAD), ("charter", ID), ("action", WORD), ("targets", TARGET, several(128, key=by("org", "cell"))),
    ("demands", DEMAND, several(12, is_list=True)),
    ("texts", Message(*fields(("title", Text(120)), ("summary", Text(2000)), ("why_now", Text(1000)),
                              ("after_plan", Text(1000)), ("safety_cover", Text(1000)))), several(8, is_list=True)),
    ("not_before", TIME), ("not_after", TIME), ("vote_by", TIME), ("max_duration", U32), ("max_waves", enum(1, 16)),
    ("replaces", ID_OR_NONE)))
SIGNOFF = Message(*fields(
    ("head", HEAD), ("subject", ID), ("type", U32), ("number", U32), ("stance", enum(1, 3)), ("join", BOOL),
    ("valid_until", TIME), ("lang", WORD_OR_NONE), ("wording", Number(16)), ("shown", Raw(32)), ("reason", Text(500)),
    ("demands", Number(32, most=11), several(12)), ("seen", ID, several(64)),
    ("checklist", Message(*fields(("item", WORD), ("state", enum(1, 4)))), several(64, key=by("item")))))
CALL = Message(*fields(
    ("head", HEAD), ("proposal", ID_OR_NONE), ("mandate", ID_OR_NONE), ("wave", enum(1, 16)), ("prev", ID_OR_NONE),
    ("targets", Message(*fields(("org", ID), ("cell", CELL), ("t0", TIME))), several(128, key=by("org", "cell"))),
    ("texts", Message(*fields(("instructions", Text(1000)))), several(8, is_list=True)), ("public_after", TIME)))
STOP = Message(*fields(
    ("head", HEAD), ("subject", ID), ("kind", enum(1, 5)), ("targets", TARGET, several(128, key=by("org", "cell"))),
    ("at", TIME), ("form", Number(32, most=3)), ("outcomes", enum(1, 3), several(12, is_list=True)), ("vote_by", TIME),
    ("next_review", TIME), ("reason", Text(500))),
    check=lambda stop: None if (stop["form"] != 0) == (stop["kind"] == 5) else _refuse("a form of an end alone"))
ACK = Message(*fields(("head", HEAD), ("call", ID), ("level", enum(1, 7)), ("reached", U32), ("of", U32),
                      ("reason", Text(200))))
COUNT = Message(*fields(("cell", CELL), ("eligible", U32), ("pledged", U32), ("topped", BOOL)), check=lambda count: (
    None if count["pledged"] <= count["eligible"] and not (count["topped"] and count["pledged"])
    else _refuse("more pledged than there are")))
VOTE = Message(*fields(("day", U32), ("valid_until", U32), ("turnout_bp", U32), ("yes_bp", U32), ("method", Text(80))),
               absent_if_empty=True)
REPORT = Message(*fields(
    ("head", HEAD), ("period", U32), ("as_of", TIME), ("cells", COUNT, several(256, key=by("cell"))),
    ("tests", Message(*fields(("cell", CELL), ("kind", WORD), ("day", U32), ("took_part", U32))),
     several(32, key=by("cell", "kind", "day"))),
    ("vote", VOTE),
    ("contracts", Message(*fields(("cell", CELL), ("ends", U32), ("notice_by", U32), ("sure", BOOL))),
     several(32, key=by("cell", "ends", "notice_by", "sure"))),
    ("fund_days_band", U32), ("root", Raw(32))))

ADD = Message(*fields(("keys", KEYS), ("person", Text(40, is_name=True)), ("signature", Raw(64))))
ROLL = Message(*fields(
    ("head", HEAD), ("prev", ID_OR_NONE), ("adds", ADD, several(32, key=lambda add: (add["keys"]["idk"], add["keys"]["ltk"]))),
    ("removes", CUTOFF, several(32, key=by("device")))),
    check=lambda roll: None if roll["adds"] or roll["removes"] else _refuse("an entry that changes nothing"))
FREEZE = Message(*fields(("head", HEAD), ("delegate", Ident(16)), ("thaw", ID_OR_NONE), ("reason", Text(200))))
BAND = Message(*fields(("cell", CELL), ("band", enum(1, 5))))
NEXT_STEP = Message(*fields(("org", ID), ("text", Text(200))))
DEBRIEF = Message(*fields(
    ("head", HEAD), ("call", ID), ("planned", Text(2000)), ("happened", Text(2000, least=1)), ("why", Text(2000)),
    ("keep", Text(2000)), ("change", Text(2000)), ("outcomes", enum(1, 3), several(12, is_list=True)),
    ("turnout", BAND, several(128, key=by("cell"))), ("next", NEXT_STEP, several(8, is_list=True))))


class Address:
    """kind u8 | host | port u16, not 0."""
    SIZES, default = {1: 4, 2: 16, 3: 32}, b""

    def check(self, value):
        if not value or len(value) != 3 + self.SIZES.get(value[0], -4) or value[-2:] == b"\0\0":
            raise Malformed("not an address")
        return value


RELAY_CERT = Message(*fields(("head", HEAD), ("link", Raw(32)), ("grant", Raw(32)),
                             ("label", Text(16, is_name=True, least=1)), ("addresses", Address(), several(4, is_list=True))))
RELAY_DROP = Message(*fields(("head", HEAD), ("link", Raw(32))))

DEVICE_STATEMENT = Message(*fields(("author", ID), ("idk", Raw(32)), ("ltk", Raw(32)), ("org", ID_OR_NONE),
                                   ("person", Text(40, is_name=True))))

BODIES = {1: CHARTER, 2: MANIFEST, 3: ROLL, 4: FREEZE, 5: PROPOSAL, 6: SIGNOFF, 7: CALL, 8: STOP, 9: ACK, 10: REPORT,
          11: DEBRIEF, 12: RELAY_CERT, 13: RELAY_DROP, 64: DEVICE_STATEMENT}


def _refuse(why):
    raise Malformed(why)
