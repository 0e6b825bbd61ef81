#!/usr/bin/env python3
"""Style is a unit test: docs/STYLE.md's rules that a program can check, in a few seconds and without a compiler.

Complaints read `path:line: rule: what to do instead`. tests/tidy/allow.txt holds the exceptions with their reasons;
one that excuses nothing any more is a complaint too, so the list only shrinks. `tidy.py [TREE]`; `--lock` adds new
protobuf fields to the lock file.
"""
import collections
import fnmatch
import os
import re
import sys

from docs import LIMIT, printed_dag, rule_docs
from tree import CODE, PRODUCT, Tree, may

MACHINES = ("core/link", "core/gossip", "core/channel", "core/coalition", "core/readiness")

# What of the distribution may be included where: globs, matched against the path itself and, for a test, the path it mirrors.
CONFINED = [
    (r"sodium(/.*)?\.h", ["core/crypto/*.cpp"]),
    (r"uv\.h", ["transport/uv/*"]),
    (r"(sqlcipher/)?sqlite3\.h", ["daemon/store/*", "tests/stores/*", "tests/support/*"]),
    (r".*\.pb\.h|google/protobuf/.*", ["core/wire/*"]),
    (r"linux/.*", ["daemon/harden/*"]),
    (r"CLI/.*", ["*/arguments.cpp"]),
    (r"toml\+\+/.*|toml\.hpp?", ["daemon/config.cpp", "cli/charter_toml.cpp"]),
    (r"spdlog/.*", ["daemon/log.cpp"]),
    (r"nlohmann/.*", ["cli/render_json.cpp", "tests/*"]),
    (r"qrencode\.h", ["cli/qr.cpp"]),
    (r"utf8proc\.h", ["core/base/*.cpp"]),
    (r"tl/expected\.hpp", ["core/base/result.h"]),
    (r"fmt/.*", ["transport/*", "daemon/*", "cli/*", "tests/*"]),
    (r"(catch2|rapidcheck)(/.*|\.h)", ["tests/support/*"]),
    (r"benchmark/.*", ["tests/bench/*"]),
]
# What coalitions want and whom they oppose is data of theirs: the program has no opinion (R9).
POLICY = (r"wages?|salar(?:y|ies)|rents?|evict\w*|landlords?|pensions?|overtime|healthcare|housing|taxes|tariffs?|elections?|"
          r"climate|abortion|polic(?:e|ing)|immigra\w*|deport\w*|socialis\w*|capitalis\w*|communis\w*|fascis\w*|democrats?|"
          r"republicans?|boss(?:es)?")
IMPURE_HEADERS = set("thread mutex shared_mutex atomic condition_variable future fstream iostream filesystem random ctime "
                     "time.h unistd.h stdio.h fcntl.h unordered_map unordered_set".split()) | {"sys/time.h"}
# pattern in code, where it is allowed, what to do instead
CALLS = [
    (r"\bmemcmp\s*\(", [], "compare with == on Bytes, secrets with crypto's constant-time equal"),
    (r"\b(strcpy|strcat|sprintf|vsprintf|gets)\s*\(", [], "use std::string or fmt"),
    (r"\b(system|popen|fork|vfork|execv?[lpe]*|posix_spawnp?)\s*\(", ["cli/input.cpp"], "start no program (S16)"),
    (r"\b(tmpnam|mktemp|tempnam|alloca|rand|srand)\s*\(", [], "use the store's file helper, a vector, or Random"),
    (r"\b(sto[idlfu]l*|strto[dlfu]+l*|ato[ifl]l?)\s*\(", [], "use std::from_chars: no locale, no exception (S9)"),
    (r"\bassert\s*\(", [], "ENSURE for our bugs, Result for the world's"),
    (r"\bthrow\b", [], "return a Result; we never throw"),
    (r"\b(uv_fs_\w+|uv_getaddrinfo|uv_queue_work|mlockall)\s*\(", [], "one thread, no DNS, no mlockall (S7, S14)"),
    (r"(?<!<)\bnew\b", ["transport/uv/*"], "use std::make_unique or a container"),
    (r"(?<!=\s)(?<!=)\bdelete\b", ["transport/uv/*"], "let an owner delete it"),
    (r"\breinterpret_cast\b", ["transport/uv/*", "daemon/store/*"], "use base/bytes"),
    (r"\.release\(\)", ["transport/uv/*"], "only libuv handles are released"),
]
IMPURE = [
    (r"\bunordered_\w+", "use an ordered container: hash order differs between runs, and peers can grind collisions"),
    (r"::now\s*\(", "take `Now` as an argument"),
    (r"\bgetenv\s*\(", "settings come through Snapshot"),
    (r"\b(double|float)\b", "decide in integers"),
]
BANNED = set("Manager Handler Helper Util Misc Common Data Info Context Processor Service Base Impl Wrapper Object Item "
             "Helpers Utils".split())
