// Where the program's words go: results to standard output, refusals and prompts to standard error.
// Not what they say: render.h, render_json.h.
#pragma once

#include <string_view>

namespace tocsin::cli {

class Output {
 public:
  virtual ~Output() = default;
  virtual void out(std::string_view text) = 0;
  virtual void err(std::string_view text) = 0;
  // Whether what goes out is read on a screen, and kept nowhere by us.
  virtual bool is_screen() const = 0;
};

// File descriptors 1 and 2. A reader that went away ends nothing early: an act stays done.
class StandardOutput final : public Output {
 public:
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  bool is_screen() const override;

  bool has_failed() const { return has_failed_; }

 private:
  bool has_failed_ = false;
};

}  // namespace tocsin::cli
