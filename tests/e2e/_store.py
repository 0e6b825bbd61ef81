"""A second reader of a profile's store, written from its description (docs/ARCHITECTURE.md, the store) and not from the program:
what somebody finds who has the disk and the key. Through libsodium and libsqlcipher, as they come with the system."""
import ctypes
import ctypes.util
import hashlib

TABLES = {1: "identity", 2: "events", 3: "carry", 10: "link_keys", 20: "peers", 21: "mesh_list", 22: "receipts",
          23: "upkeep", 30: "device_keys", 31: "member_keys", 32: "channels", 33: "epochs", 34: "chains", 35: "records", 36: "invites",
          37: "mesh_keys", 38: "waiting", 39: "stamp_keys", 50: "statements", 51: "slots", 52: "drafts", 53: "sightings",
          54: "reviews", 70: "roster", 71: "pledges", 72: "tests", 73: "campaigns", 74: "votes", 75: "contracts",
          76: "report_salts", 77: "exports", 78: "sharing", 90: "spool_keys"}


def library(name, file):
    return ctypes.CDLL(ctypes.util.find_library(name) or file)


def opened(key, nonce, associated, sealed):
    """XChaCha20-Poly1305; nothing if the key does not open it."""
    plain = ctypes.create_string_buffer(max(1, len(sealed) - 16))
    size = ctypes.c_ulonglong()
    failed = library("sodium", "libsodium.so.23").crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, ctypes.byref(size), None, sealed, ctypes.c_ulonglong(len(sealed)), associated,
        ctypes.c_ulonglong(len(associated)), nonce, key)
    return None if failed else plain.raw[:size.value]


def key_by_passphrase(folder, passphrase):
    file = (folder / "key").read_bytes()
    salt, memory_kib, passes = file[1:17], int.from_bytes(file[17:21], "little"), int.from_bytes(file[21:25], "little")
    key = ctypes.create_string_buffer(32)
    text = passphrase.encode()
    failed = library("sodium", "libsodium.so.23").crypto_pwhash(
        key, ctypes.c_ulonglong(32), text, ctypes.c_ulonglong(len(text)), salt, ctypes.c_ulonglong(passes),
        ctypes.c_size_t(memory_kib * 1024), 2)
    if failed:
        raise OSError("no memory for the passphrase")
    return key.raw


class Store:
    """Opened as a copy would be: the daemon of this profile must have ended."""

    def __init__(self, folder, unlock_key):
        file = (folder / "key").read_bytes()
        label = b"tocsin/store/wrap"
        wrap = hashlib.blake2b(bytes([len(label)]) + label, digest_size=32, key=unlock_key).digest()
        key = opened(wrap, file[25:49], file[:25], file[49:97])
        if key is None:
            raise PermissionError("another unlock key")
        self.sql = library("sqlcipher", "libsqlcipher.so.0")
        self.sql.sqlite3_column_blob.restype = ctypes.c_void_p
        self.sql.sqlite3_column_int64.restype = ctypes.c_int64
        self.connection = ctypes.c_void_p()
        raw = f"x'{key.hex()}'".encode()
        if self.sql.sqlite3_open_v2(str(folder / "store.db").encode(), ctypes.byref(self.connection), 2, None) != 0 or \
                self.sql.sqlite3_key(self.connection, raw, len(raw)) != 0:
            raise OSError("the store does not open")
        for pragma in ("cipher_compatibility=3", "cipher_page_size=4096"):
            self.rows(f"PRAGMA {pragma}")

    def rows(self, query):
        """Integers as integers, NULL as None, all else as bytes."""
        statement = ctypes.c_void_p()
        if self.sql.sqlite3_prepare_v2(self.connection, query.encode(), -1, ctypes.byref(statement), None) != 0:
            raise OSError(f"the store does not answer: {query}")
        found = []
        while self.sql.sqlite3_step(statement) == 100:
            found.append(tuple(self.column(statement, i) for i in range(self.sql.sqlite3_column_count(statement))))
        self.sql.sqlite3_finalize(statement)
        return found

    def column(self, statement, i):
        kind = self.sql.sqlite3_column_type(statement, i)
        if kind == 5:
            return None
        if kind == 1:
            return self.sql.sqlite3_column_int64(statement, i)
        at = self.sql.sqlite3_column_blob(statement, i)
        return ctypes.string_at(at, self.sql.sqlite3_column_bytes(statement, i)) if at else b""

    def items(self):
        """(table, key, value), sealed values opened with their slot's key."""
        keys = dict(self.rows("SELECT slot, k FROM key_slot"))
        for number, key, slot, value in self.rows("SELECT tbl, key, slot, value FROM item"):
            if slot is not None:
                value = opened(keys[slot][:32], bytes(24), bytes([number]) + key, value)
            yield TABLES.get(number, str(number)), key, value

    def envelopes(self):
        return [row[0] for row in self.rows("SELECT bytes FROM envelope")]

    def close(self):
        self.sql.sqlite3_close(self.connection)
