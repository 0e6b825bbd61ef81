#include "core/channel/reply.h"

#include <algorithm>

#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;

const Bytes secret(32, 4);

DirectTo to(ChannelDevices& devices, std::size_t who) {
  return DirectTo{devices[who].keys.id,
                  devices[who].prekeys.newest_own()->keys.jpk,
                  devices[who].keys.device.ltk};
}

}  // namespace

TEST_CASE("a direct seal opens for its device alone") {
  ChannelDevices devices{31, 2};
  const CoalitionId coalition = devices.domain.coalition;
  const auto sealed = seal_direct(devices.random, coalition, to(devices, 1), as_bytes("for you"));
  REQUIRE(sealed);
  CHECK(is_direct_for(devices[1].keys.id, *sealed));
  CHECK_FALSE(is_direct_for(devices[0].keys.id, *sealed));
  CHECK(
      to_text(open_direct(coalition, devices[1].keys, devices[1].prekeys.own(), *sealed).value()) ==
      "for you");
  CHECK(open_direct(coalition, devices[0].keys, devices[0].prekeys.own(), *sealed).error().code ==
        Errc::not_found);
  CHECK_FALSE(open_direct(CoalitionId::zero(), devices[1].keys, devices[1].prekeys.own(), *sealed));
  for (std::size_t at = 8; at < sealed->size(); ++at) {
    Bytes spoilt = *sealed;
    spoilt[at] ^= 1U;
    CHECK_FALSE(open_direct(coalition, devices[1].keys, devices[1].prekeys.own(), spoilt));
  }
  CHECK_FALSE(open_direct(
      coalition, devices[1].keys, devices[1].prekeys.own(), ByteView{*sealed}.first(20)));
}

TEST_CASE("an invite and a founding of the same secret have routes of their own") {
  CHECK(reply_keys(ReplyKind::invite, secret).admission.route !=
        reply_keys(ReplyKind::founding, secret).admission.route);
}

TEST_CASE("a reply opens under its secret and not under another") {
  ChannelDevices devices{32, 1};
  const ReplyKeys keys = reply_keys(ReplyKind::invite, secret);
  const Header header{rank_answers, 2, RecordType::welcome, 0, 0};
  const auto envelope = seal_reply(
      devices.random, keys, ReplySeal{devices.domain.coalition, header, 9}, as_bytes("piece"));
  REQUIRE(envelope);
  const auto record = open_reply(*envelope, keys);
  REQUIRE(record);
  CHECK(record->header == header);
  CHECK(to_text(record->content) == "piece");
  CHECK_FALSE(open_reply(*envelope, reply_keys(ReplyKind::invite, Bytes(32, 5))));
}

TEST_CASE("a request is sealed once more under its own key") {
  ChannelDevices devices{33, 1};
  const Bytes sealed = seal_request(devices.random, secret, as_bytes("let me in"));
  CHECK(to_text(open_request(secret, sealed).value()) == "let me in");
  CHECK_FALSE(open_request(Bytes(32, 5), sealed));
  CHECK_FALSE(open_request(secret, ByteView{sealed}.first(10)));
}

TEST_CASE("an answer of several pieces is put together in any order, once") {
  ChannelDevices devices{34, 1};
  Bytes sealed(2 * limits::welcome_piece_bytes + 5);
  devices.random.fill(sealed);
  std::vector<Bytes> cut = in_pieces(devices.random, sealed);
  REQUIRE(cut.size() == 3);
  std::ranges::reverse(cut);
  Pieces pieces;
  CHECK_FALSE(pieces.take(cut[0]));
  CHECK_FALSE(pieces.take(cut[0]));
  CHECK_FALSE(pieces.take(cut[1]));
  CHECK(pieces.take(cut[2]).value() == sealed);
}

TEST_CASE("pieces that lie about their number are dropped, and half answers are bounded") {
  ChannelDevices devices{35, 1};
  Pieces pieces;
  const auto piece = [&](std::uint16_t index, std::uint16_t count) {
    return Writer{}
        .zeros(8)
        .bytes(devices.random.array<8>())
        .u16(index)
        .u16(count)
        .bytes(as_bytes("x"))
        .take();
  };
  CHECK_FALSE(pieces.take(piece(0, 0)));
  CHECK_FALSE(pieces.take(piece(3, 3)));
  CHECK_FALSE(pieces.take(piece(0, limits::welcome_pieces_max + 1)));
  CHECK_FALSE(pieces.take(Bytes(10, 0)));
  for (std::size_t at = 0; at < limits::welcomes_open_max; ++at)
    CHECK_FALSE(pieces.take(piece(0, 2)));
  CHECK_FALSE(pieces.take(piece(0, 1)));
}

}  // namespace tocsin::channel
