#include "core/seam/outbox.h"

namespace tocsin {

void Outbox::keep(Table table, Bytes key, Bytes value) {
  effects_.bytes += key.size() + value.size();
  effects_.writes.emplace_back(Keep{table, std::move(key), std::move(value)});
}

void Outbox::forget(Table table, Bytes key) {
  effects_.bytes += key.size();
  effects_.writes.emplace_back(Forget{table, std::move(key)});
}

void Outbox::keep(Envelope envelope, std::optional<Stamp> stamp) {
  effects_.bytes += envelope.bytes().size();
  effects_.writes.emplace_back(KeepEnvelope{std::move(envelope), stamp});
}

void Outbox::forget(EnvelopeId id) {
  effects_.writes.emplace_back(ForgetEnvelope{id});
}

void Outbox::send(LinkId link, Bytes bytes) {
  effects_.bytes += bytes.size();
  effects_.releases.emplace_back(SendBytes{link, std::move(bytes)});
}

void Outbox::dial(DialId dial, Address address) {
  effects_.releases.emplace_back(Dial{dial, std::move(address)});
}

void Outbox::close(LinkId link) {
  effects_.releases.emplace_back(CloseLink{link});
}

void Outbox::respond(RequestId request, Answer answer) {
  effects_.releases.emplace_back(Respond{request, std::move(answer)});
}

void Outbox::notify(Notice notice) {
  effects_.releases.emplace_back(Notify{std::move(notice)});
}

}  // namespace tocsin
