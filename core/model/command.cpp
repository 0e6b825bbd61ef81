#include "core/model/command.h"

namespace tocsin {
namespace {

struct Refused {
  Exit exit;
  std::string_view code;
};

Refused refused_as(Errc code) {
  switch (code) {
    case Errc::malformed:
      return {Exit::invalid, "E_DECODE"};
    case Errc::unauthenticated:
      return {Exit::invalid, "E_SIG"};
    case Errc::replayed:
      return {Exit::invalid, "E_REPLAYED"};
    case Errc::limit_exceeded:
      return {Exit::invalid, "E_SIZE"};
    case Errc::not_allowed:
      return {Exit::permission, "E_NOT_ALLOWED"};
    case Errc::not_found:
      return {Exit::usage, "E_NOT_FOUND"};
    case Errc::conflict:
      return {Exit::held, "E_CONFLICT"};
    case Errc::storage:
      return {Exit::io, "E_STORAGE"};
    case Errc::unavailable:
      return {Exit::later, "E_UNAVAILABLE"};
  }
  return {Exit::bug, "E_BUG"};
}

}  // namespace

tl::unexpected<Refusal> refuse(Reason reason, Exit exit, std::string words, std::string remedy) {
  return refuse(exit, std::string{code(reason)}, std::move(words), std::move(remedy));
}

tl::unexpected<Refusal> refuse(const Error& error) {
  const Refused refused = refused_as(error.code);
  return refuse(refused.exit, std::string{refused.code}, std::string{error.what.view()});
}

Answer answer_of(const Refusal& refusal) {
  return Answer{refusal.exit, refusal.code, refusal.reason, refusal.remedy, refusal.rows};
}

Answer answer_of(std::vector<Row> rows) {
  return Answer{Exit::ok, "ok", "", "", std::move(rows)};
}

}  // namespace tocsin
