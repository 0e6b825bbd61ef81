// Errors are values. A Result is either a T or an Error made of a code and a string literal, so
// neither input nor a secret can get into an error text. Our own bugs are ENSURE (ensure.h).
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace tocsin {

// Only a string literal converts.
class Literal {
  std::string_view text_;

 public:
  template <std::size_t N>
  // NOLINTNEXTLINE(google-explicit-constructor): that a literal converts is the point
  consteval Literal(const char (&text)[N]) : text_{text, N - 1} {}

  constexpr std::string_view view() const { return text_; }
};

enum class Errc {
  malformed,        // bytes that no honest program makes
  unauthenticated,  // a signature, seal or mac that does not hold
  replayed,         // seen before, or dead
  limit_exceeded,   // a bound of core/model/limits
  not_allowed,      // known author, not entitled
  not_found,        // something named is not here (perhaps not yet)
  conflict,         // it contradicts what is already kept
  storage,          // disk or database
  unavailable       // try later
};

struct Error {
  Errc code;
  Literal what;
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

constexpr tl::unexpected<Error> fail(Errc code, Literal what) {
  return tl::unexpected<Error>{Error{code, what}};
}

constexpr tl::unexpected<Error> fail(const Error& error) {
  return tl::unexpected<Error>{error};
}

}  // namespace tocsin

#define TOCSIN_CAT_INNER(a, b) a##b
#define TOCSIN_CAT(a, b) TOCSIN_CAT_INNER(a, b)
#define TRY_NAMED(name, declaration, expression)  \
  auto name = (expression);                       \
  if (!name) return ::tocsin::fail(name.error()); \
  declaration = *std::move(name)
// TRY(const auto frame, decode(bytes));
#define TRY(declaration, expression) \
  TRY_NAMED(TOCSIN_CAT(try_, __COUNTER__), declaration, expression)
#define TRY_VOID(expression) \
  if (auto try_void = (expression); !try_void) return ::tocsin::fail(try_void.error())