EXTENSIONS = set(".cpp .h .hpp .py .sh .md .txt .json .tsv .csv .proto .lock .toml .service .socket .timer .conf .svg .png "
                 ".pml .hex .ini .1 .5 .7 .cmake .sql .bash .fish .zsh .supp .golden .yml".split())
BINARY = ("tests/fuzz/corpus/*", "tests/vectors/*", "tests/stores/*", "*.png")
def cycles(edges):
    """The first cycle through each node that has one, found by depth; a folder's or a header's."""
    state, found = {}, []

    def visit(node, trail):
        state[node] = "open"
        for after in sorted(edges.get(node, ())):
            if state.get(after) == "open":
                found.append(trail[trail.index(after):] + [after])
            elif after not in state:
                visit(after, trail + [after])
        state[node] = "done"

    for node in sorted(edges):
        if node not in state:
            visit(node, [node])
    return found


def rule_dag(tree):
    files = collections.defaultdict(set)
    for path, includes in tree.includes.items():
        home = tree.folder(path)
        for line, quote, name in includes:
            if quote == "<" or name.endswith(".pb.h"):
                continue
            if name not in tree.text:
                tree.say(path, line, "dag", f"{name} is no file: include from the root of the tree")
                continue
            files[path].add(name)
            if not path.startswith(PRODUCT):
                continue
            there = tree.folder(name)
            part = {only for only in tree.only.get(home, ()) if tree.folder(only + ".h") == there}
            if name.startswith("tests/"):
                tree.say(path, line, "dag", "nothing includes tests")
            elif there != home and there not in tree.uses.get(home, ()):
                tree.say(path, line, "dag", f"{home} does not use {there}: move the code, or say it by a return value")
            elif part and os.path.splitext(name)[0] not in part:
                tree.say(path, line, "dag", f"of {there}, {home} uses only {', '.join(sorted(part))}")
            elif home in MACHINES and path.endswith(".h") and there == "core/wire":
                tree.say(path, line, "dag", "a machine's header names no codec: include it in the .cpp")
    for found in cycles(tree.uses):
        tree.say("CMakeLists.txt", 1, "dag", f"folders in a circle: {' -> '.join(found)}")
    for found in cycles(files):
        tree.say(found[0], 1, "dag", f"files in a circle: {' -> '.join(found)}")
    path = "docs/ARCHITECTURE.md"
    for folder, printed, line in printed_dag(tree, tree.text.get(path, "")):
        if printed != tree.uses[folder]:
            differ = ", ".join(sorted(printed ^ tree.uses[folder]))
            tree.say(path, line, "dag", f"{folder} differs from CMakeLists.txt in: {differ}")


def rule_confinement(tree):
    for path, includes in tree.includes.items():
        for line, _, name in includes:
            for pattern, globs in CONFINED:
                if re.fullmatch(pattern, name) and not may(path, globs):
                    tree.say(path, line, "confinement", f"{name} is for {', '.join(globs)} alone")


def rule_purity(tree):
    for path in tree.product():
        if path.startswith("core/"):
            for line, quote, name in tree.includes[path]:
                if quote == "<" and (name in IMPURE_HEADERS or name.startswith("sys/")):
                    tree.say(path, line, "purity", f"<{name}>: the core has no clock, thread, file or global")
            for pattern, instead in IMPURE:
                tree.find(path, pattern, "purity", instead)


def rule_size(tree):
    for path in tree.code:
        most = 400 if path.endswith(".cpp") else 200
        most = 120 if path.startswith("core/base/") else 300 if path == "core/node/node.cpp" else most
        lines = tree.text[path].count("\n")
        if lines > most:
            tree.say(path, most + 1, "size", f"{lines} lines, at most {most}: which second thing does it own?")


def rule_calls(tree):
    for path in tree.code:
        if path.startswith(PRODUCT):
            for pattern, globs, instead in CALLS:
                if not may(path, globs):
                    tree.find(path, pattern, "calls", instead)
        tree.find(path, r"\busing\s+namespace\b(?!\s+std::(\w+::)*\w*literals)", "calls", "name what you use")
        text = tree.text[path]
        tree.find(path, r"NOLINT(?!END)\w*(?!\w|\([\w.,* -]+\):\s*\S)", "calls", "write NOLINT(check): reason", text)
        tree.find(path, r"\bTODO\b(?!\((soon|someday|security)\))", "calls", "mend it now, or say soon, someday, security", text)


