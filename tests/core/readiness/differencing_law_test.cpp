// The attack on reports by subtracting them. The attacker knows the rules of suppression, how many
// work at each workplace, and that in each period at most one person changed their mind; he sees
// what is published of twelve periods. He tries every history there could have been, keeps those
// that would have been published the same, and looks for a workplace of which all that are left say
// "nobody pledged" or "everybody did": then he knows it of each person there.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/readiness/suppression.h"
#include "tests/core/readiness/number_below.h"
#include "tests/support/law.hpp"

namespace tocsin::readiness {
namespace {

using tests::law;
using Counts = std::vector<std::uint32_t>;  // pledged, by workplace

constexpr std::size_t periods = 12;

std::string publication(const Counts& sizes, const Counts& pledged) {
  std::vector<Tally> tallies;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::string code(1, static_cast<char>('a' + i));
    tallies.push_back(Tally{Cell{"public", "metro", code}, sizes[i], pledged[i]});
  }
  std::string out;
  for (const CellCount& count : suppress(tallies, {}, default_params().privacy).cells)
    out += count.cell.code + ":" + std::to_string(count.eligible) + "/" +
           std::to_string(count.pledged) + (count.is_topped ? "t " : " ");
  return out;
}

// Every state there can be has a number; one more or less at a workplace is one stride away.
class Attacker {
 public:
  explicit Attacker(Counts sizes) : sizes_{std::move(sizes)} {
    std::size_t states = 1;
    for (const std::uint32_t size : sizes_) {
      strides_.push_back(states);
      states *= size + 1;
    }
    for (std::size_t state = 0; state < states; ++state) {
      said_.push_back(publication(sizes_, counts_of(state)));
      same_[said_.back()].push_back(state);
    }
  }

  std::size_t state_of(const Counts& counts) const {
    std::size_t state = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) state += counts[i] * strides_[i];
    return state;
  }

  std::uint32_t count_at(std::size_t state, std::size_t place) const {
    return static_cast<std::uint32_t>(state / strides_[place] % (sizes_[place] + 1));
  }

  // What may have been in each period, after all that was said in all of them.
  std::vector<std::vector<std::size_t>> histories(const std::vector<Counts>& walk) const {
    std::vector<std::vector<std::size_t>> open;
    for (const Counts& counts : walk) {
      std::vector<std::size_t> left = same_.at(said_[state_of(counts)]);
      if (!open.empty()) keep_near(left, open.back());
      open.push_back(std::move(left));
    }
    for (std::size_t p = open.size() - 1; p-- > 0;) keep_near(open[p], open[p + 1]);
    return open;
  }

  // Of some workplace all that is left says that nobody pledged, or that all did.
  bool recovers_somebody(const std::vector<std::size_t>& open) const {
    for (std::size_t i = 0; i < sizes_.size(); ++i) {
      const auto is_none = [&](std::size_t state) { return count_at(state, i) == 0; };
      const auto is_all = [&](std::size_t state) { return count_at(state, i) == sizes_[i]; };
      if (std::ranges::all_of(open, is_none) || std::ranges::all_of(open, is_all)) return true;
    }
    return false;
  }

 private:
  Counts counts_of(std::size_t state) const {
    Counts out;
    for (std::size_t i = 0; i < sizes_.size(); ++i) out.push_back(count_at(state, i));
    return out;
  }

  void keep_near(std::vector<std::size_t>& left, const std::vector<std::size_t>& others) const {
    std::vector<bool> is_there(said_.size(), false);
    for (const std::size_t other : others) is_there[other] = true;
    std::erase_if(left, [&](std::size_t state) {
      if (is_there[state]) return false;
      for (std::size_t i = 0; i < sizes_.size(); ++i) {
        const std::uint32_t count = count_at(state, i);
        if (count > 0 && is_there[state - strides_[i]]) return false;
        if (count < sizes_[i] && is_there[state + strides_[i]]) return false;
      }
      return true;
    });
  }

  Counts sizes_;
  std::vector<std::size_t> strides_;
  std::vector<std::string> said_;
  std::map<std::string, std::vector<std::size_t>> same_;
};

// One person more or less somewhere, each period.
std::vector<Counts> any_walk(const Counts& sizes) {
  Counts at;
  for (const std::uint32_t size : sizes) at.push_back(number_below(size + 1));
  std::vector<Counts> walk{at};
  while (walk.size() < periods) {
    const std::size_t where = number_below(static_cast<std::uint32_t>(sizes.size()));
    if (number_below(3) > 0 && at[where] < sizes[where])
      ++at[where];
    else if (at[where] > 0)
      --at[where];
    walk.push_back(at);
  }
  return walk;
}

TEST_CASE("differencing 12 periods: whoever tries every history recovers no worker") {
  for (const Counts& sizes : {Counts{5, 12, 14},
                              Counts{5, 40, 14},
                              Counts{4, 6, 30},
                              Counts{10, 11, 12},
                              Counts{3, 20},
                              Counts{10, 10},
                              Counts{25, 25}}) {
    const Attacker attacker{sizes};
    law("no worker", [&] {
      const std::vector<Counts> walk = any_walk(sizes);
      const auto open = attacker.histories(walk);
      for (std::size_t p = 0; p < periods; ++p) {
        RC_ASSERT(std::ranges::find(open[p], attacker.state_of(walk[p])) != open[p].end());
        RC_ASSERT(!attacker.recovers_somebody(open[p]));
      }
    });
  }
}

TEST_CASE("differencing 12 periods: a neighbour at the edge of every rounding gives nobody away") {
  // The neighbours pledge one by one, so that each published number jumps in a period the attacker
  // sees; of the shop of five all pledged, some or none.
  for (const std::uint32_t shop : {0U, 2U, 5U}) {
    const Attacker attacker{Counts{5, 40, 14}};
    std::vector<Counts> walk;
    for (std::uint32_t p = 0; p < periods; ++p) walk.push_back(Counts{shop, 4, p + 2});
    for (const auto& open : attacker.histories(walk)) CHECK_FALSE(attacker.recovers_somebody(open));
  }
}

}  // namespace
}  // namespace tocsin::readiness
