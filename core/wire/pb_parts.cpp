#include "core/wire/pb_parts.h"

namespace tocsin::wire {

Head read_head(PbReader& in, const pb::Head& from) {
  return Head{
      in.any_id<DeviceId>(from.author()), in.id<OrgId>(from.org()), in.time(from.at()), from.seq()};
}

void write_head(pb::Head& to, const Head& head) {
  to.set_author(to_text(head.author.view()));
  to.set_org(id_field(head.org));
  to.set_at(time_field(head.at));
  to.set_seq(head.seq);
}

std::string read_word(PbReader& in, const std::string& from) {
  return in.name(from, limits::word_bytes_max);
}

Cell read_cell(PbReader& in, const pb::Cell& from) {
  return Cell{read_word(in, from.sector()),
              read_word(in, from.region()),
              in.name_or_nothing(from.code(), limits::code_bytes_max)};
}

void write_cell(pb::Cell& to, const Cell& cell) {
  to.set_sector(cell.sector);
  to.set_region(cell.region);
  to.set_code(cell.code);
}

DeviceKeys read_keys(PbReader& in, const pb::DeviceKeys& from) {
  return DeviceKeys{in.array<32>(from.idk()), in.array<32>(from.ltk())};
}

void write_keys(pb::DeviceKeys& to, const DeviceKeys& keys) {
  to.set_idk(to_text(keys.idk));
  to.set_ltk(to_text(keys.ltk));
}

}  // namespace tocsin::wire
