#include "core/coalition/objections.h"

#include <algorithm>

#include "core/coalition/rows.h"

namespace tocsin::coalition {
std::vector<Row> objection_rows(const Tally& votes, const Electorate& electorate) {
  std::vector<Row> rows;
  for (const OrgTally& org : votes.orgs) {
    const CharterOrg* listed = electorate.org(org.org);
    for (const Ballot& ballot : org.objections) {
      Row row{"objection"};
      row.set("org", Value{org.org.bytes()})
          .set("slug", listed == nullptr ? std::string{} : listed->slug)
          .set("handle", handle_of(electorate, org.org, ballot.voter.delegate));
      row.set("signoff", Value{ballot.signoff->id.bytes()})
          .set("at", Value{ballot.signoff->value.head.at})
          .set("reason", ballot.signoff->value.reason);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<std::string> objecting_slugs(const Tally& votes, const Electorate& electorate) {
  std::vector<std::string> out;
  for (const OrgId& org : votes.objecting())
    if (const CharterOrg* listed = electorate.org(org)) out.push_back(listed->slug);
  std::ranges::sort(out);
  return out;
}

Row objected_event(const Accepted& signoff) {
  const Signoff& value = signoff.as<Signoff>();
  Row row = event_row(std::string{type_name(value.subject_type)} + ".objected",
                      value.subject,
                      value.subject_type,
                      signoff.statement.domain.mode);
  row.set("org", Value{value.head.org.bytes()});
  return row;
}

}  // namespace tocsin::coalition
