#include "tests/support/strands.h"

#include <algorithm>
#include <set>

#include "core/base/ensure.h"
#include "core/coalition/freeze.h"
#include "core/coalition/statements.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/law.hpp"

namespace tocsin::tests {
namespace {

// What a sanitizer looks for shows in a tenth of the histories as well.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_slow = true;
#else
constexpr bool is_slow = false;
#endif

using Waves = std::vector<std::vector<Bytes>>;

// Half of the strands, and most of each.
std::vector<Bytes> drawn(const std::vector<Strand>& strands, Random& chance) {
  std::vector<Bytes> out;
  for (const Strand& strand : strands) {
    if (chance.below(2) == 0) continue;
    for (const Bytes& statement : strand.statements)
      if (chance.below(12) != 0) out.push_back(statement);
  }
  return out;
}

bool is_told_alike(const Stage& stage,
                   const Beginning& beginning,
                   const Waves& waves,
                   Random& chance) {
  constexpr int tries = 12;
  const auto first = told(beginning, waves, stage.devices, chance);
  for (int i = 0; i < tries; ++i)
    if (told(beginning, waves, stage.devices, chance) != first) return false;
  return true;
}

// Without whatever the difference does not need: larger parts first.
Waves shrunk(const Stage& stage, const Beginning& beginning, Waves waves) {
  SeededRandom chance{1};
  for (std::vector<Bytes>& wave : waves) {
    for (std::size_t part = std::max<std::size_t>(1, wave.size() / 2); part > 0; part /= 2) {
      for (std::size_t from = 0; from < wave.size();) {
        const std::vector<Bytes> before = wave;
        const std::size_t to = std::min(wave.size(), from + part);
        wave.erase(wave.begin() + static_cast<std::ptrdiff_t>(from),
                   wave.begin() + static_cast<std::ptrdiff_t>(to));
        if (!is_told_alike(stage, beginning, waves, chance)) continue;
        wave = before;
        from = to;
      }
    }
  }
  return waves;
}

std::string name_of(const Plot& plot, const Bytes& statement) {
  for (const std::vector<Strand>* strands : {&plot.strands, &plot.doubts}) {
    for (const Strand& strand : *strands) {
      const auto found = std::ranges::find(strand.statements, statement);
      if (found != strand.statements.end())
        return strand.name + " " + std::to_string(found - strand.statements.begin());
    }
  }
  return plot.always.name;
}

// Two tellings of it that differ, and where they part.
std::string difference(const Stage& stage,
                       const Plot& plot,
                       const Beginning& beginning,
                       const Waves& waves) {
  std::string out;
  for (const std::vector<Bytes>& wave : waves) {
    for (const Bytes& statement : wave)
      out += name_of(plot, statement) + " " + id_of(statement).short_hex() + "\n";
    out += "--\n";
  }
  SeededRandom chance{1};
  const auto first = told(beginning, waves, stage.devices, chance);
  for (int i = 0; i < 50; ++i) {
    const auto other = told(beginning, waves, stage.devices, chance);
    const auto parted = std::ranges::mismatch(first, other);
    if (parted.in1 == first.end() && parted.in2 == other.end()) continue;
    const std::string one = parted.in1 == first.end() ? "nothing" : *parted.in1;
    const std::string two = parted.in2 == other.end() ? "nothing" : *parted.in2;
    const auto at = std::ranges::mismatch(one, two).in1 - one.begin();
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, at - 100));
    return out + one.substr(0, 40) + " ... " + one.substr(from, 300) + "\n  or\n" +
           two.substr(from, 300);
  }
  return out;
}

}  // namespace

