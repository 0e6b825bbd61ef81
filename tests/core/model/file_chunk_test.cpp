#include "core/model/file_chunk.h"

#include "core/crypto/hash.h"
#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a file of 25 MiB is 437 chunks, all full but the last") {
  CHECK(chunks_of(1) == 1);
  CHECK(chunks_of(file_chunk_bytes) == 1);
  CHECK(chunks_of(file_chunk_bytes + 1) == 2);
  CHECK(chunks_of(file_bytes_max) == 437);
  CHECK(chunk_bytes(file_chunk_bytes + 1, 0) == file_chunk_bytes);
  CHECK(chunk_bytes(file_chunk_bytes + 1, 1) == 1);
  CHECK(chunk_bytes(file_bytes_max, 436) == file_bytes_max - 436 * file_chunk_bytes);
}

TEST_CASE("a file's name is one plain component of a path") {
  for (const char* const name :
       {"minutes.pdf", "Protokoll vom 3. Mai.odt", ".hidden", "a..b", "\u0416"})
    CHECK(check_file_name(name));
  for (const std::string& name : {std::string{},
                                  std::string{"."},
                                  std::string{".."},
                                  std::string{"../x"},
                                  std::string{"/etc/passwd"},
                                  std::string{"a\nb"},
                                  std::string{"a\x1b[2J"},
                                  std::string{"a\0b", 3},
                                  std::string{"\xff"},
                                  std::string{"invoice\u202efdp.exe"}})
    CHECK_FALSE(check_file_name(name));
  CHECK(check_file_name(std::string(120, 'a')));
  CHECK_FALSE(check_file_name(std::string(121, 'a')));
}

TEST_CASE("a file's id is of its name, its size and each byte") {
  const Bytes content(2 * file_chunk_bytes + 5, 7);
  const FileId id = file_id("a", content);
  CHECK(file_id("a", content) == id);
  CHECK(file_id("b", content) != id);
  for (const std::size_t at : {std::size_t{0}, file_chunk_bytes, content.size() - 1}) {
    Bytes other = content;
    ++other[at];
    CHECK(file_id("a", other) != id);
  }
  Writer hashes;
  for (const std::size_t at : {std::size_t{0}, file_chunk_bytes})
    hashes.bytes(crypto::blake2b_256(ByteView{content}.subspan(at, file_chunk_bytes)));
  hashes.bytes(crypto::blake2b_256(ByteView{content}.last(5)));
  CHECK(file_id("a", content.size(), hashes.view()) == id);
  CHECK(file_id("a", content.size() - 1, hashes.view()) != id);
}

}  // namespace tocsin
