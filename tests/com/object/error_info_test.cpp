/*
 * A call that fails leaves error information of its own: a text, and the name of its class. These
 * tests leave an older call's error on the thread, and then call every member of every class with
 * NULL and bad arguments and in the wrong state, by the vtable and by name. The members come from
 * the type library, so that a new one is tested, too. No success code tells what scripts can't see.
 */
#include "support/com/event_sink.h"
#include "support/com/import_hook.h"
#include "support/com/member_calls.h"
#include "support/com/server_and_client.h"

namespace {
const wchar_t older[] = L"an older call's text";

void LeaveOlderError()
{
    Com<ICreateErrorInfo> create;
    REQUIRE(CreateErrorInfo(create.out()) == S_OK);
    create->SetDescription(const_cast<LPOLESTR>(older));
    create->SetSource(const_cast<LPOLESTR>(L"Older"));
    SetErrorInfo(0, create.query<IErrorInfo>(IID_IErrorInfo).p);
}

// After a call: a failure has told its own error, a success none, and nothing by its code.
void CheckTold(HRESULT hr, const wchar_t *source)
{
    std::wstring from;
    const std::wstring text = ErrorText(&from);
    CAPTURE(hr);
    if (FAILED(hr)) {
        CHECK(!text.empty());
        CHECK(text != older);
        CHECK(from == source);
    } else {
        CHECK(hr == S_OK);
        CHECK((text.empty() || text == older));
    }
}

void Told(const wchar_t *source, const std::function<HRESULT()> &call)
{
    LeaveOlderError();
    const HRESULT hr = call();
    CheckTold(hr, source);
}

// As Told, of a call that must fail.
void Fails(const wchar_t *source, const std::function<HRESULT()> &call)
{
    Told(source, [&] {
        const HRESULT hr = call();
        CHECK(FAILED(hr));
        return hr;
    });
}

std::vector<GivenArguments> Rounds(const TemporaryFolder &folder)
{
    const std::wstring nowhere = folder.file(L"no such thing");
    return {
        {LONG_MIN, -1, nowhere, Var(), false},
        {LONG_MIN, -1, nowhere + std::wstring(1, L'\0') + L"x", Var::text(L"no key"), true},
        {0, 0.5, nowhere, Var(-1), true},
        {0, 4503599627370496.0, L"", Var(), true},
    };
}

void CallByVtable(IDispatch *object, const wchar_t *source, const TemporaryFolder &folder)
{
    const Members members(object);
    for (const GivenArguments &given : Rounds(folder))
        for (const FUNCDESC *function : members.all) {
            INFO(members.name(function));
            // an empty endpoint is the default one, which is not for tests
            if (function->invkind == INVOKE_PROPERTYPUT && given.text.empty())
                continue;
            LeaveOlderError();
            CallMember(object, function, given, [&](HRESULT hr) {
                if (!given.outs && function->invkind == INVOKE_PROPERTYGET)
                    CHECK(FAILED(hr));
                CheckTold(hr, source);
            });
        }
}

// What Invoke answers of a member, whose own error is in the exception.
void CallByName(IDispatch *object, const wchar_t *source)
{
    const Members members(object);
    std::vector<Var> many(9);
    Arguments none({}), tooMany(many);
    for (DISPPARAMS *params : {&none.params, &tooMany.params})
        for (const FUNCDESC *function : members.all) {
            INFO(members.name(function));
            // Wine takes the arguments to what a property gives, even to Nothing
            if (params == &tooMany.params && function->invkind == INVOKE_PROPERTYGET)
                continue;
            EXCEPINFO exception = {};
            Var result;
            LeaveOlderError();
            const HRESULT hr = object->Invoke(function->memid, IID_NULL, 0, static_cast<WORD>(function->invkind),
                                              params, result.out(), &exception, nullptr);
            Bstr from, text;
            from.p = exception.bstrSource;
            text.p = exception.bstrDescription;
            SysFreeString(exception.bstrHelpFile);
            if (hr == DISP_E_EXCEPTION) {
                CHECK(from.str() == source);
                CHECK(!text.str().empty());
                CHECK(text.str() != older);
            } else {
                CheckTold(hr, source);
            }
            if (SUCCEEDED(hr))
                CHECK(ErrorText().empty());
        }
}

void CallDispatch(IDispatch *object, const wchar_t *source)
{
    Com<ITypeInfo> typeInfo;
    DISPID id;
    DISPPARAMS none = {};
    LPOLESTR unknown[] = {const_cast<LPOLESTR>(L"NoSuchMember")};
    Fails(source, [&] { return object->GetTypeInfoCount(nullptr); });
    Fails(source, [&] { return object->GetTypeInfo(0, 0, nullptr); });
    Fails(source, [&] { return object->GetTypeInfo(1, 0, typeInfo.out()); });
    Fails(source, [&] { return object->GetIDsOfNames(IID_NULL, nullptr, 1, 0, &id); });
    Fails(source, [&] { return object->GetIDsOfNames(IID_NULL, unknown, 1, 0, nullptr); });
    Fails(source, [&] { return object->GetIDsOfNames(IID_NULL, unknown, 1, 0, &id); });
    LeaveOlderError();
    CHECK(object->GetIDsOfNames(IID_NULL, unknown, 1, 0, &id) == DISP_E_UNKNOWNNAME);
    CHECK(ErrorTells(L"NoSuchMember"));
    Fails(source, [&] { return object->Invoke(1, IID_IStream, 0, DISPATCH_METHOD, &none, nullptr, nullptr, nullptr); });
    Fails(source, [&] { return object->Invoke(4711, IID_NULL, 0, DISPATCH_METHOD, &none, nullptr, nullptr, nullptr); });
}

// A query is no call that a caller asks about: what it looks for is often not there, as when it
// looks for the error of the call before.
void CheckQueriesTellNothing(IUnknown *object)
{
    LeaveOlderError();
    void *nothing;
    CHECK(object->QueryInterface(IID_IStream, &nothing) == E_NOINTERFACE);
    CHECK(object->QueryInterface(IID_IUnknown, nullptr) == E_POINTER);
    CHECK(ErrorText() == older);
}

// The interfaces of an object that tell errors, but for its dual one, are all called here.
void CallOthers(IUnknown *object, const wchar_t *source)
{
    if (Com<IConnectionPointContainer> container;
        SUCCEEDED(object->QueryInterface(IID_IConnectionPointContainer, reinterpret_cast<void **>(container.out())))) {
        Com<IConnectionPoint> point;
        Fails(source, [&] { return container->EnumConnectionPoints(nullptr); });
        Fails(source, [&] { return container->FindConnectionPoint(IID_IStream, point.out()); });
        Fails(source, [&] { return container->FindConnectionPoint(IID_IStream, nullptr); });
    }
    if (Com<IProvideClassInfo2> provider;
        SUCCEEDED(object->QueryInterface(IID_IProvideClassInfo2, reinterpret_cast<void **>(provider.out())))) {
        GUID guid;
        Com<ITypeInfo> typeInfo;
        Fails(source, [&] { return provider->GetClassInfo(nullptr); });
        Fails(source, [&] { return provider->GetGUID(99, &guid); });
        Fails(source, [&] { return provider->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, nullptr); });
        Told(source, [&] { return provider->GetClassInfo(typeInfo.out()); });
        Told(source, [&] { return provider->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid); });
    }
}

