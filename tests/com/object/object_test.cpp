/*
 * These tests prove COM's rules for the server's objects: identity, reference counts, aggregation,
 * class factories and unloading. An object crosses apartments as itself, and one context serves
 * many threads. An idle context costs no thread, and released contexts leave no handle.
 */
#include <thread>

#include "support/com/event_sink.h"

namespace {
ULONG References(IUnknown *object)
{
    object->AddRef();
    return object->Release();
}
}

TEST_CASE("queries keep COM's rules of identity")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {1, 2, 3});
    IUnknown *const objects[] = {context.p, table.p};
    const std::vector<IID> interfaces[] = {{IID_IUnknown, IID_IDispatch, IID_IAgileObject, IID_ISupportErrorInfo,
                                            IID_IMarshal, IID_IPerfectHashIocpContext},
                                           {IID_IUnknown, IID_IDispatch, IID_IAgileObject, IID_ISupportErrorInfo,
                                            IID_IMarshal, IID_IPerfectHashTable, IID_IPerfectHashTableNative,
                                            IID_IPerfectHashTableNativeValues, IID_IPerfectHashTableNativeGuids,
                                            IID_IPerfectHashTableNativeRanges}};
    for (int i = 0; i < 2; i++) {
        IUnknown *identity;
        REQUIRE(objects[i]->QueryInterface(IID_IUnknown, reinterpret_cast<void **>(&identity)) == S_OK);
        const ULONG before = References(identity);
        for (const IID &from : interfaces[i]) {
            IUnknown *first;
            REQUIRE(identity->QueryInterface(from, reinterpret_cast<void **>(&first)) == S_OK);
            for (const IID &to : interfaces[i]) { // symmetric, transitive
                IUnknown *second, *again;
                REQUIRE(first->QueryInterface(to, reinterpret_cast<void **>(&second)) == S_OK);
                REQUIRE(second->QueryInterface(IID_IUnknown, reinterpret_cast<void **>(&again)) == S_OK);
                CHECK(again == identity);
                again->Release();
                second->Release();
            }
            first->Release();
        }
        CHECK(References(identity) == before);
        void *nothing = &nothing;
        CHECK(identity->QueryInterface(IID_IStream, &nothing) == E_NOINTERFACE);
        CHECK(nothing == nullptr);
        CHECK(identity->QueryInterface(IID_IUnknown, nullptr) == E_POINTER);
        identity->Release();
    }
}

TEST_CASE("aggregation is refused and a wrong class or interface leaves nothing behind")
{
    Apartment apartment;
    auto context = NewContext();
    void *out = &out;
    CHECK(CoCreateInstance(CLSID_IocpContext, context.p, CLSCTX_INPROC_SERVER, IID_IUnknown, &out) ==
          CLASS_E_NOAGGREGATION);
    CHECK(out == nullptr);
    CHECK(CoCreateInstance(CLSID_IocpContext, nullptr, CLSCTX_INPROC_SERVER, IID_IStream, &out) == E_NOINTERFACE);
    Server server;
    const auto getClassObject = server.get<GetClassObject>("DllGetClassObject");
    out = &out;
    CHECK(getClassObject(IID_IStream, IID_IClassFactory, &out) == CLASS_E_CLASSNOTAVAILABLE);
    CHECK(out == nullptr);
    CHECK(getClassObject(CLSID_IocpContext, IID_IClassFactory, nullptr) == E_POINTER);
    CHECK(getClassObject(CLSID_IocpContext, IID_IDispatch, &out) == E_NOINTERFACE);
}

