// A call counted again on what is known here: by which mandate, and what is left of both without
// those who are left out (decisions.md §4). Pure functions of the picture; next: standing.h.
#pragma once

#include <optional>

#include "core/coalition/standing.h"

namespace tocsin::coalition {

// The one it quotes: its id fixes the set, whoever is left out now. `ballots`: all there are.
std::optional<Mandate> mandate_behind(const Picture& picture,
                                      const Signed<Proposal>& about,
                                      const Accepted& call,
                                      const Ballots& ballots);

struct Judged {
  Verdict verdict;
  std::optional<Certificate> certificate;
};

// What stands on paper and would not stand without those who are left out says so first: E_FROZEN,
// E_EQUIVOCATION.
Judged judged(const Picture& picture,
              const CallQuestion& question,
              const Ballots& all,
              const Ballots& counting);

}  // namespace tocsin::coalition
