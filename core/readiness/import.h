// A list of workers comes in: which column is which field, which rows are refused and why, what
// would change. The records themselves: csv.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/command.h"
#include "core/readiness/roster.h"

namespace tocsin::readiness {

struct ImportWish {
  Bytes csv;
  std::optional<Cell> workplace;  // of rows that name none
  std::vector<std::string> map;   // "column=field"
};

// What the rows are checked against.
struct ImportPlace {
  const Roster& known;
  const Charter* charter = nullptr;  // before founding there is none
  const CharterOrg* org = nullptr;
  std::uint32_t today = 0;
  std::uint32_t fresh_days = 0;
  bool are_cells_frozen = false;  // then nobody on the list moves to another workplace
};

struct RowFault {
  std::size_t line;
  std::string_view code;  // E_FORMULA, E_COLUMNS, E_REF, E_TEXT, E_CELL, E_ASSESSMENT, E_DUPLICATE,
                          // E_CELLS_FROZEN
  std::string_view reason;
};

struct Import {
  std::vector<Worker> writes;  // added or changed, in the order of the file
  std::size_t rows = 0;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t duplicates = 0;
  std::vector<RowFault> faults;      // of refused rows and duplicates, in the order of the file
  std::vector<std::string> ignored;  // headings of the columns that are no field, cut to be shown
};

// A refusal is of the file as a whole: nothing of it may be kept.
Reply<Import> plan_import(const ImportWish& wish, const ImportPlace& place);

}  // namespace tocsin::readiness
