#include "core/coalition/evidence.h"

#include <algorithm>
#include <set>

#include "core/base/match.h"
#include "core/model/device.h"

namespace tocsin::coalition {
namespace {

// Who is admitted by whom, up to a delegate's device: their entries are what its key is known by.
void add_admission(std::set<StatementId>& ids,
                   const Electorate& electorate,
                   const Statements& statements,
                   const DeviceId& device) {
  DeviceId wanted = device;
  while (electorate.voter(wanted) == nullptr) {
    const auto entries = statements.of(StatementType::roll);
    const auto entry = std::ranges::find_if(entries, [&](const Accepted* each) {
      return !ids.contains(each->id) &&
             std::ranges::any_of(each->as<Roll>().adds,
                                 [&](const RollAdd& add) { return device_id(add.keys) == wanted; });
    });
    if (entry == entries.end()) return;
    ids.insert((*entry)->id);
    wanted = (*entry)->statement.author;
  }
}

}  // namespace

std::vector<Filled> slots_of(const StatementId& id, const Body& body) {
  using Places = std::vector<Filled>;
  const Head& head = head_of(body);
  const Filled by_seq{
      Slot{head.author, SlotKind::seq, StatementType::roll, head.seq, StatementId::zero()}, id};
  return match(
      body,
      [&](const Charter& charter) { return charter.version == 1 ? Places{} : Places{by_seq}; },
      [&](const Manifest& manifest) { return manifest.version == 1 ? Places{} : Places{by_seq}; },
      [&](const Roll& roll) {
        const Slot place{head.author, SlotKind::roll, StatementType::roll, 0, roll.prev};
        return Places{by_seq, Filled{place, id}};
      },
      [&](const Signoff& signoff) {
        const bool is_of_chain = signoff.subject_type == StatementType::charter ||
                                 signoff.subject_type == StatementType::manifest;
        // Version 1 is its own chain: its id names it, and a founder may sign several drafts.
        if (!is_of_chain || signoff.stance != Stance::approve || signoff.number <= 1)
          return Places{by_seq};
        const Slot version{head.author,
                           SlotKind::approval,
                           signoff.subject_type,
                           signoff.number,
                           StatementId::zero()};
        return Places{by_seq, Filled{version, signoff.subject}};
      },
      [&](const auto&) { return Places{by_seq}; });
}

Result<Proof> compile_evidence(const Electorate& electorate,
                               const Statements& statements,
                               const Evidence& evidence) {
  const std::vector<StatementId>& known_by = electorate.papers();
  std::set<StatementId> ids{known_by.begin(), known_by.end()};
  ids.insert(evidence.first);
  ids.insert(evidence.second);
  const Accepted* first = statements.find(evidence.first);
  if (first == nullptr) return fail(Errc::not_found, "a statement of this evidence is not here");
  add_admission(ids, electorate, statements, first->statement.author);
  std::vector<Statement> parts;
  for (const StatementId& id : ids) {
    const Accepted* found = statements.find(id);
    if (found == nullptr) return fail(Errc::not_found, "a statement of this evidence is not here");
    parts.push_back(found->statement);
  }
  return assemble(ProofKind::evidence, std::move(parts));
}

}  // namespace tocsin::coalition
