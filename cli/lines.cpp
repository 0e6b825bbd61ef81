#include "cli/lines.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/unicode.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

constexpr std::size_t label_columns = 10;
constexpr std::size_t screen_cell_max = 40;  // a name's width at most (core/base/text.h)
constexpr std::size_t narrowest_last = 8;    // room for the column that wraps
constexpr std::size_t quote_hang = 2;

std::string repeated_blank(std::size_t count) {
  return std::string(count, ' ');
}

// The longest front of `text` that fits, cut at a blank if there is one.
std::string_view front_that_fits(std::string_view text, std::size_t width) {
  std::size_t used = 0;
  std::size_t bytes = 0;
  std::size_t last_blank = std::string_view::npos;
  while (bytes < text.size()) {
    const std::string_view next = first_code_point(text.substr(bytes)).bytes;
    const std::size_t wide = columns(next);
    if (used + wide > width) break;
    if (next == " ") last_blank = bytes;
    used += wide;
    bytes += next.size();
  }
  if (bytes == text.size() || text[bytes] == ' ') return text.substr(0, bytes);
  if (last_blank != std::string_view::npos && last_blank > 0) return text.substr(0, last_blank);
  // A word wider than the line: cut it, and never make no progress.
  return text.substr(0, std::max(bytes, first_code_point(text).bytes.size()));
}

// How long the word is that `text` begins with, if it is an id: nobody compares one that is cut.
std::size_t id_columns(std::string_view text) {
  constexpr std::size_t digits_min = 32;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789abcdef"), text.size());
  return digits < digits_min ? 0 : std::min(text.find(' '), text.size());
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

}  // namespace

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t wide = columns(text);
  return std::string{text} + repeated_blank(wide < width ? width - wide : 0);
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t wide = columns(text);
  return repeated_blank(wide < width ? width - wide : 0) + std::string{text};
}

Lines::Lines(std::string_view banner, WallTime now) : width_{limits::screen_columns}, now_{now} {
  set_banner(banner);
}

void Lines::set_banner(std::string_view banner) {
  banner_ = banner;
  if (!banner_.empty()) banner_ += "  ";
  width_ = limits::screen_columns - banner_.size();
}

void Lines::put(std::string_view first, std::string_view text, std::size_t hang) {
  const std::string escaped = escape_for_terminal(text);
  std::string_view rest = escaped;
  std::string lead{first};
  const std::size_t indent = std::min(hang, width_ / 2);
  const auto put_down = [this](std::string line) {
    line = banner_ + line;
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out_ += line + "\n";
  };
  do {
    const std::size_t used = columns(lead);
    std::string_view piece = front_that_fits(rest, used < width_ ? width_ - used : 1);
    if (const std::size_t wide = id_columns(rest); wide > piece.size()) {
      // A line of its own, less far in; halves of one length where no line is long enough.
      if (!without_blanks(lead).empty()) put_down(lead);
      const std::size_t half = wide > width_ ? wide / 2 : wide;
      lead = repeated_blank(std::min(indent, width_ - half));
      piece = rest.substr(0, half);
    }
    put_down(lead + std::string{piece});
    rest = without_blanks(rest.substr(piece.size()));
    lead = repeated_blank(indent);
  } while (!rest.empty());
}

void Lines::line(std::string_view text, std::size_t hang) {
  put("", text, hang);
}

void Lines::quote(std::string_view text, std::size_t indent) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t own = line.size() - without_blanks(line).size();
    put(repeated_blank(indent), line, indent + own + quote_hang);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void Lines::pair(std::string_view label, std::string_view text) {
  const std::string name = escape_for_terminal(label);
  if (columns(name) > 2 * label_columns) {
    line(fmt::format("{}  {}", label, text), label_columns);
    return;
  }
  put(padded(name, label_columns - 1) + " ", text, label_columns);
}

void Lines::table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns(escape_for_terminal(row[i])));
  }
  // Somebody's text is wider than a screen: then lines are all that can be kept.
  const std::size_t all = std::accumulate(
      widths.begin(), widths.end(), std::size_t{0}, [](std::size_t sum, std::size_t width) {
        return sum + std::min<std::size_t>(width, screen_cell_max) + 2;
      });
  const std::size_t last =
      widths.empty() ? 0 : std::min<std::size_t>(widths.back(), screen_cell_max) + 2;
  for (const auto& row : rows) {
    std::string lead;
    bool is_wide = all - last + narrowest_last > width_;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      is_wide = is_wide || widths[i] > screen_cell_max;
      lead += padded(escape_for_terminal(row[i]), widths[i]) + "  ";
    }
    if (is_wide)
      line(fmt::format("{}", fmt::join(row, "  ")), 4);
    else
      put(lead, row.empty() ? "" : row.back(), columns(lead));
  }
}

void Lines::blank() {
  put("", "", 0);
}

std::string Lines::take() {
  return std::exchange(out_, {});
}

}  // namespace tocsin::cli
