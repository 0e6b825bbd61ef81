// pledge record and revoke, test, vote, contract: what people committed to and showed.
#include <algorithm>
#include <functional>
#include <map>

#include "core/base/basis_points.h"
#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"
#include "core/readiness/days.h"
#include "core/readiness/state.h"
#include "core/readiness/tests.h"

namespace tocsin::readiness {
namespace {

using PledgeKey = std::pair<std::string, std::string>;  // campaign, worker

// Lines of one request see one another, though nothing is in the store yet.
// Whoever pledges to what is over would be forgotten with it.
Reply<void> may_record(const Campaign& campaign, const Wish& wish) {
  const OwnAction* action = campaign.is_live() ? action_of(campaign, wish.around.actions) : nullptr;
  if (action == nullptr || !action->closed_at) return {};
  return refuse(Exit::invalid,
                "E_CAMPAIGN",
                "the action of this campaign is closed, and its names will be destroyed",
                "--campaign NAME, another one");
}

class PledgeBook {
 public:
  using KeepOne = std::function<void(const RowKey&, const Pledge&, std::uint32_t opened_day)>;

  PledgeBook(const Archive& archive, Asks asks, const Wish& wish)
      : archive_{archive}, asks_{std::move(asks)}, wish_{wish}, campaigns_{archive} {}

  Reply<void> record(const Row& line);
  // Each with the key of its campaign and the day on which that was opened.
  void keep(Random& random, const KeepOne& keep_one);

