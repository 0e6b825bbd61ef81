// What counts as text and as a name (statements.md §5). Checks refuse, never repair.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin {

enum class Newlines { refused, allowed };

// UTF-8; no control, bidi, tag, private-use, surrogate or unassigned character; at most 4 combining
// marks in a row. `bytes_max` bounds the encoded length.
Result<void> check_text(std::string_view text, std::size_t bytes_max, Newlines newlines);

// A name: any script's letters, marks, digits, space, ASCII punctuation; NFC; <= 80 bytes,
// <= 40 columns, not empty, no blank at either end.
Result<void> check_name(std::string_view text, std::size_t bytes_max = 80);

// A slug: [a-z0-9-]{2,24}.
Result<void> check_slug(std::string_view text);

// Equal for names a person could mistake for one another (case, width, accents' form, cross-script
// twins).
std::string look_alike_fold(std::string_view name);

// Foreign text for one line of a terminal: what check_text refuses becomes \u{...}, newlines become
// " / " , never a raw control byte.
std::string escape_for_terminal(std::string_view text);

// Terminal columns of text that passed check_text.
std::size_t columns(std::string_view text);

}  // namespace tocsin
