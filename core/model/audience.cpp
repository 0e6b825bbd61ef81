#include "core/model/audience.h"

#include <algorithm>
#include <functional>

#include "core/base/checked.h"
#include "core/model/labels.h"

namespace tocsin {
namespace {

template <class T>
void write_ids(Writer& out, const std::vector<T>& ids) {
  out.u16(narrow<std::uint16_t>(ids.size()));
  for (const T& id : ids) out.bytes(id.view());
}

template <class T>
std::vector<T> read_ids(Reader& in) {
  std::vector<T> ids;
  for (std::uint16_t left = in.u16(); left > 0 && !in.failed(); --left)
    ids.push_back(T{in.array<T::size>()});
  return ids;
}

void write_tips(Writer& out, const Tips& tips) {
  out.u8(tips.is_forked ? 1 : 0);
  write_ids(out, tips.ids);
}

Tips read_tips(Reader& in) {
  Tips tips;
  tips.is_forked = in.u8() != 0;
  tips.ids = read_ids<StatementId>(in);
  return tips;
}

void write_log(Writer& out, const RollLog& log) {
  out.bytes(log.steward.view()).bytes(log.head.view()).u32(log.fork).u8(log.all_strays ? 1 : 0);
  write_ids(out, log.strays);
}

RollLog read_log(Reader& in) {
  RollLog log{DeviceId{in.array<32>()}, StatementId{in.array<32>()}, 0, {}, false};
  log.fork = in.u32();
  log.all_strays = in.u8() != 0;
  log.strays = read_ids<StatementId>(in);
  return log;
}

OrgView read_org(Reader& in) {
  OrgView org{OrgId{in.array<32>()}, read_tips(in), {}, {}, {}};
  for (std::uint16_t left = in.u16(); left > 0 && !in.failed(); --left)
    org.logs.push_back(read_log(in));
  org.marks = read_ids<StatementId>(in);
  org.evidenced = read_ids<DeviceId>(in);
  return org;
}

template <class List, class Key = std::identity>
bool is_rising(const List& list, Key key = {}) {
  return std::ranges::adjacent_find(list, std::ranges::greater_equal{}, key) == list.end();
}

bool is_sorted(const View& view) {
  const auto is_sorted_org = [](const OrgView& org) {
    return is_rising(org.manifest.ids) && is_rising(org.logs, &RollLog::steward) &&
           is_rising(org.marks) && is_rising(org.evidenced) &&
           std::ranges::all_of(org.logs, [](const RollLog& log) { return is_rising(log.strays); });
  };
  return is_rising(view.charter.ids) && is_rising(view.orgs, &OrgView::org) &&
         std::ranges::all_of(view.orgs, is_sorted_org);
}

// H("channel", coalition, "assembly") and H("channel", coalition, "org", org id), channel.md §2.
ChannelId channel_id(const CoalitionId& coalition, std::string_view kind, ByteView org) {
  if (org.empty())
    return ChannelId{crypto::hash(labels::channel, {coalition.view(), as_bytes(kind)})};
  return ChannelId{crypto::hash(labels::channel, {coalition.view(), as_bytes(kind), org})};
}

}  // namespace

ChannelId assembly_channel(const CoalitionId& coalition) {
  return channel_id(coalition, "assembly", {});
}

ChannelId org_channel(const CoalitionId& coalition, const OrgId& org) {
  return channel_id(coalition, "org", org.view());
}

Bytes encode_view(const View& view) {
  Writer out;
  write_tips(out, view.charter);
  out.u16(narrow<std::uint16_t>(view.orgs.size()));
  for (const OrgView& org : view.orgs) {
    out.bytes(org.org.view());
    write_tips(out, org.manifest);
    out.u16(narrow<std::uint16_t>(org.logs.size()));
    for (const RollLog& log : org.logs) write_log(out, log);
    write_ids(out, org.marks);
    write_ids(out, org.evidenced);
  }
  return out.take();
}

Result<View> decode_view(ByteView bytes) {
  if (bytes.size() > view_bytes_max) return fail(Errc::limit_exceeded, "a view over 32 KiB");
  Reader in{bytes};
  View view;
  view.charter = read_tips(in);
  for (std::uint16_t left = in.u16(); left > 0 && !in.failed(); --left)
    view.orgs.push_back(read_org(in));
  if (!in.finished()) return fail(Errc::malformed, "a view with a wrong length");
  // The owner of the audience compares with its own projection besides (channel.md V3).
  if (!is_sorted(view) || !same_bytes(encode_view(view), bytes))
    return fail(Errc::malformed, "not the canonical encoding of a view");
  return view;
}

ViewTag view_tag(const View& projection) {
  const crypto::Hash hash = crypto::hash(labels::view, {encode_view(projection)});
  ViewTag tag{};
  std::copy_n(hash.begin(), tag.size(), tag.begin());
  return tag;
}

}  // namespace tocsin
