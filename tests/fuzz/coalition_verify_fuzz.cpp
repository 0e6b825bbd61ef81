// Any bytes as a proof: no crash, and valid are the proofs that were made and nothing else.
// Signatures cannot be found by chance, so each input is also tried as a change of a good proof.
#include <vector>

#include "core/base/ensure.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"

namespace {

struct Good {
  tocsin::tests::TestCoalition test{{.is_rehearsal = true}};
  std::vector<tocsin::Bytes> proofs;

  Good() {
    const auto story = tocsin::tests::tell(test, test.drill_mode());
    proofs = {tocsin::wire::encode(story.certificate),
              tocsin::wire::encode(story.mandate),
              tocsin::wire::encode(test.card(test.orgs()[0])),
              tocsin::wire::encode(evidence())};
  }

  // Two drops of relays with one number.
  tocsin::Proof evidence() {
    std::vector<tocsin::Statement> parts = test.authority();
    for (const std::uint8_t key : {std::uint8_t{1}, std::uint8_t{2}}) {
      tocsin::RelayDrop drop;
      drop.head = test.head(test.orgs()[0], 0, tocsin::tests::founding());
      drop.head.seq = 900;
      drop.key = tocsin::LinkKey{tocsin::LinkKey::Array{key}};
      parts.push_back(test.sign(tocsin::StatementType::relay_drop,
                                drop.head,
                                tocsin::wire::encode(drop),
                                test.domain(test.mode())));
    }
    return tocsin::coalition::assemble(tocsin::ProofKind::evidence, std::move(parts)).value();
  }

  void check(tocsin::ByteView bytes) const {
    for (const auto& coalition : {test.id(), tocsin::CoalitionId::zero()}) {
      const auto verdict = tocsin::coalition::verify(bytes, {coalition});
      if (!verdict.is_valid()) continue;
      bool is_known = false;
      for (const tocsin::Bytes& proof : proofs)
        is_known = is_known || tocsin::same_bytes(proof, bytes);
      ENSURE(is_known);
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Good good;
  good.check({data, size});
  tocsin::Reader in{{data, size}};
  const std::size_t which = in.u8() % good.proofs.size();
  tocsin::Bytes changed = good.proofs[which];
  const std::size_t at = in.u16() % changed.size();
  const tocsin::ByteView patch = in.rest();
  for (std::size_t i = 0; i < patch.size() && at + i < changed.size(); ++i)
    changed[at + i] = patch[i];
  good.check(changed);
  return 0;
}
