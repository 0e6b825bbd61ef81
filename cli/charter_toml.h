// A charter as people write it (packaging/share/charters) and as it is signed. The only reader of
// TOML: other drafts are read from the same tree in toml_drafts.h. Whether the charter is wise:
// lint.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/toml_tree.h"
#include "core/base/instant.h"
#include "core/model/charter.h"
#include "core/model/command.h"

namespace tocsin::cli {

// What the card of an org supplies: cards/<slug>.card, or the charter in force.
struct OrgCard {
  OrgId id;
  std::string name;
  std::size_t delegates = 0;
  Standing standing = Standing::full;  // unless the file says another
};

struct CharterSources {
  std::function<Reply<OrgCard>(const std::string& slug)> card;
  WallTime now;  // effective_at of a founding, unless the file says another
  // Of an amendment, for `carry` and `skips`: full id or unique prefix. Null: a founding.
  std::function<Reply<StatementId>(const std::string& id)> subject = {};
};

// A mistake is exit 2, E_TOML, with its line. The head is not filled in.
Reply<Charter> charter_from_toml(std::string_view text, const CharterSources& sources);

// At most toml_bytes_max, tables and lists in one another at most 8 deep.
Reply<TomlNode> parse_toml(std::string_view text);

}  // namespace tocsin::cli