// Each interface that is said to tell errors must be one that these tests call.
void CheckSupport(IUnknown *object, std::vector<IID> called)
{
    called.insert(called.end(), {IID_IPerfectHashTableNative, IID_IPerfectHashTableNativeValues,
                                 IID_IPerfectHashTableNativeGuids /* no HRESULT */, IID_IConnectionPointContainer,
                                 IID_IProvideClassInfo, IID_IProvideClassInfo2});
    Com<ISupportErrorInfo> support;
    REQUIRE(object->QueryInterface(IID_ISupportErrorInfo, reinterpret_cast<void **>(support.out())) == S_OK);
    for (const IID &iid : {IID_IPerfectHashIocpContext,
                           IID_IPerfectHashTable,
                           IID_IPerfectHashTableNative,
                           IID_IPerfectHashTableNativeValues,
                           IID_IPerfectHashTableNativeGuids,
                           IID_IPerfectHashTables,
                           IID_IPerfectHashJob,
                           IID_IPerfectHashStatistics,
                           IID_IPerfectHashIocpServer,
                           IID_IPerfectHashIocpClient,
                           IID_IConnectionPointContainer,
                           IID_IProvideClassInfo,
                           IID_IProvideClassInfo2,
                           IID_IConnectionPoint,
                           IID_IEnumConnectionPoints,
                           IID_IEnumConnections,
                           IID_IEnumVARIANT,
                           IID_IClassFactory,
                           IID_IClassFactory2,
                           IID_IPersist,
                           IID_IObjectWithSite}) {
        Com<IUnknown> other;
        const bool has = SUCCEEDED(object->QueryInterface(iid, reinterpret_cast<void **>(other.out())));
        CHECK((support->InterfaceSupportsErrorInfo(iid) == S_OK) == has);
        bool known = false;
        for (const IID &each : called)
            known = known || each == iid;
        CHECK((known || !has));
    }
    CHECK(support->InterfaceSupportsErrorInfo(IID_IStream) == S_FALSE);
}

