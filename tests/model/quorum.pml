/* From mandate to T0 (coalition.md §7, §8; decisions.md §4): four orgs of k = 1, one proposal, two calls that both name
 * org 0 as their target, stops, and one device (org 3's) that signs anything, at any time, with any date.
 *
 * The network loses and reorders: what was sent stays, and the node we watch (org 0's own) takes it when it likes, or
 * never. Signing needs no more than that something was sent: a device may have seen any part of it, and the rules are
 * monotone, so the most permissive view is the whole. An abort may be sent by anybody at any time; that the node takes
 * one is the step that counts.
 *
 * Rules: mandate and call 3 of 4, abort 2 of 4 or the own org. Person 0 has two devices, 0 and 4.
 *
 *   PLANT_COUNT_DEVICES   approvals are counted by device
 *   PLANT_NO_HOLD         approvals of the call count before the hold is over
 *   PLANT_LATE_ABORT      an abort first seen after T0 ends what runs
 *   PLANT_NO_JOIN         a call starts without the target's join
 *   PLANT_TWO_JOINS       the org joins a second live call
 *   PLANT_DEAF            an abort that counted before T0 does not stop the start */
#define ORGS 4
#define DEVICES 5
#define LIAR 3
#define NEED 3
#define NEED_ABORT 2
#define HOLD 1
#define T0 3
#define NEVER 9

#define bit(mask, at) (((mask) >> (at)) & 1)

/* Truth: what a person of the coalition would count by hand. One bit an org. */
#define orgs_of(mask) ((bit(mask, 0) | bit(mask, 4)) + bit(mask, 1) + bit(mask, 2) + bit(mask, 3))
#ifdef PLANT_COUNT_DEVICES
#define counted(mask) (bit(mask, 0) + bit(mask, 4) + bit(mask, 1) + bit(mask, 2) + bit(mask, 3))
#else
#define counted(mask) (orgs_of(mask))
#endif

mtype = { AWAITED, CALLED, ABORTED, IN_EFFECT, UNCONFIRMED };

byte now;
byte approved[2];         /* devices that approved the proposal at time 0, at time 1; forgotten once it is mandated */
byte mandated = NEVER;    /* mandate time: when the rule was first met */
bool is_mandate;          /* was it, by truth? */
byte good[2];             /* of each call: devices that approved when the hold was over */
byte early[2];            /* ... and before */
byte joined;              /* calls org 0 joined: on disk before it is sent, so no crash forgets it */
bool has_crashed;
byte aborts;              /* of call 0: orgs whose abort our node has taken */
bool is_aborted_before;   /* they met the rule before T0 */
bool was_awake;           /* at T0 */
mtype state[2] = AWAITED;
bool has_run;             /* call 0 was once in effect */

#ifdef PLANT_NO_HOLD
#define usable(call) (good[call] | early[call])
#else
#define usable(call) (good[call])
#endif

#ifdef PLANT_NO_JOIN
#define has_join(call) true
#else
#define has_join(call) bit(joined, call)
#endif

#define is_certified(call) (mandated != NEVER && counted(usable(call)) >= NEED && has_join(call))
#define is_abort (bit(aborts, 0) || orgs_of(aborts) >= NEED_ABORT)
#define is_own(device) (device == 0 || device == 4)

inline look_at_mandate() {
  if
  :: counted(approved[0]) >= NEED -> mandated = 0; is_mandate = orgs_of(approved[0]) >= NEED
  :: counted(approved[0]) < NEED && counted(approved[0] | approved[1]) >= NEED ->
    mandated = 1;
    is_mandate = orgs_of(approved[0] | approved[1]) >= NEED
  :: else
  fi;
  if
  :: mandated != NEVER -> approved[0] = 0; approved[1] = 0
  :: else
  fi
}

/* What IN_EFFECT promises. */
inline start(call) {
  assert(is_mandate);
  assert(orgs_of(good[call]) >= NEED);
  assert(bit(joined, call));
  assert(call != 0 || !is_aborted_before);
  assert(state[1 - call] != IN_EFFECT);
  state[call] = IN_EFFECT;
  has_run = has_run || call == 0
}

