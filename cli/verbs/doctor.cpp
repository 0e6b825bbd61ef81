#include <array>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "cli/errand.h"
#include "cli/first_screen.h"
#include "cli/laptop_checks.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {
namespace {

// Files of the kernel say they are empty, so input.h's reader does not do.
std::optional<std::string> kernel_text(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, 4096> piece{};
  const ssize_t count = ::read(file, piece.data(), piece.size());
  ::close(file);
  if (count < 0) return std::nullopt;
  return std::string{piece.data(), static_cast<std::size_t>(count)};
}

Row check_daemon(Errand& errand) {
  Row row{"check"};
  row.set("about", "daemon");
  const auto answer = ask(errand, "daemon state", Row{});
  if (!answer) return row.set("verdict", "red").set("says", answer.error().reason);
  const std::string state =
      answer->rows.empty() ? "" : answer->rows.front().text("state").value_or("");
  return row.set("verdict", "green").set("says", "answers, and is " + state);
}

}  // namespace

Reply<void> run_doctor(Errand& errand) {
  if (!errand.arguments.is_json) errand.output.out(std::string{first_screen} + "\n");
  std::vector<Row> rows = laptop_checks(kernel_text);
  rows.push_back(check_daemon(errand));
  show(errand, rows);
  for (const Row& row : rows) {
    if (row.text("verdict").value_or("") == "red")
      return refuse(Exit::config,
                    "E_DOCTOR",
                    "something on this laptop should be mended first",
                    "see the red lines above");
  }
  return {};
}

}  // namespace tocsin::cli
