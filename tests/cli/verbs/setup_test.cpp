#include <string>

#include "core/model/limits/control.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

constexpr const char* six = "maple orbit kettle sand violin crane\n";

// Of a profile that is still to be made.
struct FirstDay : Stage {
  FirstDay() { answer("daemon state", {Row{"daemon"}.set("state", "absent")}); }
};

}  // namespace

TEST_CASE("init is left by typing understood, and by nothing else") {
  FirstDay stage;
  stage.answer("init", {Row{"self"}});
  CHECK(stage.run({"init"}, "yes\nana\nx\nx\n").error().exit == Exit::usage);
  CHECK(stage.daemon.last("init") == nullptr);
  CHECK(stage.said.err_.find("If you forget the passphrase, nobody can help you.") !=
        std::string::npos);
}

TEST_CASE("a rehearsal is made at the cheaper cost and says so") {
  FirstDay stage;
  stage.answer("init", {Row{"self"}.set("role", "node").set("handle", "ana")});
  REQUIRE(stage.run({"init", "--rehearsal"}, std::string{"understood\nana\n"} + six + six));
  const ControlRequest* asked = stage.daemon.last("init");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.flag("rehearsal"));
  CHECK(asked->arguments.text("handle").value() == "ana");
  CHECK(asked->arguments.integer("memory_kib").value() == limits::kdf_rehearsal_memory_kib);
  CHECK(asked->arguments.bytes("salt").value().size() == 16);
  CHECK(asked->unlock_key.size() == 32);
  CHECK(stage.said.out_.starts_with("REHEARSAL"));
}

TEST_CASE("an empty line is answered with six words, which are typed again") {
  FirstDay stage;
  const auto done =
      stage.run({"init", "--rehearsal", "--handle", "ana"}, "understood\n\nnot these\n");
  REQUIRE_FALSE(done);
  CHECK(stage.said.err_.find("Your passphrase is: ") != std::string::npos);
  CHECK(stage.said.err_.find("not these") == std::string::npos);
}

TEST_CASE("six made words that are mistyped stay good for two more tries") {
  FirstDay stage;
  stage.answer("init", {Row{"self"}.set("handle", "ana")});
  FirstDay lookahead;  // of the same seed, so that the words are known
  static_cast<void>(lookahead.run({"init", "--rehearsal", "--handle", "ana"}, "understood\n\n"));
  const std::string& said = lookahead.said.err_;
  const auto at = said.find("Your passphrase is: ") + 20;
  const std::string words = said.substr(at, said.find('\n', at) - at);
  REQUIRE(stage.run({"init", "--rehearsal", "--handle", "ana"},
                    "understood\n\nnot these\nnor these\n" + words + "\n"));
  CHECK(stage.daemon.last("init") != nullptr);
  FirstDay thrice;
  const auto done = thrice.run({"init", "--rehearsal", "--handle", "ana"},
                               "understood\n\na\nb\nc\n" + words + "\n");
  CHECK(done.error().code == "E_INPUT");
  CHECK(thrice.daemon.last("init") == nullptr);
}

TEST_CASE("a profile that exists is told at once, before anything is asked") {
  for (const char* const state : {"locked", "open"}) {
    Stage stage;
    stage.answer("daemon state", {Row{"daemon"}.set("state", state)});
    const auto done = stage.run({"init", "--profile", "ana"}, "understood\nana\n");
    CHECK(done.error().code == "E_CONFLICT");
    CHECK(done.error().remedy.find("--profile") != std::string::npos);
    CHECK(stage.said.err_.empty());
    CHECK(stage.daemon.last("init") == nullptr);
  }
}

TEST_CASE("a passphrase that a guesser finds is refused in earnest") {
  FirstDay stage;
  const auto done = stage.run({"init"}, "understood\nana\nplumbers2027\nplumbers2027\n");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == "E_WEAK");
  CHECK(stage.daemon.last("init") == nullptr);
}

TEST_CASE("two different passphrases and a name that is none make nothing") {
  FirstDay stage;
  CHECK_FALSE(stage.run({"init", "--rehearsal"}, "understood\nana\none\ntwo\n"));
  CHECK_FALSE(stage.run({"init", "--rehearsal"}, "understood\n \none\none\n"));
  CHECK(stage.daemon.last("init") == nullptr);
}

TEST_CASE("a change of passphrase tries the old one, then sends two keys and no passphrase") {
  Stage stage;
  stage.answer("passphrase", {Row{"passphrase"}.set("changed", true)});
  const std::string other = "amber basket candle dune ember fjord\n";
  REQUIRE(stage.run({"passphrase"}, six + other + other));
  REQUIRE(stage.daemon.asked.size() == 3);  // the parameters, the trial, the change
  const ControlRequest& trial = stage.daemon.asked.at(1);
  const ControlRequest& change = stage.daemon.asked.at(2);
  CHECK(trial.new_unlock_key.empty());
  CHECK(change.unlock_key == trial.unlock_key);
  CHECK(change.new_unlock_key.size() == 32);
  CHECK(change.new_unlock_key != change.unlock_key);
  CHECK(change.arguments.bytes("salt").value() != Bytes(16, 7));
  for (const auto& [name, value] : change.arguments.fields())
    CHECK((name == "salt" || name == "memory_kib" || name == "passes"));
  CHECK(stage.said.out_.find("The passphrase is changed") != std::string::npos);
}

