#include "cli/input.h"

#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "core/model/limits/cli.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a file is written whole, for its owner alone, and read back") {
  Folder folder;
  const std::string path = folder.path("a.draft");
  REQUIRE(write_file(path, Bytes{1, 2, 3}));
  REQUIRE(write_file(path, Bytes{4, 5}));
  CHECK(read_file(path).value() == Bytes{4, 5});
  struct stat about{};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK_FALSE(is_file(path + ".part"));
}

TEST_CASE("what is no ordinary file is refused and does not make us wait") {
  Folder folder;
  const std::string pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(read_file(pipe).error().code == "E_FILE");
  CHECK(read_file("/").error().code == "E_FILE");
  CHECK(read_file(folder.path("none")).error().exit == Exit::usage);
}

TEST_CASE("a file beyond all that we take is refused by its size") {
  Folder folder;
  const std::string path = folder.write("large", "x");
  REQUIRE(::truncate(path.c_str(), limits::chosen_file_bytes_max + 1) == 0);
  CHECK(read_file(path).error().code == "E_SIZE");
}

TEST_CASE("a place that cannot be written is exit 74 and named") {
  const auto written = write_file("/proc/none/a.draft", Bytes{1});
  REQUIRE_FALSE(written);
  CHECK(written.error().exit == Exit::io);
  CHECK(written.error().reason.find("a.draft") != std::string::npos);
}

TEST_CASE("a piped message loses its last line end and nothing else") {
  const Typed typed{"two lines\nof text\n\n"};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK(message_text(prompt, said).value() == "two lines\nof text");
}

TEST_CASE("an empty message, a control character and a novel are not sent") {
  const char* const text = GENERATE("", "\n", "a\x1b[2Jb", "\xff\xfe");
  const Typed typed{text};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK(message_text(prompt, said).error().exit == Exit::usage);
  const Typed novel{std::string(limits::typed_text_bytes_max + 1, 'x')};
  Prompt long_prompt{{novel.file()}, said};
  CHECK(message_text(long_prompt, said).error().code == "E_SIZE");
}

}  // namespace tocsin::cli