TEST_CASE("the server may be unloaded when nothing of it is left, and not before")
{
    Apartment apartment;
    Server server;
    const auto getClassObject = server.get<GetClassObject>("DllGetClassObject");
    const auto canUnloadNow = server.get<CanUnloadNow>("DllCanUnloadNow");
    SettledThreadCount(); // of earlier tests nothing is left
    CHECK(canUnloadNow() == S_OK);
    Com<IClassFactory> factory;
    REQUIRE(getClassObject(CLSID_IocpContext, IID_IClassFactory, reinterpret_cast<void **>(factory.out())) == S_OK);
    CHECK(canUnloadNow() == S_FALSE);
    Com<IPerfectHashIocpContext> context;
    REQUIRE(factory->CreateInstance(nullptr, IID_IPerfectHashIocpContext, reinterpret_cast<void **>(context.out())) ==
            S_OK);
    factory.reset();
    CHECK(canUnloadNow() == S_FALSE);
    {
        auto table = TableOf(context.p, SomeKeys(1000));
        context.reset();
        CHECK(canUnloadNow() == S_FALSE); // the table outlives its context
        LONG position;
        CHECK(table->Index(Var::u32(SomeKeys(1000)[7]).v, &position) == S_OK);
        CHECK(position == 7);
    }
    CHECK(canUnloadNow() == S_FALSE); // its workers have not ended
    CHECK(Until([&] { return canUnloadNow() == S_OK; }));
    REQUIRE(getClassObject(CLSID_IocpContext, IID_IClassFactory, reinterpret_cast<void **>(factory.out())) == S_OK);
    CHECK(factory->LockServer(TRUE) == S_OK);
    factory.reset();
    CHECK(canUnloadNow() == S_FALSE);
    REQUIRE(getClassObject(CLSID_IocpContext, IID_IClassFactory, reinterpret_cast<void **>(factory.out())) == S_OK);
    CHECK(factory->LockServer(FALSE) == S_OK);
    factory.reset();
    CHECK(canUnloadNow() == S_OK);
}

TEST_CASE("contexts leave no handle behind")
{
    Apartment apartment;
    const std::vector<uint32_t> keys = SomeKeys(3000);
    auto round = [&keys] {
        auto context = NewContext();
        REQUIRE(context->put_MaxThreads(1) == S_OK);
        auto table = TableOf(context.p, keys);
    };
    round(); // what Wine or Windows itself keeps
    CoFreeUnusedLibraries();
    round();
    const DWORD handles = HandleCount();
    for (int i = 0; i < 50; i++)
        round();
    CHECK(HandleCount() <= handles + 2);
}

TEST_CASE("a context that makes no table costs no thread")
{
    Apartment apartment;
    auto first = NewContext();
    const DWORD threads = ThreadCount();
    std::vector<Com<IPerfectHashIocpContext>> contexts;
    for (int i = 0; i < 100; i++)
        contexts.push_back(NewContext());
    CHECK(ThreadCount() == threads);
}

TEST_CASE("an object crosses apartments as itself")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED})
        for (const DWORD otherModel : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
            Apartment apartment(model);
            auto context = NewContext();
            auto table = TableOf(context.p, {10, 20, 30});
            IStream *stream;
            REQUIRE(CoMarshalInterThreadInterfaceInStream(IID_IPerfectHashTable, table.p, &stream) == S_OK);
            LONG position = -1;
            bool same = false;
            std::thread([&] {
                if (FAILED(CoInitializeEx(nullptr, otherModel)))
                    return;
                IPerfectHashTable *other;
                if (CoGetInterfaceAndReleaseStream(stream, IID_IPerfectHashTable, reinterpret_cast<void **>(&other)) ==
                    S_OK) {
                    same = other == table.p;
                    other->Index(Var(30).v, &position);
                    other->Release();
                }
                CoUninitialize();
            }).join();
            CHECK(same);
            CHECK(position == 2);
        }
}

TEST_CASE("one context serves many threads at once")
{
    Apartment apartment;
    auto context = NewContext();
    std::vector<std::thread> threads;
    LONG right = 0;
    for (uint32_t t = 0; t < 8; t++)
        threads.emplace_back([&, t] {
            CoInitializeEx(nullptr, t % 2 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED);
            for (uint32_t i = 0; i < 20; i++) {
                const std::vector<uint32_t> keys = SomeKeys(100 + 37 * i, t * 100 + i + 1);
                Com<IPerfectHashTable> table;
                LONG position = -1;
                if (context->TableCreateFromKeys(ArrayOf(VT_UI4, keys).v, Bstr(L"t"), Bstr(L""), Bstr(L""),
                                                 table.out()) == S_OK &&
                    table->Index(Var::u32(keys.back()).v, &position) == S_OK &&
                    position == static_cast<LONG>(keys.size() - 1))
                    InterlockedIncrement(&right);
            }
            CoUninitialize();
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(right == 160);
}
