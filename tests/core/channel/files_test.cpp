#include "core/channel/files.h"

#include <algorithm>

#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

const ChannelId file_table{std::array<std::uint8_t, 32>{1}};
const WallTime file_noon = wall_from_ms(1'800'000'000'000);

Member of_org(std::uint8_t device, std::uint8_t org) {
  return Member{DeviceId{std::array<std::uint8_t, 32>{device}},
                {},
                OrgId{std::array<std::uint8_t, 32>{org}},
                "ana",
                true};
}

// A file of so many chunks, the last of one byte.
std::vector<FileChunk> cut(const std::string& name, std::size_t chunks) {
  Bytes content((chunks - 1) * file_chunk_bytes + 1, static_cast<std::uint8_t>(name.size()));
  content.front() = static_cast<std::uint8_t>(name.front());
  const FileId id = file_id(name, content);
  std::vector<FileChunk> out;
  for (std::uint32_t index = 0; index < chunks; ++index) {
    const ByteView data =
        ByteView{content}.subspan(index * file_chunk_bytes, chunk_bytes(content.size(), index));
    out.push_back(FileChunk{id, name, content.size(), index, to_bytes(data)});
  }
  return out;
}

// A store with the machine over it, one batch per call.
struct Shelf {
  tests::MemoryStore store;
  std::optional<Files> kept{std::in_place, store, Snapshot{}};
  Outbox outbox;
  std::uint64_t next_cursor = 1;

  Files& files() { return *kept; }

  void commit() {
    REQUIRE(store.stage(outbox.take().writes));
    REQUIRE(store.commit());
  }

  void restart() {
    commit();
    kept.emplace(store, store.snapshot());
  }

  Result<Files::Added> put(const Member& author, const FileChunk& chunk, WallTime at = file_noon) {
    auto place = files().find(file_table, author.device, chunk.file);
    if (!place) {
      place = FilePlace{file_table, next_cursor++};
      files().begin(*place, author, chunk, outbox);
    }
    auto added = files().add(*place, chunk, at, outbox);
    commit();
    return added;
  }

  void put_all(const Member& author,
               const std::vector<FileChunk>& chunks,
               WallTime at = file_noon) {
    for (const FileChunk& chunk : chunks) REQUIRE(put(author, chunk, at));
  }

  FileState state(const Member& author, const FileChunk& chunk) {
    const auto place = files().find(file_table, author.device, chunk.file);
    REQUIRE(place);
    return files().at(*place)->state;
  }

  std::size_t rows(Table which) { return store.rows(which, {}, 1'000'000).size(); }
};

}  // namespace

TEST_CASE("chunks come in any order and twice, over restarts, and make the file") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const auto chunks = cut("minutes", 4);
  const FilePlace place{file_table, 1};
  for (const std::size_t at : {3U, 1U, 1U, 0U}) {
    const bool is_second = at == 1 && shelf.files().at(place)->has(1);
    CHECK(shelf.put(ana, chunks[at]) == (is_second ? Files::Added::nothing : Files::Added::chunk));
    shelf.restart();
  }
  CHECK(shelf.files().at(place)->have() == 3);
  CHECK(shelf.files().data(place, 3) == chunks[3].data);
  CHECK_FALSE(shelf.files().data(place, 2));
  CHECK(shelf.put(ana, chunks[2]) == Files::Added::complete);
  shelf.restart();
  CHECK(shelf.state(ana, chunks[0]) == FileState::complete);
  for (const FileChunk& chunk : chunks) CHECK(shelf.files().data(place, chunk.index) == chunk.data);
  CHECK(shelf.put(ana, chunks[2]) == Files::Added::nothing);
}

TEST_CASE("a chunk that names its file otherwise is refused and changes nothing") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const auto chunks = cut("minutes", 2);
  shelf.put_all(ana, {chunks[0]});
  FileChunk other = chunks[1];
  other.name = "invoice";
  CHECK_FALSE(shelf.put(ana, other));
  other = chunks[1];
  other.size = file_chunk_bytes + 2;
  other.data.push_back(0);
  CHECK_FALSE(shelf.put(ana, other));
  CHECK(shelf.rows(Table::file_chunks) == 1);
  CHECK(shelf.put(ana, chunks[1]) == Files::Added::complete);
}

TEST_CASE("what does not make the file that was named is broken for good, and its bytes go") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  auto chunks = cut("minutes", 2);
  const Bytes meant = chunks[1].data;
  chunks[1].data = Bytes{99};
  shelf.put_all(ana, {chunks[0]});
  CHECK(shelf.put(ana, chunks[1]) == Files::Added::broken);
  CHECK(shelf.rows(Table::file_chunks) == 0);
  shelf.restart();
  CHECK(shelf.state(ana, chunks[0]) == FileState::broken);
  chunks[1].data = meant;
  for (const FileChunk& chunk : chunks) CHECK(shelf.put(ana, chunk) == Files::Added::nothing);
  CHECK(shelf.rows(Table::file_chunks) == 0);
}

