#include "core/readiness/cell.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"
#include "core/model/limits/coalition.h"

namespace tocsin::readiness {

std::string cell_text(const Cell& cell) {
  return cell.sector + "/" + cell.region + (cell.code.empty() ? "" : "/" + cell.code);
}

Result<Cell> parse_cell(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < 3) {
    const std::size_t slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) {
      text = {};
      break;
    }
    text.remove_prefix(slash + 1);
    if (text.empty() || parts.size() == 3) return fail(Errc::malformed, "not a cell");
  }
  if (parts.size() < 2) return fail(Errc::malformed, "not a cell");
  TRY_VOID(check_name(parts[0], limits::word_bytes_max));
  TRY_VOID(check_name(parts[1], limits::word_bytes_max));
  if (parts.size() == 3) TRY_VOID(check_name(parts[2], limits::code_bytes_max));
  return Cell{std::string{parts[0]},
              std::string{parts[1]},
              parts.size() == 3 ? std::string{parts[2]} : std::string{}};
}

Cell area(const Cell& cell) {
  return Cell{cell.sector, cell.region, ""};
}

bool covers(const Cell& claim, const Cell& cell) {
  return claim.sector == cell.sector && claim.region == cell.region &&
         (claim.code.empty() || claim.code == cell.code);
}

bool is_claimed(const CharterOrg& org, const Cell& cell) {
  return std::ranges::any_of(org.claims, [&](const Cell& claim) { return covers(claim, cell); });
}

bool is_declared(const Charter& charter, const Cell& cell) {
  const auto has = [](const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
  };
  return has(charter.sectors, cell.sector) && has(charter.regions, cell.region);
}

const CharterOrg* find_org(const Charter& charter, const OrgId& id) {
  const auto found = std::ranges::find(charter.orgs, id, &CharterOrg::id);
  return found == charter.orgs.end() ? nullptr : &*found;
}

}  // namespace tocsin::readiness
