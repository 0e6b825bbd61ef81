// Real deletion is destroying a key (ARCHITECTURE §6): every value of a sealed table lies under a
// key of its own, in a row that is overwritten in place with each new version and with zeros when
// the value is forgotten. Page slack of the value then holds ciphertext that nobody can open.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "core/base/random.h"
#include "core/model/write.h"
#include "daemon/store/database.h"

namespace tocsin::store {

// Whether values of this table are secrets or text.
bool is_sealed(Table table);

class KeySlots {
 public:
  // Reads which slots are taken.
  static Result<KeySlots> load(const Database& database, Random& random);

  // Draws a fresh key into `reuse` or a free slot, and seals. The slot's number goes beside the
  // value.
  struct Sealed {
    std::int64_t slot;
    Bytes value;
  };

  Result<Sealed> seal(std::optional<std::int64_t> reuse, ByteView place, ByteView value);
  Result<Bytes> open(std::int64_t slot, ByteView place, ByteView sealed) const;
  Result<void> destroy(std::int64_t slot);

 private:
  KeySlots(const Database& database, Random& random) : database_{&database}, random_{&random} {}

  Result<std::int64_t> take_free();
  Result<void> overwrite(std::int64_t slot, ByteView key);

  const Database* database_;
  Random* random_;
  std::set<std::int64_t> free_;
  std::int64_t count_ = 0;
};

}  // namespace tocsin::store
