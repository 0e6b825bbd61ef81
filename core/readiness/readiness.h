// The machine of what our people pledged and what may be published (docs/protocol/readiness.md). A
// name, a contact or a pledge never leaves it: the only thing it hands to a sibling is a Report.
// Next: roster.h, import.h, pledges.h, tests.h, table.h, suppression.h, report.h, commitment.h,
// chart.h.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/command.h"
#include "core/model/identity.h"
#include "core/model/record.h"
#include "core/model/report.h"
#include "core/model/roster.h"
#include "core/readiness/campaign.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

// Bodies of `list_row` records, for the channel in which the list is shared.
struct SharedList {
  ChannelId channel = ChannelId::zero();
  std::vector<Bytes> bodies;
};

struct Done {
  std::vector<Row> rows;
  std::optional<Report> report;         // `draft report`: for core/coalition to sign and publish
  std::optional<ListExport> post = {};  // for the org's own channel
  std::optional<SharedList> shared = {};
};

// What it needs of the charter and of the other orgs' signed reports, handed in by the hub at each
// command.
struct Published {
  OrgId org;
  std::string slug;
  Report report;
  WallTime org_time;
};

// Of the own org, as of now: who may ask for the list, and agree to it.
struct Delegate {
  DeviceId device;
  std::string person;
};

struct Surroundings {
  std::optional<Charter> charter;
  std::vector<Published> reports;       // newest complete report of each org
  std::vector<OwnAction> actions = {};  // in which our people were called
  bool are_cells_frozen = false;        // a proposal with a target of ours is open
  std::vector<Delegate> delegates = {};
  std::vector<std::string> people = {};  // of the own org; none where nobody can say
};

class Readiness {
 public:
  Readiness(Random& random,
            const Archive& archive,
            const Identity& identity,
            const Snapshot& restored);
  ~Readiness();
  Readiness(Readiness&&) noexcept;
  Readiness& operator=(Readiness&&) noexcept;
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  // Destroys the keys of campaigns that are over, and answers who began to share the list. Rows:
  // events for `watch`.
  Done wake(const Surroundings& around, Now now, Outbox& outbox);
  std::optional<Instant> next_wakeup() const;
  // An action of ours is over: its campaign's time has begun to run.
  void look_again(Now now);

  // roster import|assign|share, pledge record|revoke, test record, vote record, contract add,
  // calendar, chart, draft report, shred status, roster export. Which arguments and rows:
  // core/readiness/commands.h.
  static bool owns(std::string_view verb);
  Reply<Done> command(const Command& command, const Surroundings& around, Now now, Outbox& outbox);

  // A record about writing the list out (export_verbs.cpp), or of the list as another device has it
  // (sharing_verbs.cpp). Rows: events for `watch`.
  std::vector<Row> heard(const Received& record, Now now, Outbox& outbox);
  // Whether these first digits name an ask that was heard.
  bool names_export(std::string_view digits) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::readiness