def rule_words(tree):
    replaced = {}
    for match in re.finditer(r"^(.*?)\((?:not|replaces):? ([^)]+)\)", tree.text.get("docs/GLOSSARY.md", ""), re.M):
        replaced |= {w.strip(" *`").capitalize(): match[1].strip(" |*`-:") for w in match[2].split(",")}
    for path in tree.product():
        for match in re.finditer(r"\b(?:class|struct|enum|union|concept|using)\s+([A-Z]\w*)", tree.code[path]):
            for word in re.findall(r"[A-Z][a-z0-9]*", match[1]):
                line = tree.code[path].count("\n", 0, match.start()) + 1
                if word in BANNED:
                    tree.say(path, line, "words", f"{match[1]}: {word} says nothing; which glossary word is this?")
                elif word in replaced:
                    tree.say(path, line, "words", f"{match[1]}: the glossary says {replaced[word]}")
        for word in os.path.splitext(os.path.basename(path))[0].split("_"):
            if word.capitalize() in BANNED:
                tree.say(path, 1, "words", f"{word}: name the file for its main type")


def rule_policy(tree):
    for path in tree.product():
        # The words that people read aloud are drawn from a dictionary.
        if not path.startswith("core/model/words/"):
            tree.find(path, rf"(?i)\b(?:{POLICY})\b", "policy", "a charter, a checklist or a proposal says that", tree.text[path])


def rule_mirror(tree):
    included = {name for includes in tree.includes.values() for _, _, name in includes}
    for path in tree.product():
        test = f"tests/{os.path.splitext(path)[0]}_test.cpp"
        if path.endswith(".cpp") and not path.endswith("/main.cpp") and test not in tree.text:
            tree.say(path, 1, "mirror", f"write {test}")
        if path.endswith(".h") and path not in included:
            tree.say(path, 1, "mirror", "nobody includes it: delete it")
    for path in tree.text:
        tested = re.fullmatch(r"tests/(.*)_test\.cpp", path)
        if tested and tested[1].startswith(PRODUCT) and not tested[1].endswith("_law"):
            if tested[1] + ".cpp" not in tree.text and tested[1] + ".h" not in tree.text:
                tree.say(path, 1, "mirror", f"there is no {tested[1]}: name the test for what it tests")
    seen = {}
    for path in [p for p in tree.code if p.startswith("tests/")]:
        for match in re.finditer(r'^TEST_CASE\(\s*"((?:\\.|[^"\\])*)"', tree.text[path], re.M):
            line, where = tree.text[path].count("\n", 0, match.start()) + 1, (os.path.dirname(path), match[1])
            if re.search(r'^[#~*\s]|[*\s]$|[;\[\]]|\\(?!")', match[1]):
                # Catch2 2 passes over such a test without a word: ctest asks for a name that nobody has.
                tree.say(path, line, "mirror", r"a test's name has no ; [ ] \ and no # ~ * at its ends")
            if where in seen:
                tree.say(path, line, "mirror", f"{seen[where]} has a test of this name")
            seen[where] = path


def proto_fields(tree):
    for path in tree.product(".proto"):
        message = ""
        for number, line in enumerate(re.sub(r"//[^\n]*", "", tree.text[path]).split("\n"), 1):
            message = (re.findall(r"\b(?:message|enum)\s+(\w+)", line) or [message])[-1]
            for name, field in re.findall(r"\b(\w+)\s*=\s*(-?\d+)\s*[;\[]", line):
                yield path, number, f"{message} {field}", name


def rule_proto(tree):
    lock = dict(line.rsplit(" ", 1) for line in tree.text.get("tests/tidy/proto.lock", "").splitlines())
    for path in tree.product(".proto"):
        text = re.sub(r"//[^\n]*", "", tree.text[path])
        if not re.search(r"option\s+optimize_for\s*=\s*LITE_RUNTIME", text):
            tree.say(path, 1, "proto", "say option optimize_for = LITE_RUNTIME;")
        tree.find(path, r"\b(map\s*<|float\b|double\b|google\.protobuf\.Any|group\b)", "proto", "no canonical encoding", text)
    for path, line, number, name in proto_fields(tree):
        if lock and lock.get(number) != name:
            was = lock.get(number)
            tree.say(path, line, "proto", f"{number} was {was}: numbers are never reused" if was else f"{name}: tidy.py --lock")


