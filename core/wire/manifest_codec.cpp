#include "core/wire/manifest_codec.h"

#include "core/wire/pb_parts.h"

namespace tocsin::wire {
namespace {

constexpr PbChild keys_in_third[] = {{3, &leaf_shape}};
constexpr PbShape delegate_shape{keys_in_third};
constexpr PbChild manifest_children[] = {
    {1, &leaf_shape}, {7, &delegate_shape}, {8, &leaf_shape}, {9, &leaf_shape}};
constexpr PbShape manifest_shape{manifest_children};
constexpr PbChild keys_in_first[] = {{1, &leaf_shape}};
constexpr PbShape add_shape{keys_in_first};
constexpr PbChild roll_children[] = {{1, &leaf_shape}, {3, &add_shape}, {4, &leaf_shape}};
constexpr PbShape roll_shape{roll_children};
constexpr PbShape freeze_shape{keys_in_first};

Cutoff read_cutoff(PbReader& in, const pb::Cutoff& from) {
  return Cutoff{in.present_id<DeviceId>(from.device()), from.last_seq()};
}

void write_cutoff(pb::Cutoff& to, const Cutoff& cutoff) {
  to.set_device(id_field(cutoff.device));
  to.set_last_seq(cutoff.last_seq);
}

Delegate read_delegate(PbReader& in, const pb::Delegate& from) {
  Delegate delegate{
      in.present_id<DelegateId>(from.id()), in.name(from.handle(), limits::handle_bytes_max), {}};
  delegate.devices = in.set(from.devices(), limits::devices_max, [&](const pb::DeviceKeys& keys) {
    return read_keys(in, keys);
  });
  in.require(!delegate.devices.empty(), Error{Errc::malformed, "a delegate without a device"});
  return delegate;
}

Steward read_steward(PbReader& in, const pb::Steward& from) {
  Steward steward{in.name(from.handle(), limits::handle_bytes_max), {}, {}};
  steward.devices = in.set(from.devices(), limits::devices_max, [&](const std::string& id) {
    return in.present_id<DeviceId>(id);
  });
  steward.lists = in.set(from.lists(), limits::lists_max, [&](const std::string& code) {
    return in.name(code, limits::code_bytes_max);
  });
  return steward;
}

constexpr auto device_of = [](const Cutoff& cutoff) { return cutoff.device; };

}  // namespace

template <>
Bytes encode<Manifest>(const Manifest& manifest) {
  pb::Manifest to;
  write_head(*to.mutable_head(), manifest.head);
  to.set_version(manifest.version);
  to.set_prev(id_field(manifest.prev));
  for (const StatementId& id : manifest.skips) to.add_skips(id_field(id));
  to.set_name(manifest.name);
  to.set_k(manifest.k);
  for (const Delegate& delegate : manifest.delegates) {
    pb::Delegate& out = *to.add_delegates();
    out.set_id(id_field(delegate.id));
    out.set_handle(delegate.handle);
    for (const DeviceKeys& keys : delegate.devices) write_keys(*out.add_devices(), keys);
  }
  for (const Steward& steward : manifest.stewards) {
    pb::Steward& out = *to.add_stewards();
    out.set_handle(steward.handle);
    for (const DeviceId& device : steward.devices) out.add_devices(id_field(device));
    for (const std::string& code : steward.lists) out.add_lists(code);
  }
  for (const Cutoff& cutoff : manifest.dropped) write_cutoff(*to.add_dropped(), cutoff);
  to.set_valid_until(time_field(manifest.valid_until));
  to.set_closed(manifest.is_closed);
  return serialize_message(to);
}

template <>
Result<Manifest> decode<Manifest>(ByteView body) {
  pb::Manifest from;
  TRY_VOID(parse_message(from, body, manifest_shape));
  PbReader in;
  const auto id = [&](const std::string& bytes) { return in.present_id<StatementId>(bytes); };
  Manifest manifest{.head = read_head(in, from.head()),
                    .version = from.version(),
                    .prev = in.id<StatementId>(from.prev()),
                    .skips = in.set(from.skips(), limits::skips_max, id),
                    .name = in.name(from.name(), limits::name_bytes_max),
                    .k = from.k(),
                    .delegates = {},
                    .stewards = {},
                    .dropped = {},
                    .valid_until = in.time(from.valid_until()),
                    .is_closed = from.closed()};
  const auto delegate = [&](const pb::Delegate& entry) { return read_delegate(in, entry); };
  const auto steward = [&](const pb::Steward& entry) { return read_steward(in, entry); };
  const auto cutoff = [&](const pb::Cutoff& entry) { return read_cutoff(in, entry); };
  manifest.delegates =
      in.set(from.delegates(), limits::delegates_max, delegate, [](const auto& d) { return d.id; });
  manifest.stewards = in.set(
      from.stewards(), limits::stewards_max, steward, [](const auto& s) { return s.handle; });
  manifest.dropped = in.set(from.dropped(), limits::dropped_max, cutoff, device_of);
  in.require(manifest.version >= 1, Error{Errc::malformed, "a manifest without a version"});
  in.require(!manifest.delegates.empty(), Error{Errc::malformed, "a manifest without delegates"});
  in.require(manifest.k >= 1 && manifest.k <= manifest.delegates.size(),
             Error{Errc::malformed, "a manifest whose k its delegates cannot reach"});
  return in.finish(std::move(manifest));
}

template <>
Bytes encode<Roll>(const Roll& roll) {
  pb::Roll to;
  write_head(*to.mutable_head(), roll.head);
  to.set_prev(id_field(roll.prev));
  for (const RollAdd& add : roll.adds) {
    pb::RollAdd& out = *to.add_adds();
    write_keys(*out.mutable_keys(), add.keys);
    out.set_person(add.person);
    out.set_signature(to_text(add.signature));
  }
  for (const Cutoff& remove : roll.removes) write_cutoff(*to.add_removes(), remove);
  return serialize_message(to);
}

template <>
Result<Roll> decode<Roll>(ByteView body) {
  pb::Roll from;
  TRY_VOID(parse_message(from, body, roll_shape));
  PbReader in;
  Roll roll{read_head(in, from.head()), in.id<StatementId>(from.prev()), {}, {}};
  const auto add = [&](const pb::RollAdd& entry) {
    return RollAdd{read_keys(in, entry.keys()),
                   in.name(entry.person(), limits::handle_bytes_max),
                   in.array<64>(entry.signature())};
  };
  const auto remove = [&](const pb::Cutoff& entry) { return read_cutoff(in, entry); };
  roll.adds =
      in.set(from.adds(), limits::roll_entries_max, add, [](const auto& a) { return a.keys; });
  roll.removes = in.set(from.removes(), limits::roll_entries_max, remove, device_of);
  in.require(!roll.adds.empty() || !roll.removes.empty(),
             Error{Errc::malformed, "a roll entry without a change"});
  return in.finish(std::move(roll));
}

template <>
Bytes encode<Freeze>(const Freeze& freeze) {
  pb::Freeze to;
  write_head(*to.mutable_head(), freeze.head);
  to.set_delegate(id_field(freeze.delegate));
  to.set_thaw(id_field(freeze.thaw));
  to.set_reason(freeze.reason);
  return serialize_message(to);
}

template <>
Result<Freeze> decode<Freeze>(ByteView body) {
  pb::Freeze from;
  TRY_VOID(parse_message(from, body, freeze_shape));
  PbReader in;
  Freeze freeze{read_head(in, from.head()),
                in.id<DelegateId>(from.delegate()),
                in.id<StatementId>(from.thaw()),
                in.text(from.reason(), limits::short_reason_bytes_max)};
  return in.finish(std::move(freeze));
}

}  // namespace tocsin::wire
