// Helpers of the COM tests: apartments, smart pointers, error texts, a temporary folder. Everything
// goes through the contract.
#pragma once
#include <windows.h>
#include <oleauto.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "support/handle_count.h"
#include "support/patience.h"

// The apartment of tests that work in either: COINIT_MULTITHREADED, or what
// PERFECTHASH_TEST_APARTMENT=STA says.
DWORD EitherApartment();

struct Apartment {
    DWORD model;
    explicit Apartment(DWORD threading = EitherApartment()) : model(threading)
    {
        REQUIRE(SUCCEEDED(CoInitializeEx(nullptr, model)));
    }
    ~Apartment();
};

template <class T> struct Com {
    T *p = nullptr;
    Com() = default;
    Com(const Com &other) : p(other.p)
    {
        if (p)
            p->AddRef();
    }
    Com &operator=(Com other)
    {
        std::swap(p, other.p);
        return *this;
    }
    ~Com() { reset(); }
    void reset()
    {
        if (p)
            p->Release();
        p = nullptr;
    }
    T *operator->() const { return p; }
    T **out()
    {
        reset();
        return &p;
    }
    // Another interface of the object; empty when it has none.
    template <class U> Com<U> query(const IID &iid) const
    {
        Com<U> other;
        p->QueryInterface(iid, reinterpret_cast<void **>(other.out()));
        return other;
    }
};

struct Bstr {
    BSTR p = nullptr;
    Bstr() = default;
    explicit Bstr(const wchar_t *text) : p(SysAllocString(text)) {}
    Bstr(const Bstr &) = delete;
    Bstr &operator=(const Bstr &) = delete;
    ~Bstr() { SysFreeString(p); }
    operator BSTR() const { return p; }
    BSTR *out()
    {
        SysFreeString(p);
        p = nullptr;
        return &p;
    }
    std::wstring str() const { return p ? std::wstring(p, SysStringLen(p)) : std::wstring(); }
};

struct Var {
    VARIANT v;
    Var() { VariantInit(&v); }
    Var(LONG x)
    {
        VariantInit(&v);
        V_VT(&v) = VT_I4;
        V_I4(&v) = x;
    }
    Var(const Var &other)
    {
        VariantInit(&v);
        VariantCopy(&v, const_cast<VARIANT *>(&other.v));
    }
    Var &operator=(const Var &) = delete;
    ~Var() { VariantClear(&v); }
    VARIANT *out()
    {
        VariantClear(&v);
        return &v;
    }
    static Var text(const wchar_t *s)
    {
        Var r;
        V_VT(&r.v) = VT_BSTR;
        V_BSTR(&r.v) = SysAllocString(s);
        return r;
    }
    static Var real(double x)
    {
        Var r;
        V_VT(&r.v) = VT_R8;
        V_R8(&r.v) = x;
        return r;
    }
    static Var i64(LONGLONG x)
    {
        Var r;
        V_VT(&r.v) = VT_I8;
        V_I8(&r.v) = x;
        return r;
    }
    static Var u32(ULONG x)
    {
        Var r;
        V_VT(&r.v) = VT_UI4;
        V_UI4(&r.v) = x;
        return r;
    }
};

// A vector of a fundamental type as VT_ARRAY | vt.
template <class T> Var ArrayOf(VARTYPE vt, const std::vector<T> &values, LONG lowerBound = 0)
{
    Var r;
    SAFEARRAYBOUND bound = {static_cast<ULONG>(values.size()), lowerBound};
    SAFEARRAY *array = SafeArrayCreate(vt, 1, &bound);
    REQUIRE(array);
    void *data;
    REQUIRE(SafeArrayAccessData(array, &data) == S_OK);
    if (!values.empty())
        CopyMemory(data, values.data(), values.size() * sizeof(T));
    SafeArrayUnaccessData(array);
    V_VT(&r.v) = static_cast<VARTYPE>(VT_ARRAY | vt);
    V_ARRAY(&r.v) = array;
    return r;
}

