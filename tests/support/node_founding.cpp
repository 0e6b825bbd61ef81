// Founding and joining through the verbs.
#include <algorithm>

#include "core/wire/channel_codec.h"
#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

constexpr std::size_t orgs = 5;
constexpr std::size_t delegates_each = 2;
constexpr Millis review_wait{10'500};

struct OrgCard {
  Bytes proof;
  std::string words;
  OrgId id;
};

Bytes row_bytes(const Answer& answer, std::string_view kind) {
  const Row* row = row_of(answer, kind);
  REQUIRE(row != nullptr);
  return row->bytes("bytes").value();
}

Delegate delegate_on(const Bytes& card, const std::string& handle) {
  Reader in{card};
  REQUIRE(in.u16() >= 1);
  const auto statement = wire::decode<Statement>(in.take(in.u32()));
  const auto device = wire::decode<DeviceStatement>(statement.value().body).value();
  DelegateId::Array id{};
  std::copy_n(device.author.array().begin(), id.size(), id.begin());
  return Delegate{DelegateId{id}, handle, {device.keys}};
}

// A founding draft is confirmed by each under all six words, after the review's wait; the copies
// are merged.
Bytes confirmed_by_all(NodeNet& net, const std::vector<SeatIndex>& people, const Bytes& draft) {
  std::vector<std::string> words;
  for (const SeatIndex who : people) {
    const Answer review = net.must(who, "review", Row{}.set("draft", Value{draft}));
    words.push_back(review.rows.front().text("words").value());
  }
  net.run_for(review_wait);
  std::vector<Row> copies;
  for (std::size_t i = 0; i < people.size(); ++i) {
    Row arguments;
    arguments.set("draft", Value{draft}).set("stance", "approve").set("words", words[i]);
    const Bytes copy = row_bytes(net.must(people[i], "confirm", arguments), "draft");
    copies.push_back(Row{}.set("bytes", Value{copy}));
  }
  return row_bytes(net.must(people.front(), "merge", Row{}.set("drafts", Value{copies})), "draft");
}

OrgCard make_org(NodeNet& net, const std::vector<SeatIndex>& people, const std::string& slug) {
  Manifest manifest;
  manifest.valid_until = net.now().wall + std::chrono::hours{24 * 100};
  manifest.name = slug;
  manifest.k = static_cast<std::uint32_t>(people.size());
  std::vector<Row> cards;
  for (const SeatIndex who : people) {
    const Answer answer = net.must(who, "card");
    const Bytes card = row_bytes(answer, "card");
    manifest.delegates.push_back(delegate_on(card, answer.rows.front().text("handle").value()));
    cards.push_back(Row{}.set("bytes", Value{card}));
  }
  std::ranges::sort(manifest.delegates);
  Row arguments;
  arguments.set("body", Value{wire::encode(manifest)}).set("cards", Value{cards});
  const Answer drafted = net.must(people.front(), "draft manifest", arguments);
  const Row& draft = drafted.rows.front();
  const OrgId id = OrgId::from(draft.bytes("id").value()).value();
  return OrgCard{
      confirmed_by_all(net, people, row_bytes(drafted, "draft")), draft.text("words").value(), id};
}

// The charter of the example, as a rehearsal, with times a test can wait for.
Charter charter_for(const TestCoalition& model, const std::vector<OrgCard>& cards) {
  Charter charter = model.charter();
  charter.params.start.hold = Seconds{5};
  charter.params.start.min_lead = Seconds{20};
  charter.params.start.spread = Seconds{5};
  charter.params.drill.min_lead = Seconds{10};
  for (CharterOrg& org : charter.orgs) {
    const auto at = std::ranges::find(model.orgs(), org.slug, &TestOrg::slug);
    org.id = cards[static_cast<std::size_t>(at - model.orgs().begin())].id;
    org.name = org.slug;
  }
  std::ranges::sort(charter.orgs);
  return charter;
}

void finish(NodeNet& net, Founders& founders, const Bytes& draft) {
  std::vector<Row> relays;
  for (const SeatIndex relay : founders.relays) {
    const std::string card = net.must(relay, "relay card").rows.front().text("text").value();
    relays.push_back(Row{}.set("card", card).set("label", "box " + std::to_string(relay)));
  }
  Row arguments;
  arguments.set("draft", Value{draft}).set("file_key", Value{founders.file_key});
  arguments.set("salt", Value{Bytes(32, 9)}).set("relays", Value{relays});
  const Answer finished = net.must(founders.delegates.front(), "charter finish", arguments);
  std::size_t granted = 0;
  for (const Row& row : finished.rows) {
    if (row.kind() != "grant") continue;
    net.must(
        founders.relays[granted++], "relay grant", Row{}.set("text", row.text("text").value()));
  }
  REQUIRE(granted == founders.relays.size());
  founders.bundle = row_bytes(finished, "bundle");
}

}  // namespace

