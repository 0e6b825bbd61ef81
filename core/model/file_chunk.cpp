#include "core/model/file_chunk.h"

#include "core/base/text.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"

namespace tocsin {

Result<void> check_file_name(std::string_view name) {
  TRY_VOID(check_text(name, file_name_bytes_max, Newlines::refused));
  if (name.empty() || name == "." || name == "..")
    return fail(Errc::malformed, "a file without a name");
  if (name.find('/') != std::string_view::npos)
    return fail(Errc::malformed, "a file's name is no path");
  return {};
}

FileId file_id(std::string_view name, std::uint64_t size, ByteView chunk_hashes) {
  const Bytes size_bytes = Writer{}.u64(size).take();
  return FileId{crypto::hash(labels::file, {as_bytes(name), size_bytes, chunk_hashes})};
}

FileId file_id(std::string_view name, ByteView content) {
  Writer hashes;
  const std::uint64_t size = content.size();
  for (; !content.empty(); content = content.subspan(std::min(content.size(), file_chunk_bytes)))
    hashes.bytes(crypto::blake2b_256(content.first(std::min(content.size(), file_chunk_bytes))));
  return file_id(name, size, hashes.take());
}

}  // namespace tocsin
