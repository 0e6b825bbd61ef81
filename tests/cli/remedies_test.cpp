#include "cli/remedies.h"

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "cli/render.h"
#include "cli/render_json.h"
#include "core/model/verdict.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

// Every code that the programs' sources can put into a refusal.
std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  const std::regex code{"\"(E_[A-Z_]+)\""};
  for (const char* const folder : {"cli", "core", "daemon"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
      const bool is_source = entry.path().extension() == ".cpp" || entry.path().extension() == ".h";
      if (!is_source || entry.path().filename() == "remedies.cpp") continue;
      const std::string source = Folder::read(entry.path().string());
      for (std::sregex_iterator at{source.begin(), source.end(), code}, end; at != end; ++at)
        codes.insert((*at)[1]);
    }
  }
  return codes;
}

}  // namespace

TEST_CASE("every code that anything is refused with has a remedy") {
  const auto codes = codes_in_sources();
  CHECK(codes.size() > 90);
  for (const std::string& code : codes) {
    INFO(code);
    CHECK_FALSE(remedy_of_code(code).empty());
  }
}

TEST_CASE(
    "a refusal that names no remedy is shown with that of its code, on a screen and as JSON") {
  const Refusal bare{Exit::usage, "E_WORDS", "these are not the words", ""};
  CHECK(render_refusal(bare).find("\n-> have them read out again") != std::string::npos);
  CHECK(json_line(bare).find("\"remedy\":\"have them read out again") != std::string::npos);
  const Refusal own{Exit::usage, "E_WORDS", "these are not the words", "ask chi"};
  CHECK(render_refusal(own).find("\n-> ask chi\n") != std::string::npos);
  CHECK(json_line(own).find("\"remedy\":\"ask chi\"") != std::string::npos);
  CHECK(remedy_of(Refusal{Exit::bug, "E_OF_TOMORROW", "?", ""}) == "tocsin doctor");
}

}  // namespace tocsin::cli
