#include "core/wire/bundle_codec.h"

#include <algorithm>
#include <utility>

#include "core/base/checked.h"
#include "core/base/ensure.h"

namespace tocsin::wire {
namespace {

constexpr std::size_t section_head_bytes = 1 + 8;
constexpr std::size_t stamp_bytes = 32 + 64;

Result<std::vector<BundleSection>> read_sections(ByteView plain) {
  std::vector<BundleSection> sections;
  Reader reader{plain};
  while (reader.left() > 0) {
    if (reader.left() < section_head_bytes) return fail(Errc::malformed, "a section cut short");
    const std::uint8_t kind = reader.u8();
    const std::uint64_t size = reader.u64();
    if (size > reader.left()) return fail(Errc::malformed, "a section longer than its bundle");
    sections.push_back({kind, to_bytes(reader.take(narrow<std::size_t>(size)))});
  }
  return sections;
}

// A PUSH body: stamped u8, [stamp key, signature], envelope. A founding bundle's carry no stamp,
// and one that does is worth no more here: nothing of a file is urgent.
Result<Envelope> read_pushed(ByteView body) {
  Reader reader{body};
  const std::uint8_t stamped = reader.u8();
  if (reader.failed() || stamped > 1) return fail(Errc::malformed, "no body of an envelope");
  if (stamped == 1) reader.take(stamp_bytes);
  if (reader.failed()) return fail(Errc::malformed, "a stamp cut short");
  return Envelope::from(to_bytes(reader.rest()));
}

Result<void> read_envelopes(ByteView bytes, std::vector<Envelope>& out) {
  Reader reader{bytes};
  while (reader.left() > 0) {
    const std::uint32_t size = reader.u32();
    const ByteView body = reader.take(size);
    if (reader.failed()) return fail(Errc::malformed, "an envelope longer than its section");
    TRY(Envelope envelope, read_pushed(body));
    out.push_back(std::move(envelope));
  }
  return {};
}

}  // namespace

Bytes seal_bundle(ByteView file_key,
                  const BundleSalt& salt,
                  const std::vector<BundleSection>& sections) {
  Writer plain;
  for (const BundleSection& section : sections)
    plain.u8(section.kind).u64(section.bytes.size()).bytes(section.bytes);
  return seal_chunks(file_key, salt, plain.view());
}

Result<std::vector<BundleSection>> open_bundle(ByteView file_key, ByteView file) {
  TRY(const Bytes plain, open_chunks(file_key, file));
  return read_sections(plain);
}

Bytes seal_founding_bundle(ByteView file_key,
                           ByteView salt,
                           ByteView list,
                           const std::vector<Envelope>& envelopes) {
  BundleSalt whole{};
  ENSURE(salt.size() == whole.size());
  std::ranges::copy(salt, whole.begin());
  Writer bodies;
  for (const Envelope& envelope : envelopes) {
    bodies.u32(narrow<std::uint32_t>(1 + envelope.bytes().size())).u8(0).bytes(envelope.bytes());
  }
  return seal_bundle(file_key,
                     whole,
                     {{static_cast<std::uint8_t>(SectionKind::mesh_list), to_bytes(list)},
                      {static_cast<std::uint8_t>(SectionKind::envelopes), bodies.take()}});
}

Result<FoundingBundle> open_founding_bundle(ByteView file_key, ByteView file) {
  TRY(std::vector<BundleSection> sections, open_bundle(file_key, file));
  FoundingBundle bundle;
  for (BundleSection& section : sections) {
    if (section.kind == static_cast<std::uint8_t>(SectionKind::mesh_list))
      bundle.list = std::move(section.bytes);
    else if (section.kind == static_cast<std::uint8_t>(SectionKind::envelopes))
      TRY_VOID(read_envelopes(section.bytes, bundle.envelopes));
  }
  return bundle;
}

}  // namespace tocsin::wire
