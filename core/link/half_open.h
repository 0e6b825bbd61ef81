// Connections that have not shown a key yet, and whom to close when there are too many (link.md
// §3.1): never one that passed the gate while one is left that did not, and the caller's
// own neighbourhood first, so that a flood from one place costs that place.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/seam/event.h"

namespace tocsin::link {

bool is_onion(const NetPrefix& prefix);

class HalfOpen {
 public:
  // Whom to close now; perhaps the newcomer.
  std::vector<LinkId> accept(LinkId link, const NetPrefix& prefix, Instant now);
  void passed_gate(LinkId link);

  void remove(LinkId link) { entries_.erase(link); }

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    NetPrefix prefix;
    Instant accepted;
    bool has_passed = false;
  };

  struct Choice {
    const NetPrefix* only;  // null: any
    bool has_passed;
    Instant accepted_before;
  };

  std::size_t count(const NetPrefix& prefix) const;
  std::optional<LinkId> oldest(const Choice& among) const;
  LinkId victim(LinkId newcomer, const NetPrefix& prefix, bool is_prefix_full, Instant now) const;

  std::map<LinkId, Entry> entries_;
};

}  // namespace tocsin::link
