// SQLite's allocator, wiping on free and on shrink, and never null: SQLCipher dereferences a failed
// allocation while a key is set (ARCHITECTURE §6), so running out of memory ends the process with
// exit 71 instead.
#pragma once

struct sqlite3_mem_methods;

namespace tocsin::store {

const sqlite3_mem_methods& wiping_memory();

}  // namespace tocsin::store
