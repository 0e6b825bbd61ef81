#include "core/readiness/import.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"
#include "core/readiness/csv.h"

namespace tocsin::readiness {
namespace {

enum class FieldName : std::uint8_t { ref, name, contact, cell, unit, shift, steward, assessment };

constexpr std::array<std::pair<std::string_view, FieldName>, 8> field_names{{
    {"ref", FieldName::ref},
    {"name", FieldName::name},
    {"contact", FieldName::contact},
    {"cell", FieldName::cell},
    {"unit", FieldName::unit},
    {"shift", FieldName::shift},
    {"steward", FieldName::steward},
    {"assessment", FieldName::assessment},
}};

using Columns = std::vector<std::optional<FieldName>>;  // by column; nothing: not read
using RowStep = tl::expected<void, RowFault>;

std::optional<FieldName> field_named(std::string_view text) {
  const auto found =
      std::ranges::find(field_names, text, &decltype(field_names)::value_type::first);
  if (found == field_names.end()) return std::nullopt;
  return found->second;
}

// Foreign text on its way to a screen, which escapes it: no longer than anybody reads.
std::string heading_text(std::string_view heading) {
  if (heading.empty()) return "(no heading)";
  std::size_t end = std::min(heading.size(), limits::shown_heading_bytes_max);
  if (end == heading.size()) return std::string{heading};
  while (end > 0 && (static_cast<unsigned char>(heading[end]) & 0xC0U) == 0x80U) --end;
  return std::string{heading.substr(0, end)} + "...";
}

std::string field_list() {
  std::string text = "fields:";
  for (const auto& [name, field] : field_names) text += " " + std::string{name};
  return text;
}

tl::unexpected<Refusal> refuse_map(std::string reason, std::string remedy) {
  return refuse(Exit::usage, "E_USAGE", std::move(reason), std::move(remedy));
}

tl::unexpected<Refusal> refuse_file(std::size_t line,
                                    std::string_view code,
                                    std::string_view reason) {
  Refusal refusal{Exit::invalid,
                  std::string{code},
                  "line " + std::to_string(line) + ": " + std::string{reason},
                  "mend the file and try again with --dry-run; nothing of it was taken"};
  Row row{"row_refused"};
  row.set("line", line).set("code", code).set("reason", reason);
  refusal.rows.push_back(std::move(row));
  return tl::unexpected{std::move(refusal)};
}

// The last "=" parts them: a heading may contain one.
Reply<std::map<std::string, FieldName>> read_map(const std::vector<std::string>& entries) {
  std::map<std::string, FieldName> map;
  for (const std::string& entry : entries) {
    const std::size_t sign = entry.rfind('=');
    if (sign == std::string::npos)
      return refuse_map("a map is COLUMN=FIELD, as the file's heading=the field", field_list());
    const std::string_view name = std::string_view{entry}.substr(sign + 1);
    const auto field = field_named(name);
    if (!field) return refuse_map("there is no field " + heading_text(name), field_list());
    const std::string column = entry.substr(0, sign);
    if (!map.emplace(column, *field).second)
      return refuse_map("column " + heading_text(column) + " is mapped twice", "map it once");
  }
  return map;
}

// What is mapped from a column that is not there would be lost in silence.
Reply<void> check_map(const CsvRecord& heading, const std::map<std::string, FieldName>& map) {
  for (const auto& [column, field] : map) {
    if (std::ranges::find(heading.fields, column) != heading.fields.end()) continue;
    std::string columns;
    for (const std::string& title : heading.fields)
      columns += (columns.empty() ? "" : ", ") + heading_text(title);
    return refuse_map("the file has no column " + heading_text(column),
                      "its columns are: " + columns);
  }
  return {};
}

std::vector<std::string> ignored_headings(const CsvRecord& heading, const Columns& columns) {
  std::vector<std::string> ignored;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!columns[i]) ignored.push_back(heading_text(heading.fields[i]));
  return ignored;
}

Reply<Columns> read_heading(const CsvRecord& heading, const std::map<std::string, FieldName>& map) {
  if (auto checked = check_map(heading, map); !checked) return tl::unexpected{checked.error()};
  Columns columns;
  for (const std::string& title : heading.fields) {
    const auto mapped = map.find(title);
    columns.push_back(mapped != map.end() ? std::optional{mapped->second} : field_named(title));
  }
  for (const auto& [name, field] : field_names) {
    const auto count = std::ranges::count(columns, std::optional{field});
    if (count > 1) return refuse_file(heading.line, "E_COLUMNS", "two columns are the same field");
    if (count == 0 && field == FieldName::ref)
      return refuse_file(
          heading.line, "E_COLUMNS", "no column is called ref; columns are parted by commas");
  }
  return columns;
}

class Importer {
 public:
  Importer(const ImportWish& wish, const ImportPlace& place, Columns columns)
      : wish_{wish}, place_{place}, columns_{std::move(columns)} {
    for (const auto& [ref, worker] : place.known)
      if (!worker.contact.empty()) persons_.emplace(std::pair{worker.name, worker.contact}, ref);
  }

