#include "core/readiness/commitment.h"

#include <algorithm>
#include <array>

#include "core/base/ensure.h"
#include "core/crypto/kdf.h"
#include "core/model/labels.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"

namespace tocsin::readiness {
namespace {

Bytes number(std::uint32_t value) {
  Writer out;
  out.u32(value);
  return out.take();
}

crypto::Hash node_of(const crypto::Hash& left, const crypto::Hash& right) {
  return crypto::hash(labels::root_node, {left, right});
}

std::size_t padded_count(std::size_t rows) {
  ENSURE(rows <= limits::root_leaves_max);
  std::size_t leaves = limits::root_leaves_min;
  while (leaves < rows) leaves *= 4;
  return leaves;
}

}  // namespace

Salt salt_of(ByteView seed, std::uint32_t index) {
  Salt salt{};
  crypto::kdf(salt, seed, labels::root_salt, {number(index)});
  return salt;
}

crypto::Hash leaf_of(const Salt& salt, const RootRow& row) {
  const std::string cell = row.cell == Cell{} ? std::string{} : cell_text(row.cell);
  return crypto::hash(
      labels::root_leaf,
      {salt, as_bytes(cell), as_bytes(row.ask), number(row.day), as_bytes(row.card_ref)});
}

RootTree::RootTree(ByteView seed, std::span<const RootRow> rows) {
  const std::size_t count = padded_count(rows.size());
  std::vector<crypto::Hash> level;
  level.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    level.push_back(leaf_of(salt_of(seed, static_cast<std::uint32_t>(i)),
                            i < rows.size() ? rows[i] : RootRow{}));
  // The order of the list would say who is whom.
  std::ranges::sort(level);
  while (true) {
    levels_.push_back(level);
    if (level.size() == 1) return;
    std::vector<crypto::Hash> above;
    for (std::size_t i = 0; i < level.size(); i += 2)
      above.push_back(node_of(level[i], level[i + 1]));
    level = std::move(above);
  }
}

std::vector<RootStep> RootTree::path(const crypto::Hash& leaf) const {
  const auto& leaves = levels_.front();
  const auto found = std::ranges::lower_bound(leaves, leaf);
  ENSURE(found != leaves.end() && *found == leaf);
  auto index = static_cast<std::size_t>(found - leaves.begin());
  std::vector<RootStep> path;
  for (std::size_t height = 0; height + 1 < levels_.size(); ++height, index /= 2)
    path.push_back(RootStep{levels_[height][index ^ 1U], index % 2 == 1});
  return path;
}

bool opens(const crypto::Hash& root, const crypto::Hash& leaf, std::span<const RootStep> path) {
  crypto::Hash at = leaf;
  for (const RootStep& step : path)
    at = step.is_left ? node_of(step.sibling, at) : node_of(at, step.sibling);
  return at == root;
}

}  // namespace tocsin::readiness