// byName: no member waits without a limit, as one does that is called with its default.
void CallAll(IDispatch *object, const wchar_t *source, const TemporaryFolder &folder, bool byName = true)
{
    INFO(std::string(source, source + wcslen(source)));
    CheckSupport(object, {Members(object).iid});
    CheckQueriesTellNothing(object);
    CallDispatch(object, source);
    CallOthers(object, source);
    CallByVtable(object, source, folder);
    if (byName)
        CallByName(object, source);
}

template <class I> Com<I> Enumerate(HRESULT hr, const Com<IUnknown> &from, const IID &iid)
{
    REQUIRE(hr == S_OK);
    return from.query<I>(iid);
}
}

TEST_CASE("a context's failing calls tell their own error, before its runtime starts and after")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    CallAll(context.p, L"PerfectHash.IocpContext", folder);
    auto another = NewContext();
    auto table = TableOf(another.p, {1, 2, 3});
    CallAll(another.p, L"PerfectHash.IocpContext", folder);
    Com<IPerfectHashStatistics> statistics;
    REQUIRE(another->get_Statistics(statistics.out()) == S_OK);
    CallAll(statistics.p, L"PerfectHash.Statistics", folder);
}

TEST_CASE("failing calls of tables and collections tell their own error")
{
    Apartment apartment;
    KeysFolder folder(3, true);
    auto context = NewContext();
    CallAll(TableOf(context.p, {1, 2, 3}).p, L"PerfectHash.Table", folder);
    CallAll(TableOf(context.p, {1, 2, 3}, L"--OmitKeys").p, L"PerfectHash.Table", folder);
    auto tables = MakeTables(context, folder);
    CallAll(tables.p, L"PerfectHash.Tables", folder);

    Com<IUnknown> made;
    const HRESULT hr = tables->get__NewEnum(made.out());
    auto enumerator = Enumerate<IEnumVARIANT>(hr, made, IID_IEnumVARIANT);
    CheckSupport(enumerator.p, {IID_IEnumVARIANT});
    CheckQueriesTellNothing(enumerator.p);
    Var item;
    Com<IEnumVARIANT> clone;
    Fails(L"PerfectHash.Tables", [&] { return enumerator->Next(1, nullptr, nullptr); });
    Fails(L"PerfectHash.Tables", [&] { return enumerator->Next(2, &item.v, nullptr); });
    Fails(L"PerfectHash.Tables", [&] { return enumerator->Clone(nullptr); });
    Told(L"PerfectHash.Tables", [&] { return enumerator->Skip(1); });
    Told(L"PerfectHash.Tables", [&] { return enumerator->Reset(); });
    Told(L"PerfectHash.Tables", [&] { return enumerator->Clone(clone.out()); });

    Bstr path;
    REQUIRE(DeleteFileW((folder.out() + L"\\set100_Chm01_Quadx_And\\set100.pht").c_str()));
    REQUIRE(clone->Next(1, item.out(), nullptr) == S_OK); // a table that can't be loaded
    CallAll(V_DISPATCH(&item.v), L"PerfectHash.Table", folder);
}

TEST_CASE("a job's failing calls tell their own error, whatever became of the job")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    auto context = NewContext();
    Com<IPerfectHashJob> made = BeginTable(context, 100), failed, running, remote, remoteFailed;
    REQUIRE(context->BeginTableCreate(Bstr(L"no such.keys"), nullptr, nullptr, failed.out()) == S_OK);
    REQUIRE(context->BeginTableCreateCommandLine(Bstr(LongLine(folder).c_str()), running.out()) == S_OK);
    folder.write(L"some.keys", SomeKeys(100));
    REQUIRE(both.client->TableCreate(Bstr((L"\"" + folder.file(L"some.keys") + L"\" --NoFileIo").c_str()),
                                     remote.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(folder.file(L"none.keys").c_str()), remoteFailed.out()) == S_OK);
    CallAll(running.p, L"PerfectHash.Job", folder, false);
    for (const auto &job : {made, failed, running, remote, remoteFailed}) {
        REQUIRE(job->Cancel() == S_OK);
        REQUIRE(Wait(job));
        CallAll(job.p, L"PerfectHash.Job", folder);
    }
    Com<IDispatch> result; // of a job that succeeded and wrote nothing
    Fails(L"PerfectHash.Job", [&] { return remote->get_Result(result.out()); });
}

