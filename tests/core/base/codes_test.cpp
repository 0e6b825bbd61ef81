#include "core/base/codes.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("hex is read in both cases and written in lower case") {
  CHECK(hex_encode(Bytes{0x00, 0x9f, 0xAB}) == "009fab");
  CHECK(hex_decode("009FaB") == Bytes{0x00, 0x9f, 0xab});
  CHECK(hex_decode("") == Bytes{});
}

TEST_CASE("what is not hex is malformed") {
  for (const std::string_view text : {"0", "0g", "g0", "0x", " 0", "00 0"}) {
    CAPTURE(text);
    const auto decoded = hex_decode(text);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == Errc::malformed);
  }
}

TEST_CASE("base32 is that of RFC 4648 section 10, unpadded") {
  const std::pair<std::string_view, std::string_view> cases[] = {{"", ""},
                                                                 {"f", "MY"},
                                                                 {"fo", "MZXQ"},
                                                                 {"foo", "MZXW6"},
                                                                 {"foob", "MZXW6YQ"},
                                                                 {"fooba", "MZXW6YTB"},
                                                                 {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, code] : cases) {
    CAPTURE(plain);
    CHECK(base32_encode(as_bytes(plain)) == code);
    CHECK(base32_decode(code) == to_bytes(plain));
  }
}

TEST_CASE("one value has one base32 text") {
  const std::string_view refused[] = {"my", "MY======", "M1", "M Y"};
  for (const std::string_view text : refused) {
    CAPTURE(text);
    const auto decoded = base32_decode(text);
    REQUIRE_FALSE(decoded);
    CHECK(std::string{decoded.error().what.view()} == "not a base32 letter");
  }
  // Unused bits set; a letter too many.
  for (const std::string_view text : {"MZ", "M", "MYA", "MZXW6YTBA"}) {
    CAPTURE(text);
    const auto decoded = base32_decode(text);
    REQUIRE_FALSE(decoded);
    CHECK(std::string{decoded.error().what.view()} == "base32 with stray bits at its end");
  }
}

}  // namespace
}  // namespace tocsin
