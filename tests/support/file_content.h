// All that is in a file, as a reader of the disk would see it.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace tocsin::tests {

// Nothing where there is no such file.
inline std::string file_content(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

}  // namespace tocsin::tests
