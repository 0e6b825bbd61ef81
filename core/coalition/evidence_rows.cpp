// `evidence`: devices that signed two contents in one slot, and the proof of one of them.
#include <algorithm>

#include "core/coalition/evidence.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {

Row Reading::evidence_row(const DeviceId& device, const Evidence& found) const {
  const Resident* resident = directory.find(device);
  const CharterOrg* org = electorate->org(found.org);
  const Accepted& first = *statements.find(found.first);
  const Accepted& second = *statements.find(found.second);
  // A manifest that does not list it any more has settled it.
  const bool is_listed =
      resident != nullptr && (!resident->is_delegate || electorate->voter(device) != nullptr);
  Row row{"evidence"};
  row.set("device", Value{device.bytes()}).set("mode", word(identity.mode));
  row.set("person", resident == nullptr ? std::string{} : resident->person)
      .set("org", Value{found.org.bytes()})
      .set("slug", org == nullptr ? std::string{} : org->slug);
  row.set("types",
          Value{std::vector<std::string>{std::string{type_name(first.statement.type)},
                                         std::string{type_name(second.statement.type)}}})
      .set("ids", Value{std::vector<std::string>{first.id.hex(), second.id.hex()}});
  row.set("at", Value{head_of(second.body).at}).set("state", is_listed ? "STANDS" : "REPLACED");
  return row;
}

Reply<void> Reading::evidence(const Row& arguments, Step& step) const {
  if (!arguments.has("device")) {
    for (const auto& [device, found] : statements.evidence())
      step.rows.push_back(evidence_row(device, found));
    return {};
  }
  const std::string wanted = arguments.text("device").value_or("");
  const auto is_meant = [&](const auto& entry) {
    return wanted.size() >= 4 && entry.first.hex().starts_with(wanted);
  };
  const auto& all = statements.evidence();
  const auto found = std::ranges::find_if(all, is_meant);
  if (found == all.end() || std::ranges::count_if(all, is_meant) > 1)
    return refuse(Exit::usage,
                  found == all.end() ? "E_NOT_FOUND" : "E_CONFLICT",
                  "no one device with evidence against it begins with these digits",
                  "tocsin evidence");
  const auto proof = compile_evidence(*electorate, statements, found->second);
  if (!proof) return refuse(proof.error());
  Row row = evidence_row(found->first, found->second);
  row.set("bytes", Value{wire::encode(*proof)});
  step.rows.push_back(std::move(row));
  return {};
}

}  // namespace tocsin::coalition
