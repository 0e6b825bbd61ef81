#include "cli/man_charter.h"

#include <regex>
#include <string>

#include "cli/charter_toml.h"
#include "core/coalition/lint.h"
#include "core/coalition/param_table.h"
#include "core/crypto/hash.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("the charter that the manual shows can be read, and lints without an error") {
  const CharterSources sources{[](const std::string& slug) -> Reply<OrgCard> {
                                 return OrgCard{
                                     OrgId{crypto::blake2b_256(as_bytes(slug))}, slug, 3};
                               },
                               wall_from_ms(1'798'761'600'000)};
  const auto charter = charter_from_toml(charter_man_example(), sources);
  if (!charter) FAIL(charter.error().reason);
  for (const coalition::Finding& finding : coalition::lint(*charter)) {
    INFO(finding.rule << " " << finding.text);
    CHECK(finding.is_note);
  }
}

TEST_CASE("the manual names every field that a charter's reader takes") {
  const std::string page = charter_man_page();
  const std::regex taken{
      "(?:text|texts|has|need|take|list|day|moment|number|number_or|truth_or|"
      "duration_or|span_of)\\((?:from, )?\"([a-z_]+)\""};
  std::size_t fields = 0;
  for (const char* const file : {"cli/charter_toml.cpp", "cli/rule_toml.cpp"}) {
    const std::string source = Folder::read(file);
    for (std::sregex_iterator at{source.begin(), source.end(), taken}, end; at != end; ++at) {
      INFO((*at)[1].str());
      CHECK(page.find((*at)[1].str()) != std::string::npos);
      ++fields;
    }
  }
  CHECK(fields > 30);
}

TEST_CASE("the manual has every parameter with its default and its bounds") {
  const std::string page = charter_man_page();
  CHECK(page.find("\\fBstart.hold\\fR\n3 d, from 1 d to 14 d: ") != std::string::npos);
  CHECK(page.find("\\fBprivacy.cell_min\\fR\n10, from 10 to 50: ") != std::string::npos);
  for (const coalition::SpanParam& param : coalition::span_params(default_params()))
    CHECK(page.find("\\fB" + std::string{param.name} + "\\fR") != std::string::npos);
}

}  // namespace tocsin::cli
