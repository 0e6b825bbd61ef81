#include "cli/command_table_relay.h"

#include "cli/verbs/verbs.h"

namespace tocsin::cli {

// From errand.h, which this file cannot include without a circle.
Reply<void> run_plain(Errand& errand);

namespace {

const Parameter scanned{"--qr", "", Takes::flag, "also as a picture to scan"};

}  // namespace

std::vector<Verb> relay_verbs() {
  return {
      {"relay card",
       "relay",
       Act::read,
       "on the relay: its card, for a delegate",
       {scanned},
       run_shown_text},
      {"relay grant",
       "relay",
       Act::act,
       "on the relay: take a grant; its text is typed or piped in",
       {{"--file", "", Takes::path, "read the text from a file"}},
       run_typed_text},
      {"relay status", "relay", Act::read, "on the relay: how it fares", {}, run_plain},
      {"relay drain",
       "relay",
       Act::act,
       "on the relay: it goes away, so that its links choose others",
       {{"--off", "off", Takes::flag, "it stays"}},
       run_plain},
      {"relay quota",
       "relay",
       Act::act,
       "on the relay: how much disk sealed messages may take",
       {{"--disk", "disk_bytes", Takes::size, "so much: 512MiB, 4GiB; 256MiB at least"},
        {"--off", "off", Takes::flag, "no quota: the disk alone is the bound"}},
       run_plain},
      {"relay block",
       "relay",
       Act::act,
       "on the relay: shut out who is at the other end of a link",
       {{"N", "number", Takes::integer, "the link's number, as relay status or --list shows it"},
        {"--for", "for_s", Takes::span, "how long; 24h if left out, 30d at most"},
        {"--list", "list", Takes::flag, "instead: who is shut out now, and until when"},
        {"--off", "off", Takes::flag, "let in again whom this number shut out"}},
       run_relay_block},
      {"relay rotate-key",
       "relay",
       Act::act,
       "on the relay: make it a new key; the new card is for a delegate",
       {{"--off", "off", Takes::flag, "forget the new key, unless a delegate has taken its card"},
        scanned},
       run_relay_rotate_key},
      {"relay admit",
       "relay",
       Act::live,
       "vouch for a relay; its card is typed or piped in",
       {{"--label", "label", Takes::text, "up to 16 letters to know it by", "", true},
        {"--file", "", Takes::path, "read the card from a file"}},
       run_typed_text},
      {"relay drop",
       "relay",
       Act::live,
       "vouch for a relay no more",
       {{"KEY", "key", Takes::text, "its label, or first digits of its key", "", true}},
       run_plain},
      {"relay list", "relay", Act::read, "relays that are vouched for", {}, run_plain},
      {"relay check", "relay", Act::read, "whether the relays answer", {}, run_relay_check},
      {"peer card", "relay", Act::read, "your address, for a peer", {scanned}, run_shown_text},
      {"peer add",
       "relay",
       Act::live,
       "link to a peer; its card is typed or piped in",
       {{"--file", "", Takes::path, "read the card from a file"}},
       run_typed_text},
      {"peer drop",
       "relay",
       Act::act,
       "link to a peer no more",
       {{"KEY", "key", Takes::hex, "its first digits, as peer list shows it", "", true}},
       run_listed},
      {"peer list", "relay", Act::read, "peers you added, and who is linked now", {}, run_plain},
  };
}

}  // namespace tocsin::cli