/* Approvals of the proposal: honest ones bear the time they were made. */
proctype approve() {
  byte device;
end:
  do
  :: atomic { now < 2 && mandated == NEVER ->
    select(device: 0 .. DEVICES - 1);
    if
    :: !bit(approved[0] | approved[1], device) ->
      if
      :: approved[now] = approved[now] | (1 << device)
      :: device == LIAR -> approved[0] = approved[0] | (1 << device)
      fi;
      look_at_mandate()
    :: else
    fi;
    device = 0 }
  od
}

/* An approval of a call, and with org 0's its join: the promise is on disk first, and the device may die before it sends
 * and never come back to it. */
inline promise(device, call) {
  joined = joined | (is_own(device) << call);
  if
  :: !has_crashed -> has_crashed = true
  :: good[call] = good[call] | (1 << device)
  fi
}

proctype sign_calls() {
  byte device, call;
end:
  do
  :: atomic { now < T0 ->
    select(device: 0 .. DEVICES - 1);
    select(call: 0 .. 1);
    if
    :: bit(good[call] | early[call], device)
    :: device == LIAR && !bit(good[call] | early[call], device) ->
      if
      :: mandated != NEVER -> good[call] = good[call] | (1 << device)
      :: early[call] = early[call] | (1 << device)
      fi
#ifdef PLANT_NO_HOLD
    :: device != LIAR && mandated != NEVER && now < mandated + HOLD ->
      early[call] = early[call] | (1 << device);
      joined = joined | (is_own(device) << call)
#endif
    :: device != LIAR && !bit(good[call] | early[call], device) && mandated != NEVER && now >= mandated + HOLD ->
#ifndef PLANT_TWO_JOINS
      if
      :: is_own(device) && bit(joined, 1 - call)        /* joined already: signs no other live call */
      :: !is_own(device) || !bit(joined, 1 - call) -> promise(device, call)
      fi
#else
      promise(device, call)
#endif
    :: else
    fi;
    device = 0;
    call = 0 }
  od
}

inline take_abort(org) {
  aborts = aborts | (1 << org);
  if
  :: is_abort && now < T0 ->
    is_aborted_before = true;
#ifndef PLANT_DEAF
    if
    :: state[0] == CALLED -> state[0] = ABORTED
    :: else
    fi
#endif
#ifdef PLANT_LATE_ABORT
  :: is_abort && now >= T0 && state[0] == IN_EFFECT -> state[0] = ABORTED
#endif
  :: else
  fi;
  assert(!has_run || state[0] == IN_EFFECT)             /* a late abort changes nothing */
}

/* The node of org 0: what it takes in, in any order, and what it decides once at T0. */
proctype node() {
  byte call, org;
end:
  do
  :: atomic { aborts != 15 ->
    select(org: 0 .. ORGS - 1);
    take_abort(org);
    org = 0 }
  :: atomic { now < T0 && state[0] == AWAITED && is_certified(0) ->
#ifdef PLANT_DEAF
    state[0] = CALLED
#else
    state[0] = (is_aborted_before -> ABORTED : CALLED)  /* a stop before its call lands dead */
#endif
    }
  :: atomic { now < T0 && state[1] == AWAITED && is_certified(1) -> state[1] = CALLED }
  :: atomic { now == T0 ->
    select(call: 0 .. 1);
    if
    :: was_awake && state[call] == CALLED -> start(call)
    :: (!was_awake && state[call] == CALLED) || (state[call] == AWAITED && is_certified(call)) ->   /* no witness */
      if
      :: call == 0 && is_abort -> state[call] = UNCONFIRMED
      :: else -> start(call)
      fi
    :: else
    fi;
    call = 0 }
  od
}

proctype clock() {
  do
  :: atomic { now < T0 - 1 -> now++ }
  :: atomic { now == T0 - 1 ->
    now = T0;
    if
    :: was_awake = true
    :: was_awake = false
    fi }
  :: now == T0 -> break
  od
}

init {
  atomic { run approve(); run sign_calls(); run node(); run clock() }
}