def rule_labels(tree):
    path, seen = "core/model/labels.h", {}
    if path not in tree.text:
        return
    for match in re.finditer(r'(\w+)\s*[{=(]\s*"([^"]*)"', tree.text[path]):
        line = tree.text[path].count("\n", 0, match.start()) + 1
        if match[2] in seen:
            tree.say(path, line, "labels", f'"{match[2]}" is {seen[match[2]]} already: two uses of one key need two labels')
        seen[match[2]] = match[1]
        users = [p for p in tree.product() if p != path and re.search(rf"\blabels::{match[1]}\b", tree.code[p])]
        for user in users[1:]:
            tree.find(user, rf"\blabels::{match[1]}\b", "labels", f"{users[0]} uses it: call that instead")
    for user in tree.product():
        if user != path:
            tree.find(user, r'"tocsin[/-](?!v1")[a-z0-9/-]+"', "labels", f"labels are named in {path}", tree.text[user])


# Two inline variables of one name are one variable: which value it has would depend on the linker.
def rule_limits(tree):
    seen = {}
    for path in sorted(p for p in tree.code if p.startswith("core/model/limits/")):
        for match in re.finditer("inline " + LIMIT, tree.code[path]):
            if match[1] in seen:
                line = tree.code[path].count("\n", 0, match.start()) + 1
                tree.say(path, line, "limits", f"{match[1]} is in {seen[match[1]]} already: include that, or give it another name")
            seen[match[1]] = path


def rule_tree(tree):
    for path, raw in tree.raw.items():
        name = os.path.basename(path)
        is_script = raw.startswith(b"#!") and b"bash" in raw[:40] or path.endswith(".sh")
        if may(path, BINARY):
            continue
        if "." in name[1:] and os.path.splitext(name)[1] not in EXTENSIONS and not name.startswith("."):
            tree.say(path, 1, "tree", f"{os.path.splitext(name)[1]} is no kind of file we have")
        if path not in tree.text:
            tree.say(path, 1, "tree", "a binary file: only corpora, vectors and stores are")
            continue
        text = tree.text[path]
        if len(raw) > 256 * 1024:
            tree.say(path, 1, "tree", "over 256 KiB: make it when it is needed")
        tree.find(path, r"\r", "tree", "lines end with LF", text)
        if not path.endswith(".tsv") and name not in ("rules", "Makefile"):
            tree.find(path, r"\t", "tree", "tab: indent with spaces", text)
        if raw and not raw.endswith(b"\n"):
            tree.say(path, text.count("\n") + 1, "tree", "end the last line")
        if path.endswith((*CODE, ".proto", ".cmake", ".sh")) or is_script or name == "CMakeLists.txt":
            # A paragraph sign is how the protocol is cited; other letters can look alike, or turn the line round.
            tree.find(path, r"[^\x00-\x7f§]+", "tree", "ASCII in code; in texts write \\u escapes", text)
        if is_script and "set -euo pipefail" not in text:
            tree.say(path, 2, "tree", "say set -euo pipefail")


RULES = [rule_dag, rule_confinement, rule_purity, rule_size, rule_calls, rule_words, rule_policy, rule_mirror, rule_docs,
         rule_proto, rule_labels, rule_limits, rule_tree]


def check(root):
    tree = Tree(root)
    for rule in RULES:
        rule(tree)
    allow, used, kept = "tests/tidy/allow.txt", set(), []
    entries = [(n, *(part.strip() for part in line.split(":", 2))) for n, line in
               enumerate(tree.text.get(allow, "").splitlines(), 1) if line.count(":") > 1 and not line.startswith("#")]
    for complaint in tree.complaints:
        excuses = [n for n, glob, rule, reason in entries if rule == complaint[2] and reason and fnmatch.fnmatch(complaint[0], glob)]
        used.update(excuses)
        kept += [] if excuses else [complaint]
    for number, line in enumerate(tree.text.get(allow, "").splitlines(), 1):
        if line.strip() and not line.startswith("#") and number not in used:
            kept.append((allow, number, "allow", "excuses nothing (any more): delete it, or write path: rule: reason"))
    return sorted(set(kept))


def main(arguments):
    root = next((a for a in arguments if not a.startswith("-")), os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    if "--lock" in arguments:
        path = os.path.join(root, "tests/tidy/proto.lock")
        lines = set(open(path, encoding="utf-8").read().splitlines()) if os.path.exists(path) else set()
        lines |= {f"{number} {name}" for _, _, number, name in proto_fields(Tree(root))}
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in sorted(lines)))
    complaints = check(root)
    for path, line, rule, instead in complaints:
        print(f"{path}:{line}: {rule}: {instead}")
    print(f"tidy: {len(complaints)} complaints" if complaints else "tidy: no complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
