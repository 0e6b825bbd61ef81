#include "core/model/limits/readiness.h"
#include "core/model/limits/statements.h"
#include "core/model/words.h"
#include "core/wire/record_codec.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t chi_laptop = 1;
constexpr std::uint8_t chi_second = 2;  // chi's second laptop
constexpr std::uint8_t dee_laptop = 3;

RecordId record_id(std::uint8_t number) {
  RecordId::Array bytes{};
  bytes.fill(number);
  return RecordId{bytes};
}

DeviceId device_id(std::uint8_t device) {
  DeviceId::Array bytes{};
  bytes.fill(device);
  return DeviceId{bytes};
}

// Chi's desk at the plumbers, whose list has twelve workers in two places.
struct ExportDesk : Desk {
  ExportDesk() : Desk{2} {
    sit_down(chi_laptop);
    around.delegates = {{device_id(chi_laptop), "chi"},
                        {device_id(chi_second), "chi"},
                        {device_id(dee_laptop), "dee"}};
    staff("p", "public/metro", 8, 0);
    staff("s", "service/metro", 4, 0);
  }

  // Whose laptop it is. Keys of no use but to tell devices apart.
  void sit_down(std::uint8_t device) {
    identity().keys.emplace(IdentityKeys{crypto::SignSeed::copy_of(Bytes(32, device)),
                                         crypto::AgreeKey::copy_of(Bytes(32, device)),
                                         DeviceKeys{},
                                         device_id(device)});
  }

  std::vector<Row> hear(const Received& record) {
    Outbox outbox;
    auto events = machine().heard(record, Now{Instant{}, now}, outbox);
    REQUIRE(store.stage(outbox.take().writes));
    REQUIRE(store.commit());
    return events;
  }

  // The record reaches everybody, as the hub would see to it.
  RecordId tell(const ListExport& post, std::uint8_t author, std::uint8_t id) {
    hear(Received{ChannelId::zero(),
                  RecordType::list_export,
                  device_id(author),
                  record_id(id),
                  now,
                  wire::encode(post)});
    return record_id(id);
  }

  RecordId ask(std::uint8_t author = chi_laptop, std::uint32_t workers = 12) {
    return tell({ExportStep::ask, RecordId::zero(), "", workers}, author, 0xa1);
  }

  void agree(std::uint8_t author) {
    tell({ExportStep::agree, record_id(0xa1), "", 0}, author, 0xb2);
  }

  Reply<Done> live(std::string_view verb, Row arguments) {
    return run(verb, std::move(arguments), Level::live);
  }

  static Row typed(const RecordId& id) {
    Row row;
    row.set("subject", id.hex()).set("words", six_words_text(WordList::drill, id.view()));
    return row.set("spoken", "plumbers export");
  }

  void review(const RecordId& id) {
    REQUIRE(run("roster export review", row_with("subject", id.hex())));
    now += limits::review_wait;
  }

  std::string written(const RecordId& id) {
    const auto done = live("roster export", typed(id));
    if (!done) return done.error().code;
    return to_text(done->rows.front().bytes("bytes").value());
  }
};

}  // namespace

TEST_CASE("asking tells how many, and lets nothing out") {
  ExportDesk desk;
  const auto all = desk.live("roster export", {});
  REQUIRE(all);
  REQUIRE(all->post);
  CHECK(*all->post == ListExport{ExportStep::ask, RecordId::zero(), "", 12});
  for (const Row& row : all->rows) CHECK_FALSE(row.has("bytes"));
  const auto place = desk.live("roster export", row_with("cell", "public/metro"));
  CHECK(place.value().post == ListExport{ExportStep::ask, RecordId::zero(), "public/metro", 8});
  CHECK(desk.live("roster export", row_with("cell", "nowhere")).error().code == "E_CELL");
  CHECK(desk.live("roster export", row_with("cell", "energy/metro")).error().code == "E_NOT_FOUND");
  CHECK(desk.run("roster export", {}, Level::act).error().code == "E_STEP_UP");
}

TEST_CASE("of too many asks nothing is said to have been asked, until one is void") {
  ExportDesk desk;
  for (std::uint8_t i = 0; i < limits::export_asks_max; ++i) {
    const auto done = desk.live("roster export", {});
    REQUIRE(done);
    desk.tell(*done->post, chi_laptop, static_cast<std::uint8_t>(0xa1 + i));
  }
  const auto more = desk.live("roster export", {});
  REQUIRE_FALSE(more);
  CHECK(more.error().code == "E_UNAVAILABLE");
  CHECK(more.error().exit == Exit::later);
  CHECK(more.error().remedy.find("tocsin roster exports") != std::string::npos);
  desk.now += limits::export_life;
  const auto next = desk.live("roster export", {});
  REQUIRE(next);
  desk.tell(*next->post, chi_laptop, 0xaf);
  CHECK(desk.machine().names_export(record_id(0xaf).hex()));
}

TEST_CASE("one delegate alone writes nothing out, not with a second laptop either") {
  ExportDesk desk;
  const RecordId id = desk.ask();
  desk.review(id);
  CHECK(desk.written(id) == "E_SECOND");
  CHECK(desk.live("roster export", ExportDesk::typed(id)).error().exit == Exit::second_person);
  desk.agree(chi_laptop);
  CHECK(desk.written(id) == "E_SECOND");
  desk.agree(chi_second);
  CHECK(desk.written(id) == "E_SECOND");
  const auto own =
      desk.live("roster export confirm", ExportDesk::typed(id).set("stance", "approve"));
  CHECK(own.error().exit == Exit::second_person);
  // A stranger's word, or that of somebody who is a delegate no more, is nobody's.
  desk.agree(9);
  CHECK(desk.written(id) == "E_SECOND");
  desk.agree(dee_laptop);
  CHECK(desk.written(id).starts_with("ref,name,"));
  desk.around.delegates.pop_back();
  CHECK(desk.written(id) == "E_SECOND");
}

