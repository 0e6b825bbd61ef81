#include "tests/support/vectors.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/codes.h"

namespace tocsin::tests {

using nlohmann::json;

// A value and the file that owns it.
struct JsonTree {
  std::shared_ptr<const json> file;
  const json* value;
};

namespace {

std::shared_ptr<const JsonTree> below(const JsonTree& tree, const json& value) {
  return std::make_shared<const JsonTree>(JsonTree{tree.file, &value});
}

const json& field_of(const JsonTree& tree, std::string_view field) {
  return tree.value->at(std::string{field});
}

Bytes decoded_hex(const std::string& digits, std::string_view field) {
  auto bytes = hex_decode(digits);
  if (!bytes) throw std::runtime_error("vectors: not hex: " + std::string{field});
  return *std::move(bytes);
}

// Tests run from the root of the tree or from a build directory below it.
std::optional<std::filesystem::path> vectors_folder() {
  const auto start = std::filesystem::current_path();
  for (auto at = start; at != at.root_path(); at = at.parent_path()) {
    const auto folder = at.parent_path() / "shared" / "vectors";
    if (std::filesystem::is_directory(folder)) return folder;
  }
  return std::nullopt;
}

}  // namespace

bool Vector::has(std::string_view field) const {
  return tree_->value->contains(field);
}

std::string Vector::text(std::string_view field) const {
  return field_of(*tree_, field).get<std::string>();
}

std::int64_t Vector::number(std::string_view field) const {
  return field_of(*tree_, field).get<std::int64_t>();
}

bool Vector::flag(std::string_view field) const {
  return field_of(*tree_, field).get<bool>();
}

Bytes Vector::hex(std::string_view field) const {
  return decoded_hex(text(field), field);
}

Bytes Vector::as_hex() const {
  return decoded_hex(tree_->value->get<std::string>(), "an element");
}

Vector Vector::object(std::string_view field) const {
  return Vector{below(*tree_, field_of(*tree_, field))};
}

std::vector<Vector> Vector::list(std::string_view field) const {
  return object(field).elements();
}

std::vector<std::string> Vector::texts(std::string_view field) const {
  return field_of(*tree_, field).get<std::vector<std::string>>();
}

std::vector<Vector> Vector::elements() const {
  if (!tree_->value->is_array()) throw std::runtime_error("vectors: not a list");
  std::vector<Vector> elements;
  for (const json& element : *tree_->value) elements.push_back(Vector{below(*tree_, element)});
  return elements;
}

void Vector::copy_exactly(ByteView from, std::span<std::uint8_t> to, std::string_view field) {
  if (from.size() != to.size())
    throw std::runtime_error("vectors: wrong length: " + std::string{field});
  std::ranges::copy(from, to.begin());
}

std::optional<Vector> read_vectors(std::string_view file) {
  const auto folder = vectors_folder();
  if (!folder) return std::nullopt;
  std::ifstream stream{*folder / file};
  if (!stream) throw std::runtime_error("vectors: no file " + std::string{file});
  auto whole = std::make_shared<const json>(json::parse(stream));
  const json* const root = whole.get();
  return Vector{std::make_shared<const JsonTree>(JsonTree{std::move(whole), root})};
}

}  // namespace tocsin::tests
