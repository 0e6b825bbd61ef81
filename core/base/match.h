// A visitor made of lambdas. No catch-all: the compiler names every place a new alternative
// concerns.
#pragma once

#include <variant>

namespace tocsin {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
// clang 14 needs it spelled out.
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

template <class Variant, class... Cases>
decltype(auto) match(Variant&& variant, Cases&&... cases) {
  return std::visit(Match{std::forward<Cases>(cases)...}, std::forward<Variant>(variant));
}

}  // namespace tocsin
