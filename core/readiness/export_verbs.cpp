// roster export: one delegate asks, another person agrees, then the first may write the list out.
// The asks travel as records of the org's channel, which says who wrote them; what is kept here
// changes only when such a record is heard, our own among them.
#include <algorithm>
#include <cctype>

#include "core/base/text.h"
#include "core/model/limits/readiness.h"
#include "core/model/limits/statements.h"
#include "core/model/statement.h"
#include "core/model/words.h"
#include "core/readiness/cell.h"
#include "core/readiness/exports.h"
#include "core/readiness/roster_csv.h"
#include "core/readiness/state.h"
#include "core/wire/record_codec.h"

namespace tocsin::readiness {
namespace {

constexpr std::string_view spoken_action = "export";

const Delegate* find_delegate(const Surroundings& around, const DeviceId& device) {
  const auto found = std::ranges::find(around.delegates, device, &Delegate::device);
  return found == around.delegates.end() ? nullptr : &*found;
}

std::string person_of(const Surroundings& around, const DeviceId& device) {
  const Delegate* found = find_delegate(around, device);
  return found == nullptr ? "" : found->person;
}

// Other people than the one who asks, who are delegates now.
std::vector<std::string> others_agreed(const Surroundings& around,
                                       const ExportAsk& ask,
                                       const std::vector<DeviceId>& devices) {
  const std::string asker = person_of(around, ask.author);
  std::vector<std::string> people;
  for (const DeviceId& device : devices) {
    const std::string person = person_of(around, device);
    const bool is_new = std::ranges::find(people, person) == people.end();
    if (!person.empty() && person != asker && is_new) people.push_back(person);
  }
  return people;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string words_of(const ExportAsk& ask) {
  // The list of what starts nothing: an export's words are never those of a call.
  return six_words_text(WordList::drill, ask.id.view());
}

Reply<void> check_typed(const ExportAsk& ask, const std::string& slug, const Row& arguments) {
  constexpr std::size_t last = 3;
  const std::string typed = arguments.text("words").value_or("");
  const bool is_match =
      typed_words_match(typed, WordList::drill, ask.id.view(), six_words_count - last, last) ||
      typed_words_match(typed, WordList::drill, ask.id.view(), 0, six_words_count);
  if (!is_match)
    return refuse(Exit::usage,
                  "E_WORDS",
                  "these are not the last three words of this ask",
                  "the words stand in: tocsin words " + ask.id.short_hex());
  const std::string spoken = slug + " " + std::string{spoken_action};
  if (lower(arguments.text("spoken").value_or("")) != lower(spoken))
    return refuse(
        Exit::usage, "E_WORDS", "organization and action do not match", "type: " + spoken);
  return {};
}

Reply<void> check_window(const std::optional<ExportWindow>& window,
                         const ExportAsk& ask,
                         WallTime now) {
  const std::string remedy = "tocsin review " + ask.id.short_hex();
  if (!window || now >= window->closes_at)
    return refuse(Exit::usage, "E_REVIEW", "you have not read it in the last 15 minutes", remedy);
  if (now < window->opens_at)
    return refuse(Exit::usage,
                  "E_REVIEW",
                  "read it first: you may act 10 seconds after the review",
                  "wait, then again");
  return {};
}

Reply<void> check_open(const ExportAsk& ask, WallTime now) {
  if (now < ask.until()) return {};
  return refuse(
      Exit::usage, "E_EXPIRED", "this was asked more than a day ago", "tocsin roster export");
}

tl::unexpected<Refusal> no_delegate() {
  return refuse(Exit::permission,
                "E_ROLE",
                "only a delegate's device may ask for the list, or agree to it",
                "ask one of your organization's delegates");
}

Row ask_row(std::string_view kind, const ExportAsk& ask, const Surroundings& around) {
  Row row{kind};
  row.set("id", Value{ask.id.bytes()}).set("type", spoken_action);
  row.set("asked_by", person_of(around, ask.author)).set("cell", ask.cell);
  return row.set("workers", ask.workers).set("until", Value{ask.until()});
}

}  // namespace

Reply<Done> Readiness::State::roster_export(const Wish& wish) {
  if (!identity.has_keys() || find_delegate(wish.around, identity.keys->id) == nullptr)
    return no_delegate();
  return wish.arguments.has("subject") ? write_out(wish) : ask_export(wish);
}

Reply<Done> Readiness::State::ask_export(const Wish& wish) {
  // Nobody would keep it, and who asked would wait in vain.
  if (Exports{archive}.is_full(identity.keys->id, wish.now.wall))
    return refuse(Exit::later,
                  "E_UNAVAILABLE",
                  "nothing was asked: four asks of this device are open already",
                  "tocsin roster exports; go on with one of them, or wait until one is void");
  std::optional<Cell> within;
  if (wish.arguments.has("cell")) {
    auto cell = cell_argument(wish.arguments, "cell");
    if (!cell) return tl::unexpected{cell.error()};
    within = *std::move(cell);
  }
  const Roster roster = read_roster(archive, Campaigns{archive}.list_key());
  const std::size_t workers = count_in(roster, within ? &*within : nullptr);
  if (workers == 0)
    return refuse(Exit::usage, "E_NOT_FOUND", "nobody on this device's list is there");
  if (workers > limits::csv_rows_max)
    return refuse(Exit::invalid,
                  "E_SIZE",
                  "a file holds at most 20,000 workers",
                  "ask for one workplace at a time: --cell");
  ListExport post{ExportStep::ask,
                  RecordId::zero(),
                  within ? cell_text(*within) : "",
                  static_cast<std::uint32_t>(workers)};
  Row row{"export_asked"};
  row.set("cell", post.cell).set("workers", post.workers);
  row.set("until", Value{wish.now.wall + limits::export_life});
  return Done{{std::move(row)}, {}, std::move(post)};
}

Reply<Done> Readiness::State::write_out(const Wish& wish) {
  const Exports exports{archive};
  const auto ask = exports.find(wish.arguments.text("subject").value_or(""));
  if (!ask) return tl::unexpected{ask.error()};
  if (ask->author != identity.keys->id)
    return refuse(Exit::second_person,
                  "E_SECOND",
                  "another device asked for this: only there it can be written out",
                  "agree to it instead: tocsin review " + ask->id.short_hex());
  if (auto open = check_open(*ask, wish.now.wall); !open) return tl::unexpected{open.error()};
  const auto people = others_agreed(wish.around, *ask, exports.agreed(ask->id));
  if (people.empty())
    return refuse(Exit::second_person,
                  "E_SECOND",
                  "nobody else has agreed: the list leaves this device only with two delegates",
                  "another delegate: tocsin review " + ask->id.short_hex() + ", then confirm it");
  if (auto read = check_window(exports.window(ask->id), *ask, wish.now.wall); !read)
    return tl::unexpected{read.error()};
  const CharterOrg* org = own_org(wish);
  if (auto typed = check_typed(*ask, org == nullptr ? "" : org->slug, wish.arguments); !typed)
    return tl::unexpected{typed.error()};
  const auto within = parse_cell(ask->cell);
  const CsvScope scope{within ? &*within : nullptr, wish.today(), fresh_days(wish)};
  const Roster roster = read_roster(archive, Campaigns{archive}.list_key());
  const std::size_t workers = count_in(roster, scope.within);
  if (workers > ask->workers)
    return refuse(Exit::usage,
                  "E_CHANGED",
                  "more workers are on the list than the other delegate agreed to",
                  "ask again: tocsin roster export");
  Bytes csv = roster_csv(roster, scope);
  if (csv.size() > limits::export_bytes_max)
    return refuse(Exit::invalid,
                  "E_SIZE",
                  "the file would be larger than 3 MiB",
                  "ask for one workplace at a time: --cell");
  Row row{"export"};
  row.set("bytes", Value{std::move(csv)}).set("workers", workers).set("cell", ask->cell);
  row.set("agreed", Value{people});
  const ListExport post{ExportStep::written, ask->id, "", static_cast<std::uint32_t>(workers)};
  return Done{{std::move(row)}, {}, post};
}

Reply<Done> Readiness::State::roster_export_list(const Wish& wish) {
  const Exports exports{archive};
  Done done;
  for (const ExportAsk& ask : exports.all()) {
    if (wish.now.wall >= ask.until()) continue;
    Row row = ask_row("export_ask", ask, wish.around);
    row.set("is_own", identity.has_keys() && ask.author == identity.keys->id);
    row.set("agreed", Value{others_agreed(wish.around, ask, exports.agreed(ask.id))});
    if (const auto written = exports.written(ask.id)) row.set("written", Value{*written});
    done.rows.push_back(std::move(row));
  }
  return done;
}

Reply<Done> Readiness::State::export_show(const Wish& wish) {
  const auto ask = Exports{archive}.find(wish.arguments.text("subject").value_or(""));
  if (!ask) return tl::unexpected{ask.error()};
  return Done{{ask_row("export_ask", *ask, wish.around)}, {}};
}

Reply<Done> Readiness::State::export_words(const Wish& wish) {
  const auto ask = Exports{archive}.find(wish.arguments.text("subject").value_or(""));
  if (!ask) return tl::unexpected{ask.error()};
  Row row{"words"};
  row.set("id", Value{ask->id.bytes()}).set("words", words_of(*ask)).set("list", "drill");
  return Done{{std::move(row)}, {}};
}

// For who asked as for who agrees: nobody acts on what they have not just read.
Reply<Done> Readiness::State::export_review(const Wish& wish) {
  if (!identity.has_keys() || find_delegate(wish.around, identity.keys->id) == nullptr)
    return no_delegate();
  const Exports exports{archive};
  const auto ask = exports.find(wish.arguments.text("subject").value_or(""));
  if (!ask) return tl::unexpected{ask.error()};
  if (auto open = check_open(*ask, wish.now.wall); !open) return tl::unexpected{open.error()};
  const WallTime opens =
      is_rehearsal(identity.mode) ? wish.now.wall : wish.now.wall + limits::review_wait;
  const ExportWindow window{opens, opens + limits::review_window};
  Exports::keep_window(ask->id, window, wish.outbox);
  const CharterOrg* org = own_org(wish);
  Row row = ask_row("export_review", *ask, wish.around);
  row.set("agreed", Value{others_agreed(wish.around, *ask, exports.agreed(ask->id))});
  row.set("is_own", ask->author == identity.keys->id);
  row.set("opens_at", Value{window.opens_at}).set("closes_at", Value{window.closes_at});
  row.set("words", words_of(*ask)).set("list", "drill");
  row.set("org", org == nullptr ? "" : org->slug).set("action", spoken_action);
  return Done{{std::move(row)}, {}};
}

Reply<Done> Readiness::State::export_confirm(const Wish& wish) {
  const Delegate* self =
      identity.has_keys() ? find_delegate(wish.around, identity.keys->id) : nullptr;
  if (self == nullptr) return no_delegate();
  const Exports exports{archive};
  const auto ask = exports.find(wish.arguments.text("subject").value_or(""));
  if (!ask) return tl::unexpected{ask.error()};
  if (wish.arguments.text("stance").value_or("") != "approve")
    return refuse(Exit::usage,
                  "E_USAGE",
                  "who does not agree does nothing: after a day the ask is void",
                  "tell who asked, by voice");
  if (self->person == person_of(wish.around, ask->author))
    return refuse(Exit::second_person,
                  "E_SECOND",
                  "you asked for this yourself: somebody else has to agree",
                  "another delegate: tocsin review " + ask->id.short_hex() + ", then confirm it");
  if (auto open = check_open(*ask, wish.now.wall); !open) return tl::unexpected{open.error()};
  if (auto read = check_window(exports.window(ask->id), *ask, wish.now.wall); !read)
    return tl::unexpected{read.error()};
  const CharterOrg* org = own_org(wish);
  if (auto typed = check_typed(*ask, org == nullptr ? "" : org->slug, wish.arguments); !typed)
    return tl::unexpected{typed.error()};
  Row row{"export_agreed"};
  row.set("id", Value{ask->id.bytes()}).set("asked_by", person_of(wish.around, ask->author));
  return Done{{std::move(row)}, {}, ListExport{ExportStep::agree, ask->id, "", 0}};
}

std::vector<Row> Readiness::State::heard_export(const Received& record, Now now, Outbox& outbox) {
  const auto heard = wire::decode_signed<ListExport>(record.body);
  if (!heard) return {};
  const Exports exports{archive};
  exports.forget_old(now.wall, outbox);
  const auto event = [&](std::string_view name, const RecordId& ask) {
    Row row{"event"};
    return row.set("event", name).set("id", Value{ask.bytes()}).set("workers", heard->workers);
  };
  if (heard->step == ExportStep::ask) {
    if (!heard->cell.empty() && !parse_cell(heard->cell)) return {};
    const ExportAsk ask{record.id, record.author, heard->cell, heard->workers, now.wall};
    if (!exports.keep(ask, outbox)) return {};
    return {event("roster.export.asked", record.id)};
  }
  const auto ask = exports.find(heard->ask.hex());
  if (!ask) return {};  // too old, or never heard of
  if (heard->step == ExportStep::agree) {
    Exports::keep_agreed(heard->ask, record.author, outbox);
    return {event("roster.export.agreed", heard->ask)};
  }
  // Nobody else's program can have written it.
  if (record.author == ask->author) Exports::keep_written(ask->id, now.wall, outbox);
  return {event("roster.export.written", heard->ask)};
}

bool Readiness::names_export(std::string_view digits) const {
  const auto found = Exports{state_->archive}.find(digits);
  return found.has_value() || found.error().code == "E_PREFIX";
}

}  // namespace tocsin::readiness
