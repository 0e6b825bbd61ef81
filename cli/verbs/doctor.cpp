#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utmpx.h>

#include "cli/action_checks.h"
#include "cli/check_row.h"
#include "cli/environment.h"
#include "cli/errand.h"
#include "cli/first_screen.h"
#include "cli/laptop_checks.h"
#include "cli/privacy_checks.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t text_bytes = 1024 * 1024;  // of a history: the newest lines stand at its end

// Files of the kernel say they are empty, so input.h's reader does not do.
std::optional<std::string> text_of(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return std::nullopt;
  const off_t end = ::lseek(file, 0, SEEK_END);
  const auto most = static_cast<off_t>(text_bytes);
  static_cast<void>(::lseek(file, end > most ? end - most : 0, SEEK_SET));
  std::string text;
  std::array<char, 4096> piece{};
  ssize_t count = 0;
  while (text.size() < text_bytes && (count = ::read(file, piece.data(), piece.size())) > 0)
    text.append(piece.data(), static_cast<std::size_t>(count));
  ::close(file);
  if (count < 0) return std::nullopt;
  return text;
}

std::optional<PathFacts> facts_of(const std::string& path) {
  struct stat about{};

  if (::lstat(path.c_str(), &about) != 0) return std::nullopt;
  return PathFacts{about.st_mode & 07777U, about.st_uid};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}; !failed && at != fs::directory_iterator{};
       at.increment(failed))
    names.push_back(at->path().filename().string());
  return names;
}

std::string resolved(const std::string& path) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  return failed ? path : real.string();
}

std::vector<std::string> running_programs() {
  std::vector<std::string> programs;
  for (const std::string& name : names_in("/proc")) {
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    auto program = text_of("/proc/" + name + "/comm");
    if (!program) continue;
    while (program->ends_with('\n')) program->pop_back();
    programs.push_back(*std::move(program));
  }
  return programs;
}

std::size_t other_users(uid_t self) {
  const passwd* const known = ::getpwuid(self);
  const std::string own = known == nullptr ? "" : known->pw_name;
  std::size_t others = 0;
  ::setutxent();
  while (const utmpx* const entry = ::getutxent()) {
    if (entry->ut_type != USER_PROCESS) continue;
    const std::string user{entry->ut_user, ::strnlen(entry->ut_user, sizeof entry->ut_user)};
    others += user != own ? 1U : 0U;
  }
  ::endutxent();
  return others;
}

// As the daemon of a person finds it (daemon/profile.h).
std::string data_folder(const std::string& profile) {
  const std::string home = from_environment("HOME").value_or("");
  return from_environment("XDG_DATA_HOME").value_or(home + "/.local/share") + "/tocsin/" + profile;
}

Laptop this_laptop(const std::string& profile) {
  rlimit lockable{};
  ::getrlimit(RLIMIT_MEMLOCK, &lockable);
  const std::string home = from_environment("HOME").value_or("");
  std::vector<std::string> histories{
      home + "/.bash_history", home + "/.zsh_history", home + "/.local/share/fish/fish_history"};
  const auto named = from_environment("HISTFILE");
  if (named && std::ranges::find(histories, *named) == histories.end()) histories.push_back(*named);
  return Laptop{text_of,
                facts_of,
                names_in,
                resolved,
                home,
                data_folder(profile),
                ::geteuid(),
                lockable.rlim_cur,
                running_programs(),
                std::move(histories),
                other_users(::geteuid())};
}

Row check_daemon(Errand& errand) {
  const auto answer = ask(errand, "daemon state", Row{});
  if (!answer) return red("daemon", answer.error().reason, answer.error().remedy);
  const std::string state =
      answer->rows.empty() ? "" : answer->rows.front().text("state").value_or("");
  if (state == "absent")
    return yellow("daemon", "answers, and its profile has no keys yet", "tocsin init");
  return green("daemon", "answers, and is " + state);
}

// What is refused (no charter yet, locked) tells nothing, and the checks say so.
std::vector<Row> told(Errand& errand, std::string_view verb, Row request = {}) {
  auto answer = ask(errand, verb, std::move(request));
  return answer ? std::move(answer->rows) : std::vector<Row>{};
}

std::vector<Row> before_action(Errand& errand) {
  ActionFacts facts;
  facts.now = errand.now;
  facts.state = told(errand, "daemon state");
  facts.status = told(errand, "status");
  facts.chart = told(errand, "chart");
  facts.charter = told(errand, "charter show");
  facts.manifest = told(errand, "manifest show");
  for (const Row& row : facts.status) {
    const bool is_over = row.text("state").value_or("") == "ENDED";
    const auto id = row.bytes("id");
    if (row.kind() != "call" || !is_over || !id) continue;
    const auto rows = told(errand, "debrief summary", Row{}.set("subject", hex_encode(*id)));
    facts.debriefs.insert(facts.debriefs.end(), rows.begin(), rows.end());
  }
  std::error_code failed;
  const fs::space_info room = fs::space(data_folder(errand.arguments.profile), failed);
  if (!failed) facts.free_bytes = room.available;
  return action_checks(facts);
}

}  // namespace

Reply<void> run_doctor(Errand& errand) {
  const bool is_before_action = errand.arguments.has("--before-action");
  if (is_before_action && errand.arguments.has("--privacy"))
    return refuse(Exit::usage, "E_USAGE", "one of these, not two", "--privacy or --before-action");
  std::vector<Row> rows;
  if (is_before_action) {
    rows = before_action(errand);
  } else {
    if (!errand.arguments.is_json) errand.output.out(std::string{first_screen} + "\n");
    rows = laptop_checks(text_of);
    if (errand.arguments.has("--privacy"))
      for (Row& row : privacy_checks(this_laptop(errand.arguments.profile)))
        rows.push_back(std::move(row));
    rows.push_back(check_daemon(errand));
  }
  show(errand, rows);
  const auto is_red = [](const Row& row) { return row.text("verdict").value_or("") == "red"; };
  if (std::ranges::none_of(rows, is_red)) return {};
  return refuse(Exit::config,
                "E_DOCTOR",
                is_before_action ? "something has to be right before you act"
                                 : "something on this laptop should be mended first",
                "see the red lines above");
}

}  // namespace tocsin::cli
