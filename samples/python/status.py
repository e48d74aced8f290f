"""PerfectHash from 64-bit Python for Windows, with ctypes alone: a table of HTTP status codes.

A key's position in the table is its position in the list that the table was made from.
Members are called by name (IDispatch); IPerfectHashTableNative is called by the places of its members in PerfectHash.idl.

    python status.py
"""
import ctypes
import sys
import uuid
from ctypes import POINTER, Structure, byref, c_char_p, c_int32, c_uint16, c_uint32, c_uint64, c_void_p, cast

ole32, oleaut32 = ctypes.WinDLL("ole32"), ctypes.WinDLL("oleaut32")
for function in (oleaut32.SysAllocStringLen, oleaut32.SafeArrayCreateVector):
    function.restype = c_void_p

VT_I4, VT_BSTR, VT_DISPATCH, VT_I8, VT_UI4, VT_ARRAY = 3, 8, 9, 20, 19, 0x2000
DISPATCH_METHOD_OR_GET = 3
DISP_E_EXCEPTION = 0x80020009


class Guid(Structure):
    _fields_ = [("data", c_uint32 * 4)]

    def __init__(self, text):
        super().__init__((c_uint32 * 4).from_buffer_copy(uuid.UUID(text).bytes_le))


IID_NULL = Guid("00000000-0000-0000-0000-000000000000")
IID_IDISPATCH = Guid("00020400-0000-0000-c000-000000000046")
IID_NATIVE = Guid("25179ad9-69ec-4500-af21-04e718e1e734")


class ComError(Exception):
    def __init__(self, code, text):
        super().__init__(f"{text} (0x{code & 0xFFFFFFFF:08X})")


def check(hr):
    if hr < 0:
        raise ComError(hr, "failed")


def text_of(bstr):
    """A BSTR is UTF-16 code units; their number of bytes stands before them."""
    return ctypes.string_at(bstr, oleaut32.SysStringByteLen(c_void_p(bstr))).decode("utf-16-le") if bstr else ""


