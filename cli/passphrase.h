// A passphrase while it is in this process, what it is worth, and the key that is made of it. The
// daemon never sees it: only the unlock key travels (control.md).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/crypto/password.h"
#include "core/model/command.h"
#include "core/model/row.h"

namespace tocsin::cli {

// Never reallocated, wiped when it goes. Move-only, no comparison but in constant time.
class Passphrase {
 public:
  Passphrase();
  ~Passphrase();
  Passphrase(Passphrase&& other) noexcept;
  Passphrase& operator=(Passphrase&& other) noexcept;
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;

  static Passphrase copy_of(std::string_view text);

  // False: longer than any passphrase (limits/cli.h).
  bool append(std::uint8_t byte);
  void drop_last_character();  // of UTF-8: what the erase key means

  bool is_empty() const { return bytes_.empty(); }

  ByteView reveal() const { return bytes_; }

 private:
  Bytes bytes_;
};

bool is_same(const Passphrase& a, const Passphrase& b);

// A careful guess at how many bits a guesser has to try: runs of letters count as words of 11 bits,
// digits as 3, repetition as nothing. The six generated words are worth 66.
unsigned estimated_bits(const Passphrase& passphrase);

// What `unlock parameters` tells, or what `init` chooses.
struct UnlockParameters {
  std::array<std::uint8_t, 16> salt{};
  crypto::PasswordCost cost{};
  bool is_rehearsal = false;
};

crypto::PasswordCost founding_cost(bool is_rehearsal);
// E_KDF_FLOOR: a cost under the floor, which a hostile daemon or a changed key file would ask for.
Reply<UnlockParameters> unlock_parameters(const Row& row);
Reply<crypto::UnlockKey> unlock_key(const Passphrase& passphrase,
                                    const UnlockParameters& parameters);

// The key of a founding bundle: Argon2id of the six words, joined by single blanks.
Reply<crypto::UnlockKey> bundle_key(std::string_view words, ByteView salt, bool is_rehearsal);

}  // namespace tocsin::cli
