// Bytes of an address: kind u8 | host 4, 16 or 32 | port u16 (link.md §6), as lists, cards and
// invites carry it.
#pragma once

#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/address.h"

namespace tocsin::wire {

void write_address(Writer& writer, const Address& address);
Result<Address> read_address(Reader& reader);

// count u8 | address[count], at most four.
void write_addresses(Writer& writer, const std::vector<Address>& addresses);
Result<std::vector<Address>> read_addresses(Reader& reader);

}  // namespace tocsin::wire
