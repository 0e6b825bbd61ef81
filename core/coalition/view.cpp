#include "core/coalition/view.h"

#include <algorithm>
#include <set>

#include "core/coalition/freeze.h"
#include "core/coalition/roll_log.h"
#include "core/coalition/successor.h"

namespace tocsin::coalition {
namespace {

std::vector<RollLog> logs_of(const OrgId& org, const Statements& statements) {
  std::set<DeviceId> stewards;
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    if (entry->as<Roll>().head.org == org) stewards.insert(entry->statement.author);
  }
  std::vector<RollLog> logs;
  for (const DeviceId& steward : stewards) {
    RollLog log = log_of(statements, steward);
    if (!log.head.is_zero() || log.fork != 0) logs.push_back(std::move(log));
  }
  return logs;
}

template <class T>
std::vector<T> united(std::vector<T> a, const std::vector<T>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::sort(a);
  const auto twice = std::ranges::unique(a);
  a.erase(twice.begin(), twice.end());
  return a;
}

// What a version says of others, whichever chain it is of.
struct Ties {
  StatementId prev = StatementId::zero();
  std::vector<StatementId> skips;
};

Ties ties_of(const Statements& statements, const StatementId& id) {
  if (const Charter* charter = statements.find_as<Charter>(id))
    return Ties{charter->prev, charter->skips};
  if (const Manifest* manifest = statements.find_as<Manifest>(id))
    return Ties{manifest->prev, manifest->skips};
  return {};
}

// The version and all it descends from, newest first, as far as they are here.
std::vector<StatementId> line_to(const Statements& statements, const StatementId& id) {
  std::vector<StatementId> line;
  for (StatementId at = id; !at.is_zero(); at = ties_of(statements, at).prev) line.push_back(at);
  return line;
}

// `newer` descends from `older` or skips it or something it descends from.
bool outdates(const Statements& statements, const StatementId& newer, const StatementId& older) {
  if (newer == older) return false;
  const std::vector<StatementId> old_line = line_to(statements, older);
  const auto is_old = [&](const StatementId& id) {
    return std::ranges::find(old_line, id) != old_line.end();
  };
  for (const StatementId& at : line_to(statements, newer)) {
    if (at == older) return true;
    if (std::ranges::any_of(ties_of(statements, at).skips, is_old)) return true;
  }
  return false;
}

constexpr std::size_t tips_max = 8;

Tips settled(std::vector<StatementId> ids, bool is_forked, const Statements& statements) {
  const std::vector<StatementId> all = ids;
  std::erase_if(ids, [&](const StatementId& id) {
    return std::ranges::any_of(
        all, [&](const StatementId& other) { return outdates(statements, other, id); });
  });
  if (is_forked || ids.size() > tips_max) return Tips{{}, true};
  return Tips{std::move(ids), false};
}

Tips merged(const Tips& a, const Tips& b, const Statements& statements) {
  return settled(united(a.ids, b.ids), a.is_forked || b.is_forked, statements);
}

template <class T>
Tips tips_of(const Line<T>& line, const StatementId& standing) {
  const bool is_split = line.is_forked() && line.last().id == standing;
  if (!is_split) return Tips{{standing}, false};
  if (line.rivals.size() > tips_max) return Tips{{}, true};
  return Tips{line.rivals, false};
}

Result<OrgView> merged(const OrgView& a, const OrgView& b, const Statements& statements) {
  TRY(auto marks, settled_marks(statements, united(a.marks, b.marks)));
  OrgView out{a.org,
              merged(a.manifest, b.manifest, statements),
              a.logs,
              std::move(marks),
              united(a.evidenced, b.evidenced)};
  for (const RollLog& log : b.logs) {
    const auto found = std::ranges::find(out.logs, log.steward, &RollLog::steward);
    if (found == out.logs.end()) {
      out.logs.push_back(log);
      continue;
    }
    TRY(*found, merged_logs(*found, log, statements));
  }
  std::ranges::sort(out.logs);
  return out;
}

void add_with_signoffs(std::vector<StatementId>& out,
                       const StatementId& id,
                       const Statements& statements) {
  out.push_back(id);
  for (const Accepted* signoff : statements.about(id, StatementType::signoff))
    out.push_back(signoff->id);
}

// An amendment counts its newcomers' sign-offs by their first manifests.
void add_newcomers(std::vector<StatementId>& out,
                   const StatementId& charter,
                   const Statements& statements) {
  const Charter* next = statements.find_as<Charter>(charter);
  const Charter* prev = next == nullptr ? nullptr : statements.find_as<Charter>(next->prev);
  if (prev == nullptr) return;
  for (const OrgId& org : new_orgs(*prev, *next))
    add_with_signoffs(out, StatementId{org.array()}, statements);
}

void add_new_tips(std::vector<StatementId>& out,
                  const Tips& after,
                  const Tips* before,
                  const Statements& statements) {
  std::set<StatementId> old;
  if (before != nullptr) {
    for (const StatementId& id : before->ids) {
      const auto line = line_to(statements, id);
      old.insert(line.begin(), line.end());
    }
  }
  for (const StatementId& tip : after.ids) {
    std::vector<StatementId> line = line_to(statements, tip);
    std::ranges::reverse(line);
    for (const StatementId& id : line) {
      if (!old.insert(id).second) continue;
      add_newcomers(out, id, statements);
      add_with_signoffs(out, id, statements);
    }
  }
}

void add_new_entries(std::vector<StatementId>& out,
                     const RollLog& after,
                     const OrgView* before,
                     const Statements& statements) {
  std::set<StatementId> old;
  if (before != nullptr) {
    const auto found = std::ranges::find(before->logs, after.steward, &RollLog::steward);
    if (found != before->logs.end()) {
      for (const Accepted* entry : roll_log_to(statements, found->head)) old.insert(entry->id);
      old.insert(found->strays.begin(), found->strays.end());
    }
  }
  for (const Accepted* entry : roll_log_to(statements, after.head)) {
    if (!old.contains(entry->id)) out.push_back(entry->id);
  }
  for (const StatementId& stray : after.strays) {
    if (!old.contains(stray)) out.push_back(stray);
  }
}

void add_new_exclusions(std::vector<StatementId>& out,
                        const OrgView& after,
                        const OrgView* before,
                        const Statements& statements) {
  for (const StatementId& mark : after.marks) {
    const bool is_old =
        before != nullptr && std::ranges::find(before->marks, mark) != before->marks.end();
    if (!is_old) add_with_signoffs(out, mark, statements);
  }
  for (const DeviceId& device : after.evidenced) {
    const bool is_old = before != nullptr &&
                        std::ranges::find(before->evidenced, device) != before->evidenced.end();
    const auto found = statements.evidence().find(device);
    if (is_old || found == statements.evidence().end()) continue;
    out.push_back(found->second.first);
    out.push_back(found->second.second);
  }
}

std::vector<DeviceId> evidenced_of(const OrgId& org, const Statements& statements) {
  std::vector<DeviceId> out;
  for (const auto& [device, evidence] : statements.evidence()) {
    if (evidence.org == org) out.push_back(device);
  }
  return out;
}

}  // namespace

