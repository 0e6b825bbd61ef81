#include "core/wire/control_codec.h"

#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::wire {
namespace {

Row row_of_every_shape() {
  Row inner{"inner"};
  inner.set("flag", true).set("number", -7);
  Row row{"outer"};
  row.set("flag", false).set("number", std::int64_t{1} << 62).set("text", "pledged \xc3\xa9");
  row.set("bytes", Value{Bytes{0, 1, 255}}).set("at", Value{wall_from_ms(1'810'135'200'000)});
  row.set("rows", Value{std::vector<Row>{inner, Row{"second"}}});
  row.set("texts", Value{std::vector<std::string>{"ana", "", "bo"}});
  return row;
}

ControlRequest request_of(Row arguments) {
  return ControlRequest{
      7, "relay admit", std::move(arguments), Bytes(32, 9), Bytes(16, 3), Bytes(32, 5)};
}

Row nested_rows(int depth) {
  Row row{"leaf"};
  for (int level = 1; level < depth; ++level) {
    Row outer{"level"};
    outer.set("rows", Value{std::vector<Row>{std::move(row)}});
    row = std::move(outer);
  }
  return row;
}

TEST_CASE("a request comes back as it went") {
  const ControlRequest request = request_of(row_of_every_shape());
  const auto decoded = decode_control_request(encode(request));
  REQUIRE(decoded);
  CHECK(*decoded == request);
}

TEST_CASE("a reply and a notice come back as they went") {
  const ControlReply reply{
      9, Answer{Exit::held, "E_HOLD", "the hold lasts", "wait", {row_of_every_shape()}}};
  const auto decoded = decode_control_reply(encode(reply));
  REQUIRE(decoded);
  CHECK(*decoded == reply);
  CHECK(!decoded->is_notice());

  const auto notice = decode_control_reply(encode(reply_of(Notice{row_of_every_shape()})));
  REQUIRE(notice);
  CHECK(notice->is_notice());
  CHECK(notice->answer.rows.front() == row_of_every_shape());
}

TEST_CASE("rows nest four deep and no deeper") {
  CHECK(decode_control_request(encode(request_of(nested_rows(limits::row_depth_max)))));
  // One level more is what our own encoder would refuse to make, so the bytes are spliced by hand:
  // a request of arguments(3) { fields(1) { name, shape rows, rows(5) { ... } } }, inside out.
  Bytes row;
  for (int level = 0; level < limits::row_depth_max; ++level) {
    Bytes field{0x0a, 0x01, 'r', 0x10, 0x06, 0x2a, static_cast<std::uint8_t>(row.size())};
    field.insert(field.end(), row.begin(), row.end());
    row = Bytes{0x0a, static_cast<std::uint8_t>(field.size())};
    row.insert(row.end(), field.begin(), field.end());
  }
  Bytes message{0x08, 0x01, 0x12, 0x01, 'v', 0x1a, static_cast<std::uint8_t>(row.size())};
  message.insert(message.end(), row.begin(), row.end());
  const auto refused = decode_control_request(message);
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::limit_exceeded);
}

TEST_CASE("elements are counted before they are parsed") {
  // fields(1) of length 0: two bytes each that would cost a hundred.
  const auto message_of = [](std::size_t fields) {
    Bytes row;
    for (std::size_t i = 0; i < fields; ++i) row.insert(row.end(), {0x0a, 0x00});
    Bytes message{0x08, 0x01, 0x12, 0x01, 'v', 0x1a};
    for (std::size_t left = row.size(); left > 0; left >>= 7U) {
      message.push_back(static_cast<std::uint8_t>((left & 0x7fU) | (left > 0x7f ? 0x80U : 0U)));
    }
    message.insert(message.end(), row.begin(), row.end());
    return message;
  };
  const auto refused = decode_control_request(message_of(limits::request_elements_max));
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::limit_exceeded);
  CHECK(refused.error().what.view() == "too many elements");
}

TEST_CASE("what no honest client sends is refused") {
  ControlRequest request = request_of(Row{"arguments"});
  SECTION("no number") {
    request.number = 0;
  }
  SECTION("no verb") {
    request.verb.clear();
  }
  SECTION("a verb too long") {
    request.verb.assign(limits::verb_bytes_max + 1, 'v');
  }
  SECTION("a short unlock key") {
    request.unlock_key.resize(31);
  }
  SECTION("a long new unlock key") {
    request.new_unlock_key = Bytes(33, 1);
  }
  SECTION("a long idempotency key") {
    request.idempotency.resize(limits::idempotency_bytes_max + 1);
  }
  SECTION("a name with a capital") {
    request.arguments.set("Name", true);
  }
  SECTION("a name too long") {
    request.arguments.set(std::string(65, 'n'), true);
  }
  SECTION("an empty name") {
    request.arguments.set("", true);
  }
  const auto refused = decode_control_request(encode(request));
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::malformed);
}

TEST_CASE("a value twice in a row is refused") {
  const Bytes field{0x0a, 0x05, 0x0a, 0x01, 'a', 0x10, 0x01};
  Bytes message{0x08, 0x01, 0x12, 0x01, 'v', 0x1a, 14};
  message.insert(message.end(), field.begin(), field.end());
  message.insert(message.end(), field.begin(), field.end());
  CHECK(!decode_control_request(message));
  message.resize(message.size() - field.size());
  message[6] = 7;
  CHECK(decode_control_request(message));
}

TEST_CASE("a request cut anywhere is refused or means less, and never crashes") {
  const Bytes whole = encode(request_of(row_of_every_shape()));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto decoded = decode_control_request(ByteView{whole}.first(length));
    CHECK((!decoded || *decoded != request_of(row_of_every_shape())));
  }
}

TEST_CASE("frames are cut the same wherever the stream is cut") {
  Bytes stream;
  const std::vector<Bytes> messages{Bytes{1, 2, 3}, Bytes{}, Bytes(300, 8)};
  for (const Bytes& message : messages) {
    const Bytes frame = control_frame(message);
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  const std::size_t step = GENERATE(1U, 2U, 5U, 7U, 400U);
  ControlFrames frames{1024};
  std::vector<Bytes> seen;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    frames.feed(ByteView{stream}.subspan(at, std::min(step, stream.size() - at)));
    for (auto next = frames.next(); *next; next = frames.next()) seen.push_back(**next);
  }
  CHECK(seen == messages);
  CHECK(frames.waiting_bytes() == 0);
}

TEST_CASE("a frame is refused by its length alone, at one above the maximum") {
  ControlFrames frames{16};
  frames.feed(Bytes{16, 0, 0, 0});
  auto next = frames.next();
  REQUIRE(next);
  CHECK(!*next);
  ControlFrames other{16};
  other.feed(Bytes{17, 0, 0, 0});
  CHECK(!other.next());
}

TEST_CASE("the cookie's proof depends on cookie and nonce") {
  tests::SeededRandom random{1};
  const auto cookie = random.array<32>();
  const auto nonce = random.array<32>();
  CHECK(control_mac(cookie, nonce) == control_mac(cookie, nonce));
  CHECK(control_mac(cookie, nonce) != control_mac(cookie, random.array<32>()));
  CHECK(control_mac(cookie, nonce) != control_mac(random.array<32>(), nonce));
}

}  // namespace
}  // namespace tocsin::wire