class Variant(Structure):
    """A VARIANT on 64-bit Windows: 24 bytes. What it holds is freed with it."""
    _fields_ = [("vt", c_uint16), ("reserved", c_uint16 * 3), ("value", c_uint64 * 2)]

    def __init__(self, value=None):
        super().__init__()
        if isinstance(value, int):
            self.vt, self.value[0] = VT_I8, value & 0xFFFFFFFFFFFFFFFF
        elif isinstance(value, str):
            units = value.encode("utf-16-le")
            self.vt, self.value[0] = VT_BSTR, oleaut32.SysAllocStringLen(c_char_p(units), c_uint32(len(units) // 2))
        elif value is not None:
            self.vt, self.value[0] = VT_ARRAY | VT_UI4, array_of(value)

    def get(self):
        if self.vt == VT_BSTR:
            return text_of(self.value[0])
        if self.vt == VT_ARRAY | VT_I4:
            return elements_of(self.value[0])
        if self.vt == VT_DISPATCH:
            found = Object(self.value[0])
            self.vt = 0         # its reference is the object's now
            return found
        return c_int32(self.value[0]).value

    def __del__(self):
        oleaut32.VariantClear(byref(self))


def data_of(array):
    data = c_void_p()
    check(oleaut32.SafeArrayAccessData(c_void_p(array), byref(data)))
    oleaut32.SafeArrayUnaccessData(c_void_p(array))
    return data


def array_of(keys):
    """Returns a SAFEARRAY of 32-bit keys: one allocation, one copy."""
    array = oleaut32.SafeArrayCreateVector(c_uint16(VT_UI4), c_int32(0), c_uint32(len(keys)))
    ctypes.memmove(data_of(array), (c_uint32 * len(keys))(*keys), 4 * len(keys))
    return array


def elements_of(array):
    upper = c_int32()
    check(oleaut32.SafeArrayGetUBound(c_void_p(array), c_uint32(1), byref(upper)))
    return list(cast(data_of(array), POINTER(c_int32))[:upper.value + 1])


class Arguments(Structure):
    """DISPPARAMS: the arguments from the last to the first."""
    _fields_ = [("values", POINTER(Variant)), ("named", c_void_p), ("count", c_uint32), ("named_count", c_uint32)]


class Exceptional(Structure):
    """EXCEPINFO: what a failed call says of itself."""
    _fields_ = [("code", c_uint16), ("reserved", c_uint16), ("source", c_void_p), ("description", c_void_p), ("help_file", c_void_p),
                ("help_context", c_uint32), ("reserved_pointer", c_void_p), ("fill_in", c_void_p), ("scode", c_int32)]


class Object:
    """A reference to a COM object, given back when it goes."""

    def __init__(self, pointer):
        self.pointer = c_void_p(pointer)

    def slot(self, number, result, *types):
        """Returns the member at a place of the vtable: 0 to 2 are IUnknown's, 3 to 6 IDispatch's."""
        vtable = cast(self.pointer, POINTER(POINTER(c_void_p))).contents
        function = ctypes.WINFUNCTYPE(result, c_void_p, *types)(vtable[number])
        return lambda *arguments: function(self.pointer, *arguments)

    def query(self, iid):
        found = c_void_p()
        check(self.slot(0, c_int32, c_void_p, c_void_p)(byref(iid), byref(found)))
        return Object(found.value)

    def call(self, name, *arguments):
        """Calls a method, or gets a property."""
        units, member = name.encode("utf-16-le") + b"\0\0", c_int32()
        names = (c_char_p * 1)(units)
        check(self.slot(5, c_int32, c_void_p, c_void_p, c_uint32, c_uint32, c_void_p)(byref(IID_NULL), byref(names), 1, 0, byref(member)))
        values = (Variant * len(arguments))()
        given = [Variant(argument) for argument in reversed(arguments)]
        for i, value in enumerate(given):
            ctypes.memmove(byref(values, 24 * i), byref(value), 24)
        packed, result, exception = Arguments(values, None, len(given), 0), Variant(), Exceptional()
        hr = self.slot(6, c_int32, c_int32, c_void_p, c_uint32, c_uint16, c_void_p, c_void_p, c_void_p, c_void_p)(
            member, byref(IID_NULL), 0, DISPATCH_METHOD_OR_GET, byref(packed), byref(result), byref(exception), None)
        if hr & 0xFFFFFFFF == DISP_E_EXCEPTION:
            text = text_of(exception.description)
            for bstr in (exception.source, exception.description, exception.help_file):
                oleaut32.SysFreeString(c_void_p(bstr))
            raise ComError(exception.scode, text)
        check(hr)
        return result.get()

    def __del__(self):
        self.slot(2, c_uint32)()


def create(clsid):
    found = c_void_p()
    check(ole32.CoCreateInstance(byref(Guid(clsid)), None, c_uint32(1), byref(IID_IDISPATCH), byref(found)))
    return Object(found.value)


CODES = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500]
TEXTS = ["OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized", "Forbidden", "Not Found",
         "Internal Server Error"]


def main():
    context = create("d252fc77-fdaf-4a14-8719-a7e8f1fc5526")
    table = context.call("TableCreateFromKeys", CODES, "HttpStatus")
    print(f"{table.call('Name')}: {table.call('KeyCount')} keys")

    # One key that is known to be in the set (Index), one that may not be (Find), and many at once.
    print(f"404: {TEXTS[table.call('Index', 404)]}")
    position = table.call("Find", 418)
    print(f"418: {'not in the table' if position < 0 else TEXTS[position]}")
    seen = [500, 200, 301]
    for code, position in zip(seen, table.call("IndexMany", seen)):
        print(f"{code}: {TEXTS[position]}")

    # Without VARIANTs: Index is the first member of IPerfectHashTableNative.
    native = table.query(IID_NATIVE)
    print(f"304: {TEXTS[native.slot(3, c_uint32, c_uint64)(304)]}")

    # A keys file that isn't there.
    try:
        context.call("TableCreate", "no-such.keys")
    except ComError as error:
        print(error)


if __name__ == "__main__":
    check(ole32.CoInitializeEx(None, 0))
    main()
    sys.stdout.flush()
    ole32.CoUninitialize()
