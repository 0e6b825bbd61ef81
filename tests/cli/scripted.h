// A stage for verbs: a command line, typed lines on a pipe, a daemon that answers what it was told
// to, and what was said and asked in the end.
#pragma once

#include <array>
#include <deque>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/client.h"
#include "cli/errand.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "core/base/ensure.h"
#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"
#include "tests/support/file_content.h"
#include "tests/support/seeded_random.h"

namespace tocsin::cli {

class Said final : public Output {
 public:
  void out(std::string_view text) override { out_ += text; }

  void err(std::string_view text) override { err_ += text; }

  bool is_screen() const override { return is_screen_; }

  std::string out_;
  std::string err_;
  bool is_screen_ = false;
};

// A pipe that already holds all that will be typed.
class Typed {
 public:
  explicit Typed(std::string_view text) {
    ENSURE(::pipe(ends_.data()) == 0 && text.size() < 60'000);
    ENSURE(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(ends_[1]);
  }

  ~Typed() { ::close(ends_[0]); }

  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;

  int file() const { return ends_[0]; }

 private:
  std::array<int, 2> ends_{};
};

class ScriptedDaemon final : public Daemon {
 public:
  Reply<Answer> ask(ControlRequest request, Seconds) override {
    asked.push_back(std::move(request));
    const auto found = answers.find(asked.back().verb);
    if (found == answers.end()) return refuse(Exit::usage, "E_VERB", "no such verb");
    return found->second;
  }

  Reply<std::optional<Row>> next_notice(Seconds) override {
    if (notices.empty()) return refuse(Exit::later, "E_NO_DAEMON", "the daemon went away");
    std::optional<Row> row{std::move(notices.front())};
    notices.pop_front();
    return row;
  }

  // Nothing where the verb was never asked.
  const ControlRequest* last(std::string_view verb) const {
    const ControlRequest* found = nullptr;
    for (const ControlRequest& request : asked)
      if (request.verb == verb) found = &request;
    return found;
  }

  std::map<std::string, Answer, std::less<>> answers;
  std::deque<Row> notices;
  std::vector<ControlRequest> asked;
};

struct Stage {
  Stage() {
    Row kdf{"kdf"};
    kdf.set("salt", Value{Bytes(16, 7)})
        .set("memory_kib", limits::kdf_rehearsal_memory_kib)
        .set("passes", limits::kdf_rehearsal_passes);
    answer("unlock parameters", {kdf});
  }

  void answer(std::string_view verb, std::vector<Row> rows) {
    daemon.answers[std::string{verb}] = answer_of(std::move(rows));
  }

  void refuse_with(std::string_view verb, const Refusal& refusal) {
    daemon.answers[std::string{verb}] = answer_of(refusal);
  }

  // As main does, without a process around it.
  Reply<void> run(const std::vector<std::string>& line, std::string_view typed = "") {
    const auto arguments = parse_arguments(line);
    if (!arguments) return tl::unexpected{arguments.error()};
    const Typed input{typed};
    Prompt prompt{Prompt::Sources{input.file(), arguments->passphrase_fd, arguments->is_batch},
                  said};
    Errand errand{*arguments, said, prompt, daemon, random, wall_from_ms(1'810'000'000'000)};
    return arguments->verb->run(errand);
  }

  Said said;
  ScriptedDaemon daemon;
  tests::SeededRandom random{1};
};

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = "/tmp/tocsin-cli-XXXXXX";
    ENSURE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }

  ~Folder() {
    for (const std::string& file : files_) ::unlink(file.c_str());
    ::rmdir((path_ + "/cards").c_str());
    ::rmdir(path_.c_str());
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // To be removed at the end, whoever makes it.
  std::string path(const std::string& name) {
    files_.push_back(path_ + "/" + name);
    return files_.back();
  }

  std::string write(const std::string& name, std::string_view text) {
    if (name.starts_with("cards/")) ::mkdir((path_ + "/cards").c_str(), 0700);
    const std::string file = path(name);
    std::ofstream{file, std::ios::binary} << text;
    return file;
  }

  static std::string read(const std::string& file) { return tests::file_content(file); }

 private:
  std::string path_;
  std::vector<std::string> files_;
};

// What tests/cli/golden/NAME.txt holds. A new one is written, and must be looked at before it is
// kept.
inline std::string golden(const std::string& name, const std::string& actual) {
  const std::string file = "tests/cli/golden/" + name + ".txt";
  struct stat about{};
  if (::stat(file.c_str(), &about) != 0) {
    std::ofstream{file} << actual;
    FAIL("there was no " << file << "; look at what was written");
  }
  return Folder::read(file);
}

}  // namespace tocsin::cli
