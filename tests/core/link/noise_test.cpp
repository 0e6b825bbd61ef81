#include "core/link/noise.h"

#include <deque>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/vectors.h"

namespace tocsin::link {
namespace {

using tests::Vector;

// Gives out what the vector says in place of chance.
class Told final : public Random {
 public:
  explicit Told(Bytes bytes) : bytes_{std::move(bytes)} {}

  void fill(std::span<std::uint8_t> out) override {
    REQUIRE(out.size() == bytes_.size());
    std::ranges::copy(bytes_, out.begin());
  }

 private:
  Bytes bytes_;
};

struct Run {
  explicit Run(const Vector& vector)
      : has_psk{vector.text("protocol_name").find("psk3") != std::string::npos},
        responder_static{vector.hex("init_remote_static")},
        init_static{vector.hex("init_static")},
        resp_static{vector.hex("resp_static")},
        init_prologue{vector.hex("init_prologue")},
        resp_prologue{vector.hex("resp_prologue")},
        init_random{vector.hex("init_ephemeral")},
        resp_random{vector.hex("resp_ephemeral")},
        initiator{{Side::initiator, has_psk, init_static, responder_static, init_prologue}},
        responder{{Side::responder, has_psk, resp_static, responder_static, resp_prologue}} {
    if (!has_psk) return;
    initiator.set_psk(psk_of(vector, "init_psks", "init_psk"));
    responder.set_psk(psk_of(vector, "resp_psks", "resp_psk"));
  }

  static Bytes psk_of(const Vector& vector, const char* many, const char* one) {
    return vector.has(many) ? vector.list(many).at(0).as_hex() : vector.hex(one);
  }

  bool has_psk;
  Bytes responder_static, init_static, resp_static, init_prologue, resp_prologue;
  Told init_random, resp_random;
  Noise initiator;
  Noise responder;
};

void check_handshake(Run& run, const std::vector<Vector>& messages) {
  const auto payload = [&](std::size_t i) { return messages.at(i).hex("payload"); };
  const auto sealed = [&](std::size_t i) { return messages.at(i).hex("ciphertext"); };
  CHECK(*run.initiator.write_1(payload(0), run.init_random) == sealed(0));
  CHECK(*run.responder.read_1(sealed(0)) == payload(0));
  CHECK(*run.responder.write_2(payload(1), run.resp_random) == sealed(1));
  CHECK(*run.initiator.read_2(sealed(1)) == payload(1));
  CHECK(*run.initiator.write_3(payload(2)) == sealed(2));
  CHECK(*run.responder.read_3(sealed(2)) == payload(2));
  CHECK(same_bytes(run.responder.peer().view(), crypto::agree_public_key(run.init_static)));
}

// After three messages the responder speaks next, then they take turns.
void check_transport(Run& run, const std::vector<Vector>& messages) {
  Cipher init_sends, init_receives, resp_sends, resp_receives;
  run.initiator.split(init_sends, init_receives);
  run.responder.split(resp_sends, resp_receives);
  for (std::size_t i = 3; i < messages.size(); ++i) {
    const Bytes plain = messages[i].hex("payload");
    const Bytes expected = messages[i].hex("ciphertext");
    const bool is_responders = i % 2 == 1;
    CHECK((is_responders ? resp_sends : init_sends).seal({}, plain) == expected);
    CHECK(*(is_responders ? init_receives : resp_receives).open({}, expected) == plain);
  }
}

}  // namespace

TEST_CASE("the published vectors of XK and XKpsk3 with SHA512 hold") {
  VECTORS_OR_SKIP(file, "noise_xk.json");
  std::size_t checked = 0;
  for (const Vector& vector : file.list("vectors")) {
    const std::string name = vector.text("protocol_name");
    if (name.find("SHA512") == std::string::npos) continue;
    INFO(name);
    Run run{vector};
    const std::vector<Vector> messages = vector.list("messages");
    check_handshake(run, messages);
    CHECK(same_bytes(run.initiator.transcript(), vector.hex("handshake_hash")));
    CHECK(same_bytes(run.responder.transcript(), vector.hex("handshake_hash")));
    check_transport(run, messages);
    ++checked;
  }
  CHECK(checked >= 2);
}

TEST_CASE("two who hold different preshared keys part at the third message") {
  tests::SeededRandom random{1};
  const auto alice = crypto::make_agree_key(random);
  const auto bob = crypto::make_agree_key(random);
  const auto bob_public = crypto::agree_public_key(bob.reveal());
  Noise initiator{{Side::initiator, true, alice.reveal(), bob_public, {}}};
  Noise responder{{Side::responder, true, bob.reveal(), bob_public, {}}};
  initiator.set_psk(Bytes(32, 1));
  responder.set_psk(Bytes(32, 2));
  REQUIRE(responder.read_1(*initiator.write_1({}, random)));
  REQUIRE(initiator.read_2(*responder.write_2({}, random)));
  CHECK_FALSE(responder.read_3(*initiator.write_3({})));
}

TEST_CASE("a key of small order ends the handshake") {
  tests::SeededRandom random{2};
  const auto bob = crypto::make_agree_key(random);
  const auto bob_public = crypto::agree_public_key(bob.reveal());
  Noise responder{{Side::responder, true, bob.reveal(), bob_public, {}}};
  CHECK_FALSE(responder.read_1(Bytes(48)));
  Noise initiator{{Side::initiator, true, bob.reveal(), Bytes(32), {}}};
  CHECK_FALSE(initiator.write_1({}, random));
}

TEST_CASE("after a rekey the old key opens nothing and the counter goes on") {
  Cipher sending, receiving, behind;
  for (Cipher* cipher : {&sending, &receiving, &behind}) cipher->set_key(Bytes(32, 7));
  const Bytes first = sending.seal({}, Bytes{1});
  CHECK(receiving.open({}, first));
  CHECK(behind.open({}, first));
  sending.rekey();
  receiving.rekey();
  const Bytes sealed = sending.seal({}, Bytes{2});
  CHECK_FALSE(behind.open({}, sealed));
  CHECK(receiving.open({}, sealed));
}

}  // namespace tocsin::link
