// A page of the manual as man(7) macros. Whatever text is put in leaves escaped: no text can become
// a macro. What the pages say: man.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tocsin::cli {

class Roff {
 public:
  // "tocsin", 1, "talk, prepare and decide together"
  Roff(std::string_view name, int section, std::string_view about);

  void heading(std::string_view text);     // in capitals
  void subheading(std::string_view text);  // as it is
  void paragraph(std::string_view text);
  // A term in bold, below it what it means, set in.
  void item(std::string_view term, std::string_view text);
  // More of the last item.
  void more(std::string_view text);
  // Line by line as it stands.
  void verbatim(std::string_view text);

  std::string take() { return std::move(out_); }

 private:
  void part();  // between two paragraphs; below a heading there is room already

  std::string out_;
  bool is_below_heading_ = false;
};

}  // namespace tocsin::cli
