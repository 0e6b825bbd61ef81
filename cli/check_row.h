// One line of `doctor`: what was looked at, how it stands, and what to do about it. Red: mend it
// before you go on. Yellow: think about it. Green: fine.
#pragma once

#include <string_view>

#include "core/model/row.h"

namespace tocsin::cli {

inline Row green(std::string_view about, std::string_view says) {
  return Row{"check"}.set("verdict", "green").set("about", about).set("says", says);
}

inline Row yellow(std::string_view about, std::string_view says, std::string_view todo) {
  Row row{"check"};
  return row.set("verdict", "yellow").set("about", about).set("says", says).set("todo", todo);
}

inline Row red(std::string_view about, std::string_view says, std::string_view todo) {
  Row row{"check"};
  return row.set("verdict", "red").set("about", about).set("says", says).set("todo", todo);
}

}  // namespace tocsin::cli
