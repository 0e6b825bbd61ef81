"""The one encoding of a body (statements.md §5): a reader and a writer of protobuf driven by a schema, by hand. What does
not encode back to the bytes that were read is refused, and so is every value out of its range."""
import functools
import unicodedata

TIME_MAX = 253_402_300_799_999
ELEMENTS_MAX = 8_192
DEPTH_MAX = 8
NEWLINES_FROM = 300


class Malformed(Exception):
    """A body that is not the one encoding of a value."""


class Field:
    """One field: a kind that reads and writes one value, and how often it may stand there."""

    def __init__(self, number, name, kind, *, most=None, least=0, key=None, is_list=False, nonzero=False):
        self.number, self.name, self.kind = number, name, kind
        self.most, self.least, self.key, self.is_list, self.nonzero = most, least, key, is_list, nonzero


class Number:
    def __init__(self, bits=32, least=0, most=None):
        self.least, self.most = least, (1 << bits) - 1 if most is None else most

    def check(self, value):
        if not self.least <= value <= self.most:
            raise Malformed("a number out of range")
        return value

    default = 0


class Bool(Number):
    def __init__(self):
        super().__init__(1)

    default = 0


class Ident:
    """An id: its bytes, or empty for none. Where it must name something, zeros are refused."""

    def __init__(self, size=32, may_be_none=False):
        self.size, self.may_be_none = size, may_be_none

    def check(self, value):
        if not value and self.may_be_none:
            return bytes(self.size)
        if len(value) != self.size or not any(value):
            raise Malformed("not an id")
        return value

    default = b""


class Raw:
    """Bytes of one length that are no id: keys, hashes, signatures."""

    def __init__(self, size):
        self.size = size

    def check(self, value):
        if len(value) != self.size:
            raise Malformed("bytes of another length")
        return value

    default = b""


class Text:
    def __init__(self, most, *, is_name=False, least=0, pattern=None):
        self.most, self.is_name, self.least, self.pattern = most, is_name, least, pattern

    def check(self, value):
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed("no UTF-8") from error
        if len(value) > self.most or len(value) < self.least:
            raise Malformed("a text too long or missing")
        for char in text:
            if char == "\n" and self.most >= NEWLINES_FROM and not self.is_name:
                continue
            if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"):
                raise Malformed("a character that no text may hold")
        if self.is_name:
            if text != unicodedata.normalize("NFC", text) or text != text.strip(" ") or len(text) > 40:
                raise Malformed("not a name")
        if self.pattern and not self.pattern.fullmatch(text):
            raise Malformed("not of the pattern")
        return value

    default = b""


class Message:
    def __init__(self, *fields, absent_if_empty=False, check=None):
        self.fields = fields
        self.by_number = {field.number: field for field in fields}
        self.absent_if_empty, self.rule = absent_if_empty, check


# -------------------------------------------------------------------------------------------------- reading

def _varint(data, at):
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise Malformed("a number that does not end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _elements(data, schema, count, depth):
    """Number, wire type, value of each field; `count` is a list of one, so that all messages share the bound."""
    if depth > DEPTH_MAX:
        raise Malformed("messages too deep")
    at, out = 0, []
    while at < len(data):
        count[0] += 1
        if count[0] > ELEMENTS_MAX:
            raise Malformed("too many elements")
        tag, at = _varint(data, at)
        if tag & 7 == 0:
            value, at = _varint(data, at)
        elif tag & 7 == 2:
            length, at = _varint(data, at)
            value = data[at:at + length]
            if len(value) != length:
                raise Malformed("bytes that do not end")
            at += length
        else:
            raise Malformed("a wire type that no field has")
        field = schema.by_number.get(tag >> 3)
        if field is None:
            raise Malformed("an unknown field")
        is_scalar = isinstance(field.kind, Number) and field.most is None
        if (tag & 7 == 0) != is_scalar:
            raise Malformed("another wire type")
        out.append((field, value))
    return out


def _read(data, schema, count, depth):
    found = {}
    for field, value in _elements(data, schema, count, depth):
        if isinstance(field.kind, Message):
            value = _read(value, field.kind, count, depth + 1)
        elif isinstance(field.kind, Number) and field.most is not None:
            value = _unpacked(value)
        if field.most is None:
            if field.name in found:
                raise Malformed("a field twice")
            found[field.name] = value
        else:
            found.setdefault(field.name, []).extend(value if isinstance(field.kind, Number) else [value])
    return {field.name: _checked(field, found.get(field.name)) for field in schema.fields}


def _unpacked(data):
    at, out = 0, []
    while at < len(data):
        value, at = _varint(data, at)
        out.append(value)
    return out


def _checked(field, value):
    if field.most is not None:
        return _checked_list(field, value or [])
    if isinstance(field.kind, Message):
        if value is None:
            if not field.kind.absent_if_empty:
                raise Malformed("a message that is always written")
            return blank(field.kind)
        if field.kind.rule:
            field.kind.rule(value)
        return value
    return field.kind.check(field.kind.default if value is None else value)


def _checked_list(field, values):
    if not field.least <= len(values) <= field.most:
        raise Malformed("a list too long or too short")
    for value in values:
        if isinstance(field.kind, Message):
            if field.kind.rule:
                field.kind.rule(value)
        else:
            field.kind.check(value)
    if not field.is_list:
        keys = [field.key(value) if field.key else value for value in values]
        if any(not one < other for one, other in zip(keys, keys[1:])):
            raise Malformed("a set out of order")
    return values


# -------------------------------------------------------------------------------------------------- writing

def _put_varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _put_bytes(number, value):
    return _put_varint(number << 3 | 2) + _put_varint(len(value)) + value


def write(value, schema):
    out = b""
    for field in schema.fields:
        one = value[field.name]
        if field.most is not None:
            out += _put_list(field, one)
        elif isinstance(field.kind, Message):
            body = write(one, field.kind)
            if body or not field.kind.absent_if_empty:
                out += _put_bytes(field.number, body)
        elif isinstance(field.kind, Number):
            out += _put_varint(field.number << 3) + _put_varint(one) if one else b""
        elif one and (any(one) or not isinstance(field.kind, Ident)):
            out += _put_bytes(field.number, one)
    return out


def _put_list(field, values):
    if isinstance(field.kind, Number):
        return _put_bytes(field.number, b"".join(map(_put_varint, values))) if values else b""
    return b"".join(_put_bytes(field.number, write(one, field.kind) if isinstance(field.kind, Message) else one)
                    for one in values)


@functools.lru_cache(8_192)
def read(data, schema):
    """The value of a body, by names; Malformed unless these bytes are its one encoding. Nobody changes what it gives."""
    value = _read(data, schema, [0], 1)
    if schema.rule:
        schema.rule(value)
    if write(value, schema) != data:
        raise Malformed("not the one encoding")
    return value


def blank(schema):
    """A value of a schema in which nothing is said yet."""
    out = {}
    for field in schema.fields:
        is_one = isinstance(field.kind, Message) and field.most is None
        out[field.name] = blank(field.kind) if is_one else [] if field.most is not None else field.kind.default
    return out
