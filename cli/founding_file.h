// A founding draft, or the charter or manifest that came of it, as a file: before anything is
// posted the file is all there is. Read here without a daemon; whether it may be signed, and by
// whom, is the daemon's to say.
#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/model/command.h"
#include "core/model/proof.h"
#include "core/model/row.h"

namespace tocsin::cli {

// E_DECODE: none of the files that draft, confirm, merge or export write.
Reply<Proof> proof_in(ByteView file);
// words{id, words, list} of the newest charter or manifest in it.
Reply<Row> founding_words(ByteView draft);
// founding{type, id, mode, words, list, text}: as a review shows it.
Reply<Row> founding_text(ByteView draft);

// As a shell takes it again.
std::string shell_name(const std::string& path);

}  // namespace tocsin::cli
