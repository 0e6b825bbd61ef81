#include "cli/man_drafts.h"

#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "cli/toml_drafts.h"
#include "core/crypto/hash.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/manifest_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

const std::string_view kinds[] = {"manifest", "proposal", "call", "debrief"};

std::string example(std::string_view file) {
  return Folder::read("packaging/share/drafts/" + std::string{file} + ".toml");
}

DecisionSources any_decision() {
  return {{"en", "es"},
          [](const std::string& slug) -> Reply<OrgId> {
            return OrgId{crypto::blake2b_256(as_bytes(slug))};
          },
          [](const std::string& id) -> Reply<StatementId> {
            return StatementId{crypto::blake2b_256(as_bytes(id))};
          }};
}

ManifestSources any_manifest() {
  return {[](const std::string& card) -> Reply<DeviceKeys> {
            const auto key = crypto::blake2b_256(as_bytes(card));
            return DeviceKeys{key, key};
          },
          wall_from_ms(1'798'761'600'000),
          any_decision().subject};
}

template <class T>
std::optional<Refusal> draft_refusal(const Reply<T>& read) {
  if (!read) return read.error();
  if (!wire::decode_signed<T>(wire::encode(*read)))
    return Refusal{Exit::bug, "", "not encoded", ""};
  return std::nullopt;
}

// What the reader of that file, and then the daemon, says of it.
std::optional<Refusal> mistake_in(std::string_view file, const std::string& text) {
  if (file == "manifest") return draft_refusal(manifest_from_toml(text, any_manifest()));
  if (file == "proposal") return draft_refusal(proposal_from_toml(text, any_decision()));
  if (file == "call") return draft_refusal(call_from_toml(text, any_decision()));
  return draft_refusal(debrief_from_toml(text, any_decision()));
}

// The example without that key, or a list of tables without all of its tables.
std::string without(const std::string& text, const DraftKey& key) {
  std::string out;
  std::string table;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[[")) table = line.substr(2, line.find(']') - 2);
    const bool is_key = table == key.table && line.starts_with(std::string{key.name} + " = ");
    const bool is_in_table = key.table.empty() && table == key.name;
    if (!is_key && !is_in_table) out += line + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("the example of each draft file can be read by what reads such files") {
  for (const std::string_view file : kinds) {
    const auto mistake = mistake_in(file, example(file));
    INFO(file << ": " << (mistake ? mistake->reason : ""));
    CHECK_FALSE(mistake);
  }
}

TEST_CASE("each key has its place in the example, and may be left out where the page says so") {
  for (const DraftKey& key : draft_keys()) {
    if (key.file == "pledge") continue;
    INFO(key.file << " " << key.table << " " << key.name);
    const std::string text = example(key.file);
    CHECK(std::regex_search(text,
                            std::regex{"(^|[\\n#\\[ ])" + std::string{key.name} + "( = |\\]\\])"}));
    const auto mistake = mistake_in(key.file, without(text, key));
    CHECK(mistake.has_value() == key.otherwise.empty());
    if (mistake)
      CHECK(mistake->reason.find("`" + std::string{key.name} + "` is missing") !=
            std::string::npos);
  }
}

TEST_CASE("what an example has as a comment can be uncommented") {
  for (const std::string_view file : kinds) {
    const std::string text = std::regex_replace(example(file), std::regex{"\n#([a-z])"}, "\n$1");
    const auto mistake = mistake_in(file, text);
    INFO(file << ": " << (mistake ? mistake->reason : ""));
    CHECK_FALSE(mistake);
  }
}

TEST_CASE("the page has the keys that the readers of drafts take, and no others") {
  std::set<std::string> listed;
  for (const DraftKey& key : draft_keys())
    if (key.file != "pledge") listed.insert(std::string{key.name});
  std::string source = Folder::read("cli/toml_drafts.cpp");
  // No command reads a report from a file: its readers stand together.
  const std::size_t first = source.find("CellCount count_from");
  const std::size_t after = source.find("void read_successor");
  REQUIRE(first < after);
  source.erase(first, after - first);
  source.erase(source.find("Reply<Report> report_from_toml"));
  const std::size_t root = source.find("crypto::Hash root_from");
  source.erase(root, source.find("}  // namespace", root) - root);
  std::set<std::string> taken;
  const std::regex call{"\\((?:\\s*(?:from|entry|table),\\s*)?\"([a-z_0-9]+)\""};
  for (std::sregex_iterator at{source.begin(), source.end(), call}, end; at != end; ++at)
    taken.insert((*at)[1]);
  CHECK(taken == listed);
  CHECK(listed.size() > 30);
}

TEST_CASE("the page has the keys that a line of pledge record takes, and no others") {
  std::set<std::string> listed;
  for (const DraftKey& key : draft_keys())
    if (key.file == "pledge") listed.insert(std::string{key.name});
  const std::string source = Folder::read("core/readiness/pledges.cpp");
  std::set<std::string> taken;
  const std::regex call{"line\\.[a-z]+\\(\"([a-z_]+)\"\\)"};
  for (std::sregex_iterator at{source.begin(), source.end(), call}, end; at != end; ++at)
    taken.insert((*at)[1]);
  CHECK(taken == listed);
}

TEST_CASE("each key stands on the page with its type and what it is if left out") {
  const std::string page = drafts_man_page();
  for (const DraftKey& key : draft_keys()) {
    INFO(key.name);
    const std::string item = "\\fB" + std::string{key.name} + "\\fR\n" + std::string{key.type};
    CHECK(page.find(item) != std::string::npos);
  }
  CHECK(page.find("If left out: 180d.") != std::string::npos);
  CHECK(page.find("replaces") != std::string::npos);
}

}  // namespace tocsin::cli
