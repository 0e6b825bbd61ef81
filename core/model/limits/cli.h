// Bounds of what `tocsin` reads from people, pipes and files, and what a passphrase must be worth.
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::size_t typed_line_bytes_max = 4 * 1024;  // a pipe that never ends a line
inline constexpr std::size_t passphrase_bytes_max =
    1024;  // likewise; Argon2id takes more than anybody types
inline constexpr std::size_t typed_text_bytes_max =
    16 * 1024;  // a message that no envelope would take
inline constexpr std::size_t chosen_file_bytes_max =
    16 * 1024 * 1024;  // a wrong file: the largest we take is a roster
inline constexpr unsigned passphrase_bits_min = 45;  // guessing a stolen disk at Argon2id's pace

inline constexpr Seconds answer_wait{60};          // a daemon that accepts and never answers
inline constexpr Seconds connect_wait{5};          // likewise, before the cookie
inline constexpr std::size_t screen_columns = 80;  // what an old terminal shows
inline constexpr std::size_t lines_per_file_max = 20'000;  // `--lines`: one request per line

}  // namespace tocsin::limits