// VT_ARRAY | VT_VARIANT of copies.
inline Var ArrayOfVariants(std::initializer_list<Var> values)
{
    Var r;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, static_cast<ULONG>(values.size()));
    REQUIRE(array);
    LONG i = 0;
    for (const Var &value : values) {
        SafeArrayPutElement(array, &i, const_cast<VARIANT *>(&value.v));
        i++;
    }
    V_VT(&r.v) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&r.v) = array;
    return r;
}

// The longs of a VT_ARRAY | VT_I4 or VT_ARRAY | VT_VARIANT result, whose lower bound must be 0.
std::vector<LONG> Longs(const Var &array);

// The strings of a VT_ARRAY | VT_VARIANT result.
std::vector<std::wstring> Strings(const Var &array);

// The message of the thread's IErrorInfo, taken; empty when there is none. The source and the
// interface it names go to *source and *iid.
std::wstring ErrorText(std::wstring *source = nullptr, IID *iid = nullptr);

// Whether the message has this text. Takes it.
bool ErrorTells(const std::wstring &text);

Com<IPerfectHashIocpContext> NewContext();
Com<IPerfectHashTable> TableOf(IPerfectHashIocpContext *context, const std::vector<uint32_t> &keys,
                               const wchar_t *options = L"");

// n distinct keys without order, the same each time.
std::vector<uint32_t> SomeKeys(size_t n, uint32_t seed = 1);

// A folder that goes away with the object, and everything in it.
struct TemporaryFolder {
    std::wstring path;
    TemporaryFolder();
    ~TemporaryFolder();
    std::wstring file(const wchar_t *name) const { return path + L"\\" + name; }
    std::wstring write(const wchar_t *name, const void *bytes, size_t size) const;
    std::wstring write(const wchar_t *name, const std::vector<uint32_t> &keys) const
    {
        return write(name, keys.data(), keys.size() * sizeof keys[0]);
    }
};

std::vector<uint8_t> FileBytes(const std::wstring &path);
size_t FilesBelow(const std::wstring &folder);

// keys\\set100.keys and so on, the i-th of 50 + 13 i keys, and one that is no keys file.
struct KeysFolder : TemporaryFolder {
    explicit KeysFolder(size_t count, bool withBad = false);
    std::wstring keys() const { return path + L"\\keys"; }
    std::wstring out() const { return path + L"\\out"; }
};

// A bulk run of the folder, which makes all of its tables in its `out`.
Com<IPerfectHashTables> MakeTables(const Com<IPerfectHashIocpContext> &context, const KeysFolder &folder);
Com<IPerfectHashJob> BeginTable(const Com<IPerfectHashIocpContext> &context, size_t keys);
Com<IPerfectHashJob> BeginBulk(const Com<IPerfectHashIocpContext> &context, const KeysFolder &folder,
                               const wchar_t *options = L"");

// Arguments as a DISPPARAMS has them, of values in their written order.
struct Arguments {
    std::vector<VARIANT> reversed;
    DISPPARAMS params;
    explicit Arguments(const std::vector<Var> &written);
    Arguments(const Arguments &) = delete;
    Arguments &operator=(const Arguments &) = delete;
};

PerfectHashJobState State(const Com<IPerfectHashJob> &job);
template <class I> double Number(const Com<I> &object, HRESULT (STDMETHODCALLTYPE I::*getter)(double *))
{
    double value = -2;
    CHECK((object.p->*getter)(&value) == S_OK);
    return value;
}
bool Wait(const Com<IPerfectHashJob> &job, LONG milliseconds = PatienceMs);

std::wstring ServerPath(); // of the PerfectHash.dll beside the test program
using GetClassObject = HRESULT(STDMETHODCALLTYPE *)(REFCLSID, REFIID, void **);
using CanUnloadNow = HRESULT(STDMETHODCALLTYPE *)();
struct Server {
    HMODULE module = LoadLibraryW(ServerPath().c_str());
    ~Server() { FreeLibrary(module); }
    template <class F> F get(const char *name) const
    {
        return reinterpret_cast<F>(reinterpret_cast<void *>(GetProcAddress(module, name)));
    }
};
DWORD ThreadCount();        // of this process
DWORD SettledThreadCount(); // the same once the server's own threads of earlier tests have ended
