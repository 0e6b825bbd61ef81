#include "core/readiness/import.h"

#include "core/model/limits/readiness.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

struct Office {
  Roster known;
  Charter charter = desk_charter();
  const CharterOrg* org = find(charter, 2);
  std::optional<Cell> workplace;
  std::vector<std::string> map;

  static const CharterOrg* find(const Charter& charter, std::uint8_t number) {
    for (const CharterOrg& org : charter.orgs)
      if (org.id == org_id(number)) return &org;
    return nullptr;
  }

  Reply<Import> import(std::string_view csv, std::uint32_t today = 20'949) const {
    return plan_import(ImportWish{to_bytes(csv), workplace, map},
                       ImportPlace{known, org == nullptr ? nullptr : &charter, org, today, 21});
  }

  Import good(std::string_view csv) const {
    auto import_of = import(csv);
    REQUIRE(import_of);
    return *std::move(import_of);
  }

  void learn(std::string_view csv) {
    for (const Worker& worker : good(csv).writes) known.insert_or_assign(worker.ref, worker);
  }
};

TEST_CASE("rows become workers") {
  const Import import = Office{}.good(
      "ref,name,contact,cell,unit,shift,steward,assessment,notes\n"
      "w-1,Ana,0171 55,public/metro/yard,pumps,late,bo,4,likes tea\n");
  REQUIRE(import.writes.size() == 1);
  CHECK(
      import.writes.front() ==
      Worker{
          "w-1", "Ana", "0171 55", {"public", "metro", "yard"}, "pumps", "late", "bo", 4, 20'949});
  CHECK(import.rows == 1);
  CHECK(import.added == 1);
  CHECK(import.faults.empty());
}

TEST_CASE("a map names columns, a workplace stands in for a cell") {
  Office office;
  office.map = {"Staff no=ref", "Full name=name"};
  office.workplace = Cell{"service", "metro", ""};
  const Import import = office.good("Full name,Staff no\nAna,w-1\n");
  REQUIRE(import.writes.size() == 1);
  CHECK(import.writes.front().name == "Ana");
  CHECK(import.writes.front().workplace == Cell{"service", "metro", ""});
  office.map = {"Staff no=number"};
  CHECK(code_of(office.import("Staff no\nw-1\n")) == "E_USAGE");
  office.map = {"ref"};
  CHECK(code_of(office.import("ref\nw-1\n")) == "E_USAGE");
}

TEST_CASE("columns that are no field are named, and nothing of them is kept") {
  const Import import =
      Office{}.good("ref,phone,name,cell,\"work\nplace\",\nw-1,0171 55,Ana,public/metro,yard,x\n");
  CHECK(import.ignored == std::vector<std::string>{"phone", "work\nplace", "(no heading)"});
  CHECK(import.writes.front().contact.empty());
  CHECK(Office{}.good("ref,cell\nw-1,public/metro\n").ignored.empty());
  // A heading is cut between letters, never within one.
  std::string heading = "x";
  for (int i = 0; i < 30; ++i) heading += "\xc3\xbc";
  const Import cut = Office{}.good("ref,cell," + heading + "\nw-1,public/metro,y\n");
  REQUIRE(cut.ignored.size() == 1);
  CHECK(cut.ignored.front() == heading.substr(0, 39) + "...");
}

TEST_CASE("a map that cannot be followed is refused for what is wrong with it") {
  const auto refusal = [](std::vector<std::string> map) {
    Office office;
    office.map = std::move(map);
    const auto import = office.import("ref,Name,cell\nw-1,Ana,public/metro\n");
    REQUIRE_FALSE(import);
    CHECK(import.error().code == "E_USAGE");
    CHECK(import.error().exit == Exit::usage);
    return import.error();
  };
  CHECK(refusal({"Foo=name"}).reason == "the file has no column Foo");
  CHECK(refusal({"Foo=name"}).remedy == "its columns are: ref, Name, cell");
  CHECK(refusal({"name=name"}).reason == "the file has no column name");
  CHECK(refusal({"Name=phone"}).reason == "there is no field phone");
  CHECK(refusal({"Name=phone"}).remedy ==
        "fields: ref name contact cell unit shift steward assessment");
  CHECK(refusal({"Name"}).reason.starts_with("a map is COLUMN=FIELD"));
  CHECK(refusal({"Name=name", "Name=unit"}).reason == "column Name is mapped twice");
}

TEST_CASE("the same list again changes nothing, another changes what differs") {
  Office office;
  office.learn("ref,name,cell,steward\nw-1,Ana,public/metro,bo\nw-2,Chi,public/metro,bo\n");
  const Import again =
      office.good("ref,name,cell\nw-1,Ana,public/metro\nw-2,Chi Lin,public/metro\n");
  CHECK(again.added == 0);
  CHECK(again.changed == 1);
  REQUIRE(again.writes.size() == 1);
  CHECK(again.writes.front().name == "Chi Lin");
  // A column that the list does not have says nothing.
  CHECK(again.writes.front().steward == "bo");
}

TEST_CASE("the same assessment again does not make it newer") {
  Office office;
  office.learn("ref,cell,assessment\nw-1,public/metro,4\n");
  CHECK(office.import("ref,cell,assessment\nw-1,public/metro,4\n", 20'960)->writes.empty());
  const auto later = office.import("ref,cell,assessment\nw-1,public/metro,4\n", 20'971);
  REQUIRE(later->writes.size() == 1);
  CHECK(later->writes.front().assessed_day == 20'971);
}

TEST_CASE("a row is refused for what is in it, the others are taken") {
  struct Case {
    const char* row;
    const char* code;
  };

  for (const Case& one : {Case{"w-1,=HYPERLINK(1),public/metro,", "E_FORMULA"},
                          Case{"w-1,Ana,public/metro,+1", "E_FORMULA"},
                          Case{"w-1,Ana,@x,", "E_FORMULA"},
                          Case{"-w,Ana,public/metro,", "E_FORMULA"},
                          Case{"w-1,Ana,public/metro", "E_COLUMNS"},
                          Case{"w-1,Ana,public/metro,,", "E_COLUMNS"},
                          Case{"W 1,Ana,public/metro,", "E_REF"},
                          Case{",Ana,public/metro,", "E_REF"},
                          Case{"w-1,\"An\na\",public/metro,", "E_TEXT"},
                          Case{"w-1,An\xe2\x80\xae"
                               "a,public/metro,",
                               "E_TEXT"},
                          Case{"w-1,Ana,metro,", "E_CELL"},
                          Case{"w-1,Ana,,", "E_CELL"},
                          Case{"w-1,Ana,pubic/metro,", "E_CELL"},
                          Case{"w-1,Ana,public/metro,6", "E_ASSESSMENT"},
                          Case{"w-1,Ana,public/metro,44", "E_ASSESSMENT"},
                          Case{"ok,Ana,public/metro,", "E_DUPLICATE"}}) {
    CAPTURE(one.row);
    const Import import = Office{}.good("ref,name,cell,assessment\nok,Bo,public/metro,1\n" +
                                        std::string{one.row} + "\n");
    CHECK(import.added == 1);
    REQUIRE(import.faults.size() == 1);
    CHECK(import.faults.front().code == one.code);
    CHECK(import.faults.front().line == 3);
  }
}

TEST_CASE("duplicates are told apart from refusals") {
  Office office;
  const Import import = office.good(
      "ref,name,contact,cell\nw-1,Ana,55,public/metro\nw-1,Ana,55,public/metro\n"
      "w-2,Ana,55,public/metro\nw-3,Ana,,public/metro\nw-4,Ana,,public/metro\n");
  CHECK(import.duplicates == 2);
  CHECK(import.added == 3);
  REQUIRE(import.faults.size() == 2);
  CHECK(import.faults[0].line == 3);
  CHECK(import.faults[1].line == 4);
  // A person of an earlier list under a new ref would be counted twice.
  office.learn("ref,name,contact,cell\nw-1,Ana,55,public/metro\n");
  CHECK(office.good("ref,name,contact,cell\nw-9,Ana,55,public/metro\n").duplicates == 1);
  CHECK(office.good("ref,name,contact,cell\nw-1,Ana,55,service/metro\n").changed == 1);
}

TEST_CASE("a file that is none is refused as a whole") {
  const Office office;
  CHECK(code_of(office.import("")) == "E_COLUMNS");
  CHECK(code_of(office.import("name,cell\nAna,public/metro\n")) == "E_COLUMNS");
  CHECK(code_of(office.import("ref;name\nw-1;Ana\n")) == "E_COLUMNS");
  CHECK(code_of(office.import("ref,ref\nw-1,w-1\n")) == "E_COLUMNS");
  const auto import =
      office.import("ref,name,cell\nw-1,Ana,public/metro\nw-2,Zo\xeb,public/metro\n");
  REQUIRE(!import);
  CHECK(import.error().code == "E_ENCODING");
  CHECK(import.error().exit == Exit::invalid);
  REQUIRE(import.error().rows.size() == 1);
  CHECK(import.error().rows.front().integer("line").value_or(0) == 3);
}

TEST_CASE("no more rows than the limit") {
  std::string csv = "ref,cell\n";
  for (std::size_t i = 0; i < limits::csv_rows_max; ++i)
    csv += "w-" + std::to_string(i) + ",public/metro\n";
  CHECK(Office{}.good(csv).added == limits::csv_rows_max);
  CHECK(code_of(Office{}.import(csv + "one-more,public/metro\n")) == "E_SIZE");
}

TEST_CASE("before founding, and for who claims nothing, any cell will do") {
  Office office;
  office.org = Office::find(office.charter, 3);
  CHECK(office.good("ref,cell\nw-1,parish/north\n").added == 1);
  office.org = nullptr;
  CHECK(office.good("ref,cell\nw-1,parish/north\n").added == 1);
}

}  // namespace
}  // namespace tocsin::readiness
