#include "core/model/row.h"

namespace tocsin {
namespace {

template <class T>
Result<T> typed(const Value* value) {
  if (value == nullptr) return fail(Errc::not_found, "a value is missing");
  if (const T* found = std::get_if<T>(value)) return *found;
  return fail(Errc::malformed, "a value has the wrong type");
}

}  // namespace

Row& Row::set(std::string_view name, Value value) {
  for (Field& field : fields_) {
    if (field.first == name) {
      field.second = std::move(value);
      return *this;
    }
  }
  fields_.emplace_back(std::string{name}, std::move(value));
  return *this;
}

const Value* Row::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.first == name) return &field.second;
  }
  return nullptr;
}

Result<std::string> Row::text(std::string_view name) const {
  return typed<std::string>(find(name));
}

Result<Bytes> Row::bytes(std::string_view name) const {
  return typed<Bytes>(find(name));
}

Result<std::int64_t> Row::integer(std::string_view name) const {
  return typed<std::int64_t>(find(name));
}

Result<WallTime> Row::time(std::string_view name) const {
  return typed<WallTime>(find(name));
}

bool Row::flag(std::string_view name) const {
  return typed<bool>(find(name)).value_or(false);
}

std::vector<Row> Row::rows(std::string_view name) const {
  return typed<std::vector<Row>>(find(name)).value_or(std::vector<Row>{});
}

std::vector<std::string> Row::texts(std::string_view name) const {
  return typed<std::vector<std::string>>(find(name)).value_or(std::vector<std::string>{});
}

}  // namespace tocsin
