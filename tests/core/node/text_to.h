// What `send` is asked with.
#pragma once

#include <string>

#include "core/model/row.h"

namespace tocsin::tests {

inline Row text_to(const std::string& channel, const std::string& text) {
  return Row{}.set("channel", channel).set("text", text);
}

}  // namespace tocsin::tests
