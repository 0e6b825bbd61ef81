// A TOML file as a tree of plain values with their lines, and a reader that takes fields off a
// table one by one: what is missing, of another kind or not known to anybody is one mistake with
// its line. The library that parses is known to charter_toml.cpp alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "core/model/charter.h"
#include "core/model/command.h"

namespace tocsin::cli {

struct TomlNode {
  enum class Kind : std::uint8_t { text, number, truth, moment, date, list, table };
  Kind kind = Kind::table;
  std::uint32_t line = 0;  // 0: of the whole file
  std::string text;
  std::int64_t number = 0;  // of a moment or date: ms UTC
  bool truth = false;
  std::vector<TomlNode> children;  // of a list or table
  std::vector<std::string> names;  // of a table: of its children
};

// Line 0: no line is to blame, something is not there at all.
tl::unexpected<Refusal> refuse_toml(std::uint32_t line, const std::string& why);

// The first mistake made anywhere in one file.
class TomlMistakes {
 public:
  void add(std::uint32_t line, const std::string& why);
  void add(std::uint32_t line, const Refusal& refusal);

  const std::optional<Refusal>& first() const { return first_; }

  template <class T>
  Reply<T> unless(T value) const {
    if (first_) return tl::unexpected{*first_};
    return value;
  }

 private:
  std::optional<Refusal> first_;
};

class TomlTable {
 public:
  // `node` of another kind is a mistake; then the table is empty. `place` is what the file calls
  // it: "demands". Empty: the file itself.
  TomlTable(const TomlNode& node, TomlMistakes& mistakes, std::string place = "");

  std::uint32_t line() const { return node_.line; }

  std::uint32_t line_of(std::string_view name) const;  // of the table, where it has no such key

  TomlMistakes& mistakes() const { return mistakes_; }

  // Null: not there. Each name is taken at most once by its owner; has() takes nothing.
  const TomlNode* take(std::string_view name);
  bool has(std::string_view name) const;
  const TomlNode* need(std::string_view name);  // as take; not there is a mistake

  std::string text(std::string_view name);
  std::string text_or(std::string_view name, std::string otherwise);
  std::uint32_t number(std::string_view name);
  std::uint32_t number_or(std::string_view name, std::uint32_t otherwise);
  bool truth_or(std::string_view name, bool otherwise);
  WallTime moment(std::string_view name);                          // with a zone
  std::uint32_t day(std::string_view name);                        // of a date
  Seconds duration_or(std::string_view name, Seconds otherwise);   // "72h"
  std::vector<std::string> texts(std::string_view name);           // absent: none
  std::vector<const TomlNode*> text_nodes(std::string_view name);  // likewise, with their lines
  std::vector<const TomlNode*> list(std::string_view name);        // absent: none
  Cell cell(std::string_view name);                                // "sector/region[/code]"

  // What nobody has taken is a mistake: a misspelt name must not be passed over.
  void finish();

 private:
  const TomlNode* of_kind(const TomlNode* node, std::string_view name, TomlNode::Kind kind);

  std::string here() const;

  const TomlNode& node_;
  TomlMistakes& mistakes_;
  std::string place_;
  std::vector<bool> taken_;
};

std::optional<Cell> cell_from(std::string_view text);

}  // namespace tocsin::cli
