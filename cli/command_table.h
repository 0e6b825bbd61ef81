// The one table of verbs: words, arguments, help and what carries them out. Parsing, `--help` and
// completion all come from it, so a verb that is not here does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/command.h"

namespace tocsin::cli {

struct Errand;

enum class Takes {
  text,     // as typed
  choice,   // one of `choices`
  subject,  // X: a draft's file name, else an id's first digits
  hex,      // the first digits of a key or tag, as a list shows it
  integer,
  percent,  // 80, 80.5%; sent in basis points
  time,     // RFC 3339 with offset
  span,     // 90s, 15m, 72h, 14d
  size,     // 512MiB, 4GiB; sent in bytes
  flag,
  file,  // must exist; its bytes are sent, never its path
  path   // where something will be written, or what the verb's own code opens
};

struct Parameter {
  std::string_view name;   // "X": a positional; "--since": an option
  std::string_view field;  // its name in the request; empty: the verb's own code reads it
  Takes takes = Takes::text;
  std::string_view help = "";
  std::string_view choices = "";  // "approve|object"
  bool is_required = false;
  bool is_repeated = false;
};

inline constexpr Parameter save_here{"-o", "", Takes::path, "write the result to this file"};

enum class Act { offline, read, act, live };  // live: the passphrase, in that very request

using Run = Reply<void> (*)(Errand& errand);

struct Verb {
  std::string_view words;  // "charter show"
  std::string_view group;
  Act act = Act::read;
  std::string_view help;
  std::vector<Parameter> parameters;
  Run run = nullptr;
};

const std::vector<Verb>& command_table();
const std::vector<std::string_view>& command_groups();  // in the order of the help page

// The same for every verb.
const std::vector<Parameter>& common_options();

const Verb* find_verb(std::string_view words);
// The verb that was probably meant; for words like no verb at all, nothing.
std::string_view nearest_verb(std::string_view words);

// "tocsin confirm X [--approve] ..."
std::string usage_of(const Verb& verb);

}  // namespace tocsin::cli
