// The messages that several bodies share, both ways: head, cell, target, cut-off. Only the codecs
// of this folder include it, after the generated headers.
#pragma once

#include "core/model/charter.h"
#include "core/model/decision.h"
#include "core/model/limits/coalition.h"
#include "core/model/manifest.h"
#include "core/wire/charter.pb.h"
#include "core/wire/pb_fields.h"
#include "core/wire/pb_scan.h"

namespace tocsin::wire {

inline constexpr PbShape leaf_shape{};
// A row of a table of cells: its cell, then numbers.
inline constexpr PbChild cell_in_first[] = {{1, &leaf_shape}};
inline constexpr PbShape cell_row_shape{cell_in_first};

Head read_head(PbReader& in, const pb::Head& from);
void write_head(pb::Head& to, const Head& head);

Cell read_cell(PbReader& in, const pb::Cell& from);
void write_cell(pb::Cell& to, const Cell& cell);

DeviceKeys read_keys(PbReader& in, const pb::DeviceKeys& from);
void write_keys(pb::DeviceKeys& to, const DeviceKeys& keys);

// A sector, region, kind, action: a short name.
std::string read_word(PbReader& in, const std::string& from);

}  // namespace tocsin::wire
