#!/usr/bin/env python3
"""Each rule of tidy fails on a small tree that breaks it, and a clean tree passes: a rule that never fires is no rule."""
import os
import tempfile
import unittest

import tidy

CMAKE = """set(sibling core/base core/model core/wire)
tocsin_library(core/base FROM tl::expected)
tocsin_library(core/model USES core/base)
tocsin_library(core/wire USES core/base core/model HIDES tocsin_proto)
tocsin_library(core/link USES ${sibling})
tocsin_library(core/gossip USES ${sibling})
tocsin_library(transport/uv USES core/base HIDES PkgConfig::uv)
tocsin_library(daemon USES core/base core/model core/wire core/link core/gossip)
tocsin_library(cli USES core/base core/gossip ONLY core/gossip/verify)
"""
CLEAN = {
    "CMakeLists.txt": CMAKE,
    "core/base/result.h": "#pragma once\n#include <string>\n",
    "core/base/result.cpp": '#include "core/base/result.h"\n// memcmp( in a comment; "double" too\nconst char* said = "new";\n',
    "tests/core/base/result_test.cpp": '#include "core/base/result.h"\n',
}
SCRIPT = "#!/usr/bin/env bash\nset -euo pipefail\n"


def complaints(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in (CLEAN | files).items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())
        return tidy.check(root)


