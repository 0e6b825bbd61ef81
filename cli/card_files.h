// Cards as files beside a draft: what `tocsin card` wrote for a manifest, and manifest cards for a
// charter. Read once each; whether they are signed is the daemon's to say.
#pragma once

#include <string>
#include <vector>

#include "cli/charter_toml.h"
#include "core/base/bytes.h"
#include "core/model/command.h"
#include "core/model/device.h"
#include "core/model/manifest.h"
#include "core/model/row.h"

namespace tocsin::cli {

std::string folder_of(const std::string& path);

// The keys in a device's card: u16 count | count x (u32 length | statement), one of them `device`.
Reply<DeviceKeys> keys_in_card(ByteView card);

// Version 1 of a manifest, as a manifest card proves it.
struct CardedManifest {
  OrgId org;
  Manifest manifest;
};

Reply<CardedManifest> manifest_in_card(ByteView card);

class DeviceCards {
 public:
  explicit DeviceCards(std::string folder) : folder_{std::move(folder)} {}

  Reply<DeviceKeys> take(const std::string& file);

  std::vector<Row> rows() const;  // {bytes} of each file taken, once

 private:
  struct Taken {
    std::string file;
    Bytes bytes;
  };

  std::string folder_;
  std::vector<Taken> taken_;
};

class ManifestCards {
 public:
  struct Taken {
    std::string slug;
    Bytes bytes;
    CardedManifest carded;
  };

  explicit ManifestCards(std::string folder) : folder_{std::move(folder)} {}

  // cards/SLUG.card
  Reply<OrgCard> take(const std::string& slug);

  const std::vector<Taken>& taken() const { return taken_; }

 private:
  std::string folder_;
  std::vector<Taken> taken_;
};

}  // namespace tocsin::cli
