// The other drafts people write: manifest, proposal, call, report, debrief, with the field names of
// coalition.md §3. Text that is signed is a table of languages, or one string where the charter
// has one language. Heads are not filled in.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "core/model/command.h"
#include "core/model/debrief.h"
#include "core/model/decision.h"
#include "core/model/device.h"
#include "core/model/manifest.h"
#include "core/model/report.h"

namespace tocsin::cli {

struct ManifestSources {
  // A card file beside the draft, or a device id, as the draft says it.
  std::function<Reply<DeviceKeys>(const std::string& card_or_id)> device;
  WallTime now;                                                           // `life` counts from here
  std::function<Reply<StatementId>(const std::string& id)> subject = {};  // for `skips`
};

// name, k, life = "180d" or valid_until, delegates = [{handle, devices}], stewards = [{handle,
// devices, lists}]; of a successor skips and closed. A delegate's id comes from the least id of the
// devices.
Reply<Manifest> manifest_from_toml(std::string_view text, const ManifestSources& sources);

struct DecisionSources {
  std::vector<std::string> languages;  // of the charter, in its order
  std::function<Reply<OrgId>(const std::string& slug)>
      org;  // "plumbers" in "plumbers:public/metro"
  std::function<Reply<StatementId>(const std::string& id)> subject;  // full id or unique prefix
};

// action, targets = ["slug:sector/region[/code]"], demands = [{kind = "win"|"stop", addressee,
// origin = "contract"|"community", text, met_when}], title, summary, why_now, after_plan,
// safety_cover, not_before, not_after, vote_by, max_duration = "1d", max_waves, replaces
Reply<Proposal> proposal_from_toml(std::string_view text, const DecisionSources& sources);

// proposal, targets = [{target = "slug:sector/region", t0}], instructions, public_after
Reply<Call> call_from_toml(std::string_view text, const DecisionSources& sources);

// call, planned, happened, why, keep, change, outcomes = ["met"|"part"|"unmet"], turnout = [{cell,
// band}], next = [{org, text}]. Plain texts in any language: they are nobody's order.
Reply<Debrief> debrief_from_toml(std::string_view text, const DecisionSources& sources);

// period, as_of, cells = [{cell, eligible, pledged, topped}], tests = [{cell, kind, day,
// took_part}], vote = {day, valid_until, turnout_bp, yes_bp, method}, contracts = [{cell, ends,
// notice_by, sure}], fund_days_band, root
Reply<Report> report_from_toml(std::string_view text);

}  // namespace tocsin::cli
