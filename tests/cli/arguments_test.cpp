#include "cli/arguments.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Refusal line_refusal(const std::vector<std::string>& line) {
  const auto parsed = parse_arguments(line);
  return parsed ? Refusal{Exit::ok, "", "", ""} : parsed.error();
}

}  // namespace

TEST_CASE("the longest verb wins") {
  CHECK(parse_arguments({"invite"})->verb->words == "invite");
  CHECK(parse_arguments({"invite", "list"})->verb->words == "invite list");
  CHECK(parse_arguments({"charter", "show", "--json"})->is_json);
}

TEST_CASE("common options stand before the verb or behind it") {
  CHECK(parse_arguments({"--profile", "ana", "status"})->profile == "ana");
  CHECK(parse_arguments({"status", "--profile", "ana", "7f3a"})->text("X") == "7f3a");
  CHECK(parse_arguments({"--passphrase-fd", "3", "unlock"})->passphrase_fd == 3);
}

TEST_CASE("an option that repeats takes one value each, so that positionals stay") {
  const auto parsed =
      parse_arguments({"hold", "--target", "choir:a/b", "7f3a", "--target", "tenants:a/b"});
  REQUIRE(parsed);
  CHECK(parsed->text("X") == "7f3a");
  CHECK(parsed->texts("--target") == std::vector<std::string>{"choir:a/b", "tenants:a/b"});
}

TEST_CASE("a channel named like a verb is a channel") {
  CHECK(parse_arguments({"send", "card"})->texts("C") == std::vector<std::string>{"card"});
}

TEST_CASE("an unknown verb is refused and the nearest one is named", "[V-22]") {
  const Refusal refusal = line_refusal({"stauts"});
  CHECK(refusal.exit == Exit::usage);
  CHECK(refusal.remedy.find("tocsin status") != std::string::npos);
  CHECK(refusal.reason.find("stauts") == std::string::npos);
  CHECK(line_refusal({}).exit == Exit::usage);
}

TEST_CASE("secrets are not arguments and are not echoed", "[V-22]") {
  const std::string secret = "correcthorse";
  const std::vector<std::vector<std::string>> lines{{"unlock", "--passphrase", secret},
                                                    {"unlock", "--passphrase=" + secret},
                                                    {"unlock", "PASSPHRASE=" + secret},
                                                    {"unlock", secret},
                                                    {"confirm", "7f3a", "--reason", secret},
                                                    {secret},
                                                    {"--password", secret}};
  for (const auto& line : lines) {
    const Refusal refusal = line_refusal(line);
    CHECK(refusal.exit == Exit::usage);
    CHECK(refusal.reason.find(secret) == std::string::npos);
    CHECK(refusal.remedy.find(secret) == std::string::npos);
  }
}

TEST_CASE("values of a wrong kind are refused by their parameter's name alone") {
  CHECK(line_refusal({"read", "org", "--since", "soon"}).reason == "--since is a number");
  CHECK(line_refusal({"hold", "7f3a", "--until", "tomorrow"}).exit == Exit::usage);
  CHECK(line_refusal({"ack", "7f3a", "maybe"}).reason.find("maybe") == std::string::npos);
  CHECK(line_refusal({"status", "--profile", "../../etc"}).exit == Exit::usage);
  CHECK(line_refusal({"status", "--passphrase-fd", "-1"}).exit == Exit::usage);
}

TEST_CASE("there is no force and no yes") {
  for (const char* const option : {"--force", "--yes", "-f", "-y"}) {
    INFO(option);
    CHECK(line_refusal({"confirm", "7f3a", "--approve", option}).exit == Exit::usage);
  }
}

TEST_CASE("help is given where the rest of the line is not complete") {
  CHECK(parse_arguments({"join", "--help"})->wants_help);
  CHECK(parse_arguments({"--help"})->wants_help);
  CHECK(parse_arguments({"--version"})->wants_version);
}

TEST_CASE("help is what people type before they know of --help") {
  CHECK(parse_arguments({"help"})->wants_help);
  CHECK(parse_arguments({"help"})->verb == nullptr);
  CHECK(parse_arguments({"--profile", "help", "--json", "help"})->wants_help);
  const auto of_join = parse_arguments({"help", "join"});
  REQUIRE(of_join);
  CHECK(of_join->wants_help);
  CHECK(of_join->verb == find_verb("join"));
}

TEST_CASE("what is missing on a line is named, as the usage names it") {
  const auto told = [](const std::vector<std::string>& typed) {
    return parse_arguments(typed).error().reason;
  };
  CHECK(told({"draft", "proposal"}).starts_with("missing: F (proposal.toml"));
  CHECK(told({"ack", "c41d"}) ==
        "missing: LEVEL (reviewed|cascaded|committed|out|stood_down|declined)");
  CHECK(told({"export", "c41d"}) == "missing: -o (write it here)");
}

}  // namespace tocsin::cli
