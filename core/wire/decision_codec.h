// Bodies of the statements from proposal to ack, and of relay certs (coalition.md §3).
#pragma once

#include "core/model/decision.h"
#include "core/model/relay.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Proposal>(const Proposal& proposal);
template <>
Result<Proposal> decode<Proposal>(ByteView body);

template <>
Bytes encode<Signoff>(const Signoff& signoff);
template <>
Result<Signoff> decode<Signoff>(ByteView body);

template <>
Bytes encode<Call>(const Call& call);
template <>
Result<Call> decode<Call>(ByteView body);

template <>
Bytes encode<Stop>(const Stop& stop);
template <>
Result<Stop> decode<Stop>(ByteView body);

template <>
Bytes encode<Ack>(const Ack& ack);
template <>
Result<Ack> decode<Ack>(ByteView body);

template <>
Bytes encode<RelayCert>(const RelayCert& cert);
template <>
Result<RelayCert> decode<RelayCert>(ByteView body);

template <>
Bytes encode<RelayDrop>(const RelayDrop& drop);
template <>
Result<RelayDrop> decode<RelayDrop>(ByteView body);

}  // namespace tocsin::wire
