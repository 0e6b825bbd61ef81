#include "cli/passphrase.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/crypto/secret.h"
#include "core/model/limits/cli.h"
#include "core/model/limits/control.h"

namespace tocsin::cli {
namespace {

constexpr std::size_t bundle_salt_bytes = 32;

enum class Class { letter, digit, other };

Class class_of(std::uint8_t byte) {
  if (byte >= '0' && byte <= '9') return Class::digit;
  // Beyond ASCII are letters of other scripts, nearly always.
  const bool is_letter =
      (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
  return is_letter ? Class::letter : Class::other;
}

// A run of letters is at best a word from a list of two thousand; short runs are worth their
// letters, and long ones no more than two words.
unsigned bits_of_letters(std::size_t length, std::size_t distinct) {
  const auto by_letters = static_cast<unsigned>(distinct) * 4;
  if (length < 3) return by_letters;
  return std::min(by_letters, length >= 12 ? 22U : 11U);
}

Result<UnlockParameters> read_parameters(const Row& row) {
  UnlockParameters parameters;
  TRY(const Bytes salt, row.bytes("salt"));
  TRY(const std::int64_t memory, row.integer("memory_kib"));
  TRY(const std::int64_t passes, row.integer("passes"));
  if (salt.size() != parameters.salt.size() || memory <= 0 || passes <= 0 ||
      memory > limits::kdf_memory_kib_max || passes > limits::kdf_passes_max)
    return fail(Errc::malformed, "no password cost that we know");
  std::ranges::copy(salt, parameters.salt.begin());
  parameters.cost = {static_cast<std::uint32_t>(memory), static_cast<std::uint32_t>(passes)};
  // Nothing but a rehearsal is ever made below the floor.
  parameters.is_rehearsal = parameters.cost.memory_kib < limits::kdf_memory_kib_min ||
                            parameters.cost.passes < limits::kdf_passes_min;
  return parameters;
}

}  // namespace

Passphrase::Passphrase() {
  bytes_.reserve(limits::passphrase_bytes_max);
}

Passphrase::~Passphrase() {
  crypto::wipe(bytes_);
}

Passphrase::Passphrase(Passphrase&& other) noexcept : bytes_{std::move(other.bytes_)} {
  other.bytes_.clear();
}

Passphrase& Passphrase::operator=(Passphrase&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

Passphrase Passphrase::copy_of(std::string_view text) {
  Passphrase passphrase;
  for (const std::uint8_t byte : as_bytes(text)) static_cast<void>(passphrase.append(byte));
  return passphrase;
}

bool Passphrase::append(std::uint8_t byte) {
  if (bytes_.size() == limits::passphrase_bytes_max) return false;
  bytes_.push_back(byte);
  return true;
}

void Passphrase::drop_last_character() {
  while (!bytes_.empty() && (bytes_.back() & 0xc0) == 0x80) bytes_.pop_back();
  if (!bytes_.empty()) bytes_.pop_back();
}

bool is_same(const Passphrase& a, const Passphrase& b) {
  return crypto::equal(a.reveal(), b.reveal());
}

unsigned estimated_bits(const Passphrase& passphrase) {
  const ByteView bytes = passphrase.reveal();
  std::set<std::size_t> words_seen;
  unsigned bits = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at;
    std::set<std::uint8_t> distinct;
    std::size_t hash = 0;
    while (end < bytes.size() && class_of(bytes[end]) == class_of(bytes[at])) {
      distinct.insert(bytes[end]);
      hash = hash * 131 + bytes[end];
      ++end;
    }
    const bool is_new = words_seen.insert(hash).second;
    const auto count = static_cast<unsigned>(distinct.size());
    switch (class_of(bytes[at])) {
      case Class::letter:
        bits += is_new ? bits_of_letters(end - at, distinct.size()) : 0;
        break;
      case Class::digit:
        bits += is_new ? std::min(count * 3, 18U) : 0;
        break;
      // Blanks between words are what everybody types.
      case Class::other:
        bits += is_new && !(count == 1 && bytes[at] == ' ') ? count * 4 : 0;
        break;
    }
    at = end;
  }
  return bits;
}

crypto::PasswordCost founding_cost(bool is_rehearsal) {
  if (is_rehearsal) return {limits::kdf_rehearsal_memory_kib, limits::kdf_rehearsal_passes};
  return {limits::kdf_memory_kib_min, limits::kdf_passes_min};
}

Reply<UnlockParameters> unlock_parameters(const Row& row) {
  const auto parameters = read_parameters(row);
  if (!parameters) return refuse(parameters.error());
  const crypto::PasswordCost floor = founding_cost(parameters->is_rehearsal);
  if (parameters->cost.memory_kib < floor.memory_kib || parameters->cost.passes < floor.passes)
    return refuse(Exit::permission,
                  "E_KDF_FLOOR",
                  "the daemon asks for a key that is too cheap to guess; no passphrase was used",
                  "check that the key file is your own, restore it from a copy");
  return *parameters;
}

Reply<crypto::UnlockKey> unlock_key(const Passphrase& passphrase,
                                    const UnlockParameters& parameters) {
  auto key = crypto::argon2id(passphrase.reveal(), parameters.salt, parameters.cost);
  if (!key) return refuse(key.error());
  return *std::move(key);
}

Reply<crypto::UnlockKey> bundle_key(std::string_view words, ByteView salt, bool is_rehearsal) {
  if (salt.size() != bundle_salt_bytes)
    return refuse(Exit::invalid, "E_DECODE", "neither a proof nor a founding bundle");
  std::array<std::uint8_t, 16> half{};
  std::ranges::copy(salt.first(half.size()), half.begin());
  auto key = crypto::argon2id(as_bytes(words), half, founding_cost(is_rehearsal));
  if (!key) return refuse(key.error());
  return *std::move(key);
}

}  // namespace tocsin::cli
