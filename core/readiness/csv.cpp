#include "core/readiness/csv.h"

#include <algorithm>
#include <array>

#include "core/base/unicode.h"
#include "core/model/limits/readiness.h"

namespace tocsin::readiness {
namespace {

constexpr std::array<std::uint8_t, 3> byte_order_mark{0xef, 0xbb, 0xbf};

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // What has zero bytes is another encoding.
    const Decoded first = first_code_point(text);
    if (!first.point || *first.point == 0) return false;
    text.remove_prefix(first.bytes.size());
  }
  return true;
}

// One more apostrophe before what has some already, so that taking one off always leads back.
bool needs_apostrophe(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of('\''), text.size());
  return is_formula(text.substr(first));
}

}  // namespace

CsvReader::CsvReader(ByteView bytes) : bytes_{bytes} {
  if (bytes.size() >= byte_order_mark.size() &&
      std::ranges::equal(bytes.first(byte_order_mark.size()), byte_order_mark))
    at_ = byte_order_mark.size();
}

tl::unexpected<CsvFault> CsvReader::fault(std::string_view code, std::string_view reason) const {
  return tl::unexpected<CsvFault>{CsvFault{line_, code, reason}};
}

bool CsvReader::at_line_end() const {
  return at_end() || bytes_[at_] == '\n' ||
         (bytes_[at_] == '\r' && at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n');
}

void CsvReader::skip_line_end() {
  if (at_end()) return;
  at_ += bytes_[at_] == '\r' ? 2U : 1U;
  ++line_;
}

CsvReader::Step CsvReader::take(std::string& field) {
  if (field.size() == limits::csv_field_bytes_max)
    return fault("E_SIZE", "a field is longer than 1 KiB");
  field.push_back(static_cast<char>(bytes_[at_++]));
  return {};
}

CsvReader::Step CsvReader::read_quoted(std::string& field) {
  ++at_;
  while (!at_end()) {
    if (bytes_[at_] == '"') {
      ++at_;
      if (at_end() || bytes_[at_] != '"') return {};
    } else if (bytes_[at_] == '\n') {
      ++line_;
    }
    if (auto taken = take(field); !taken) return taken;
  }
  return fault("E_CSV", "a quoted field has no end");
}

CsvReader::Step CsvReader::read_plain(std::string& field) {
  while (!at_line_end() && bytes_[at_] != ',') {
    if (bytes_[at_] == '"') return fault("E_CSV", "a quote inside a field that has none around it");
    if (bytes_[at_] == '\r') return fault("E_CSV", "lines end with LF or CRLF");
    if (auto taken = take(field); !taken) return taken;
  }
  return {};
}

CsvReader::Step CsvReader::read_field(CsvRecord& record) {
  if (record.fields.size() == limits::csv_columns_max)
    return fault("E_COLUMNS", "more than 32 columns");
  std::string& field = record.fields.emplace_back();
  const bool is_quoted = !at_end() && bytes_[at_] == '"';
  if (auto read = is_quoted ? read_quoted(field) : read_plain(field); !read) return read;
  if (!is_utf8(field)) return fault("E_ENCODING", "this is not UTF-8");
  if (!at_line_end() && bytes_[at_] != ',') return fault("E_CSV", "text after a closing quote");
  return {};
}

tl::expected<std::optional<CsvRecord>, CsvFault> CsvReader::next() {
  if (bytes_.size() > limits::csv_bytes_max)
    return fault("E_SIZE", "the file is larger than 16 MiB");
  while (!at_end() && at_line_end()) skip_line_end();
  if (at_end()) return std::nullopt;
  CsvRecord record{line_, {}};
  while (true) {
    if (auto read = read_field(record); !read) return tl::unexpected{read.error()};
    if (at_line_end()) break;
    ++at_;  // the comma
  }
  skip_line_end();
  return record;
}

bool is_formula(std::string_view field) {
  const std::size_t first = field.find_first_not_of(' ');
  return first != std::string_view::npos &&
         std::string_view{"=+-@"}.find(field[first]) != std::string_view::npos;
}

std::string csv_field(std::string_view text) {
  std::string plain = needs_apostrophe(text) ? "'" : "";
  plain += text;
  if (plain.find_first_of(",\"\r\n") == std::string::npos) return plain;
  std::string quoted = "\"";
  for (const char c : plain) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + "\"";
}

std::string_view without_apostrophe(std::string_view field) {
  const bool is_ours = field.starts_with('\'') && needs_apostrophe(field.substr(1));
  return is_ours ? field.substr(1) : field;
}

}  // namespace tocsin::readiness
