// Every domain-separation label, each used at one place of the program (tidy rule 10). PROTOCOL §2.
// On the wire each begins with "tocsin/"; framing (crypto/hash.h) makes them prefix-free.
#pragma once

#include "core/crypto/hash.h"

namespace tocsin::labels {

using crypto::Label;

// channel.md
inline constexpr Label extract{"tocsin/extract"};
inline constexpr Label device{"tocsin/device"};
inline constexpr Label channel{"tocsin/channel"};
inline constexpr Label view{"tocsin/view"};
inline constexpr Label roster{"tocsin/roster"};
inline constexpr Label core0{"tocsin/core0"};
inline constexpr Label core1{"tocsin/core1"};
inline constexpr Label point{"tocsin/point"};
inline constexpr Label ggm{"tocsin/ggm"};
inline constexpr Label epoch{"tocsin/epoch"};
inline constexpr Label confirm{"tocsin/confirm"};
inline constexpr Label fwd{"tocsin/fwd"};
inline constexpr Label snd{"tocsin/snd"};
inline constexpr Label exp{"tocsin/exp"};
inline constexpr Label header0{"tocsin/header0"};
inline constexpr Label header_next{"tocsin/header/next"};
inline constexpr Label admission0{"tocsin/admission0"};
inline constexpr Label admission_next{"tocsin/admission/next"};
inline constexpr Label admission_sign{"tocsin/admission/sign"};
inline constexpr Label slot_seed{"tocsin/slot/seed"};
inline constexpr Label slot_join{"tocsin/slot/join"};
inline constexpr Label chain0{"tocsin/chain0"};
inline constexpr Label chain{"tocsin/chain"};
inline constexpr Label message{"tocsin/message"};
inline constexpr Label record{"tocsin/record"};
inline constexpr Label file{"tocsin/file"};
inline constexpr Label envelope{"tocsin/envelope"};
inline constexpr Label route{"tocsin/route"};
inline constexpr Label lead{"tocsin/lead"};
inline constexpr Label duty{"tocsin/duty"};
inline constexpr Label bring{"tocsin/bring"};
inline constexpr Label direct_salt{"tocsin/direct/salt"};
inline constexpr Label direct_key{"tocsin/direct/key"};
inline constexpr Label reply_admission{"tocsin/reply/admission"};
inline constexpr Label reply_header{"tocsin/reply/header"};
inline constexpr Label reply_body{"tocsin/reply/body"};
inline constexpr Label request_key{"tocsin/request/key"};
// link.md, gossip.md
inline constexpr Label mesh_link{"tocsin/mesh/link"};
inline constexpr Label mesh_member{"tocsin/mesh/member"};
inline constexpr Label mesh_tag{"tocsin/mesh/tag"};
inline constexpr Label mesh_gate{"tocsin/mesh/gate"};
inline constexpr Label mesh_duty{"tocsin/mesh/duty"};
inline constexpr Label mesh_founding{"tocsin/mesh/founding"};
inline constexpr Label mesh_set{"tocsin/mesh/set"};
inline constexpr Label peer{"tocsin/peer"};
inline constexpr Label link_mask{"tocsin/link/mask"};
// Begins the prologue of a link's handshake; there it is hashed as it stands, not framed.
inline constexpr Label link_prologue{"tocsin-v1/link"};
inline constexpr Label invite_ticket{"tocsin/invite/ticket"};
inline constexpr Label invite_admission{"tocsin/invite/admission"};
inline constexpr Label text_check{"tocsin/text/check"};
inline constexpr Label bundle{"tocsin/bundle"};
// coalition.md, readiness.md
inline constexpr Label mandate{"tocsin/mandate"};
inline constexpr Label share{"tocsin/share"};
inline constexpr Label root_leaf{"tocsin/root/leaf"};
inline constexpr Label root_node{"tocsin/root/node"};
inline constexpr Label root_salt{"tocsin/root/salt"};
inline constexpr Label campaign_tag{"tocsin/campaign/tag"};
inline constexpr Label campaign_name{"tocsin/campaign/name"};
inline constexpr Label campaign_nonce{"tocsin/campaign/nonce"};
inline constexpr Label wording{"tocsin/wording"};
// daemon only
inline constexpr Label store_row{"tocsin/store/row"};
inline constexpr Label store_wrap{"tocsin/store/wrap"};
inline constexpr Label control_cookie{"tocsin/control/cookie"};

}  // namespace tocsin::labels
