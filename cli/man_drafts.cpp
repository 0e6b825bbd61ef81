#include "cli/man_drafts.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "cli/roff.h"
#include "core/model/debrief.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"

namespace tocsin::cli {
namespace {

using Keys = std::vector<DraftKey>;

constexpr std::string_view one_text = "text";
constexpr std::string_view text_per_language = "text per language";
constexpr std::string_view whole_number = "whole number";
constexpr std::string_view time_with_zone = "time";
constexpr std::string_view list_of_texts = "list of texts";
constexpr std::string_view list_of_tables = "list of tables";

struct DraftFile {
  std::string_view name;
  std::string_view title;
  std::string_view about;
};

constexpr DraftFile draft_files[] = {
    {"manifest",
     "manifest.toml",
     "Who signs for an organization. Read by tocsin draft manifest. Cards lie beside the file."},
    {"proposal",
     "proposal.toml",
     "What is to be done, and why. Read by tocsin draft proposal; with --drill it is practice."},
    {"call",
     "call.toml",
     "Who starts when, once a proposal has its mandate. Read by tocsin draft call."},
    {"debrief",
     "debrief.toml",
     "How a call went, once it is over. Read by tocsin draft debrief. Its texts are in any "
     "language "
     "and nobody's order."},
    {"pledge",
     "lines of pledge record --lines",
     "Standard input: one JSON object per line, every value a text. What is wrong with one line is "
     "told with that line's worker; the others are recorded."},
};

std::string at_most(std::size_t bytes) {
  return fmt::format("At most {} bytes.", bytes);
}

Keys manifest_keys() {
  const std::string devices = fmt::format(
      "1 to {}: each a card file beside this one, or the first 8 or more digits of the id of a "
      "device that the coalition knows (tocsin roll list).",
      limits::devices_max);
  return {
      {"manifest", "", "name", one_text, at_most(limits::name_bytes_max)},
      {"manifest",
       "",
       "k",
       whole_number,
       "So many delegates decide together: more than half of them and at least 2; 1 for an "
       "organization of one delegate."},
      {"manifest", "", "life", "span", "How long it holds from now: 90s, 15m, 72h, 180d.", "180d"},
      {"manifest",
       "",
       "valid_until",
       time_with_zone,
       "Instead of life: the moment itself. A charter allows no more than its fresh.manifest.",
       "now and life"},
      {"manifest",
       "",
       "closed",
       "true or false",
       "Of a successor: true makes it the organization's last. It leaves.",
       "false"},
      {"manifest",
       "",
       "skips",
       list_of_texts,
       fmt::format(
           "Of a successor: versions that it passes over, by the first digits of their ids. "
           "At most {}.",
           limits::skips_max),
       "none"},
      {"manifest",
       "",
       "delegates",
       list_of_tables,
       fmt::format("1 to {}. Each is a table [[delegates]].", limits::delegates_max)},
      {"manifest", "delegates", "handle", one_text, at_most(limits::handle_bytes_max)},
      {"manifest", "delegates", "devices", list_of_texts, devices},
      {"manifest",
       "",
       "stewards",
       list_of_tables,
       fmt::format("Who keeps in touch with workers, at most {}. Each is a table [[stewards]].",
                   limits::stewards_max),
       "none"},
      {"manifest", "stewards", "handle", one_text, at_most(limits::handle_bytes_max)},
      {"manifest", "stewards", "devices", list_of_texts, devices, "none"},
      {"manifest",
       "stewards",
       "lists",
       list_of_texts,
       fmt::format("Codes of the workplaces whose list this steward keeps: at most {}, each of at "
                   "most {} bytes.",
                   limits::lists_max,
                   limits::code_bytes_max),
       "none"},
  };
}

Keys proposal_texts() {
  return {
      {"proposal", "", "title", text_per_language, at_most(limits::title_bytes_max)},
      {"proposal", "", "summary", text_per_language, at_most(limits::summary_bytes_max)},
      {"proposal", "", "why_now", text_per_language, at_most(limits::passage_bytes_max)},
      {"proposal",
       "",
       "after_plan",
       text_per_language,
       "What happens on the day after. " + at_most(limits::passage_bytes_max)},
      {"proposal",
       "",
       "safety_cover",
       text_per_language,
       "Which work goes on so that nobody is harmed. " + at_most(limits::passage_bytes_max)},
  };
}

Keys proposal_times() {
  return {
      {"proposal", "", "vote_by", time_with_zone, "Until then it may be approved. Not before now."},
      {"proposal", "", "not_before", time_with_zone, "No target starts earlier."},
      {"proposal",
       "",
       "not_after",
       time_with_zone,
       "No target starts later. Not before not_before, and no further from now than the charter's "
       "start.max_mandate."},
      {"proposal",
       "",
       "max_duration",
       "span",
       "How long one call lasts at most: more than 0s, at most the charter's start.max_duration.",
       "24h"},
      {"proposal",
       "",
       "max_waves",
       whole_number,
       fmt::format("How many calls may follow from one mandate: 1 to {}.", limits::waves_max),
       "1"},
  };
}

Keys proposal_demands() {
  return {
      {"proposal",
       "",
       "demands",
       list_of_tables,
       fmt::format("1 to {}, in your order; at least one has kind \"win\". Each is a table "
                   "[[demands]], below all keys of the file itself.",
                   limits::demands_max)},
      {"proposal",
       "demands",
       "kind",
       one_text,
       "\"win\": something to be granted. \"stop\": something to be left off."},
      {"proposal",
       "demands",
       "addressee",
       one_text,
       "Who can grant it. " + at_most(limits::addressee_bytes_max)},
      {"proposal", "demands", "origin", one_text, "\"contract\" or \"community\"."},
      {"proposal", "demands", "text", text_per_language, at_most(limits::demand_bytes_max)},
      {"proposal",
       "demands",
       "met_when",
       text_per_language,
       "By what everybody sees that it is met. " + at_most(limits::demand_bytes_max)},
  };
}

Keys proposal_keys() {
  Keys out{
      {"proposal",
       "",
       "action",
       one_text,
       "One of the charter's actions: the NAME of [actions.NAME]."},
      {"proposal",
       "",
       "targets",
       list_of_texts,
       fmt::format(
           "1 to {}, each \"organization:sector/region\" or with /code, by the short name of "
           "a full organization of which the action asks something, within its claims.",
           limits::targets_max)},
      {"proposal",
       "",
       "replaces",
       one_text,
       "The first digits of an open proposal of your own organization that this one takes the "
       "place of. Each organization may have two open ones (E_PROPOSALS).",
       "none"},
  };
  for (Keys more : {proposal_texts(), proposal_times(), proposal_demands()})
    out.insert(
        out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

Keys call_keys() {
  return {
      {"call", "", "proposal", one_text, "The first digits of the proposal's id (tocsin status)."},
      {"call", "", "instructions", text_per_language, at_most(limits::passage_bytes_max)},
      {"call",
       "",
       "public_after",
       time_with_zone,
       "Before this moment nothing of the call belongs on a wall."},
      {"call",
       "",
       "targets",
       list_of_tables,
       fmt::format("1 to {}. Each is a table [[targets]].", limits::targets_max)},
      {"call",
       "targets",
       "target",
       one_text,
       "\"organization:sector/region\" or with /code, as the proposal has it."},
      {"call",
       "targets",
       "t0",
       time_with_zone,
       "When it starts there: from not_before to not_after of the proposal, and no sooner from now "
       "than the charter's start.min_lead (of a drill drill.min_lead)."},
  };
}

Keys debrief_keys() {
  Keys out{{"debrief", "", "call", one_text, "The first digits of the call's id (tocsin status)."}};
  for (const std::string_view name : {"planned", "happened", "why", "keep", "change"})
    out.push_back({"debrief", "", name, one_text, at_most(limits::debrief_text_bytes_max)});
  std::string bands;
  for (const auto& [word, band] : turnout_words)
    bands += (bands.empty() ? "" : ", ") + std::string{word};
  const Keys rest{
      {"debrief",
       "",
       "outcomes",
       list_of_texts,
       "One per demand of the proposal, in its order: met, part or unmet."},
      {"debrief",
       "",
       "turnout",
       list_of_tables,
       fmt::format("Of your own targets, at most {}. Each is a table [[turnout]].",
                   limits::turnout_max),
       "none"},
      {"debrief", "turnout", "cell", one_text, "\"sector/region\" or with /code."},
      {"debrief", "turnout", "band", one_text, fmt::format("How many came out: {}.", bands)},
      {"debrief",
       "",
       "next",
       list_of_tables,
       fmt::format("What is done next, at most {}. Each is a table [[next]].",
                   limits::next_steps_max),
       "none"},
      {"debrief", "next", "org", one_text, "The short name of an organization of the charter."},
      {"debrief", "next", "text", one_text, at_most(limits::next_step_bytes_max)},
  };
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

Keys pledge_keys() {
  return {
      {"pledge",
       "",
       "worker",
       one_text,
       fmt::format("The worker's ref in your list: 1 to {} of a-z, 0-9 and -.",
                   limits::ref_bytes_max)},
      {"pledge",
       "",
       "ask",
       one_text,
       "What was asked: one of those that the charter's actions ask of your kind."},
      {"pledge",
       "",
       "text_id",
       one_text,
       fmt::format("Your name for the risk-and-support text that was shown: one line of at most {} "
                   "bytes.",
                   limits::text_id_bytes_max)},
      {"pledge",
       "",
       "card_ref",
       one_text,
       fmt::format("Where the signed card lies. At most {} bytes.", limits::text_id_bytes_max),
       "none"},
      {"pledge",
       "",
       "campaign",
       one_text,
       fmt::format("1 to {} of a-z, 0-9 and -.", limits::campaign_bytes_max),
       "main"},
  };
}

void item_of(Roff& page, const DraftKey& key) {
  const std::string end =
      key.otherwise.empty() ? "" : fmt::format(" If left out: {}.", key.otherwise);
  page.item(key.name, fmt::format("{}. {}{}", key.type, key.means, end));
}

// The keys of the file itself, then those of each of its tables.
void keys_of(Roff& page, std::string_view file) {
  std::vector<std::string_view> tables;
  for (const DraftKey& key : draft_keys()) {
    if (key.file != file) continue;
    if (key.table.empty())
      item_of(page, key);
    else if (tables.empty() || tables.back() != key.table)
      tables.push_back(key.table);
  }
  for (const std::string_view table : tables) {
    page.subheading(fmt::format("each [[{}]]", table));
    for (const DraftKey& key : draft_keys())
      if (key.file == file && key.table == table) item_of(page, key);
  }
}

}  // namespace

const std::vector<DraftKey>& draft_keys() {
  static const Keys all = [] {
    Keys out;
    for (const Keys& more :
         {manifest_keys(), proposal_keys(), call_keys(), debrief_keys(), pledge_keys()})
      out.insert(out.end(), more.begin(), more.end());
    return out;
  }();
  return all;
}

std::string drafts_man_page() {
  Roff page{"tocsin-drafts", 5, "how manifests, proposals, calls and debriefs are written"};
  page.heading("description");
  page.paragraph(
      "What an organization drafts is written as TOML and read by tocsin draft. Values are signed, "
      "comments are not. A key that is not known is a mistake, never passed over. Commented "
      "examples of all four files lie in /usr/share/tocsin/drafts, below the prefix it was "
      "installed to. Keys of the file itself stand above its first [[TABLE]].");
  page.heading("types");
  page.item("time", "With its zone and without quotes, 2027-05-14T05:00:00-04:00.");
  page.item("span", "A number with s, m, h or d, in quotes: \"72h\".");
  page.item("text per language",
            "A table with one text for each of the charter's languages, { en = \"One day\", es = "
            "\"Un dia\" }. Where the charter has one language, the text alone will do.");
  page.item("list of tables",
            "Each begins with its name in two brackets, [[demands]]; or all of them in one list, "
            "targets = [{ ... }, { ... }].");
  for (const DraftFile& file : draft_files) {
    page.heading(file.title);
    page.paragraph(file.about);
    keys_of(page, file.name);
  }
  page.heading("example");
  page.paragraph("A line of tocsin pledge record --lines:");
  page.verbatim(R"({"worker":"r-017","ask":"stop_work","text_id":"risk-1","card_ref":"d-3"})"
                "\n");
  page.heading("see also");
  page.paragraph("tocsin(1), tocsin-charter(5)");
  return page.take();
}

}  // namespace tocsin::cli
