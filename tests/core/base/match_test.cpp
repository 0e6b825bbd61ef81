#include "core/base/match.h"

#include <string>
#include <variant>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using Choice = std::variant<int, std::string>;

std::string name_of(const Choice& choice) {
  return match(
      choice,
      [](int number) { return "number " + std::to_string(number); },
      [](const std::string& text) { return "text " + text; });
}

TEST_CASE("the case of the alternative that is there is called") {
  CHECK(name_of(Choice{3}) == "number 3");
  CHECK(name_of(Choice{std::string{"ana"}}) == "text ana");
}

TEST_CASE("a case may change what it visits") {
  Choice choice{3};
  match(choice, [](int& number) { number = 4; }, [](std::string&) {});
  CHECK(std::get<int>(choice) == 4);
}

}  // namespace
}  // namespace tocsin