TEST_CASE("two authors of one content have a file each") {
  Shelf shelf;
  const auto chunks = cut("minutes", 2);
  shelf.put_all(of_org(1, 1), {chunks[0]});
  shelf.put_all(of_org(2, 2), {chunks[1]});
  CHECK(shelf.state(of_org(1, 1), chunks[0]) == FileState::coming);
  CHECK(shelf.state(of_org(2, 2), chunks[0]) == FileState::coming);
  CHECK(shelf.rows(Table::files) == 2);
}

TEST_CASE("a month after its last chunk a file goes, and comes again in its old place") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const auto chunks = cut("minutes", 3);
  const Millis month{limits::files_life_ms};
  shelf.put_all(ana, chunks);
  shelf.files().keep_envelope(
      FilePlace{file_table, 1}, 0, EnvelopeId{std::array<std::uint8_t, 32>{5}}, shelf.outbox);
  shelf.files().expire(file_noon + month - Millis{1}, shelf.outbox);
  shelf.restart();
  CHECK(shelf.state(ana, chunks[0]) == FileState::complete);
  CHECK(shelf.rows(Table::file_chunks) == 4);
  shelf.files().expire(file_noon + month, shelf.outbox);
  shelf.restart();
  CHECK(shelf.state(ana, chunks[0]) == FileState::gone);
  CHECK(shelf.rows(Table::file_chunks) == 0);
  shelf.put_all(ana, chunks, file_noon + month);
  CHECK(shelf.state(ana, chunks[0]) == FileState::complete);
  CHECK(shelf.next_cursor == 2);
  for (const int after : {2, 3}) shelf.files().expire(file_noon + after * month, shelf.outbox);
  shelf.restart();
  CHECK(shelf.rows(Table::files) == 0);
}

TEST_CASE("where there is no room the heaviest org's heaviest device loses its oldest file") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const Member eve = of_org(2, 2);
  const Member eves_friend = of_org(3, 2);
  const std::size_t chunks = chunks_of(file_bytes_max) - 1;
  const auto first = cut("ana's", chunks);
  shelf.put_all(ana, first);
  const auto friends = cut("friend's", chunks);
  shelf.put_all(eves_friend, friends);
  std::vector<std::vector<FileChunk>> eves;
  // Ten full ones fit; each of eve's is newer than the one before.
  for (std::uint8_t at = 0; at < 12; ++at) {
    eves.push_back(cut(std::string(1, static_cast<char>('a' + at)), chunks));
    shelf.put_all(eve, eves.back(), file_noon + Millis{at});
  }
  CHECK(shelf.state(ana, first[0]) == FileState::complete);
  CHECK(shelf.state(eves_friend, friends[0]) == FileState::complete);
  CHECK(shelf.state(eve, eves[0][0]) == FileState::gone);
  CHECK(shelf.state(eve, eves[11][0]) == FileState::complete);
  std::uint64_t bytes = 0;
  for (const StoredRow& row : shelf.store.rows(Table::file_chunks, {}, 1'000'000))
    bytes += row.value.size();
  CHECK(bytes <= limits::files_bytes_max);
  CHECK(bytes > limits::files_bytes_max - file_bytes_max);
}

TEST_CASE("an org has no more room for the many devices that it admits") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const std::size_t chunks = chunks_of(file_bytes_max) - 1;
  const auto first = cut("ana's", chunks);
  shelf.put_all(ana, first);
  shelf.put_all(ana, cut("ana's other", chunks));
  for (std::uint8_t device = 2; device < 12; ++device)
    shelf.put_all(of_org(device, 2), cut("theirs", chunks), file_noon + Millis{device});
  CHECK(shelf.state(ana, first[0]) == FileState::complete);
  CHECK(shelf.rows(Table::file_chunks) == 10 * chunks);
}

TEST_CASE("small files have a weight, so that their number is bounded") {
  Shelf shelf;
  const auto most = static_cast<std::size_t>(limits::files_bytes_max / limits::file_weight_min);
  for (std::size_t at = 0; at <= most; ++at)
    shelf.put_all(of_org(1, 1), cut(std::to_string(at), 1), file_noon + Millis{at});
  CHECK(shelf.rows(Table::file_chunks) == most);
  CHECK(shelf.state(of_org(1, 1), cut("0", 1)[0]) == FileState::gone);
}

TEST_CASE("the envelopes in which a file left are known after a restart") {
  Shelf shelf;
  const Member ana = of_org(1, 1);
  const auto chunks = cut("minutes", 2);
  shelf.put_all(ana, chunks);
  const FilePlace place{file_table, 1};
  CHECK(shelf.files().envelopes(place).empty());
  const EnvelopeId sealed{std::array<std::uint8_t, 32>{5}};
  shelf.files().keep_envelope(place, 1, sealed, shelf.outbox);
  shelf.restart();
  CHECK(shelf.files().envelopes(place) == std::vector<EnvelopeId>{sealed});
}

}  // namespace tocsin::channel
