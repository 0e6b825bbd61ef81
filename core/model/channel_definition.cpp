#include "core/model/channel_definition.h"

#include "core/base/text.h"

namespace tocsin {

Result<void> check_channel_name(std::string_view name) {
  TRY_VOID(check_slug(name));
  if (name == "assembly" || name == "org")
    return fail(Errc::malformed, "assembly and org are channels by definition");
  return {};
}

bool is_for_lists(const std::vector<ChannelPart>& parts) {
  return parts.size() == 1 && !parts.front().has_members;
}

}  // namespace tocsin
