// Rows as one JSON object per line, and the lines of `--lines` as rows. The only user of the JSON
// library. Everything beyond ASCII leaves as \u escapes.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/command.h"
#include "core/model/row.h"

namespace tocsin::cli {

// {"v":1,...}\n : bytes as lower-case hex, times as RFC 3339 plus `<name>_ms`.
std::string json_line(const Row& row);
// {"v":1,"kind":"refusal","exit":3,"code":"E_...",...}\n
std::string json_line(const Refusal& refusal);

// One flat object of texts, integers, booleans and lists of texts. malformed: anything else.
Result<Row> row_from_json(std::string_view line);

}  // namespace tocsin::cli
