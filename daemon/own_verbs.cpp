#include <algorithm>
#include <string>
#include <utility>

#include "core/base/checked.h"
#include "core/base/text.h"
#include "core/crypto/secret.h"
#include "core/model/limits/control.h"
#include "daemon/address_text.h"
#include "daemon/daemon.h"
#include "daemon/log.h"
#include "daemon/store/unlock.h"
#include "transport/driver/clocks.h"

// The verbs that need no node, and what stands before those that do: is the profile open, and may
// this request act?
//   daemon state       -> daemon{state: absent|locked|sealed|open, role, profile, listen: texts,
//   waiting, urgent: how many envelopes wait for unlock, full: no more could be kept}
//   unlock parameters  -> kdf{salt bytes, memory_kib, passes}
//   init               salt bytes 16, memory_kib, passes, then the node's own; unlock key -> the
//   node's rows
//   unlock             unlock key -> daemon
//   lock               offline flag -> daemon (lock_verb.cpp)
//   passphrase         salt bytes 16, memory_kib, passes; unlock key, new unlock key -> passphrase
//                      {changed}; without a new key nothing changes, and the old one is tried
//   purge              rotate flag; unlock key -> purged{rotated, bytes} (purge_verb.cpp)
//   watch              since integer or none -> nothing, then notices
namespace tocsin::daemon {
namespace {

Reply<store::KdfParameters> kdf_of(const Row& arguments, bool is_rehearsal) {
  const auto salt = arguments.bytes("salt");
  const auto memory = arguments.integer("memory_kib");
  const auto passes = arguments.integer("passes");
  if (!salt || salt->size() != 16 || !memory || !passes) {
    return refuse(Exit::usage, "E_USAGE", "salt, memory_kib and passes of the new key are missing");
  }
  // A rehearsal's keys never count in earnest (docs/decisions, 0001).
  const auto memory_min =
      is_rehearsal ? limits::kdf_rehearsal_memory_kib : limits::kdf_memory_kib_min;
  const auto passes_min = is_rehearsal ? limits::kdf_rehearsal_passes : limits::kdf_passes_min;
  const bool is_paid_for = *memory >= memory_min && *passes >= passes_min;
  const bool is_payable =
      *memory <= limits::kdf_memory_kib_max && *passes <= limits::kdf_passes_max;
  if (!is_paid_for || !is_payable) {
    return refuse(
        Exit::usage, "E_COST", "the passphrase's cost is below the floor or beyond every machine");
  }
  store::KdfParameters kdf{{}, narrow<std::uint32_t>(*memory), narrow<std::uint32_t>(*passes)};
  std::ranges::copy(*salt, kdf.salt.begin());
  return kdf;
}

}  // namespace

void Daemon::asked(RequestId request, ControlRequest asked) {
  if (auto own = own_verb(request, asked)) {
    server_->answer(request, *own ? answer_of(std::move(**own)) : answer_of(own->error()));
    crypto::wipe(asked.unlock_key);
    crypto::wipe(asked.new_unlock_key);
    return;
  }
  if (asked.verb == "purge") {
    auto purged = purge(request, asked);
    crypto::wipe(asked.unlock_key);
    return server_->answer(request,
                           purged ? answer_of(*std::move(purged)) : answer_of(purged.error()));
  }
  const bool is_creation = asked.verb == "init" && !settings_.profile.has_store();
  const auto level = is_creation ? init(asked).map([] { return Level::live; }) : level_of(asked);
  crypto::wipe(asked.unlock_key);
  crypto::wipe(asked.new_unlock_key);
  if (!level) return server_->answer(request, answer_of(level.error()));
  if (running_->is_full()) {
    return server_->answer(
        request, Answer{Exit::later, "E_UNAVAILABLE", "too much is waiting", "try again", {}});
  }
  if (asked.verb == "watch") return watches_->begin(request, asked.arguments);
  feed(request, Command{std::move(asked.verb), std::move(asked.arguments), *level});
}

std::optional<Reply<std::vector<Row>>> Daemon::own_verb(RequestId request,
                                                        const ControlRequest& asked) {
  if (asked.verb == "daemon state") return state();
  if (asked.verb == "unlock parameters") return unlock_parameters();
  if (asked.verb == "unlock") return unlock(asked);
  if (asked.verb == "passphrase") return change_passphrase(asked);
  if (asked.verb == "lock") return lock(request, asked);
  return std::nullopt;
}

Reply<std::vector<Row>> Daemon::state() const {
  Row row{"daemon"};
  row.set("state",
          is_open()                       ? "open"
          : sealed_                       ? "sealed"
          : settings_.profile.has_store() ? "locked"
                                          : "absent");
  row.set("role", settings_.role == NodeRole::relay ? "relay" : "node")
      .set("profile", settings_.profile.name);
  std::vector<std::string> listen;
  for (const Address& address : listening_) listen.push_back(text_of(address));
  row.set("listen", Value{std::move(listen)});
  if (!is_open() && settings_.profile.has_store())
    row.set("waiting", waiting().envelopes)
        .set("urgent", waiting().urgent)
        .set("full", waiting().is_full);
  return Rows{std::move(row)};
}

Reply<std::vector<Row>> Daemon::unlock_parameters() const {
  if (!settings_.profile.has_store()) return refuse_closed();
  const auto kdf = store::read_kdf(settings_.profile.places.store());
  if (!kdf) return refuse(kdf.error());
  Row row{"kdf"};
  row.set("salt", Value{to_bytes(kdf->salt)})
      .set("memory_kib", kdf->memory_kib)
      .set("passes", kdf->passes);
  return Rows{std::move(row)};
}

Reply<std::vector<Row>> Daemon::unlock(const ControlRequest& asked) {
  if (!settings_.profile.has_store()) return refuse_closed();
  if (asked.unlock_key.empty())
    return refuse(Exit::usage, "E_USAGE", "unlock needs the passphrase");
  if (auto tried = try_key(asked.unlock_key); !tried) return tl::unexpected{tried.error()};
  if (!is_open()) {
    if (auto opened = open(asked.unlock_key); !opened) return tl::unexpected{opened.error()};
  }
  return state();
}

// Open or locked: only the key file changes, and what lies under its key stays as it is.
Reply<std::vector<Row>> Daemon::change_passphrase(const ControlRequest& asked) {
  if (settings_.role == NodeRole::relay)
    return refuse(Exit::usage, "E_ROLE", "a relay has no passphrase", "it opens itself");
  if (!settings_.profile.has_store()) return refuse_closed();
  if (asked.unlock_key.empty())
    return refuse(Exit::usage, "E_USAGE", "passphrase needs the one there is now");
  if (auto tried = try_key(asked.unlock_key); !tried) return tl::unexpected{tried.error()};
  Row done{"passphrase"};
  if (asked.new_unlock_key.empty()) return Rows{std::move(done.set("changed", false))};
  const std::string folder = settings_.profile.places.store();
  const auto known = store::read_kdf(folder);
  if (!known) return refuse(known.error());
  // What was made in earnest is never wrapped at a rehearsal's cost.
  const bool is_rehearsal =
      known->memory_kib < limits::kdf_memory_kib_min || known->passes < limits::kdf_passes_min;
  const auto kdf = kdf_of(asked.arguments, is_rehearsal);
  if (!kdf) return tl::unexpected{kdf.error()};
  if (kdf->salt == known->salt)
    return refuse(Exit::usage, "E_USAGE", "a new passphrase needs a new salt");
  const auto changed =
      store::change_unlock_key(folder, {asked.unlock_key, asked.new_unlock_key}, *kdf, random_);
  if (!changed)
    return refuse(Exit::io,
                  "E_STORAGE",
                  "the key file cannot be written; one of the two passphrases opens the profile",
                  "make room on the disk, then try again: the old one first");
  log(LogLevel::note, LogCode::passphrase_changed);
  return Rows{std::move(done.set("changed", true))};
}

Reply<void> Daemon::init(const ControlRequest& asked) {
  auto kdf = kdf_of(asked.arguments, asked.arguments.flag("rehearsal"));
  if (!kdf) return tl::unexpected{kdf.error()};
  if (asked.unlock_key.empty()) return refuse(Exit::usage, "E_USAGE", "init needs a passphrase");
  // Before anything is on disk: a profile whose node refused its handle would be half a profile.
  if (const auto checked = check_name(asked.arguments.text("handle").value_or("")); !checked) {
    return refuse(Exit::usage, "E_NAME", "the handle: " + std::string{checked.error().what.view()});
  }
  if (auto created = create(asked.unlock_key, *kdf); !created) return created;
  return open(asked.unlock_key);
}

Reply<Level> Daemon::level_of(const ControlRequest& asked) {
  if (!is_open()) return refuse_closed();
  if (asked.unlock_key.empty()) return Level::act;
  // No grace period and nothing remembered: this key, for this request.
  if (auto tried = try_key(asked.unlock_key); !tried) return tl::unexpected{tried.error()};
  return Level::live;
}

Reply<void> Daemon::try_key(ByteView unlock_key) {
  const Instant now = driver::Clocks{}.now().instant;
  if (const auto wait = tries_.wait(now)) {
    return refuse(Exit::permission,
                  "E_PASSPHRASE",
                  "too many wrong passphrases",
                  "try again in " + std::to_string(wait->count()) + " s");
  }
  if (store::is_unlock_key(settings_.profile.places.store(), unlock_key)) {
    tries_.succeeded();
    return {};
  }
  tries_.failed(now);
  log(LogLevel::warning, LogCode::passphrase_wrong, tries_.left());
  return refuse(Exit::permission,
                "E_PASSPHRASE",
                "wrong passphrase",
                std::to_string(tries_.left()) + " more tries before waiting");
}

tl::unexpected<Refusal> Daemon::refuse_closed() const {
  if (settings_.profile.has_store()) {
    return refuse(Exit::permission, "E_LOCKED", "the profile is locked", "tocsin unlock");
  }
  return refuse(Exit::permission, "E_NO_PROFILE", "there is no profile yet", "tocsin init");
}

}  // namespace tocsin::daemon