  void take(const CsvRecord& record);

  Import result() && { return std::move(out_); }

 private:
  RowStep read(const CsvRecord& record, Worker& worker) const;
  RowStep set(Worker& worker, FieldName field, const std::string& text, std::size_t line) const;
  RowStep check_workplace(const Worker& worker, std::size_t line) const;
  void refuse_row(const RowFault& fault);

  const ImportWish& wish_;
  const ImportPlace& place_;
  Columns columns_;
  std::map<std::string, std::size_t> lines_;  // of refs that this file has named
  std::map<std::pair<std::string, std::string>, std::string> persons_;
  Import out_;
};

tl::unexpected<RowFault> fault(std::size_t line, std::string_view code, std::string_view reason) {
  return tl::unexpected{RowFault{line, code, reason}};
}

RowStep Importer::set(Worker& worker,
                      FieldName field,
                      const std::string& text,
                      std::size_t line) const {
  if (!check_text(text, limits::csv_field_bytes_max, Newlines::refused))
    return fault(line, "E_TEXT", "a character that no plain line has");
  switch (field) {
    case FieldName::ref:
      return {};  // read first
    case FieldName::name:
      worker.name = text;
      return {};
    case FieldName::contact:
      worker.contact = text;
      return {};
    case FieldName::unit:
      worker.unit = text;
      return {};
    case FieldName::shift:
      worker.shift = text;
      return {};
    case FieldName::steward:
      if (!text.empty() && !check_name(text, limits::handle_bytes_max))
        return fault(line, "E_TEXT", "a steward is named by a handle");
      worker.steward = text;
      return {};
    case FieldName::cell: {
      if (text.empty() && wish_.workplace) return {};
      auto cell = parse_cell(text);
      if (!cell) return fault(line, "E_CELL", "a cell is sector/region or sector/region/code");
      worker.workplace = *std::move(cell);
      return {};
    }
    case FieldName::assessment: {
      if (text.empty()) return {};
      if (text.size() != 1 || text[0] < '0' || text[0] > '0' + limits::assessment_max)
        return fault(line, "E_ASSESSMENT", "an assessment is 0 to 5");
      const auto value = static_cast<std::uint8_t>(text[0] - '0');
      // The same list again is no new assessment.
      if (value == assessment_of(worker, place_.today, place_.fresh_days)) return {};
      worker.assessment = value;
      worker.assessed_day = value == 0 ? 0 : place_.today;
      return {};
    }
  }
  return {};
}

RowStep Importer::check_workplace(const Worker& worker, std::size_t line) const {
  if (worker.workplace == Cell{})
    return fault(line, "E_CELL", "no cell in this row, and no workplace was given");
  const auto known = place_.known.find(worker.ref);
  if (place_.are_cells_frozen && known != place_.known.end() &&
      known->second.workplace != worker.workplace)
    return fault(
        line, "E_CELLS_FROZEN", "nobody moves between workplaces while a proposal is open");
  // Only who stops work needs the charter's words for where they work.
  const bool has_claims = place_.org != nullptr && !place_.org->claims.empty();
  if (!has_claims || is_declared(*place_.charter, worker.workplace)) return {};
  return fault(line, "E_CELL", "the charter has no such sector or region");
}

RowStep Importer::read(const CsvRecord& record, Worker& worker) const {
  if (record.fields.size() != columns_.size())
    return fault(record.line, "E_COLUMNS", "not as many columns as the heading");
  if (std::ranges::any_of(record.fields, is_formula))
    return fault(record.line, "E_FORMULA", "a field begins with = + - or @ and would be computed");
  const auto ref = std::ranges::find(columns_, std::optional{FieldName::ref});
  const std::string& text = record.fields[static_cast<std::size_t>(ref - columns_.begin())];
  if (!is_ref(text)) return fault(record.line, "E_REF", "a ref is a-z, 0-9 and -, at most 64");
  const auto known = place_.known.find(text);
  if (known != place_.known.end()) worker = known->second;
  worker.ref = text;
  if (wish_.workplace) worker.workplace = *wish_.workplace;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i]) continue;
    const std::string field{without_apostrophe(record.fields[i])};
    if (auto step = set(worker, *columns_[i], field, record.line); !step) return step;
  }
  return check_workplace(worker, record.line);
}

