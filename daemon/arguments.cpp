#include "daemon/arguments.h"

#include <CLI/CLI.hpp>

namespace tocsin::daemon {

std::variant<Arguments, Exit> parse_arguments(int count, const char* const* values) {
  Arguments arguments;
  std::string role;
  CLI::App app{"tocsind - the daemon of one tocsin profile", "tocsind"};
  app.set_version_flag("--version", "tocsind 0.1.0");
  app.add_option("--profile", arguments.profile, "one identity in one coalition, [a-z0-9-]")
      ->capture_default_str();
  app.add_option("--role", role, "node (a person's laptop) or relay (a box that nobody unlocks)")
      ->check(CLI::IsMember({"node", "relay"}));
  app.add_option("--listen",
                 arguments.listen,
                 "IP:PORT where others may dial; port 0: any free one; may be repeated");
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Exit::ok : Exit::usage;
  }
  if (role == "node") arguments.role = NodeRole::node;
  if (role == "relay") arguments.role = NodeRole::relay;
  return arguments;
}

}  // namespace tocsin::daemon