View whole_view(const Electorate& electorate,
                const Lineage& lineage,
                const Statements& statements) {
  View view;
  view.charter = tips_of(lineage.charters(), electorate.charter().id);
  for (const CharterOrg& org : electorate.charter().value.orgs) {
    const auto line = lineage.manifests().find(org.id);
    if (line == lineage.manifests().end()) continue;
    const Signed<Manifest>& manifest = line->second.last();
    view.orgs.push_back(OrgView{org.id,
                                tips_of(line->second, manifest.id),
                                logs_of(org.id, statements),
                                freeze_marks(statements, org.id, manifest.value),
                                evidenced_of(org.id, statements)});
  }
  std::ranges::sort(view.orgs);
  return view;
}

View project(const View& whole, const Electorate& electorate, const ChannelPolicy& channel) {
  View view;
  switch (channel.kind) {
    case ChannelKind::assembly:
      view.charter = whole.charter;
      for (OrgView org : whole.orgs) {
        const CharterOrg* listed = electorate.org(org.org);
        if (listed == nullptr || listed->standing != Standing::full) continue;
        org.logs.clear();
        view.orgs.push_back(std::move(org));
      }
      return view;
    case ChannelKind::org:
      for (const OrgView& org : whole.orgs) {
        if (org.org == channel.org) view.orgs.push_back(org);
      }
      return view;
    case ChannelKind::custom:
      view.charter = whole.charter;
      for (OrgView org : whole.orgs) {
        const auto part = std::ranges::find(channel.parts, org.org, &ChannelPart::org);
        if (part == channel.parts.end()) continue;
        if (!part->needs_roll()) org.logs.clear();
        view.orgs.push_back(std::move(org));
      }
      return view;
  }
  return view;
}

