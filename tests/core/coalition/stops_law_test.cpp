// Laws of stops: whatever the order in which they come, and however often, all devices come to the
// same view and the same verdict.
#include <algorithm>

#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

// What a device says of everything, as text that two devices can compare.
std::string view_of(CoalitionNet& net,
                    CoalitionNet::Device& device,
                    const std::vector<StatementId>& subjects) {
  std::string out;
  for (const StatementId& subject : subjects) {
    Row row;
    row.set("subject", subject.hex());
    const auto rows = net.act(device, "status", row, Level::read);
    if (!rows) return "refused: " + rows.error().code;
    for (const Row& told : *rows) {
      if (told.kind() == "org") continue;
      for (const char* const name : {"state", "slug", "hint", "reason"})
        out += told.text(name).value_or("") + " ";
      for (const char* const name : {"t0", "paused_until", "vote_by", "hold_until"}) {
        const auto time = told.time(name);
        out += time ? std::to_string(wall_ms(*time)) + " " : "- ";
      }
      for (const std::string& code : told.texts("codes")) out += code + " ";
      out += told.flag("late_abort") ? "late\n" : "\n";
    }
  }
  return out;
}

// Random stops by random orgs, some complete, some not, against a call at a random moment.
struct History {
  CoalitionNet net;
  CoalitionStory story{net};
  SeededRandom random;
  std::vector<StatementId> stops;

  explicit History(std::uint64_t seed) : random{seed} {
    story.max_duration = std::chrono::hours{14 * 24};
    story.certify();
  }

  std::string any_org() {
    constexpr const char* slugs[] = {"drivers", "plumbers", "choir", "tenants", "bakers"};
    return slugs[random.below(std::size(slugs))];
  }

  Row arguments(std::string_view verb) {
    Row row = with_reason();
    const auto at = net.now().wall + Seconds{static_cast<std::int64_t>(60 + random.below(20'000))};
    if (verb == "hold" || verb == "pause") row.set("until", Value{at});
    if (verb == "resume" && random.below(2) == 0) row.set("from", Value{at});
    if (verb == "end") row.set("form", "vote").set("vote_by", Value{at});
    if (random.below(3) == 0)
      row.set("targets", Value{std::vector<std::string>{"drivers:transport/metro"}});
    return row;
  }

  void one_more() {
    constexpr std::string_view before[] = {"hold", "abort", "resume"};
    constexpr std::string_view after[] = {"pause", "end", "resume", "pause"};
    const bool has_started = story.state("choir", story.call) != "CALLED";
    const std::string_view verb = has_started ? after[random.below(std::size(after))]
                                              : before[random.below(std::size(before))];
    auto rows = net.stop(net.of(any_org()), verb, story.call, arguments(verb));
    if (rows) stops.push_back(id_of(*rows));
    for (int i = 0; i < 4 && !stops.empty(); ++i) {
      const StatementId& stop = stops[random.below(stops.size())];
      // A refusal is an answer too.
      static_cast<void>(net.sign(net.of(any_org(), random.below(2)), stop));
    }
    net.deliver();
    net.pass(Seconds{static_cast<std::int64_t>(1 + random.below(90))});
  }
};

}  // namespace

TEST_CASE("any order and any repetition of stops gives one view and one verdict") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    History history{seed};
    CoalitionNet& net = history.net;
    // Newcomers with the same past, to whom everything comes in another order.
    constexpr std::size_t readers = 4;
    std::vector<CoalitionNet::Device*> others;
    for (std::size_t i = 0; i < readers; ++i)
      others.push_back(&net.admit_member("bakers", "reader" + std::to_string(i)));
    net.deliver();
    for (CoalitionNet::Device* other : others) other->is_held_back = true;
    const WallTime before = net.now().wall;
    for (int i = 0; i < 6; ++i) history.one_more();
    std::vector<Bytes> told;
    for (const StoredRow& row : kept_by(net.of("choir"))) {
      const auto statement = wire::decode<Statement>(row.value);
      const bool is_stop =
          statement->type == StatementType::stop || statement->type == StatementType::signoff;
      if (is_stop) told.push_back(row.value);
    }
    REQUIRE(net.now().wall > before);
    std::vector<StatementId> subjects = history.stops;
    subjects.push_back(history.story.call);
    std::set<std::string> views;
    for (CoalitionNet::Device* other : others) {
      std::vector<Bytes> order = told;
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[history.random.below(i)]);
      for (const Bytes& statement : order) {
        static_cast<void>(net.accept(*other, statement));
        if (history.random.below(3) == 0) static_cast<void>(net.accept(*other, statement));
      }
      views.insert(view_of(net, *other, subjects));
    }
    CHECK(views.size() == 1);
  }
}

}  // namespace tocsin::tests