TEST_CASE(
    "whoever writes out has just read it, types its words, and finds no more than was agreed") {
  ExportDesk desk;
  const RecordId id = desk.ask();
  desk.agree(dee_laptop);
  CHECK(desk.written(id) == "E_REVIEW");
  REQUIRE(desk.run("roster export review", row_with("subject", id.hex())));
  CHECK(desk.written(id) == "E_REVIEW");  // not before ten seconds
  desk.now += limits::review_wait;
  CHECK(desk.live("roster export", ExportDesk::typed(id).set("words", "amber basket candle"))
            .error()
            .code == "E_WORDS");
  CHECK(desk.live("roster export", ExportDesk::typed(id).set("spoken", "drivers export"))
            .error()
            .code == "E_WORDS");
  const auto done = desk.live("roster export", ExportDesk::typed(id));
  REQUIRE(done);
  CHECK(done->post == ListExport{ExportStep::written, id, "", 12});
  CHECK(done->rows.front().texts("agreed") == std::vector<std::string>{"dee"});
  desk.staff("n", "public/metro", 1, 0);
  CHECK(desk.written(id) == "E_CHANGED");
  desk.now += limits::review_window;
  CHECK(desk.written(id) == "E_REVIEW");
  desk.now += limits::export_life;
  CHECK(desk.written(id) == "E_EXPIRED");
}

TEST_CASE("another delegate agrees on another device, after reading it there") {
  ExportDesk desk;
  desk.sit_down(dee_laptop);
  desk.restart();
  const RecordId id = desk.ask();
  const auto confirm = [&](Row arguments) {
    const auto done = desk.live("roster export confirm", arguments.set("stance", "approve"));
    return done ? std::string{"ok"} : done.error().code;
  };
  CHECK(confirm(ExportDesk::typed(id)) == "E_REVIEW");
  desk.review(id);
  CHECK(confirm(ExportDesk::typed(id).set("spoken", "plumbers stoppage")) == "E_WORDS");
  const auto done =
      desk.live("roster export confirm", ExportDesk::typed(id).set("stance", "approve"));
  REQUIRE(done);
  CHECK(done->post == ListExport{ExportStep::agree, id, "", 0});
  CHECK(desk.live("roster export confirm", ExportDesk::typed(id).set("stance", "object"))
            .error()
            .code == "E_USAGE");
  // The list is written out where it was asked for, and nowhere else.
  desk.agree(dee_laptop);
  CHECK(desk.written(id) == "E_SECOND");
  desk.around.delegates.clear();
  CHECK(confirm(ExportDesk::typed(id)) == "E_ROLE");
}

TEST_CASE("asks are listed with who agreed, for a day") {
  ExportDesk desk;
  const RecordId id = desk.ask();
  desk.agree(dee_laptop);
  auto rows = desk.rows("roster exports");
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().text("asked_by").value() == "chi");
  CHECK(rows.front().texts("agreed") == std::vector<std::string>{"dee"});
  CHECK(rows.front().flag("is_own"));
  CHECK(desk.machine().names_export(id.hex().substr(0, 4)));
  CHECK_FALSE(desk.machine().names_export("ffff"));
  desk.now += limits::export_life;
  CHECK(desk.rows("roster exports").empty());
}

TEST_CASE("the other delegate sees in the list that it was written out, and when") {
  ExportDesk desk;
  desk.sit_down(dee_laptop);
  desk.restart();
  const RecordId id = desk.ask();
  const auto written = [&] { return desk.rows("roster exports").front().time("written"); };
  CHECK_FALSE(written());
  desk.tell({ExportStep::written, id, "", 12}, chi_second, 0xc1);
  CHECK_FALSE(written());  // that device asked for nothing
  desk.now += std::chrono::minutes{5};
  desk.tell({ExportStep::written, id, "", 12}, chi_laptop, 0xc2);
  desk.restart();
  CHECK(written().value() == desk.now);
  desk.now += limits::export_life;
  CHECK(desk.rows("roster exports").empty());
}

TEST_CASE("what is heard of an export is told without a name, and nonsense changes nothing") {
  ExportDesk desk;
  const auto hear = [&](const ListExport& post, std::uint8_t id) {
    return desk.hear(Received{ChannelId::zero(),
                              RecordType::list_export,
                              device_id(chi_laptop),
                              record_id(id),
                              desk.now,
                              wire::encode(post)});
  };
  CHECK(hear({ExportStep::agree, record_id(5), "", 0}, 1).empty());
  CHECK(hear({ExportStep::ask, RecordId::zero(), "no cell", 3}, 2).empty());
  const auto asked = hear({ExportStep::ask, RecordId::zero(), "public/metro", 3}, 3);
  REQUIRE(asked.size() == 1);
  CHECK(asked.front().text("event").value() == "roster.export.asked");
  CHECK(hear({ExportStep::written, record_id(3), "", 3}, 4).front().text("event").value() ==
        "roster.export.written");
}

}  // namespace tocsin::readiness
