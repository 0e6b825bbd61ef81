// From protobuf's loose fields to values of the model: each read checks one field and gives the
// value or, after the first failure, something harmless. The reader is asked once, at the end. Only
// the codecs of this folder include it.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "core/model/statement.h"

namespace tocsin::wire {

inline constexpr std::uint64_t wall_ms_max =
    253'402'300'799'999;  // end of year 9999: sums cannot overflow

class PbReader {
 public:
  void require(bool holds, Error error) {
    if (!holds && !error_) error_ = error;
  }

  void require(const Result<void>& checked) {
    if (!checked && !error_) error_ = checked.error();
  }

  // Empty means absent; a zero written out would be a second encoding and does not come back.
  template <class Id>
  Id id(const std::string& bytes) {
    if (bytes.empty()) return Id::zero();
    return any_id<Id>(bytes);
  }

  // Names a thing: zeros name none.
  template <class Id>
  Id present_id(const std::string& bytes) {
    const Id id = any_id<Id>(bytes);
    require(!id.is_zero(), Error{Errc::malformed, "an id that names nothing"});
    return id;
  }

  // Always written out, zeros or not: the author of a draft is not known yet.
  template <class Id>
  Id any_id(const std::string& bytes) {
    const auto id = Id::from(as_bytes(bytes));
    require(id.has_value(), Error{Errc::malformed, "an id of the wrong length"});
    return id ? *id : Id::zero();
  }

  template <std::size_t N>
  std::array<std::uint8_t, N> array(const std::string& bytes) {
    std::array<std::uint8_t, N> out{};
    require(bytes.size() == N, Error{Errc::malformed, "a key of the wrong length"});
    if (bytes.size() == N) std::ranges::copy(as_bytes(bytes), out.begin());
    return out;
  }

  // Texts whose limit is 300 or more may have lines.
  std::string text(const std::string& bytes, std::size_t bytes_max) {
    const bool has_lines = bytes_max >= 300;
    require(check_text(bytes, bytes_max, has_lines ? Newlines::allowed : Newlines::refused));
    return bytes;
  }

  std::string name(const std::string& bytes, std::size_t bytes_max) {
    require(check_name(bytes, bytes_max));
    return bytes;
  }

  std::string name_or_nothing(const std::string& bytes, std::size_t bytes_max) {
    return bytes.empty() ? bytes : name(bytes, bytes_max);
  }

  WallTime time(std::uint64_t ms) {
    require(ms <= wall_ms_max, Error{Errc::malformed, "a time out of range"});
    return wall_from_ms(static_cast<std::int64_t>(ms <= wall_ms_max ? ms : 0));
  }

  Seconds seconds(std::uint32_t value) { return Seconds{value}; }

  // An enumerator from `first` to `last`.
  template <class Enum>
  Enum choice(std::uint32_t value, Enum first, Enum last) {
    const bool is_known =
        value >= static_cast<std::uint32_t>(first) && value <= static_cast<std::uint32_t>(last);
    require(is_known, Error{Errc::malformed, "an unknown choice"});
    return is_known ? static_cast<Enum>(value) : first;
  }

  // At most `most` entries, each read by `read`.
  template <class List, class Read>
  auto list(const List& from, std::size_t most, Read&& read) {
    std::vector<decltype(read(*from.begin()))> out;
    require(static_cast<std::size_t>(from.size()) <= most,
            Error{Errc::limit_exceeded, "a list too long"});
    if (error_) return out;
    for (const auto& entry : from) out.push_back(read(entry));
    return out;
  }

  // As list, and sorted without repeats by `key`.
  template <class List, class Read, class Key>
  auto set(const List& from, std::size_t most, Read&& read, Key&& key) {
    auto out = list(from, most, read);
    const auto is_out_of_order = [&](const auto& a, const auto& b) { return !(key(a) < key(b)); };
    require(std::ranges::adjacent_find(out, is_out_of_order) == out.end(),
            Error{Errc::malformed, "a set out of order, or with repeats"});
    return out;
  }

  template <class List, class Read>
  auto set(const List& from, std::size_t most, Read&& read) {
    return set(from, most, read, [](const auto& entry) { return entry; });
  }

  template <class T>
  Result<T> finish(T value) const {
    if (error_) return fail(*error_);
    return value;
  }

 private:
  std::optional<Error> error_;
};

// The other way: absent is empty.
template <class Id>
std::string id_field(const Id& id) {
  return id.is_zero() ? std::string{} : to_text(id.view());
}

inline std::uint64_t time_field(WallTime time) {
  return static_cast<std::uint64_t>(wall_ms(time));
}

inline std::uint32_t seconds_field(Seconds seconds) {
  return static_cast<std::uint32_t>(seconds.count());
}

}  // namespace tocsin::wire
