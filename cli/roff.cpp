#include "cli/roff.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/version.h"

namespace tocsin::cli {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    // A full stop or a quote at the start of a line would begin a macro.
    if ((out.empty() || out.back() == '\n') && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string capitals(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

}  // namespace

Roff::Roff(std::string_view name, int section, std::string_view about) {
  out_ = fmt::format(".TH {} {} {} \"tocsin {}\" \"Tocsin\"\n",
                     escaped(capitals(name)),
                     section,
                     manual_date,
                     version);
  heading("name");
  out_ += fmt::format("{} \\- {}\n", escaped(name), escaped(about));
  is_below_heading_ = false;
}

void Roff::part() {
  if (!is_below_heading_) out_ += ".PP\n";
  is_below_heading_ = false;
}

void Roff::heading(std::string_view text) {
  out_ += fmt::format(".SH {}\n", escaped(capitals(text)));
  is_below_heading_ = true;
}

void Roff::subheading(std::string_view text) {
  out_ += fmt::format(".SS {}\n", escaped(text));
  is_below_heading_ = true;
}

void Roff::paragraph(std::string_view text) {
  part();
  out_ += escaped(text) + "\n";
}

void Roff::item(std::string_view term, std::string_view text) {
  is_below_heading_ = false;
  out_ += fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(term), escaped(text));
}

void Roff::more(std::string_view text) {
  out_ += fmt::format(".br\n{}\n", escaped(text));
}

void Roff::verbatim(std::string_view text) {
  part();
  out_ += fmt::format(".nf\n{}\n.fi\n", escaped(text));
}

}  // namespace tocsin::cli
