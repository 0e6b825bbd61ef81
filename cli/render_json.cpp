#include "cli/render_json.h"

#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/remedies.h"
#include "cli/time_text.h"
#include "core/base/codes.h"
#include "core/base/match.h"
#include "core/model/limits/control.h"

namespace tocsin::cli {
namespace {

using Json = nlohmann::ordered_json;

// As deep as rows may be (limits/control.h): the codec refuses deeper ones.
void fill(Json& object, const Row& row, int depth);

void set(Json& object, const std::string& name, const Value& value, int depth) {
  match(
      value,
      [&](bool is_true) { object[name] = is_true; },
      [&](std::int64_t integer) { object[name] = integer; },
      [&](const std::string& text) { object[name] = text; },
      [&](const Bytes& bytes) { object[name] = hex_encode(bytes); },
      [&](WallTime time) {
        object[name] = time_rfc3339(time);
        object[name + "_ms"] = wall_ms(time);
      },
      [&](const std::vector<Row>& rows) {
        object[name] = Json::array();
        if (depth >= limits::row_depth_max) return;
        for (const Row& inner : rows) {
          Json below = Json::object();
          fill(below, inner, depth + 1);
          object[name].push_back(std::move(below));
        }
      },
      [&](const std::vector<std::string>& texts) { object[name] = texts; });
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than row_depth_max
void fill(Json& object, const Row& row, int depth) {
  for (const auto& [name, value] : row.fields()) set(object, name, value, depth);
}

std::string line_of(const Json& object) {
  return object.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

bool is_text_list(const Json& value) {
  if (!value.is_array()) return false;
  for (const Json& part : value) {
    if (!part.is_string()) return false;
  }
  return true;
}

}  // namespace

std::string json_line(const Row& row) {
  Json object = Json::object();
  object["v"] = 1;
  fill(object, row, 0);
  return line_of(object);
}

std::string json_line(const Refusal& refusal) {
  Json object = Json::object();
  object["v"] = 1;
  object["kind"] = "refusal";
  object["exit"] = static_cast<int>(refusal.exit);
  object["code"] = refusal.code;
  object["reason"] = refusal.reason;
  object["remedy"] = remedy_of(refusal);
  return line_of(object);
}

Result<Row> row_from_json(std::string_view line) {
  const Json object = Json::parse(line.begin(), line.end(), nullptr, false);
  if (!object.is_object()) return fail(Errc::malformed, "not a JSON object on one line");
  Row row;
  for (const auto& [name, value] : object.items()) {
    if (name.size() > limits::row_name_bytes_max) return fail(Errc::malformed, "a name too long");
    if (value.is_string())
      row.set(name, value.get<std::string>());
    else if (value.is_boolean())
      row.set(name, value.get<bool>());
    else if (value.is_number_integer() &&
             !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
      row.set(name, value.get<std::int64_t>());
    else if (is_text_list(value))
      row.set(name, Value{value.get<std::vector<std::string>>()});
    else
      return fail(Errc::malformed,
                  "texts, whole numbers, true, false and lists of texts are all we take");
  }
  return row;
}

}  // namespace tocsin::cli
