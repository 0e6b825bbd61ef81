// tocsin: asks the daemon of a profile, or works on files alone. Catch, print, exit code.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "cli/arguments.h"
#include "cli/client.h"
#include "cli/errand.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cli/render.h"
#include "cli/render_json.h"
#include "cli/version.h"
#include "core/crypto/init.h"
#include "core/crypto/os_random.h"

namespace tocsin::cli {
namespace {

int exit_code(Exit exit) {
  return static_cast<int>(exit);
}

// Passphrase and keys pass through this process: no copy of it on disk.
void leave_no_core() {
  const rlimit none{0, 0};
  static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
}

WallTime wall_now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return WallTime{std::chrono::duration_cast<Millis>(since_1970)};
}

Reply<void> refuse_secrets_in_environment() {
  for (const char* const name : {"PASSPHRASE", "TOCSIN_PASSPHRASE"}) {
    if (std::getenv(name) != nullptr)
      return refuse(Exit::usage,
                    "E_USAGE",
                    "a passphrase stands in the environment, where other programs can read it",
                    "unset it; type it, or use --passphrase-fd");
  }
  return {};
}

Reply<void> carry_out(const Arguments& arguments, Output& output) {
  if (arguments.wants_version) {
    output.out(fmt::format("tocsin {}\n", version));
    return {};
  }
  if (arguments.wants_help) {
    output.out(arguments.verb == nullptr ? help_page() : help_of(*arguments.verb));
    return {};
  }
  Client client{arguments.profile};
  Prompt prompt{Prompt::Sources{0, arguments.passphrase_fd, arguments.is_batch}, output};
  crypto::OsRandom random;
  Errand errand{arguments, output, prompt, client, random, wall_now()};
  auto done = arguments.verb->run(errand);
  // What is missing is a result like any other.
  if (!done && !done.error().rows.empty()) show(errand, done.error().rows);
  return done;
}

int run(const std::vector<std::string>& typed, StandardOutput& output) {
  // What is typed wrongly is refused to a program as everything else is.
  const bool is_json = std::ranges::find(typed, "--json") != typed.end();
  const auto tell = [&](const Refusal& refusal) {
    if (is_json) output.out(json_line(refusal));
    output.err(render_refusal(refusal));
    return exit_code(refusal.exit);
  };
  if (const auto fine = refuse_secrets_in_environment(); !fine) return tell(fine.error());
  if (!crypto::init()) {
    output.err("E_BUG the cryptographic library does not start\n");
    return exit_code(Exit::bug);
  }
  const auto arguments = parse_arguments(typed);
  const auto done =
      arguments ? carry_out(*arguments, output) : Reply<void>{tl::unexpected{arguments.error()}};
  if (!done) return tell(done.error());
  return output.has_failed() ? exit_code(Exit::io) : exit_code(Exit::ok);
}

}  // namespace
}  // namespace tocsin::cli

int main(int argc, char** argv) {
  ::umask(0077);
  tocsin::cli::leave_no_core();
  std::signal(SIGPIPE, SIG_IGN);
  tocsin::cli::StandardOutput output;
  try {
    return tocsin::cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}, output);
  } catch (const std::bad_alloc&) {
    output.err("E_MEMORY out of memory\n");
    return static_cast<int>(tocsin::Exit::memory);
  } catch (const std::exception&) {
    output.err("E_BUG this should not happen, please report what you did\n");
    return static_cast<int>(tocsin::Exit::bug);
  }
}