TEST_CASE("a passphrase is not changed to the same, to a mistyped or to a weak one") {
  Stage stage;
  stage.answer("passphrase", {Row{"passphrase"}.set("changed", true)});
  const auto changes = [&] {
    const ControlRequest* last = stage.daemon.last("passphrase");
    return last != nullptr && !last->new_unlock_key.empty();
  };
  CHECK_FALSE(stage.run({"passphrase"}, std::string{six} + six + six));
  CHECK_FALSE(stage.run({"passphrase"}, std::string{six} + "amber basket candle\nanother\n"));
  Row earnest{"kdf"};
  earnest.set("salt", Value{Bytes(16, 7)})
      .set("memory_kib", limits::kdf_memory_kib_min)
      .set("passes", limits::kdf_passes_min);
  stage.answer("unlock parameters", {earnest});
  const auto weak = stage.run({"passphrase"}, std::string{six} + "plumbers2027\nplumbers2027\n");
  CHECK(weak.error().code == "E_WEAK");
  CHECK_FALSE(changes());
  stage.refuse_with("passphrase", Refusal{Exit::permission, "E_PASSPHRASE", "wrong", "", {}});
  CHECK(stage.run({"passphrase"}, "wrong one\n").error().code == "E_PASSPHRASE");
  CHECK(stage.run({"passphrase", "--batch"}).error().exit == Exit::usage);
}

TEST_CASE("the card goes into a file, its words on the screen") {
  Stage stage;
  Folder folder;
  const std::string file = folder.path("ana.card");
  stage.answer("card", {Row{"card"}.set("bytes", Value{Bytes{9}}).set("words", "amber basket")});
  REQUIRE(stage.run({"card", "-o", file}));
  CHECK(Folder::read(file) == "\x09");
  CHECK(stage.said.out_.find("amber basket") != std::string::npos);
}

TEST_CASE("an invite stands alone on standard output") {
  Stage stage;
  stage.answer("invite", {Row{"invite"}.set("text", "TOCSIN-INVITE-1:ABC")});
  REQUIRE(stage.run({"invite"}, "pass\n"));
  CHECK(stage.said.out_ == "TOCSIN-INVITE-1:ABC\n");
  CHECK(stage.daemon.last("invite")->unlock_key.size() == 32);
}

TEST_CASE("invites and six words are typed, never arguments") {
  Stage stage;
  stage.answer("accept", {Row{"accepted"}.set("words", "amber basket")});
  stage.answer("admit", {Row{"admitted"}.set("person", "chi")});
  REQUIRE(stage.run({"accept"}, "TOCSIN-INVITE-1:ABC\n"));
  CHECK(stage.daemon.last("accept")->arguments.text("text").value() == "TOCSIN-INVITE-1:ABC");
  REQUIRE(stage.run({"admit"}, "amber basket candle dune ember fjord\npass\n"));
  CHECK(stage.daemon.last("admit")->arguments.text("words").value() ==
        "amber basket candle dune ember fjord");
  CHECK(stage.run({"accept", "TOCSIN-INVITE-1:ABC"}).error().exit == Exit::usage);
}

TEST_CASE("a device link stands alone on standard output, and is typed, never an argument") {
  Stage stage;
  stage.answer("device-link new",
               {Row{"device_link"}.set("text", "TOCSIN-DEVICE-1:ABC").set("person", "ana")});
  stage.answer("device-link use",
               {Row{"accepted"}.set("words", "amber basket").set("second_device_of", "ana")});
  REQUIRE(stage.run({"device-link", "new"}, "pass\n"));
  CHECK(stage.said.out_ == "TOCSIN-DEVICE-1:ABC\n");
  CHECK(stage.said.err_.find("new laptop of ana") != std::string::npos);
  CHECK(stage.daemon.last("device-link new")->unlock_key.size() == 32);
  CHECK_FALSE(stage.daemon.last("device-link new")->arguments.has("person"));
  REQUIRE(stage.run({"device-link", "new", "kim"}, "pass\n"));
  CHECK(stage.daemon.last("device-link new")->arguments.text("person").value() == "kim");
  REQUIRE(stage.run({"device-link", "use"}, "TOCSIN-DEVICE-1:ABC\n\npass\n"));
  CHECK(stage.daemon.last("device-link use")->arguments.text("text").value() ==
        "TOCSIN-DEVICE-1:ABC");
  CHECK(stage.said.out_.find("further laptop of ana") != std::string::npos);
  CHECK(stage.run({"device-link", "use", "TOCSIN-DEVICE-1:ABC"}).error().exit == Exit::usage);
}

}  // namespace tocsin::cli
