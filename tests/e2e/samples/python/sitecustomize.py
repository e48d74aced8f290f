"""Gives Debian's ctypes what ctypes has on Windows: WinDLL and WINFUNCTYPE, for at most ten integers and pointers. See host.c."""
import ctypes
import os

WORDS = ctypes.c_uint64 * 10
CALL = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64))(int(os.environ["WINE_CALL"], 16))


def word(argument):
    """Returns an argument as ctypes passes it, in 64 bits."""
    if argument is None:
        return 0
    if isinstance(argument, int):
        return argument
    if type(argument).__name__ == "CArgObject":
        return ctypes.addressof(argument._obj)
    if isinstance(argument, (ctypes.c_char_p, bytes)):
        return ctypes.cast(argument, ctypes.c_void_p).value or 0
    if isinstance(argument, ctypes._SimpleCData):
        return argument.value or 0
    raise TypeError(f"{argument!r} is not an integer or a pointer")


class Function:
    def __init__(self, address, restype, *argtypes):
        self.address, self.restype, self.argtypes = address, restype, argtypes

    def __call__(self, *arguments):
        if self.argtypes and len(self.argtypes) != len(arguments):
            raise TypeError(f"{len(self.argtypes)} arguments are declared and {len(arguments)} given")
        words = WORDS(*(word(argument) & 0xFFFFFFFFFFFFFFFF for argument in arguments))
        return self.restype(CALL(self.address, words)).value


class WinDLL:
    load = Function(int(os.environ["WINE_LOAD_LIBRARY"], 16), ctypes.c_void_p)
    find = Function(int(os.environ["WINE_GET_PROC_ADDRESS"], 16), ctypes.c_void_p)

    def __init__(self, name):
        self.handle = self.load(name.encode())

    def __getattr__(self, name):
        address = self.find(self.handle, name.encode())
        if not address:
            raise AttributeError(name)
        function = Function(address, ctypes.c_int32)
        setattr(self, name, function)
        return function


ctypes.WinDLL = WinDLL
ctypes.WINFUNCTYPE = lambda restype, *argtypes: lambda address: Function(address, restype, *argtypes)