Founders found(NodeNet& net, std::size_t relays) {
  Founders founders;
  founders.file_key = Bytes(32, 7);
  const TestCoalition model{CoalitionOptions{.is_rehearsal = true, .orgs = orgs}};
  for (std::size_t i = 0; i < relays; ++i) founders.relays.push_back(net.add(NodeRole::relay));
  std::vector<OrgCard> cards;
  std::vector<Row> files;
  for (const TestOrg& org : model.orgs()) {
    founders.slugs.push_back(org.slug);
    std::vector<SeatIndex> people;
    for (std::size_t i = 0; i < delegates_each; ++i) {
      people.push_back(net.add());
      const std::string handle = org.slug + " " + std::to_string(i);
      net.must(people.back(), "init", Row{}.set("handle", handle).set("rehearsal", true));
    }
    founders.delegates.insert(founders.delegates.end(), people.begin(), people.end());
    cards.push_back(make_org(net, people, org.slug));
    files.push_back(Row{}.set("bytes", Value{cards.back().proof}).set("words", cards.back().words));
  }
  Row arguments;
  arguments.set("body", Value{wire::encode(charter_for(model, cards))}).set("cards", Value{files});
  const SeatIndex finisher = founders.delegates.front();
  const Bytes draft = row_bytes(net.must(finisher, "draft charter", arguments), "draft");
  finish(net, founders, confirmed_by_all(net, founders.delegates, draft));
  Row import;
  import.set("bytes", Value{founders.bundle}).set("file_key", Value{founders.file_key});
  for (const SeatIndex who : founders.delegates) {
    if (who != finisher) net.must(who, "import", import);
  }
  if (relays == 0) return founders;  // nobody meets anybody
  REQUIRE(net.run_until([&] {
    return std::ranges::all_of(founders.delegates,
                               [&](SeatIndex who) { return channels_of(net, who) == 2; });
  }));
  return founders;
}

SeatIndex join(NodeNet& net, SeatIndex steward, const std::string& handle) {
  const SeatIndex newcomer = net.add();
  net.must(newcomer, "init", Row{}.set("handle", handle).set("rehearsal", true));
  const Answer invite = net.must(steward, "invite");
  const Answer accepted =
      net.must(newcomer, "accept", Row{}.set("text", invite.rows.front().text("text").value()));
  REQUIRE(net.run_until([&] {
    return std::ranges::any_of(net.ask(steward, "invite list").rows, [](const Row& row) {
      return row.text("state").value_or("") == "asked";
    });
  }));
  net.must(steward, "admit", Row{}.set("words", accepted.rows.front().text("words").value()));
  REQUIRE(net.run_until([&] { return channels_of(net, newcomer) == 1; }));
  return newcomer;
}

std::size_t channels_of(NodeNet& net, SeatIndex who) {
  const Answer channels = net.ask(who, "channel list");
  return static_cast<std::size_t>(
      std::ranges::count_if(channels.rows, [](const Row& row) { return row.flag("has_keys"); }));
}

Bytes rally_proposal(NodeNet& net, const Founders& founders) {
  const auto plain = [](const char* text) { return Texts(2, text); };  // en and es
  Proposal proposal;
  proposal.action = "rally";
  for (const Row& row : net.must(founders.delegates.front(), "charter show").rows) {
    const std::string slug = row.text("slug").value_or("");
    if (row.kind() != "org" || (slug != founders.slugs[0] && slug != founders.slugs[1])) continue;
    const OrgId id = OrgId::from(row.bytes("org").value()).value();
    for (const std::string& claim : row.texts("claims")) {
      const std::size_t slash = claim.find('/');
      proposal.targets.push_back(
          Target{id, Cell{claim.substr(0, slash), claim.substr(slash + 1), ""}});
    }
  }
  std::ranges::sort(proposal.targets);
  proposal.demands = {Demand{DemandKind::win,
                             "the council",
                             DemandOrigin::contract,
                             plain("a contract"),
                             plain("signed")}};
  for (Texts* text : {&proposal.title,
                      &proposal.summary,
                      &proposal.why_now,
                      &proposal.after_plan,
                      &proposal.safety_cover})
    *text = plain("plain words");
  constexpr std::chrono::hours hour{1};
  proposal.not_before = net.now().wall;
  proposal.not_after = net.now().wall + hour * 48;
  proposal.vote_by = net.now().wall + hour * 12;
  proposal.max_duration = hour * 24;
  return wire::encode(proposal);
}

std::vector<std::string> texts(NodeNet& net, SeatIndex who, const std::string& channel) {
  std::vector<std::string> all;
  for (const Row& row : net.must(who, "read", Row{}.set("channel", channel)).rows) {
    if (row.kind() == "message") all.push_back(row.text("text").value());
  }
  return all;
}

}  // namespace tocsin::tests