class TidyTest(unittest.TestCase):
    def breaks(self, rule, path, text, others=(), says=""):
        found = [c for c in complaints({path: text, **dict(others)}) if c[2] == rule and says in c[3]]
        self.assertTrue(found, f"{rule} lets pass: {text!r}")

    def keeps(self, rule, path, text, others=()):
        found = [c for c in complaints({path: text, **dict(others)}) if c[2] == rule]
        self.assertFalse(found)

    def test_a_clean_tree_has_no_complaints(self):
        self.assertEqual(complaints({}), [])

    def test_tree_holds_no_policy_words(self):
        self.breaks("policy", "core/base/x.h", "// for better wages\n")
        self.breaks("policy", "cli/x.cpp", 'auto demand = "lower Rents";\n')
        self.keeps("policy", "core/model/words/live.h", '"wage wagon"\n')
        self.keeps("policy", "docs/GUIDE.md", "a demand about rents\n")
        self.keeps("policy", "core/base/x.h", "// a policy, and its different currents\n")
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        self.assertFalse([c for c in tidy.check(root) if c[2] == "policy"])

    def test_limits(self):
        one = {"core/model/limits/link.h": "#pragma once\ninline constexpr std::size_t ids_max = 4;\n"}
        self.breaks("limits", "core/model/limits/node.h", "#pragma once\ninline constexpr unsigned long ids_max{5};\n", one, "link.h")
        self.keeps("limits", "core/model/limits/node.h", "#pragma once\ninline constexpr int names_max = 5;\n", one)

    def test_dag(self):
        self.breaks("dag", "core/base/x.h", '#include "core/model/y.h"\n', {"core/model/y.h": ""}, "does not use")
        self.breaks("dag", "core/link/x.cpp", '#include "core/gossip/y.h"\n', {"core/gossip/y.h": ""}, "does not use")
        self.breaks("dag", "core/base/x.h", '#include "missing.h"\n', says="no file")
        self.breaks("dag", "core/base/x.h", '#include "tests/y.h"\n', {"tests/y.h": ""}, "includes tests")
        self.breaks("dag", "core/base/x.h", '#include "core/base/y.h"\n', {"core/base/y.h": '#include "core/base/x.h"\n'}, "circle")
        self.breaks("dag", "CMakeLists.txt", "tocsin_library(a USES b)\ntocsin_library(b USES a)\n", says="circle")
        self.breaks("dag", "core/link/x.h", '#include "core/wire/y.h"\n', {"core/wire/y.h": ""}, "no codec")
        self.breaks("dag", "cli/x.cpp", '#include "core/gossip/tree.h"\n', {"core/gossip/tree.h": ""}, "uses only")
        self.keeps("dag", "cli/x.cpp", '#include "core/gossip/verify.h"\n', {"core/gossip/verify.h": ""})
        self.keeps("dag", "core/link/x.cpp", '#include "core/wire/y.h"\n', {"core/wire/y.h": ""})

    def test_dag_in_docs(self):
        page = "docs/ARCHITECTURE.md"
        self.breaks("dag", page, "```\ncore/wire : base  (why)\n```\n", says="core/model")
        self.breaks("dag", page, "```\ncore/base : nothing    transport/uv : base model\n```\n", says="core/model")
        self.keeps("dag", page, "```\ncore/base : nothing   transport/uv : base (the only <uv.h>)\n"
                   "core/link : base model wire   \\\ndaemon : all of core\ncli : base; of gossip verify\n```\n")

    def test_confinement(self):
        for path, header in [("core/crypto/a.h", "sodium.h"), ("daemon/a.cpp", "uv.h"), ("daemon/a.cpp", "sqlcipher/sqlite3.h"),
                             ("core/model/a.h", "core/wire/a.pb.h"), ("daemon/a.cpp", "linux/seccomp.h"), ("cli/a.cpp", "CLI/CLI.hpp"),
                             ("cli/a.cpp", "toml++/toml.h"), ("daemon/a.cpp", "spdlog/spdlog.h"), ("cli/a.cpp", "nlohmann/json.hpp"),
                             ("tests/core/base/a_test.cpp", "catch2/catch.hpp"), ("core/base/a.h", "fmt/core.h")]:
            self.breaks("confinement", path, f"#include <{header}>\n")
        self.keeps("confinement", "core/crypto/a.cpp", "#include <sodium.h>\n")
        self.keeps("confinement", "tests/transport/uv/loop_test.cpp", "#include <uv.h>\n")

    def test_purity(self):
        for text in ["#include <thread>\n", "#include <sys/socket.h>\n", "std::unordered_map<int, int> x;\n", "auto t = C::now();\n",
                     'auto e = getenv("X");\n', "double x;\n"]:
            self.breaks("purity", "core/model/x.cpp", text)
            self.keeps("purity", "daemon/x.cpp", text)

    def test_size(self):
        for path, lines in [("core/model/x.cpp", 401), ("core/model/x.h", 201), ("core/base/x.h", 121), ("core/node/node.cpp", 301)]:
            self.breaks("size", path, "\n" * lines)
            self.keeps("size", path, "\n" * (lines - 1))

    def test_calls(self):
        for text in ["memcmp(a, b, 1);", "std::stoi(x);", "sprintf(a);", "system(x);", "auto* x = new int;", "delete x;", "throw 1;",
                     "reinterpret_cast<int*>(x);", "x.release();", "using namespace std;", "int a = 1'000; throw 2;",
                     "f();  // NOLINT", "f();  // NOLINT(bugprone-x)", "// TODO(now): x", "// TODO: x"]:
            self.breaks("calls", "core/model/x.cpp", text + "\n")
        for text in ["X(const X&) = delete;", "using namespace std::chrono_literals;", "f();  // NOLINT(bugprone-x): the reason",
                     "// TODO(soon): x", "renew();"]:
            self.keeps("calls", "core/model/x.cpp", text + "\n")
        self.keeps("calls", "transport/uv/x.cpp", "auto* x = new int; x.release();\n")

    def test_words(self):
        self.breaks("words", "core/model/x.h", "class LinkManager;\n")
        self.breaks("words", "core/model/link_utils.h", "\n")
        self.breaks("words", "core/model/x.h", "struct Squad {};\n", {"docs/GLOSSARY.md": "- **org** a member (not: squad, team)\n"})
        self.keeps("words", "core/model/x.h", "struct Database {};\n")

    def test_mirror(self):
        self.breaks("mirror", "core/model/x.cpp", "\n", says="write tests/core/model/x_test.cpp")
        self.breaks("mirror", "core/model/x.h", "\n", says="nobody")
        self.breaks("mirror", "tests/core/model/x_test.cpp", "\n", says="there is no")
        self.keeps("mirror", "tests/core/model/model_law_test.cpp", "\n")
        law = "tests/core/model/model_law_test.cpp"
        self.breaks("mirror", law, 'TEST_CASE("one; two") {}\n')
        self.breaks("mirror", law, 'TEST_CASE("one") {}\nTEST_CASE("one", "[V-2]") {}\n')
        self.keeps("mirror", law, 'TEST_CASE("one, \\"two\\"") {}\nTEST_CASE("two") {}\n')

    def test_docs(self):
        self.breaks("docs", "docs/A.md", "[a](B.md)\n")
        self.breaks("docs", "docs/A.md", "# One\n[a](#two)\n")
        self.keeps("docs", "docs/A.md", "# One two\n[a](#one-two) [b](../CMakeLists.txt) `[c](d)`\n")
        protocol = {"docs/PROTOCOL.md": "## 4 Links\n### 4.2 Gate\n"}
        self.breaks("docs", "core/model/x.h", "// PROTOCOL §4.3\n", protocol)
        self.breaks("docs", "core/model/x.h", "// mesh.md §1\n", protocol)
        self.keeps("docs", "core/model/x.h", "// PROTOCOL §4.2\n", protocol)
        self.breaks("docs", "docs/GUIDE.md", "```\ntocsin frob x\n```\n", {"cli/command_table.cpp": '"send"\n'})
        self.breaks("docs", "docs/PROTOCOL.md", "| `cell_bytes` | 1,024 |\n",
                    {"core/model/limits/link.h": "inline constexpr std::size_t cell_bytes = 512;\n"})
        self.keeps("docs", "docs/PROTOCOL.md", "| `cell_bytes` | 64 KiB |\n",
                   {"core/model/limits/link.h": "inline constexpr std::size_t cell_bytes = 64 * 1024;\n"})

    def test_promises(self):
        page = "docs/THREAT_MODEL.md"
        self.breaks("docs", page, "- A relay cannot read. *held*\n", says="names its test")
        self.breaks("docs", page, "| A4 | cannot read | held | `relay_reads` |\n", says="relay_reads")
        self.keeps("docs", page, "- A relay cannot read. *not yet*\n")
        self.keeps("docs", page, "- A relay cannot read. *held* Test: `relay_reads`\n",
                   {"tests/e2e/relay_reads.sh": SCRIPT})

    def test_named_tests(self):
        page = "docs/THREAT_MODEL.md"
        table = "| what | tests |\n|---|---|\n| a forged call | `forged call is invalid` |\n"
        test = "tests/core/model/model_law_test.cpp"
        self.breaks("docs", page, table, says="forged call is invalid")
        self.breaks("docs", page, table, {test: 'TEST_CASE("a forged call is invalid") {}\n'}, says="begins so")
        self.breaks("docs", page, "| what | tests |\n|---|---|\n| a forged call | one day |\n", says="names its tests")
        self.keeps("docs", page, table, {test: 'TEST_CASE("forged_call_is_invalid: keys of nobody") {}\n'})
        self.keeps("docs", page, table, {"tests/e2e/forged_call_is_invalid.py": "\n"})
        self.keeps("docs", page, table, {"tests/x/y_test.py": "    def test_forged_call_is_invalid(self):\n"})
        self.keeps("docs", page, "| what | test |\n|---|---|\n| a forged call | `nothing` |\n")

    def test_proto(self):
        good = "option optimize_for = LITE_RUNTIME;\nmessage A { bytes x = 1; }\n"
        self.breaks("proto", "core/wire/a.proto", "message A {}\n")
        self.breaks("proto", "core/wire/a.proto", good + "message B { map<string, bytes> x = 1; }\n")
        self.breaks("proto", "core/wire/a.proto", good, {"tests/tidy/proto.lock": "A 1 y\n"}, "never reused")
        self.keeps("proto", "core/wire/a.proto", good, {"tests/tidy/proto.lock": "A 1 x\n"})

    def test_labels(self):
        labels = {"core/model/labels.h": 'constexpr Label a{"tocsin/a"};\nconstexpr Label b{"tocsin/b"};\n'}
        self.breaks("labels", "core/model/labels.h", 'constexpr Label a{"tocsin/a"};\nconstexpr Label b{"tocsin/a"};\n')
        self.breaks("labels", "core/link/x.cpp", 'Label c{"tocsin/c"};\n', labels)
        self.breaks("labels", "core/link/x.cpp", "f(labels::a);\n", labels | {"core/gossip/y.cpp": "f(labels::a);\n"})
        self.keeps("labels", "core/link/x.cpp", "f(labels::a);\n", labels)

    def test_tree(self):
        self.breaks("tree", "core/model/x.rs", "\n")
        self.breaks("tree", "core/model/x.h", "int a;\r\n")
        self.breaks("tree", "core/model/x.h", "\tint a;\n")
        self.breaks("tree", "core/model/x.h", "int a;")
        self.breaks("tree", "core/model/x.h", "// \u202e\n")
        self.breaks("tree", "core/model/x.h", b"\0")
        self.breaks("tree", "docs/x.md", "x" * 300_000 + "\n")
        self.breaks("tree", "scripts/x", "#!/usr/bin/env bash\ntrue\n")
        self.keeps("tree", "scripts/x", SCRIPT)
        self.keeps("tree", "docs/x.md", "\u2264\n")

    def test_allow(self):
        bad = {"core/model/x.cpp": "throw 1;\n", "tests/core/model/x_test.cpp": "\n"}
        self.assertEqual(complaints(bad | {"tests/tidy/allow.txt": "core/model/x.cpp: calls: the library wants it\n"}), [])
        self.breaks("allow", "tests/tidy/allow.txt", "core/model/x.cpp: calls: the library wants it\n")
        self.breaks("allow", "tests/tidy/allow.txt", "core/model/x.cpp: calls:\n", bad)


if __name__ == "__main__":
    unittest.main()
