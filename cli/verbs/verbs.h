// What carries out the verbs of the command table, by group. Most are `run_plain`: build the
// request from the table's row, ask, render (errand.h).
#pragma once

#include <string>
#include <vector>

#include "core/model/command.h"

namespace tocsin::cli {

struct Errand;

// setup.cpp
Reply<void> run_init(Errand& errand);
Reply<void> run_passphrase(Errand& errand);
Reply<void> run_card(Errand& errand);
Reply<void> run_completion(Errand& errand);
Reply<void> run_man(Errand& errand);
Reply<void> run_invite(Errand& errand);
Reply<void> run_accept(Errand& errand);
Reply<void> run_device_link_new(Errand& errand);
Reply<void> run_device_link_use(Errand& errand);
Reply<void> run_admit(Errand& errand);

// doctor.cpp
Reply<void> run_doctor(Errand& errand);

// authority.cpp
Reply<void> run_charter_lint(Errand& errand);
Reply<void> run_charter_finish(Errand& errand);

// rules.cpp
Reply<void> run_charter_diff(Errand& errand);
Reply<void> run_rule_explain(Errand& errand);

// channel.cpp
Reply<void> run_send(Errand& errand);
Reply<void> run_read(Errand& errand);

// file.cpp
Reply<void> send_file(Errand& errand, const std::vector<std::string>& channels);
Reply<void> save_file(Errand& errand);

// relay.cpp
Reply<void> run_typed_text(
    Errand& errand);  // relay grant, relay admit, peer add: a card or grant from input
Reply<void> run_relay_check(Errand& errand);
Reply<void> run_relay_block(Errand& errand);
Reply<void> run_relay_rotate_key(Errand& errand);
Reply<void> run_listed(
    Errand& errand);  // invite cancel, peer drop: by first digits of what a list shows
Reply<void> run_shown_text(Errand& errand);  // relay card, peer card: with --qr

// readiness.cpp
Reply<void> run_roster_import(Errand& errand);
Reply<void> run_roster_list(Errand& errand);
Reply<void> run_roster_export(Errand& errand);
Reply<void> run_pledge_record(Errand& errand);
Reply<void> run_test_record(Errand& errand);
Reply<void> run_draft_report(Errand& errand);

// drafts.cpp
Reply<void> run_draft_manifest(Errand& errand);
Reply<void> run_draft_charter(Errand& errand);
Reply<void> run_draft_proposal(Errand& errand);
Reply<void> run_draft_call(Errand& errand);
Reply<void> run_draft_debrief(Errand& errand);

// decide.cpp
Reply<void> run_review(Errand& errand);
Reply<void> run_matrix(Errand& errand);
Reply<void> run_words(Errand& errand);
Reply<void> run_confirm(Errand& errand);
Reply<void> run_withdraw(Errand& errand);
Reply<void> run_status(Errand& errand);
Reply<void> run_watch(Errand& errand);

// activate.cpp
Reply<void> run_join(Errand& errand);
Reply<void> run_stop(Errand& errand);  // hold, abort, pause, resume, end
Reply<void> run_update(Errand& errand);

// freeze.cpp
Reply<void> run_freeze(Errand& errand);
Reply<void> run_thaw(Errand& errand);
Reply<void> run_evidence(Errand& errand);

// after.cpp
Reply<void> run_drill(Errand& errand);

// exchange.cpp
Reply<void> run_export(Errand& errand);
Reply<void> run_import(Errand& errand);
Reply<void> run_merge(Errand& errand);
Reply<void> run_verify(Errand& errand);

// show.cpp
Reply<void> run_show(Errand& errand);

}  // namespace tocsin::cli
