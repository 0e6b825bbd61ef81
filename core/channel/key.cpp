#include "core/channel/key.h"

#include "core/model/labels.h"

namespace tocsin::channel {

StepKey extract(ByteView salt, std::initializer_list<ByteView> parts) {
  return StepKey::derive(salt, labels::extract, parts);
}

}  // namespace tocsin::channel
