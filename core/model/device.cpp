#include "core/model/device.h"

#include "core/model/labels.h"

namespace tocsin {

DeviceId device_id(const DeviceKeys& keys) {
  return DeviceId{crypto::hash(labels::device, {keys.idk, keys.ltk})};
}

}  // namespace tocsin
