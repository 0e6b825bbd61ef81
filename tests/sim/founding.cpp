// Founding and joining, through the verbs.
#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/words.h"
#include "core/wire/channel_codec.h"
#include "core/wire/charter_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/sim/story.h"
#include "tests/support/builders.h"

namespace tocsin::sim {
namespace {

// A wish of founding that fails ends the program, with the reason on the screen.
Answer must(Answer answer) {
  if (answer.exit == Exit::ok) return answer;
  std::fprintf(stderr, "%s %s\n", answer.code.c_str(), answer.reason.c_str());
  for (const Row& row : answer.rows)
    std::fprintf(stderr,
                 "  %s %s\n",
                 row.text("rule").value_or("").c_str(),
                 row.text("text").value_or("").c_str());
  ENSURE(!"founding failed");
  return answer;
}

Bytes bytes_of(const Answer& answer, std::string_view kind) {
  for (const Row& row : answer.rows) {
    if (row.kind() == kind) return row.bytes("bytes").value();
  }
  ENSURE(!"the answer has no such row");
}

DeviceStatement device_on(const Bytes& card) {
  Reader in{card};
  ENSURE(in.u16() >= 1);
  const auto statement = wire::decode<Statement>(in.take(in.u32()));
  return wire::decode<DeviceStatement>(statement.value().body).value();
}

DelegateId delegate_id(const DeviceId& device) {
  DelegateId::Array bytes{};
  std::copy_n(device.array().begin(), bytes.size(), bytes.begin());
  return DelegateId{bytes};
}

// A founding draft is confirmed under all six words, after the review's wait.
Bytes confirm_draft(World& world, NodeIndex who, const Bytes& draft) {
  const Answer review = must(world.ask(who, "review", Row{}.set("draft", Value{draft})));
  const std::string words = review.rows.front().text("words").value();
  world.run_for(review_wait);
  Row arguments;
  arguments.set("draft", Value{draft}).set("stance", "approve").set("words", words);
  return bytes_of(must(world.ask(who, "confirm", arguments)), "draft");
}

Bytes merged(World& world, NodeIndex who, const std::vector<Bytes>& drafts) {
  if (drafts.size() == 1) return drafts.front();
  std::vector<Row> rows;
  for (const Bytes& draft : drafts) rows.push_back(Row{}.set("bytes", Value{draft}));
  return bytes_of(must(world.ask(who, "merge", Row{}.set("drafts", Value{rows}))), "draft");
}

Bytes confirmed_by_all(World& world, const std::vector<Person>& people, const Bytes& draft) {
  std::vector<Bytes> drafts;
  for (const Person& person : people) drafts.push_back(confirm_draft(world, person.node, draft));
  return merged(world, people.front().node, drafts);
}

struct OrgCard {
  Bytes proof;
  std::string words;
  OrgId id;
};

OrgCard make_org(World& world, const std::vector<Person>& people, const std::string& slug) {
  Manifest manifest;
  manifest.valid_until = world.now().wall + std::chrono::hours{24 * 100};
  manifest.name = slug;
  manifest.k = static_cast<std::uint32_t>(people.size());
  std::vector<Row> cards;
  for (const Person& person : people) {
    const Bytes card = bytes_of(must(world.ask(person.node, "card")), "card");
    const DeviceStatement device = device_on(card);
    manifest.delegates.push_back(
        Delegate{delegate_id(device.author), person.handle, {device.keys}});
    cards.push_back(Row{}.set("bytes", Value{card}));
  }
  std::ranges::sort(manifest.delegates);
  Row arguments;
  arguments.set("body", Value{wire::encode(manifest)}).set("cards", Value{cards});
  const Answer drafted = must(world.ask(people.front().node, "draft manifest", arguments));
  const Bytes draft = bytes_of(drafted, "draft");
  const OrgId id = OrgId::from(drafted.rows.front().bytes("id").value()).value();
  return OrgCard{
      confirmed_by_all(world, people, draft), drafted.rows.front().text("words").value(), id};
}

Charter charter_for(const std::vector<OrgCard>& cards, const std::vector<std::string>& slugs) {
  const tests::TestCoalition model{
      tests::CoalitionOptions{.is_rehearsal = true, .orgs = cards.size()}};
  Charter charter = model.charter();
  charter.params.start.hold = Seconds{5};
  charter.params.start.min_lead = Seconds{20};
  charter.params.start.spread = Seconds{5};
  charter.params.drill.min_lead = Seconds{10};
  for (CharterOrg& org : charter.orgs) {
    const auto at = std::ranges::find(slugs, org.slug) - slugs.begin();
    org.id = cards[static_cast<std::size_t>(at)].id;
    org.name = org.slug;  // as the manifests of this story say
  }
  std::ranges::sort(charter.orgs);
  return charter;
}

std::vector<std::string> slugs_of(std::size_t orgs) {
  std::vector<std::string> slugs;
  const tests::TestCoalition model{tests::CoalitionOptions{.is_rehearsal = true, .orgs = orgs}};
  for (const tests::TestOrg& org : model.orgs()) slugs.push_back(org.slug);
  return slugs;
}

void cast_people(World& world, Cast& cast) {
  const Options& options = world.options();
  for (std::size_t i = 0; i < options.relays; ++i)
    cast.relays.push_back(world.add(NodeRole::relay));
  for (std::size_t org = 0; org < options.orgs; ++org) {
    for (std::size_t i = 0; i < options.delegates; ++i)
      cast.delegates.push_back(
          Person{world.add(NodeRole::node), org, "delegate " + std::to_string(org * 10 + i)});
  }
  for (std::size_t i = 0; i < options.members; ++i)
    cast.members.push_back(
        Person{world.add(NodeRole::node), i % options.orgs, "member " + std::to_string(i)});
  const auto init = [&](const Person& person) {
    must(world.ask(person.node, "init", Row{}.set("handle", person.handle).set("rehearsal", true)));
  };
  std::ranges::for_each(cast.delegates, init);
  std::ranges::for_each(cast.members, init);
}

void finish(World& world, const Cast& cast, const Bytes& charter) {
  const NodeIndex finisher = cast.delegates.front().node;
  const Bytes file_key(32, 7);
  std::vector<Row> relays;
  for (const NodeIndex relay : cast.relays) {
    const Answer card = must(world.ask(relay, "relay card"));
    relays.push_back(Row{}
                         .set("card", card.rows.front().text("text").value())
                         .set("label", "box " + std::to_string(relay)));
  }
  Row arguments;
  arguments.set("draft", Value{charter})
      .set("file_key", Value{file_key})
      .set("salt", Value{Bytes(32, 9)});
  arguments.set("relays", Value{relays});
  const Answer finished = must(world.ask(finisher, "charter finish", arguments));
  std::size_t granted = 0;
  for (const Row& row : finished.rows) {
    if (row.kind() != "grant") continue;
    must(world.ask(
        cast.relays[granted++], "relay grant", Row{}.set("text", row.text("text").value())));
  }
  const Bytes bundle = bytes_of(finished, "bundle");
  for (const Person& person : cast.delegates) {
    if (person.node == finisher) continue;
    must(world.ask(
        person.node, "import", Row{}.set("bytes", Value{bundle}).set("file_key", Value{file_key})));
  }
}

bool has_channel(World& world, NodeIndex who, std::int64_t at_least) {
  const Answer channels = world.ask(who, "channel list");
  const auto with_keys =
      std::ranges::count_if(channels.rows, [](const Row& row) { return row.flag("has_keys"); });
  return channels.exit == Exit::ok && with_keys >= at_least;
}

void join_member(World& world, const Person& steward, const Person& member) {
  constexpr Millis join_limit{120'000};
  const Answer invite = must(world.ask(steward.node, "invite"));
  const Answer accepted = must(world.ask(
      member.node, "accept", Row{}.set("text", invite.rows.front().text("text").value())));
  const Row words = Row{}.set("words", accepted.rows.front().text("words").value());
  // The steward types the words when the request has come.
  const auto has_asked = [](const Row& row) { return row.text("state").value_or("") == "asked"; };
  const bool admitted = world.run_until(
      [&] { return std::ranges::any_of(world.ask(steward.node, "invite list").rows, has_asked); },
      join_limit);
  ENSURE(admitted);
  must(world.ask(steward.node, "admit", words));
  ENSURE(world.run_until([&] { return has_channel(world, member.node, 1); }, join_limit));
}

}  // namespace

std::vector<NodeIndex> Cast::everyone() const {
  std::vector<NodeIndex> all;
  for (const Person& person : delegates) all.push_back(person.node);
  for (const Person& person : members) all.push_back(person.node);
  return all;
}

std::vector<Person> Cast::delegates_of(std::size_t org) const {
  std::vector<Person> people;
  std::ranges::copy_if(delegates, std::back_inserter(people), [&](const Person& person) {
    return person.org == org;
  });
  return people;
}

Cast found(World& world) {
  Cast cast;
  cast.slugs = slugs_of(world.options().orgs);
  cast_people(world, cast);
  std::vector<OrgCard> cards;
  for (std::size_t org = 0; org < cast.slugs.size(); ++org)
    cards.push_back(make_org(world, cast.delegates_of(org), cast.slugs[org]));
  std::vector<Row> files;
  for (const OrgCard& card : cards)
    files.push_back(Row{}.set("bytes", Value{card.proof}).set("words", card.words));
  Row arguments;
  arguments.set("body", Value{wire::encode(charter_for(cards, cast.slugs))})
      .set("cards", Value{files});
  const Bytes draft =
      bytes_of(must(world.ask(cast.delegates.front().node, "draft charter", arguments)), "draft");
  finish(world, cast, confirmed_by_all(world, cast.delegates, draft));
  constexpr Millis settle_limit{180'000};
  const auto all_have_channels = [&] {
    return std::ranges::all_of(
        cast.delegates, [&](const Person& person) { return has_channel(world, person.node, 2); });
  };
  ENSURE(world.run_until(all_have_channels, settle_limit));
  for (const Person& member : cast.members)
    join_member(world, cast.delegates_of(member.org).front(), member);
  return cast;
}

}  // namespace tocsin::sim
