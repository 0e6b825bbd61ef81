#include "core/readiness/readiness.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/readiness/campaign.h"
#include "core/readiness/cell.h"
#include "core/readiness/commands.h"
#include "core/readiness/days.h"
#include "core/readiness/state.h"
#include "core/readiness/tests.h"

namespace tocsin::readiness {

const VerbRule* verb_rule(std::string_view verb) {
  const auto found = std::ranges::find(verb_rules, verb, &VerbRule::verb);
  return found == verb_rules.end() ? nullptr : &*found;
}

Reply<std::string> ref_argument(const Row& arguments, std::string_view name) {
  std::string ref = arguments.text(name).value_or("");
  if (!is_ref(ref))
    return refuse(Exit::usage, "E_REF", "a worker is named by the ref of your list");
  return ref;
}

Reply<Cell> cell_argument(const Row& arguments, std::string_view name) {
  auto cell = parse_cell(arguments.text(name).value_or(""));
  if (!cell) return refuse(Exit::usage, "E_CELL", "a cell is sector/region or sector/region/code");
  return *std::move(cell);
}

Reply<std::uint32_t> day_argument(const Row& arguments, std::string_view name) {
  const auto day = parse_day(arguments.text(name).value_or(""));
  if (!day) return refuse(Exit::usage, "E_DAY", "a day is written 2027-05-14", std::string{name});
  return *day;
}

Reply<std::string> word_argument(const Row& arguments, std::string_view name) {
  std::string word = arguments.text(name).value_or("");
  if (!check_name(word, limits::word_bytes_max))
    return refuse(
        Exit::usage, "E_TEXT", "a plain word of at most 40 bytes is missing", std::string{name});
  return word;
}

Reply<std::string> campaign_argument(const Row& arguments) {
  std::string name = arguments.text("campaign").value_or(std::string{default_campaign});
  if (!is_ref(name))
    return refuse(Exit::usage, "E_CAMPAIGN", "a campaign is a-z, 0-9 and -, at most 64");
  return name;
}

const Charter* Readiness::State::charter(const Wish& wish) const {
  return wish.around.charter ? &*wish.around.charter : nullptr;
}

const CharterOrg* Readiness::State::own_org(const Wish& wish) const {
  const Charter* known = charter(wish);
  return known == nullptr ? nullptr : find_org(*known, identity.org);
}

Asks Readiness::State::asks(const Wish& wish) const {
  return asks_of(charter(wish), own_org(wish));
}

std::uint32_t Readiness::State::fresh_days(const Wish& wish) const {
  const Charter* known = charter(wish);
  const Seconds fresh =
      known == nullptr ? default_params().fresh.report : known->params.fresh.report;
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::hours>(fresh).count() /
                                    24);
}

Holdings Readiness::State::holdings(std::string_view campaign) const {
  const Campaigns campaigns{archive};
  return Holdings{read_roster(archive, campaigns.list_key()),
                  read_pledges(archive, campaigns.key(campaign)),
                  read_tests(archive, campaigns.list_key())};
}

Readiness::Readiness(Random& random,
                     const Archive& archive,
                     const Identity& identity,
                     const Snapshot&)
    : state_{std::make_unique<State>(State{random, archive, identity})} {}

Readiness::~Readiness() = default;
Readiness::Readiness(Readiness&&) noexcept = default;
Readiness& Readiness::operator=(Readiness&&) noexcept = default;

bool Readiness::owns(std::string_view verb) {
  return verb_rule(verb) != nullptr;
}

Reply<Done> Readiness::command(const Command& command,
                               const Surroundings& around,
                               Now now,
                               Outbox& outbox) {
  using Run = Reply<Done> (State::*)(const Wish&);
  // In the order of verb_rules.
  static constexpr std::array<Run, verb_rules.size()> runs{
      &State::roster_import,      &State::roster_assign, &State::roster_show,
      &State::roster_list,        &State::roster_share,  &State::pledge_record,
      &State::pledge_revoke,      &State::test_record,   &State::vote_record,
      &State::contract_add,       &State::calendar,      &State::chart,
      &State::draft_report,       &State::shred_status,  &State::roster_export,
      &State::roster_export_list, &State::export_show,   &State::export_review,
      &State::export_words,       &State::export_confirm};
  const VerbRule* rule = verb_rule(command.verb);
  if (rule == nullptr) return refuse(Exit::usage, "E_VERB", "no such verb");
  if (command.level < rule->level)
    return refuse(Exit::permission,
                  "E_STEP_UP",
                  rule->level == Level::live ? "this act needs the passphrase in the same request"
                                             : "this session may only read");
  const auto index = static_cast<std::size_t>(rule - verb_rules.data());
  state_->touched = {};
  auto done = ((*state_).*runs.at(index))(Wish{command.arguments, around, now, outbox});
  if (done) state_->tell_changes(*done);
  return done;
}

std::vector<Row> Readiness::heard(const Received& record, Now now, Outbox& outbox) {
  if (record.type == RecordType::list_export) return state_->heard_export(record, now, outbox);
  state_->lay_aside(record, now, outbox);
  return {};
}

Done Readiness::wake(const Surroundings& around, Now now, Outbox& outbox) {
  Done done;
  if (state_->merge_laid_aside(done.rows, now, outbox)) {
    state_->next_look = now.instant;  // keys are destroyed in an event of their own
    return done;
  }
  if (state_->next_look && *state_->next_look <= now.instant)
    done.rows = state_->shred(around, now, outbox);
  done.shared = state_->answer_due(now);
  return done;
}

std::optional<Instant> Readiness::next_wakeup() const {
  if (!state_->answer_at) return state_->next_look;
  return std::min(state_->next_look.value_or(*state_->answer_at), *state_->answer_at);
}

void Readiness::look_again(Now now) {
  state_->next_look = now.instant;
}

}  // namespace tocsin::readiness