Result<View> merge_views(const View& v, const View& w, const Statements& statements) {
  View out{merged(v.charter, w.charter, statements), v.orgs};
  for (const OrgView& org : w.orgs) {
    const auto found = std::ranges::find(out.orgs, org.org, &OrgView::org);
    if (found == out.orgs.end()) {
      out.orgs.push_back(org);
      continue;
    }
    TRY(*found, merged(*found, org, statements));
  }
  std::ranges::sort(out.orgs);
  return out;
}

// An org that a later charter no longer lists is in no audience under it, so nothing that is known
// of it can be forgotten there.
bool view_covers(const View& v, const View& w, const Statements& statements) {
  View before = w;
  if (v.charter != w.charter) {
    std::erase_if(before.orgs, [&](const OrgView& org) {
      return std::ranges::find(v.orgs, org.org, &OrgView::org) == v.orgs.end();
    });
  }
  const auto both = merge_views(v, before, statements);
  return both && *both == v;
}

std::vector<StatementId> view_difference(const View& after,
                                         const View& before,
                                         const Statements& statements) {
  std::vector<StatementId> out;
  add_new_tips(out, after.charter, &before.charter, statements);
  for (const OrgView& org : after.orgs) {
    const auto found = std::ranges::find(before.orgs, org.org, &OrgView::org);
    const OrgView* old = found == before.orgs.end() ? nullptr : &*found;
    add_new_tips(out, org.manifest, old == nullptr ? nullptr : &old->manifest, statements);
    for (const RollLog& log : org.logs) add_new_entries(out, log, old, statements);
    add_new_exclusions(out, org, old, statements);
  }
  return out;
}

namespace {

// A version with all before it, and what completed them.
void add_line(std::vector<StatementId>& out, const StatementId& id, const Statements& statements) {
  std::vector<StatementId> line = line_to(statements, id);
  std::ranges::reverse(line);
  for (const StatementId& at : line) {
    add_newcomers(out, at, statements);
    add_with_signoffs(out, at, statements);
  }
}

}  // namespace

std::vector<StatementId> wanted_ids(const std::vector<StatementId>& missing,
                                    const Statements& statements) {
  std::vector<StatementId> out;
  for (const StatementId& id : missing) {
    const auto against = statements.evidence().find(DeviceId{id.array()});
    if (against != statements.evidence().end()) {
      out.push_back(against->second.first);
      out.push_back(against->second.second);
    }
    if (statements.find(id) == nullptr) continue;
    const auto chain = roll_log_to(statements, id);
    for (const Accepted* entry : chain) out.push_back(entry->id);
    if (chain.empty()) add_line(out, id, statements);
  }
  return out;
}

}  // namespace tocsin::coalition