void Importer::refuse_row(const RowFault& fault) {
  out_.faults.push_back(fault);
}

void Importer::take(const CsvRecord& record) {
  ++out_.rows;
  Worker worker;
  if (const auto step = read(record, worker); !step) return refuse_row(step.error());
  const bool is_first = lines_.emplace(worker.ref, record.line).second;
  const auto person = persons_.find(std::pair{worker.name, worker.contact});
  const bool is_other_ref =
      !worker.contact.empty() && person != persons_.end() && person->second != worker.ref;
  if (!is_first || is_other_ref) {
    ++out_.duplicates;
    return refuse_row(RowFault{record.line,
                               "E_DUPLICATE",
                               is_first ? "the same name and contact under another ref"
                                        : "a ref that an earlier line has"});
  }
  if (!worker.contact.empty())
    persons_.insert_or_assign(std::pair{worker.name, worker.contact}, worker.ref);
  const auto known = place_.known.find(worker.ref);
  if (known == place_.known.end())
    ++out_.added;
  else if (known->second != worker)
    ++out_.changed;
  else
    return;
  out_.writes.push_back(std::move(worker));
}

}  // namespace

Reply<Import> plan_import(const ImportWish& wish, const ImportPlace& place) {
  auto map = read_map(wish.map);
  if (!map) return tl::unexpected{map.error()};
  CsvReader reader{wish.csv};
  auto heading = reader.next();
  if (!heading)
    return refuse_file(heading.error().line, heading.error().code, heading.error().reason);
  if (!*heading) return refuse_file(1, "E_COLUMNS", "the file is empty");
  auto columns = read_heading(**heading, *map);
  if (!columns) return tl::unexpected{columns.error()};
  auto ignored = ignored_headings(**heading, *columns);
  Importer importer{wish, place, *std::move(columns)};
  for (std::size_t rows = 0;; ++rows) {
    auto record = reader.next();
    if (!record)
      return refuse_file(record.error().line, record.error().code, record.error().reason);
    if (!*record) break;
    if (rows == limits::csv_rows_max)
      return refuse_file((*record)->line, "E_SIZE", "more than 20,000 rows");
    importer.take(**record);
  }
  Import result = std::move(importer).result();
  result.ignored = std::move(ignored);
  if (place.known.size() + result.added > limits::roster_rows_max)
    return refuse(Exit::invalid, "E_SIZE", "a list has at most 65,536 workers");
  return result;
}

}  // namespace tocsin::readiness
