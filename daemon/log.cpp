#include "daemon/log.h"

#include <chrono>
#include <string_view>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/model/limits/driver.h"

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
    case LogCode::passphrase_wrong:
      return "passphrase_wrong";
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

// A flood of events must not become a flood of lines.
class Allowance {
 public:
  bool take() {
    const auto now = std::chrono::steady_clock::now();
    if (now - second_ >= std::chrono::seconds{1}) {
      second_ = now;
      used_ = 0;
    }
    if (used_ >= limits::log_lines_max) {
      ++left_out_;
      return false;
    }
    ++used_;
    return true;
  }

  std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

 private:
  std::chrono::steady_clock::time_point second_;
  std::size_t used_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace

void log(LogLevel level, LogCode code, std::uint64_t count) {
  static Allowance allowance;
  if (!allowance.take()) return;
  if (const std::uint64_t left_out = allowance.take_left_out(); left_out > 0) {
    logger().log(spdlog::level::warn, "{} {}", name_of(LogCode::lines_left_out), left_out);
  }
  logger().log(level_of(level), "{} {}", name_of(code), count);
}

}  // namespace tocsin::daemon
