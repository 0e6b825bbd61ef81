#include "daemon/log.h"

#include <string_view>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "daemon/log_allowance.h"
#include "transport/driver/clocks.h"

namespace tocsin::daemon {
namespace {

std::string_view name_of(LogCode code) {
  switch (code) {
    case LogCode::started:
      return "started";
    case LogCode::profile_created:
      return "profile_created";
    case LogCode::opened:
      return "opened";
    case LogCode::listening:
      return "listening";
    case LogCode::ready:
      return "ready";
    case LogCode::locked:
      return "locked";
    case LogCode::sealed:
      return "sealed";
    case LogCode::spool_fed:
      return "spool_fed";
    case LogCode::spool_lost:
      return "spool_lost";
    case LogCode::spool_failed:
      return "spool_failed";
    case LogCode::passphrase_wrong:
      return "passphrase_wrong";
    case LogCode::passphrase_changed:
      return "passphrase_changed";
    case LogCode::purged:
      return "purged";
    case LogCode::swept:
      return "swept";
    case LogCode::sweep_failed:
      return "sweep_failed";
    case LogCode::hardening_failed:
      return "hardening_failed";
    case LogCode::disk_failed:
      return "disk_failed";
    case LogCode::disk_low:
      return "disk_low";
    case LogCode::stopped:
      return "stopped";
    case LogCode::lines_left_out:
      return "lines_left_out";
  }
  return "";
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::note:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

spdlog::logger& logger() {
  static spdlog::logger stderr_logger = [] {
    spdlog::logger made{"tocsind", std::make_shared<spdlog::sinks::stderr_sink_st>()};
    made.set_pattern("tocsind: %l %v");
    made.flush_on(spdlog::level::info);
    return made;
  }();
  return stderr_logger;
}

}  // namespace

void log(LogLevel level, LogCode code, std::uint64_t count) {
  static LogAllowance allowance;
  const auto left_out = allowance.take(driver::Clocks{}.now().instant);
  if (!left_out) return;
  if (*left_out > 0) {
    logger().log(spdlog::level::warn, "{} {}", name_of(LogCode::lines_left_out), *left_out);
  }
  logger().log(level_of(level), "{} {}", name_of(code), count);
}

}  // namespace tocsin::daemon
