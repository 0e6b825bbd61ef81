// config.toml of a profile, and addresses as a user writes them.
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "daemon/address_text.h"
#include "daemon/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = tocsin::to_text({data, size});
  const auto config = tocsin::daemon::parse_config(text);
  ENSURE(config || config.error().exit == tocsin::Exit::config);
  if (const auto address = tocsin::daemon::address_from(text)) {
    ENSURE(tocsin::daemon::address_from(tocsin::daemon::text_of(*address)) == *address);
  }
  return 0;
}
