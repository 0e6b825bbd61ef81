#include "cli/remedies.h"

#include <map>

namespace tocsin::cli {
namespace {

using Remedies = std::map<std::string_view, std::string_view>;

constexpr std::string_view see_status = "tocsin status";
constexpr std::string_view ask_the_sender = "ask whoever gave you this file for it again";
constexpr std::string_view say_how = "tocsin COMMAND --help says how it is written";
constexpr std::string_view more_signers =
    "tocsin status with its id says who or what is still missing";
constexpr std::string_view mend_draft = "mend the draft; its keys: tocsin man tocsin-drafts";
constexpr std::string_view mend_list = "mend that line of the list, then import it again";
constexpr std::string_view mend_setting = "mend the setting: tocsin man tocsind";
constexpr std::string_view next_program = "take the newest version of the program, on both sides";

// What a verification or a rule says: core/model/verdict.h.
const Remedies& of_reasons() {
  static const Remedies remedies{
      {"E_SIZE", "make it shorter, or split it into several"},
      {"E_DECODE", ask_the_sender},
      {"E_TYPE", "tocsin show says what it is; take another"},
      {"E_MODE",
       "a rehearsal or drill and what is meant in earnest do not mix: make it anew there"},
      {"E_COALITION", "take the file of your own coalition, or its charter after --charter"},
      {"E_CHARTER_UNKNOWN",
       "import the founding bundle or the charter's proof: tocsin import FILE"},
      {"E_CHARTER_FORK", "draft a charter that skips both: tocsin draft charter"},
      {"E_FEATURE", next_program},
      {"E_LINT", "tocsin charter lint says what to mend"},
      {"E_KEY_DUP", "one device belongs to one organization: take it out of the other manifest"},
      {"E_MANIFEST_EXPIRED", "its delegates renew it: tocsin draft manifest"},
      {"E_DELEGATE", "ask a delegate: tocsin manifest show lists them"},
      {"E_SIG", ask_the_sender},
      {"E_MISSING", "wait for a sync, or tocsin import what is missing; then again"},
      {"E_DEMAND", mend_draft},
      {"E_TARGET", mend_draft},
      {"E_WAVE", "a new proposal"},
      {"E_EXPIRED", "draft another, with later times"},
      {"E_COUNT", more_signers},
      {"E_KIND_MIN", more_signers},
      {"E_BEARING", more_signers},
      {"E_RATIFY", more_signers},
      {"E_STALE", "publish a fresh report: tocsin draft report"},
      {"E_STRENGTH", more_signers},
      {"E_TESTS", "hold a structure test: tocsin test record, then tocsin draft report"},
      {"E_VOTE", "hold the vote: tocsin vote record, then tocsin draft report"},
      {"E_DRILL", "hold a drill: tocsin drill run"},
      {"E_JOIN", "its own delegates consent: tocsin join"},
      {"E_HOLD", "wait until the hold is over: tocsin status says when"},
      {"E_BLOCKED", "talk to those who object: tocsin status names them"},
      {"E_CHECKLIST", "answer what is open: tocsin review lists it, --item ITEM=done answers it"},
      {"E_RENDER", next_program},
      {"E_LEAD_MIN", "draft it with a later time"},
      {"E_LEAD_MAX", "draft it with an earlier time"},
      {"E_CHARTER_STALE", "draft it anew under the charter in force"},
      {"E_STOPPED", "nothing brings it back; a new call needs a draft of its own"},
      {"E_FROZEN", "other delegates of that organization lift it: tocsin thaw FREEZE"},
      {"E_EQUIVOCATION", "tocsin evidence names the device; its owner needs new keys"},
      {"E_UNCONFIRMED", "ask your delegates; the first of them says tocsin ack CALL out"},
      {"E_DEBRIEF", "file what is owed: tocsin draft debrief"},
      {"E_CLOCK", "set the laptop's clock, then again"},
      {"E_SECOND", "a second delegate of your organization does it"},
      {"E_ROLL", "a steward or delegate of that organization changes its roll"},
      {"E_SLOT", "ask the author to sign it anew"},
  };
  return remedies;
}

// What a person's own words or files are told.
const Remedies& of_requests() {
  static const Remedies remedies{
      {"E_ASK", "tocsin charter show says what each action asks of your kind"},
      {"E_ASSESSMENT", mend_list},
      {"E_BATCH", "leave --batch out"},
      {"E_CAMPAIGN", "--campaign NAME"},
      {"E_CELL", "sector/region or sector/region/code, as tocsin charter show lists your claims"},
      {"E_CELLS_FROZEN", "wait until the open proposal is over: tocsin status"},
      {"E_COLUMNS", "--map COLUMN=FIELD says which column is which"},
      {"E_CSV", mend_list},
      {"E_DAY", "a day is written 2027-05-14"},
      {"E_DUPLICATE", mend_list},
      {"E_EMPTY", "type or pipe in a text"},
      {"E_ENCODING", "save the file as UTF-8"},
      {"E_FILE", "see the path and who may read or write there, then again"},
      {"E_FORMULA", mend_list},
      {"E_INPUT", "the same command again"},
      {"E_NAME", "take another name"},
      {"E_BROKEN", "ask its author to send it again"},
      {"E_NOT_FOUND", "tocsin status lists what is here"},
      {"E_PREFIX", "type more digits"},
      {"E_RANGE", say_how},
      {"E_REF", "tocsin roster list has the refs"},
      {"E_REVOKED", "in another campaign, if they pledge anew: --campaign NAME"},
      {"E_TEXT", "one plain line of text, shorter"},
      {"E_TEXT_ID", "--text-id NAME"},
      {"E_TOML", mend_draft},
      {"E_USAGE", say_how},
      {"E_VERB", "install the same version of tocsin and tocsind"},
      {"E_WORDS", "have them read out again by voice, then type them again"},
  };
  return remedies;
}

// What the state of a profile, a laptop or a coalition forbids.
const Remedies& of_states() {
  static const Remedies remedies{
      {"E_BUG", "please report what you did"},
      {"E_BUNDLE", "ask its maker for the six words again, by voice; or for the file again"},
      {"E_CHANGED", "read it again: tocsin review"},
      {"E_CONFIG", mend_setting},
      {"E_CONFLICT", see_status},
      {"E_COST", next_program},
      {"E_DOCTOR", "see the red lines above"},
      {"E_KDF_FLOOR", next_program},
      {"E_KEY", "put the key back from where you keep it"},
      {"E_LEVEL", "the same command again; it asks for the passphrase"},
      {"E_LINES", "mend the lines that are named, then send those again"},
      {"E_LISTEN", mend_setting},
      {"E_LOCKED", "tocsin unlock"},
      {"E_NOT_ALLOWED", "ask a delegate: tocsin who CHANNEL lists them"},
      {"E_NOT_MEMBER",
       "tocsin who CHANNEL lists its members; of a frozen device other delegates lift the freeze: "
       "tocsin thaw FREEZE"},
      {"E_NO_CHANNEL", "see who shares a channel with you: tocsin who assembly"},
      {"E_NO_DAEMON", "start tocsind for it, then try again"},
      {"E_NO_EPOCH", "wait for a sync with another member, then again"},
      {"E_NO_PLACE", "tocsin peer card, or a relay: tocsin relay admit"},
      {"E_NO_PROFILE", "tocsin init"},
      {"E_PASSPHRASE", "try again; nobody can help if it is forgotten"},
      {"E_PATH", "see who owns that path and who may open it, then again"},
      {"E_PEER", "use the program as the user whose profile it is"},
      {"E_PERIOD", "wait for the next period: tocsin chart"},
      {"E_PROFILE", "--profile NAME"},
      {"E_PROPOSALS", "name one of them in the draft: replaces = \"its first digits\""},
      {"E_PROTOCOL", "install the same version of tocsin and tocsind"},
      {"E_QUIET", "wait until it is over"},
      {"E_RELAY", "tocsin relay list"},
      {"E_REPLAYED", "nothing is left to do: it was taken before"},
      {"E_REVIEW", "tocsin review first"},
      {"E_ROLE",
       "--profile NAME of the other one: relays answer tocsin relay commands, nodes all others"},
      {"E_RUNNING", "stop that daemon first, or take another --profile"},
      {"E_SOCKET", "close other programs, then again"},
      {"E_STEP_UP", "the same command again; it asks for the passphrase"},
      {"E_STORAGE", "make room on the disk and see whether it is sound: tocsin doctor"},
      {"E_TIMEOUT", see_status},
      {"E_UNAVAILABLE", "wait a little, then again"},
      {"E_WEAK", "take more words, or leave the line empty and six are made for you"},
  };
  return remedies;
}

}  // namespace

std::string_view remedy_of_code(std::string_view code) {
  for (const Remedies* const remedies : {&of_reasons(), &of_requests(), &of_states()}) {
    const auto found = remedies->find(code);
    if (found != remedies->end()) return found->second;
  }
  return "";
}

std::string remedy_of(const Refusal& refusal) {
  if (!refusal.remedy.empty()) return refusal.remedy;
  const std::string_view known = remedy_of_code(refusal.code);
  return std::string{known.empty() ? "tocsin doctor" : known};
}

}  // namespace tocsin::cli
