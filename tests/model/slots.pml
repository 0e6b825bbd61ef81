/* One device and its slots (statements of one number): what it promises is on disk before it leaves, so no crash makes
 * it sign two contents for one slot. The network keeps all that was ever sent, and gives it back in any order.
 *   PLANT_RELEASE_FIRST   sends before the promise is stored
 *   PLANT_FORGET          counts on from memory after a crash */
#define SLOTS 3
#define CRASHES 2
#define NONE 0

byte stored[SLOTS];      /* content promised, on disk */
byte sent[SLOTS];        /* content that left, for ever */
byte next_disk, next;    /* the next free slot: on disk, in memory */
byte crashes;

inline release(slot, content) {
  if
  :: sent[slot] != NONE -> assert(sent[slot] == content)   /* one slot never holds two contents */
  :: else -> sent[slot] = content
  fi
}

/* What must be signed is not known before: chance. A retry may want another content in the same slot. */
proctype device() {
  byte slot, content;
wait:
  do
  :: next < SLOTS ->
    slot = next;
    if
    :: content = 1
    :: content = 2
    fi;
#ifdef PLANT_RELEASE_FIRST
    release(slot, content);
    if
    :: crashes < CRASHES -> crashes++; goto restart
    :: true
    fi;
#endif
#ifdef PLANT_FORGET
    atomic { stored[slot] = content; next = slot + 1 }
#else
    atomic { stored[slot] = content; next_disk = slot + 1; next = next_disk }   /* one batch, one commit */
#endif
    if
    :: crashes < CRASHES -> crashes++; goto restart      /* between promise and send */
    :: true
    fi;
    release(slot, content)
  :: crashes < CRASHES -> crashes++; goto restart
  :: next >= SLOTS -> break
  od;
  goto done;
restart:
  next = next_disk;
  /* What was promised and perhaps not sent goes out again, as it was promised. */
  slot = 0;
  do
  :: slot < next_disk ->
    if
    :: release(slot, stored[slot])
    :: true
    fi;
    slot++
  :: else -> break
  od;
  goto wait;
done:
  true
}

init { run device() }
