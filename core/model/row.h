// A row of named values: the one shape of everything that crosses the control socket, from the
// arguments of a command to the lines of an answer and the events of `watch`. `--json` prints a row
// as it stands; the human renderer picks from it. Names are snake_case and documented with their
// verb.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/base/result.h"

namespace tocsin {

class Row;

// Text is UTF-8 and may be foreign: renderers escape it. Bytes print as lower-case hex. Times print
// as RFC 3339 plus `<name>_ms`.
using Value = std::variant<bool,
                           std::int64_t,
                           std::string,
                           Bytes,
                           WallTime,
                           std::vector<Row>,
                           std::vector<std::string>>;

class Row {
 public:
  using Field = std::pair<std::string, Value>;

  Row() = default;

  explicit Row(std::string_view kind) { set("kind", std::string{kind}); }

  Row& set(std::string_view name, Value value);  // replaces; keeps the order of first use

  Row& set(std::string_view name, std::string text) { return set(name, Value{std::move(text)}); }

  Row& set(std::string_view name, std::string_view text) { return set(name, std::string{text}); }

  Row& set(std::string_view name, const char* text) { return set(name, std::string{text}); }

  Row& set(std::string_view name, bool value) { return set(name, Value{value}); }

  template <std::integral Integer>
  Row& set(std::string_view name, Integer value) {
    return set(name, Value{static_cast<std::int64_t>(value)});
  }

  const std::vector<Field>& fields() const { return fields_; }

  const Value* find(std::string_view name) const;

  bool has(std::string_view name) const { return find(name) != nullptr; }

  // malformed: the value has another type; not_found: there is none.
  Result<std::string> text(std::string_view name) const;
  Result<Bytes> bytes(std::string_view name) const;
  Result<std::int64_t> integer(std::string_view name) const;
  Result<WallTime> time(std::string_view name) const;
  bool flag(std::string_view name) const;                       // absent is false
  std::vector<Row> rows(std::string_view name) const;           // absent is empty
  std::vector<std::string> texts(std::string_view name) const;  // absent is empty

  std::string kind() const { return text("kind").value_or(""); }

  friend bool operator==(const Row&, const Row&) = default;

 private:
  std::vector<Field> fields_;
};

}  // namespace tocsin
