// Addresses as a user writes them: 192.0.2.7:4410, [2001:db8::7]:4410. Numbers only, so nothing is
// looked up.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/address.h"

namespace tocsin::daemon {

Result<Address> address_from(std::string_view text);
std::string text_of(const Address& address);
// 0.0.0.0 or [::]: one can listen there, but nobody can dial it.
bool is_wildcard(const Address& address);

}  // namespace tocsin::daemon
