// Rows as people read them: plain words, 80 columns, no meaning by colour, times with zone and
// offset. A pure function of its rows, so that golden files pin it. For programs: render_json.h.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/lines.h"
#include "core/base/joined.h"
#include "core/model/command.h"
#include "core/model/row.h"

namespace tocsin::cli {

// Every line of a rehearsal profile begins REHEARSAL, of a drill EXERCISE.
struct Look {
  bool is_rehearsal = false;
  WallTime now{};  // by which "in 3 h" is said
};

std::string render(const std::vector<Row>& rows, const Look& look);
// What standard error says: code, reason and what would mend it. What is missing is in the rows.
std::string render_refusal(const Refusal& refusal);

// Draws rows beginning at the first; returns how many it drew, at least 1.
using Draw =
    std::function<std::size_t(Lines& lines, const std::vector<Row>& rows, std::size_t first)>;
using Drawers = std::map<std::string, Draw, std::less<>>;

const Drawers& decision_drawers();   // render_decision.cpp
const Drawers& readiness_drawers();  // render_readiness.cpp
const Drawers& setup_drawers();      // render_setup.cpp

// A value as text, whatever its type; empty if there is none. Ids are cut to what people compare.
std::string shown(const Row& row, std::string_view name);
std::string shown(const Value& value);
std::int64_t number(const Row& row, std::string_view name);  // 0 if there is none
// 1240 -> "1,240"
std::string grouped(std::int64_t number);
// "1 link", "1,240 links"
std::string counted(std::int64_t number, std::string_view thing);
std::string basis_points(std::int64_t bp);  // 8000 -> "80%"
// "1 met, 2 part": by what the screens call them.
std::string numbered(const std::vector<std::string>& texts);
// "  E_RULE E_HOLD": how a line tells why; nothing if all is well.
std::string codes_of(const Row& row);
// "3/5".
std::string out_of(const Row& row, std::string_view have, std::string_view need);
// A labelled line if the row says something there.
void pair_if(Lines& lines, std::string_view label, const Row& row, std::string_view name);
std::string or_else(std::string text, std::string_view otherwise);
// ASCII letters only.
std::string capitals(std::string text);
// A run of rows as people look for them: organizations by short name, then places and persons.
std::vector<Row> by_name(const std::vector<Row>& rows, std::size_t first, std::size_t count);
// How many rows from `first` on are of this kind.
std::size_t run_of(const std::vector<Row>& rows, std::size_t first, std::string_view kind);

struct TableColumn {
  const char* head;
  const char* field;
};

// The run of rows of one kind that begins at `at`, each field as it is; returns how many.
std::size_t draw_columns(Lines& lines,
                         const std::vector<Row>& rows,
                         std::size_t at,
                         std::initializer_list<TableColumn> columns);

}  // namespace tocsin::cli
