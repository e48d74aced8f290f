/*
 * A job shows its events through IProvideClassInfo2 and connection points. These tests prove that
 * hosts find the event interface and its names in the type library. The connection points and their
 * enumerators keep COM's rules for NULL arguments, cookies, order and reference counts.
 */
#include "support/com/event_sink.h"

TEST_CASE("a job shows its source of events as hosts look for it")
{
    Apartment apartment;
    auto context = NewContext();
    auto job = BeginTable(context, 100);
    auto provider = job.query<IProvideClassInfo2>(IID_IProvideClassInfo2);
    REQUIRE(provider.p);
    CHECK(job.query<IProvideClassInfo>(IID_IProvideClassInfo).p != nullptr);
    GUID guid;
    CHECK(provider->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid) == S_OK);
    CHECK(guid == DIID__IPerfectHashJobEvents);
    CHECK(provider->GetGUID(99, &guid) == E_INVALIDARG);
    CHECK(provider->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, nullptr) == E_POINTER);
    Com<ITypeInfo> typeInfo, source;
    REQUIRE(provider->GetClassInfo(typeInfo.out()) == S_OK);
    TYPEATTR *attributes;
    REQUIRE(typeInfo->GetTypeAttr(&attributes) == S_OK);
    CHECK(attributes->typekind == TKIND_COCLASS);
    CHECK(attributes->guid == CLSID_PerfectHashJob);
    CHECK((attributes->wTypeFlags & TYPEFLAG_FCANCREATE) == 0);
    for (UINT i = 0; i < attributes->cImplTypes; i++) {
        INT flags = 0;
        HREFTYPE reference;
        REQUIRE(typeInfo->GetImplTypeFlags(i, &flags) == S_OK);
        if (flags == (IMPLTYPEFLAG_FDEFAULT | IMPLTYPEFLAG_FSOURCE)) {
            REQUIRE(typeInfo->GetRefTypeOfImplType(i, &reference) == S_OK);
            REQUIRE(typeInfo->GetRefTypeInfo(reference, source.out()) == S_OK);
        }
    }
    typeInfo->ReleaseTypeAttr(attributes);
    REQUIRE(source.p);
    const wchar_t *const names[] = {L"OnProgress", L"OnTableCreated", L"OnTableFailed", L"OnCompleted"};
    for (DISPID id = Progress; id <= Completed; id++) {
        Bstr name;
        CHECK(source->GetDocumentation(id, name.out(), nullptr, nullptr, nullptr) == S_OK);
        CHECK(name.str() == names[id - 1]);
    }
}

TEST_CASE("connection points keep COM's rules")
{
    Apartment apartment;
    auto context = NewContext();
    auto job = BeginTable(context, 100);
    EventSink sink(EventSink::Agile);
    {
        auto container = job.query<IConnectionPointContainer>(IID_IConnectionPointContainer);
        Com<IConnectionPoint> point;
        CHECK(container->FindConnectionPoint(IID_IDispatch, point.out()) == CONNECT_E_NOCONNECTION);
        CHECK(ErrorText() == L"iid: there are no events of this interface.");
        CHECK(point.p == nullptr);
        CHECK(container->FindConnectionPoint(DIID__IPerfectHashJobEvents, nullptr) == E_POINTER);
        Com<IEnumConnectionPoints> points, clone;
        REQUIRE(container->EnumConnectionPoints(points.out()) == S_OK);
        IConnectionPoint *two[2] = {};
        ULONG fetched = 9;
        CHECK(points->Next(2, two, &fetched) == S_FALSE);
        CHECK(fetched == 1);
        REQUIRE(two[0]);
        CHECK(points->Clone(clone.out()) == S_OK);
        CHECK(clone->Next(1, &two[1], &fetched) == S_FALSE);
        CHECK(clone->Reset() == S_OK);
        CHECK(clone->Skip(1) == S_OK);
        CHECK(clone->Skip(1) == S_FALSE);
        CHECK(points->Next(2, two, nullptr) == E_POINTER);
        *point.out() = two[0];
        IID iid;
        CHECK((point->GetConnectionInterface(&iid) == S_OK && iid == DIID__IPerfectHashJobEvents));
        Com<IConnectionPointContainer> back;
        CHECK(point->GetConnectionPointContainer(back.out()) == S_OK);
        CHECK(back.p == container.p);
        // an object of its own
        CHECK(point.query<IConnectionPointContainer>(IID_IConnectionPointContainer).p == nullptr);

        DWORD cookie = 9;
        CHECK(point->Advise(nullptr, &cookie) == E_POINTER);
        CHECK(cookie == 0);
        CHECK(point->Advise(&sink, nullptr) == E_POINTER);
        CHECK(point->Advise(point.p, &cookie) == CONNECT_E_CANNOTCONNECT); // no IDispatch
        CHECK(ErrorText() == L"sink: this object takes no calls of the events' interface.");
        CHECK(point->Unadvise(0) == CONNECT_E_NOCONNECTION);
        CHECK(ErrorText() == L"cookie: there is no such connection.");
        CHECK(point->Unadvise(17) == CONNECT_E_NOCONNECTION);
        const DWORD first = Advise(job, &sink), second = Advise(job, &sink); // twice is two connections
        CHECK(first != second);
        Com<IEnumConnections> connections, others;
        REQUIRE(point->EnumConnections(connections.out()) == S_OK);
        CONNECTDATA data[3];
        CHECK(connections->Next(3, data, &fetched) == S_FALSE);
        REQUIRE(fetched == 2);
        CHECK(data[0].dwCookie == first);
        CHECK(data[1].dwCookie == second);
        for (ULONG i = 0; i < fetched; i++) {
            CHECK(data[i].pUnk == &sink);
            data[i].pUnk->Release();
        }
        CHECK(connections->Clone(others.out()) == S_OK);
        CHECK(others->Reset() == S_OK);
        CHECK(others->Skip(2) == S_OK);
        CHECK(others->Next(1, data, nullptr) == S_FALSE);
        Unadvise(job, first);
        CHECK(point->Unadvise(first) == CONNECT_E_NOCONNECTION);
        Unadvise(job, second);
    }
    CheckLetGo({&sink});
}

TEST_CASE("connections that can't all be given are given none of, and again")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    KeysFolder folder(3);
    EventSink first(EventSink::Agile), second(EventSink::Bound);
    {
        auto context = NewContext();
        auto job = BeginBulk(context, folder);
        const DWORD cookie = Advise(job, &first), other = Advise(job, &second);
        Com<IEnumConnections> connections;
        REQUIRE(PointOf(job.p)->EnumConnections(connections.out()) == S_OK);
        Unadvise(job, other); // there is nothing behind it any more
        CONNECTDATA data[2] = {{&first, 1}, {&first, 1}};
        ULONG fetched = 9;
        CHECK(FAILED(connections->Next(2, data, &fetched)));
        CHECK(fetched == 0);
        CHECK(data[0].pUnk == nullptr);
        CHECK(data[1].pUnk == nullptr);
        CHECK(connections->Next(1, data, &fetched) == S_OK);
        CHECK(data[0].dwCookie == cookie);
        REQUIRE(data[0].pUnk == &first);
        data[0].pUnk->Release();
        Unadvise(job, cookie);
    }
    CheckLetGo({&first, &second});
}