Head Forge::head(const CoalitionNet::Device& device) {
  at_ += Millis{1};
  std::uint64_t& seq = seq_.try_emplace(device.identity.keys->id, 1'000).first->second;
  return head_by(device, at_, ++seq);
}

Bytes Forge::signoff(const CoalitionNet::Device& device, const Word& word) {
  Signoff out;
  out.head = head(device);
  out.subject = word.subject;
  out.subject_type = word.type;
  out.number = word.number;
  out.stance = word.stance;
  out.has_join = word.has_join;
  out.valid_until = at_ + Seconds{24 * 3600};
  out.language = "en";
  out.wording = 1;
  out.shown = crypto::blake2b_256(word.subject.view());
  return sign_as(device, StatementType::signoff, out);
}

Strand Forge::carried(std::string name,
                      const Bytes& statement,
                      const std::vector<std::string_view>& slugs,
                      std::uint32_t number) {
  Strand out{std::move(name), {statement}};
  for (const std::string_view slug : slugs) {
    for (const std::size_t person : {0U, 1U})
      out.statements.push_back(
          signoff({slug, person},
                  Word{id_of(statement), type_of(statement), Stance::approve, false, number}));
  }
  return out;
}

Strand Forge::stop(Stop stop, const std::vector<std::string_view>& slugs) {
  constexpr const char* names[] = {"", "hold", "abort", "pause", "resume", "end"};
  std::string name = names[static_cast<std::size_t>(stop.kind)];
  for (const std::string_view slug : slugs) name += " " + std::string{slug};
  return carried(name, sign({slugs.front(), 0}, StatementType::stop, std::move(stop)), slugs);
}

Strand Forge::freeze(Who by, Who whom, bool is_thawed) {
  const OrgId org = net_.org(by.slug);
  const Manifest manifest = manifest_at(device(by), org);
  const DeviceId frozen = device(whom).identity.keys->id;
  Freeze freeze{
      head(device(by)), coalition::delegate_of(manifest, frozen)->id, StatementId::zero(), "lost"};
  Strand out{"freeze", {sign(by, StatementType::freeze, freeze)}};
  if (!is_thawed) return out;
  freeze.thaw = id_of(out.statements.front());
  out.statements.push_back(sign(by, StatementType::freeze, freeze));
  const Word word{id_of(out.statements.back()), StatementType::freeze};
  for (std::size_t person = 0; person < 3; ++person)
    if (person != whom.person) out.statements.push_back(signoff({by.slug, person}, word));
  return out;
}

Strand Forge::contradiction(Who who) {
  const Head one = head(device(who));
  Strand out{"contradiction", {}};
  for (std::uint8_t key = 1; key <= 3; ++key)
    out.statements.push_back(sign_as(
        device(who), StatementType::relay_drop, RelayDrop{one, LinkKey{LinkKey::Array{key}}}));
  return out;
}

StatementId id_of(const Bytes& statement) {
  return wire::decode<Statement>(statement)->id();
}

StatementType type_of(const Bytes& statement) {
  return wire::decode<Statement>(statement)->type;
}

std::vector<Bytes> kept_since(const CoalitionNet::Device& device, const MemoryStore& store) {
  std::vector<std::pair<WallTime, Bytes>> dated;
  for (const StoredRow& row : kept_by(device)) {
    if (store.value(Table::statements, row.key)) continue;
    const auto body = coalition::decode_body(*wire::decode<Statement>(row.value));
    dated.emplace_back(coalition::head_of(*body).at, row.value);
  }
  std::ranges::sort(dated);
  std::vector<Bytes> out;
  for (auto& [at, statement] : dated) out.push_back(std::move(statement));
  return out;
}

Stage::Stage()
    : options{.delegates = 3},
      net{options},
      member{net.admit_member("bakers", "reader")},
      delegate{net.of("choir", 2)} {
  net.deliver();
  for (const auto& device : net.devices()) devices.push_back(device->identity.keys->id);
  for (CoalitionNet::Device* reader : {&member, &delegate})
    readers.push_back(Beginning{&reader->identity, *reader->store, net.now()});
  forge.go_to(net.now().wall);
}

void Stage::go_on(const std::vector<Bytes>& statements, const std::vector<Millis>& looks) {
  for (Beginning& reader : readers) {
    reader.now = net.now();
    reader.looks = looks;
    reader = after(std::move(reader), statements);
  }
}

void Stage::read(Millis told_within, const std::vector<Millis>& looks) {
  for (Beginning& reader : readers) {
    reader.told_within = told_within;
    reader.looks = looks;
  }
}

void obey_order(const Stage& stage,
                const Plot& plot,
                std::uint64_t histories,
                std::uint64_t first) {
  std::set<std::vector<std::string>> outcomes;
  const std::uint64_t from = from_environment("TOCSIN_LAW_SEED", first);
  const std::uint64_t count = from_environment("TOCSIN_LAW_RUNS", histories / (is_slow ? 10 : 1));
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    SeededRandom chance{seed};
    const Beginning& reader =
        stage.readers[static_cast<std::size_t>(chance.below(stage.readers.size()))];
    Waves waves{drawn(plot.strands, chance), drawn(plot.doubts, chance)};
    std::ranges::copy(plot.always.statements, std::back_inserter(waves.front()));
    const auto one = told(reader, waves, stage.devices, chance);
    const auto other = told(reader, waves, stage.devices, chance);
    if (one != other)
      FAIL("seed " << seed << "\n"
                   << difference(stage, plot, reader, shrunk(stage, reader, waves)));
    if (outcomes.size() < 100) outcomes.insert(one);
  }
  CHECK(outcomes.size() >= std::min<std::uint64_t>(100, count / 2));  // or they are too much alike
}

}  // namespace tocsin::tests