TEST_CASE("failing calls of a server and a client tell their own error, with a connection and without")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    auto alone = both.NewClient();
    REQUIRE(alone->put_Endpoint(Bstr(FreshEndpoint().c_str())) == S_OK);
    REQUIRE(alone->put_ConnectTimeout(1) == S_OK);
    CallAll(alone.p, L"PerfectHash.IocpClient", folder);
    REQUIRE(both.client->put_ConnectTimeout(1) == S_OK); // when the server has been shut down
    REQUIRE(both.client->Connect() == S_OK);
    Fails(L"PerfectHash.IocpClient", [&] { return both.client->put_Endpoint(Bstr(L"another")); });
    Com<IPerfectHashJob> job;
    Fails(L"PerfectHash.IocpClient", [&] { return both.client->Status(4711, job.out()); });
    Fails(L"PerfectHash.IocpServer", [&] { return both.server->Start(); }); // it runs
    Fails(L"PerfectHash.IocpServer", [&] { return both.server->put_MaxThreads(2); });
    CallAll(both.client.p, L"PerfectHash.IocpClient", folder);
    CallAll(both.server.p, L"PerfectHash.IocpServer", folder); // which stops it
    Fails(L"PerfectHash.IocpServer",
          [&] { return both.server->SubmitRequest(Bstr(L"TableCreate some.keys"), job.out()); });
}

TEST_CASE("failing calls of connection points and their enumerators tell their own error")
{
    const wchar_t *const source = L"PerfectHash.ConnectionPoint";
    Apartment apartment;
    EventSink sink(EventSink::Bound);
    auto context = NewContext();
    auto job = BeginTable(context, 100);
    auto point = PointOf(job.p);
    CheckSupport(point.p, {IID_IConnectionPoint});
    CheckQueriesTellNothing(point.p);
    DWORD cookie;
    IID iid;
    Com<IConnectionPointContainer> container;
    Com<IEnumConnections> connections, otherConnections;
    Com<IEnumConnectionPoints> points, otherPoints;
    Com<IConnectionPoint> nextPoint;
    Fails(source, [&] { return point->GetConnectionInterface(nullptr); });
    Fails(source, [&] { return point->GetConnectionPointContainer(nullptr); });
    Fails(source, [&] { return point->Advise(nullptr, &cookie); });
    Fails(source, [&] { return point->Advise(point.p, &cookie); });
    Fails(source, [&] { return point->Advise(&sink, nullptr); });
    Fails(source, [&] { return point->Unadvise(17); });
    Fails(source, [&] { return point->EnumConnections(nullptr); });
    Told(source, [&] { return point->GetConnectionInterface(&iid); });
    Told(source, [&] { return point->GetConnectionPointContainer(container.out()); });
    Told(source, [&] { return point->EnumConnections(connections.out()); });
    {
        const Server server;
        ImportHook hook(server.module);
        using Create = HRESULT(STDMETHODCALLTYPE *)(REFCLSID, IUnknown *, DWORD, REFIID, void **);
        const Create none = [](REFCLSID, IUnknown *, DWORD, REFIID, void **) -> HRESULT { return REGDB_E_READREGDB; };
        const bool hooked = hook.replace("CoCreateInstance", none) != nullptr;
        REQUIRE(hooked);
        Fails(source, [&] { return point->Advise(&sink, &cookie); });
    }
    CONNECTDATA data;
    CheckSupport(connections.p, {IID_IEnumConnections});
    Fails(source, [&] { return connections->Next(1, nullptr, nullptr); });
    Fails(source, [&] { return connections->Next(2, &data, nullptr); });
    Fails(source, [&] { return connections->Clone(nullptr); });
    Told(source, [&] { return connections->Clone(otherConnections.out()); });
    REQUIRE(container->EnumConnectionPoints(points.out()) == S_OK);
    CheckSupport(points.p, {IID_IEnumConnectionPoints});
    Fails(source, [&] { return points->Next(1, nullptr, nullptr); });
    Fails(source, [&] { return points->Next(2, nextPoint.out(), nullptr); });
    Fails(source, [&] { return points->Clone(nullptr); });
    Told(source, [&] { return points->Clone(otherPoints.out()); });
}

TEST_CASE("a class factory that fails tells its own error")
{
    const wchar_t *const source = L"PerfectHash.ClassFactory";
    Apartment apartment;
    Server server;
    Com<IClassFactory> factory;
    REQUIRE(server.get<GetClassObject>("DllGetClassObject")(CLSID_IocpContext, IID_IClassFactory,
                                                            reinterpret_cast<void **>(factory.out())) == S_OK);
    CheckSupport(factory.p, {IID_IClassFactory});
    void *made;
    Com<IUnknown> object;
    Fails(source, [&] { return factory->CreateInstance(nullptr, IID_IUnknown, nullptr); });
    Fails(source, [&] { return factory->CreateInstance(factory.p, IID_IUnknown, &made); });
    Fails(source, [&] { return factory->CreateInstance(nullptr, IID_IStream, &made); });
    Told(source,
         [&] { return factory->CreateInstance(nullptr, IID_IUnknown, reinterpret_cast<void **>(object.out())); });
}
