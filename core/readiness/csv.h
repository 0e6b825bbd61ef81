// Lists from outside as records (RFC 4180, UTF-8, LF or CRLF): never more than one record in
// memory, and no field beyond its limit even for a line without end. What columns mean: import.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin::readiness {

struct CsvRecord {
  std::size_t line = 1;  // of the file, where the record begins
  std::vector<std::string> fields;
};

// Why the file as a whole is refused: after a broken record nobody can say where the next begins.
struct CsvFault {
  std::size_t line;
  std::string_view code;  // E_SIZE, E_ENCODING, E_CSV, E_COLUMNS
  std::string_view reason;
};

class CsvReader {
 public:
  explicit CsvReader(ByteView bytes);

  // Nothing at the end. Empty lines are skipped. After a fault, do not ask again.
  tl::expected<std::optional<CsvRecord>, CsvFault> next();

 private:
  using Step = tl::expected<void, CsvFault>;

  bool at_end() const { return at_ == bytes_.size(); }

  bool at_line_end() const;
  void skip_line_end();
  Step read_field(CsvRecord& record);
  Step read_quoted(std::string& field);
  Step read_plain(std::string& field);
  Step take(std::string& field);
  tl::unexpected<CsvFault> fault(std::string_view code, std::string_view reason) const;

  ByteView bytes_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// A spreadsheet that opens this text would compute it: it begins with = + - @, blanks aside.
bool is_formula(std::string_view field);

// A field as it is written out: quoted where it must be, and what a spreadsheet would compute with
// an apostrophe before it.
std::string csv_field(std::string_view text);
// As it was before that: without the apostrophe.
std::string_view without_apostrophe(std::string_view field);

}  // namespace tocsin::readiness
