#include "tests/support/temporary_directory.h"

#include <cstdlib>

#include "core/base/ensure.h"

namespace tocsin::tests {

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "tocsin-test-XXXXXX").string();
  ENSURE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tocsin::tests
