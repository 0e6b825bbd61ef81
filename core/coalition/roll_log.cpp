#include "core/coalition/roll_log.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "core/base/checked.h"
#include "core/model/limits/coalition.h"

namespace tocsin::coalition {
namespace {

constexpr std::size_t no_fork = std::numeric_limits<std::size_t>::max();

using Entries = std::vector<const Accepted*>;

bool removes_somebody(const Accepted& entry) {
  return !entry.as<Roll>().removes.empty();
}

// The places 1, 2 ... of a chain; a fork is the first place with two entries.
std::size_t fork_of(const RollLog& log) {
  return log.fork == 0 ? no_fork : log.fork;
}

// Too many to name are all or none: to keep some would let their author push a removal out.
RollLog with_strays(RollLog log, const std::set<StatementId>& strays) {
  log.all_strays = log.all_strays || strays.size() > limits::strays_max;
  if (log.all_strays) {
    log.strays.clear();
  } else {
    log.strays.assign(strays.begin(), strays.end());
  }
  return log;
}

struct Tree {
  std::map<StatementId, Entries> after;

  Tree(const Statements& statements, const DeviceId& steward) {
    for (const Accepted* entry : statements.of(StatementType::roll)) {
      if (entry->statement.author == steward) after[entry->as<Roll>().prev].push_back(entry);
    }
  }

  Entries next(const StatementId& id) const {
    const auto found = after.find(id);
    return found == after.end() ? Entries{} : found->second;
  }
};

}  // namespace

RollLog log_of(const Statements& statements, const DeviceId& steward) {
  const Tree tree{statements, steward};
  RollLog log{steward, StatementId::zero(), 0, {}, false};
  std::size_t place = 1;
  Entries next = tree.next(log.head);
  for (; next.size() == 1; ++place) {
    log.head = next.front()->id;
    next = tree.next(log.head);
  }
  if (next.empty()) return log;
  log.fork = narrow<std::uint32_t>(place);
  std::set<StatementId> strays;
  // Each entry has one `prev`, so none is met twice.
  while (!next.empty()) {
    const Accepted* entry = next.back();
    next.pop_back();
    if (removes_somebody(*entry)) strays.insert(entry->id);
    for (const Accepted* behind : tree.next(entry->id)) next.push_back(behind);
  }
  return with_strays(std::move(log), strays);
}

std::vector<StatementId> unknown_entries(const RollLog& log, const Statements& statements) {
  std::vector<StatementId> unknown;
  for (StatementId at = log.head; !at.is_zero();) {
    const Accepted* entry = statements.find(at);
    if (entry == nullptr || entry->statement.type != StatementType::roll) {
      unknown.push_back(at);
      break;
    }
    at = entry->as<Roll>().prev;
  }
  for (const StatementId& stray : log.strays) {
    const Accepted* entry = statements.find(stray);
    if (entry == nullptr || entry->statement.type != StatementType::roll) unknown.push_back(stray);
  }
  return unknown;
}

NamedLog named_by(const RollLog& log, const Statements& statements) {
  NamedLog named{log.steward, roll_log_to(statements, log.head), {}, log.all_strays};
  for (const StatementId& stray : log.strays) {
    const Accepted* entry = statements.find(stray);
    if (entry != nullptr && entry->statement.type == StatementType::roll)
      named.strays.push_back(entry);
  }
  return named;
}

Result<RollLog> merged_logs(const RollLog& a, const RollLog& b, const Statements& statements) {
  if (a == b) return a;
  if (!unknown_entries(a, statements).empty() || !unknown_entries(b, statements).empty())
    return fail(Errc::not_found, "a roll entry that a view names is not here");
  const Entries of_a = roll_log_to(statements, a.head);
  const Entries of_b = roll_log_to(statements, b.head);
  const auto parted = std::ranges::mismatch(of_a, of_b);
  const bool is_parted = parted.in1 != of_a.end() && parted.in2 != of_b.end();
  const auto common = static_cast<std::size_t>(parted.in1 - of_a.begin());
  const std::size_t fork = std::min({is_parted ? common + 1 : no_fork, fork_of(a), fork_of(b)});
  const Entries& longer = of_a.size() > of_b.size() ? of_a : of_b;
  RollLog out{a.steward, StatementId::zero(), 0, {}, a.all_strays || b.all_strays};
  if (fork == no_fork) {
    out.head = longer.empty() ? StatementId::zero() : longer.back()->id;
    return out;
  }
  out.fork = narrow<std::uint32_t>(fork);
  if (fork > 1) out.head = longer[fork - 2]->id;
  std::set<StatementId> strays{a.strays.begin(), a.strays.end()};
  strays.insert(b.strays.begin(), b.strays.end());
  for (const Entries* chain : {&of_a, &of_b}) {
    for (std::size_t place = fork; place <= chain->size(); ++place) {
      const Accepted& entry = *(*chain)[place - 1];
      if (removes_somebody(entry)) strays.insert(entry.id);
    }
  }
  return with_strays(std::move(out), strays);
}

}  // namespace tocsin::coalition
