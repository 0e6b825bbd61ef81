// Lines for a terminal: 80 columns, wrapped at blanks, every one with the banner of drills and
// rehearsals. Whatever is put in leaves escaped: no raw control byte gets through here, whoever
// wrote the text. What is said: render.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"

namespace tocsin::cli {

class Lines {
 public:
  // "REHEARSAL", "EXERCISE", or nothing.
  explicit Lines(std::string_view banner = "", WallTime now = {});

  // From here on.
  void set_banner(std::string_view banner);

  // One line; what does not fit goes on below, `hang` columns in. A newline inside becomes " / ".
  void line(std::string_view text, std::size_t hang = 2);
  // Foreign text of any number of lines, never at the left edge. What goes on below hangs, so that
  // one sees and hears where the next line of the text begins.
  void quote(std::string_view text, std::size_t indent = 2);
  // "Label     text", the texts of several below each other.
  void pair(std::string_view label, std::string_view text);
  // Columns as wide as needed; the last one wraps.
  void table(const std::vector<std::vector<std::string>>& rows);
  void blank();

  std::string take();

  std::size_t width() const { return width_; }

  WallTime now() const { return now_; }

 private:
  void put(std::string_view first, std::string_view text, std::size_t hang);

  std::string banner_;
  std::size_t width_;
  WallTime now_;
  std::string out_;
};

// Filled up with blanks to so many columns.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

}  // namespace tocsin::cli
