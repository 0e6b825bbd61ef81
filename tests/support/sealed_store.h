// What a sealed node has for a store: it takes envelopes and gives nothing back.
#pragma once

#include <utility>
#include <vector>

#include "core/seam/store.h"

namespace tocsin::tests {

class SealedStore final : public Store {
 public:
  std::optional<Envelope> envelope(const EnvelopeId&) const override { return std::nullopt; }

  std::optional<Bytes> value(Table, ByteView) const override { return std::nullopt; }

  std::vector<StoredRow> rows(Table, ByteView, std::size_t, Order) const override { return {}; }

  Result<void> stage(std::vector<Write> writes) override {
    for (Write& write : writes) {
      if (auto* keep = std::get_if<KeepEnvelope>(&write)) kept_.push_back(std::move(*keep));
    }
    return {};
  }

  Result<void> commit() override { return {}; }

  const std::vector<KeepEnvelope>& kept() const { return kept_; }

 private:
  std::vector<KeepEnvelope> kept_;
};

}  // namespace tocsin::tests
