"""Tidy's rule about docs/: what a page says of the code, of the tests and of other pages is so."""
import os
import re


def printed_dag(tree, text):
    """Lines like `core/wire : base model (why)`, two to a line if need be, with folders by their last name."""
    short = {f.rsplit("/", 1)[-1]: f for f in tree.uses}
    for block in re.finditer(r"```.*?```", text, re.S):
        for number, row in enumerate(block.group().split("\n"), text.count("\n", 0, block.start()) + 1):
            cells = re.split(r"(?:^|\s)([a-z]+(?:/[a-z]+)?)\s*:\s", row)
            for folder, said in zip(cells[1::2], cells[2::2]):
                said = re.split(r"\(|\\|\||\s{3,}|\s/\s", said)[0]
                if folder in tree.uses:
                    printed = {short[w] for w in re.findall(r"\w+", re.sub(r"all of.*|of (\w+) .*", r"\1", said)) if w in short}
                    for tops in re.findall(r"all of ([\w, ]+)", said):
                        printed |= {f for f in tree.uses for t in re.findall(r"\w+", tops) if f.startswith(t + "/")}
                    yield folder, printed - {folder}, number


def headings(text):
    return [h.strip() for h in re.findall(r"^#+\s+(.*)", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), re.M)]


def rule_docs(tree):
    pages = {p: t for p, t in tree.text.items() if p.endswith(".md")}
    for path, text in pages.items():
        prose = re.sub(r"```.*?```|`[^`\n]*`", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
        for match in re.finditer(r"\]\(([^)\s]+)\)", prose):
            target, _, anchor = match[1].partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            there = os.path.normpath(os.path.join(os.path.dirname(path), target)) if target else path
            slugs = [re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings(pages.get(there, ""))]
            line = prose.count("\n", 0, match.start()) + 1
            if not os.path.exists(os.path.join(tree.root, there)) or there.startswith(".."):
                tree.say(path, line, "docs", f"{match[1]}: there is no such file")
            elif anchor and there in pages and anchor not in slugs:
                tree.say(path, line, "docs", f"{match[1]}: there is no such heading")
    cites(tree, pages)
    promises(tree, pages.get("docs/THREAT_MODEL.md", ""))
    named_tests(tree, pages.get("docs/THREAT_MODEL.md", ""))
    constants(tree, pages.get("docs/PROTOCOL.md", ""))
    table = "".join(t for p, t in tree.text.items() if p.startswith("cli/command_table"))
    for path, text in pages.items() if table else ():
        for match in re.finditer(r"(?:^\s*(?:\$ )?|`)tocsin ((?:--[\w-]+ )*)([a-z][a-z-]+)", text, re.M):
            if f'"{match[2]}' not in table:
                tree.say(path, text.count("\n", 0, match.start(2)) + 1, "docs", f"tocsin {match[2]} is not in cli/command_table")


def cites(tree, pages):
    if "docs/PROTOCOL.md" not in pages:
        return
    sections = {os.path.basename(p)[:-3]: {re.match(r"§?([\d.]*\d)?", h)[1] for h in headings(t)} for p, t in pages.items()}
    for path in list(tree.code) + [p for p in tree.text if p.endswith(".proto")]:
        text = tree.text[path]
        for match in re.finditer(r"\b(\w+)(\.md)?,? §(\d+(?:\.\d+)*)|\b([\w/]+)\.md\b", text):
            page = match[1] or os.path.basename(match[4])
            if page not in sections or match[3] and match[3] not in sections[page]:
                line = text.count("\n", 0, match.start()) + 1
                tree.say(path, line, "docs", f"{match.group()}: cite a page and section of docs/ that exists")


def promises(tree, text):
    tests = "\n".join(t for p, t in tree.text.items() if p.startswith("tests/")) + "\n".join(tree.text)
    for match in re.finditer(r"^[ \t]*(?:[-*|]|\d+\.|\w)[^\n]*(?:\n(?![ \t]*(?:[-*|#]|\d+\.|\n|$))[^\n]+)*", text, re.M):
        block = match.group()
        if not re.search(r"\bcannot\b", block, re.I) or not re.search(r"[*(|_ ]held\b", block):
            continue
        said = re.split(r"\btests?:", block, flags=re.I)[-1] if re.search(r"\btests?:", block, re.I) else block.rstrip("| ")
        named = re.findall(r"`([^`]+)`|\b(V-\d+)\b", said)
        line = text.count("\n", 0, match.start()) + 1
        if not named:
            tree.say("docs/THREAT_MODEL.md", line, "docs", "a held promise names its test, or is partly or not yet held")
        for name in (a or b for a, b in named):
            if name not in tests:
                tree.say("docs/THREAT_MODEL.md", line, "docs", f"{name}: no test is called so, or tagged so")


def test_names(tree):
    """Sentences of Catch2, methods of Python, and scripts by their names; a blank and _ are one."""
    for path, text in tree.text.items():
        if not path.startswith("tests/"):
            continue
        if path.endswith(".cpp"):
            for case in re.finditer(r'^TEST_CASE\(\s*((?:"(?:\\.|[^"\\])*"\s*)+)', text, re.M):
                yield "".join(re.findall(r'"((?:\\.|[^"\\])*)"', case[1])).replace("_", " ")
        elif path.endswith(".py"):
            yield os.path.basename(path)[:-3].replace("_", " ")
            for method in re.findall(r"^ *def test_(\w+)", text, re.M):
                yield method.replace("_", " ")


def named_tests(tree, text):
    """Rows of a table whose last column is headed `tests`: each names some, and each is the beginning of a test's name."""
    names, is_table = None, False
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        is_table = line.startswith("|") and (is_table or cells[-1] == "tests")
        if not is_table or cells[-1] == "tests" or not cells[-1].strip("-:"):
            continue
        names = list(test_names(tree)) if names is None else names
        wanted = re.findall(r"`([^`]+)`", cells[-1])
        if not wanted:
            tree.say("docs/THREAT_MODEL.md", number, "docs", "a row names its tests")
        for name in wanted:
            if not any(known.startswith(name.replace("_", " ")) for known in names):
                tree.say("docs/THREAT_MODEL.md", number, "docs", f"{name}: no test's name begins so")


LIMIT = r"constexpr[^;={]*?\b(\w+)\s*[={]"  # of core/model/limits: the name


def constants(tree, text):
    """Rows `| `name` | 64 KiB |` of the protocol against core/model/limits."""
    sizes = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
    limits = {}
    for path in tree.text:
        if path.startswith("core/model/limits"):
            for name, value in re.findall(LIMIT + r"([^;]*);", tree.code[path]):
                value = re.sub(r"std::chrono::\w+|\w+(?=\s*\{)|[{}']|(?<=\d)[uUlL]+", "", value).strip()
                if re.fullmatch(r"[\d\s*+()<-]+", value):
                    limits[name] = eval(value)  # digits and operators only, by the line above
    for match in re.finditer(r"^\|\s*`(\w+)`\s*\|\s*([\d,]+)\s*(\w*)", text, re.M):
        said = int(match[2].replace(",", "")) * sizes.get(match[3], 1)
        if match[1] in limits and limits[match[1]] != said:
            line = text.count("\n", 0, match.start()) + 1
            tree.say("docs/PROTOCOL.md", line, "docs", f"{match[1]} is {limits[match[1]]} in core/model/limits")