 private:
  const Archive& archive_;
  Asks asks_;
  const Wish& wish_;
  Campaigns campaigns_;
  std::map<PledgeKey, Pledge> pledges_;
};

Reply<void> PledgeBook::record(const Row& line) {
  auto wish = read_pledge(line, asks_, wish_.today());
  if (!wish) return tl::unexpected{wish.error()};
  const Campaign* campaign = campaigns_.find(wish->campaign);
  if (campaign != nullptr) {
    if (auto may = may_record(*campaign, wish_); !may) return may;
  }
  if (!find_worker(archive_, campaigns_.list_key(), wish->worker))
    return refuse(Exit::usage, "E_NOT_FOUND", "your list has no such ref", "tocsin roster list");
  const PledgeKey key{wish->campaign, wish->worker};
  const auto earlier = pledges_.find(key);
  const auto known = earlier != pledges_.end()
                         ? std::optional{earlier->second}
                         : find_pledge(archive_, campaigns_.key(key.first), key.second);
  auto pledge = after(known, *std::move(wish));
  if (!pledge) return tl::unexpected{pledge.error()};
  pledges_.insert_or_assign(key, *std::move(pledge));
  return {};
}

void PledgeBook::keep(Random& random, const KeepOne& keep_one) {
  for (const auto& [key, pledge] : pledges_) {
    const RowKey& under = campaigns_.open(key.first, wish_.today(), random, wish_.outbox);
    keep_one(under, pledge, campaigns_.find(key.first)->opened_day);
  }
}

Row pledge_row(const Row& line, const Reply<void>& recorded) {
  Row row{"pledge"};
  row.set("worker", line.text("worker").value_or("")).set("ok", recorded.has_value());
  if (!recorded) row.set("code", recorded.error().code).set("reason", recorded.error().reason);
  return row;
}

Row recorded_row(std::size_t count, std::size_t refused) {
  return Row{"recorded"}.set("count", count).set("refused", refused);
}

}  // namespace

Reply<Done> Readiness::State::pledge_record(const Wish& wish) {
  PledgeBook book{archive, asks(wish), wish};
  const auto keep_one = [&](const RowKey& key, const Pledge& pledge, std::uint32_t opened_day) {
    keep(key, pledge, opened_day, wish);
  };
  Done done;
  if (!wish.arguments.has("lines")) {
    const auto recorded = book.record(wish.arguments);
    if (!recorded) return tl::unexpected{recorded.error()};
    book.keep(random, keep_one);
    done.rows = {pledge_row(wish.arguments, recorded), recorded_row(1, 0)};
    return done;
  }
  const auto lines = wish.arguments.rows("lines");
  if (lines.size() > limits::pledge_lines_max)
    return refuse(Exit::invalid, "E_SIZE", "more than 20,000 lines at once");
  std::size_t count = 0;
  for (const Row& line : lines) {
    const auto recorded = book.record(line);
    count += recorded ? 1 : 0;
    done.rows.push_back(pledge_row(line, recorded).set("line", done.rows.size() + 1));
  }
  book.keep(random, keep_one);
  done.rows.push_back(recorded_row(count, lines.size() - count));
  return done;
}

Reply<Done> Readiness::State::pledge_revoke(const Wish& wish) {
  const auto worker = ref_argument(wish.arguments, "worker");
  if (!worker) return tl::unexpected{worker.error()};
  const auto campaign = campaign_argument(wish.arguments);
  if (!campaign) return tl::unexpected{campaign.error()};
  const Campaigns campaigns{archive};
  const RowKey* key = campaigns.key(*campaign);
  auto pledge = find_pledge(archive, key, *worker);
  if (!pledge)
    return refuse(Exit::usage, "E_NOT_FOUND", "no pledge of this worker is recorded here");
  if (pledge->revoked_day == 0) {
    pledge->revoked_day = wish.today();
    keep(*key, *pledge, campaigns.find(*campaign)->opened_day, wish);
  }
  Row row{"pledge"};
  row.set("worker", *worker).set("revoked", day_text(pledge->revoked_day));
  return Done{{std::move(row)}, {}};
}

Reply<Done> Readiness::State::test_record(const Wish& wish) {
  const auto cell = cell_argument(wish.arguments, "cell");
  if (!cell) return tl::unexpected{cell.error()};
  const auto kind = word_argument(wish.arguments, "test");
  if (!kind) return tl::unexpected{kind.error()};
  const auto day = day_argument(wish.arguments, "day");
  if (!day) return tl::unexpected{day.error()};
  // A day of grace: it is tomorrow already where some people are.
  if (*day > wish.today() + 1)
    return refuse(Exit::usage, "E_DAY", "a test that has not been held yet");
  const auto refs = wish.arguments.texts("took_part");
  if (refs.size() > limits::took_part_max)
    return refuse(Exit::invalid, "E_SIZE", "more than 20,000 names at once");
  Campaigns campaigns{archive};
  StructureTest test = find_test(archive, campaigns.list_key(), *cell, *kind, *day);
  std::size_t unknown = 0;
  std::size_t elsewhere = 0;
  for (const std::string& ref : refs) {
    const auto worker =
        is_ref(ref) ? find_worker(archive, campaigns.list_key(), ref) : std::nullopt;
    if (!worker)
      ++unknown;
    else if (!covers(*cell, worker->workplace))
      ++elsewhere;
    else
      test.took_part.push_back(ref);
  }
  std::ranges::sort(test.took_part);
  test.took_part.erase(std::unique(test.took_part.begin(), test.took_part.end()),
                       test.took_part.end());
  const RowKey& key = campaigns.open_list(wish.today(), random, wish.outbox);
  if (!keep_test(wish.outbox, key, test))
    return refuse(
        Exit::invalid, "E_SIZE", "more people than one test holds", "record it by workplace");
  touched.tests.push_back(test);
  Row row{"test"};
  row.set("cell", cell_text(*cell)).set("test", *kind).set("day", day_text(*day));
  row.set("took_part", test.took_part.size()).set("unknown", unknown).set("elsewhere", elsewhere);
  return Done{{std::move(row)}, {}};
}

Reply<Done> Readiness::State::vote_record(const Wish& wish) {
  const auto day = day_argument(wish.arguments, "day");
  if (!day) return tl::unexpected{day.error()};
  const auto valid_until = day_argument(wish.arguments, "valid_until");
  if (!valid_until) return tl::unexpected{valid_until.error()};
  const std::int64_t turnout = wish.arguments.integer("turnout_bp").value_or(-1);
  const std::int64_t yes = wish.arguments.integer("yes_bp").value_or(-1);
  if (turnout < 0 || turnout > std::int64_t{whole_bp} || yes < 0 || yes > std::int64_t{whole_bp})
    return refuse(Exit::usage, "E_RANGE", "turnout and yes are 0 to 10,000 basis points");
  const std::string method = wish.arguments.text("method").value_or("");
  if (!check_text(method, limits::method_bytes_max, Newlines::refused))
    return refuse(Exit::usage, "E_TEXT", "the method is one plain line of at most 80 bytes");
  if (*day > wish.today() + 1 || *valid_until < *day)
    return refuse(Exit::usage, "E_DAY", "a vote was held, and is valid from that day on");
  const VoteResult vote{*day,
                        *valid_until,
                        static_cast<std::uint32_t>(turnout),
                        static_cast<std::uint32_t>(yes),
                        method};
  touched.votes.push_back(SharedVote{vote, wish.now.wall});
  keep_vote(wish.outbox, touched.votes.back());
  Row row{"vote"};
  row.set("day", day_text(*day)).set("valid_until", day_text(*valid_until));
  row.set("turnout_bp", turnout).set("yes_bp", yes).set("method", method);
  return Done{{std::move(row)}, {}};
}

Reply<Done> Readiness::State::contract_add(const Wish& wish) {
  const auto cell = cell_argument(wish.arguments, "cell");
  if (!cell) return tl::unexpected{cell.error()};
  const auto ends = day_argument(wish.arguments, "ends");
  if (!ends) return tl::unexpected{ends.error()};
  ContractDate contract{*cell, *ends, 0, wish.arguments.flag("sure")};
  if (wish.arguments.has("notice_by")) {
    const auto notice = day_argument(wish.arguments, "notice_by");
    if (!notice) return tl::unexpected{notice.error()};
    contract.notice_by_day = *notice;
  }
  if (contract.notice_by_day > contract.ends_day)
    return refuse(Exit::usage, "E_DAY", "notice is due before a contract ends");
  const CharterOrg* org = own_org(wish);
  if (org != nullptr && !is_claimed(*org, *cell))
    return refuse(Exit::invalid, "E_CELL", "your organization claims no such cell");
  touched.contracts.push_back(SharedContract{contract, wish.now.wall});
  keep_contract(wish.outbox, touched.contracts.back());
  Row row{"contract"};
  row.set("cell", cell_text(*cell)).set("ends", day_text(*ends));
  row.set("notice_by", day_text(contract.notice_by_day)).set("sure", contract.is_sure);
  return Done{{std::move(row)}, {}};
}

}  // namespace tocsin::readiness
