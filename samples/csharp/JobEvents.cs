// A job's events as a sequence, for .NET languages that would rather take them than be called: foreach (var e in events.All) ends after OnCompleted.
// They come on a thread of PerfectHash, which this class keeps no longer than it takes to note them. Needs PerfectHash.cs.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace PerfectHash;

// Name is that of the event; the other members are its arguments, those of other events are empty.
public sealed class JobEvent
{
    public string Name = "";
    public double Done, Failed, Total, Fraction;
    public string KeysPath = "", TablePath = "", Message = "";
    public double KeysInTable, Microseconds;
    public bool AlreadyThere;
    public int Code;
    public PerfectHashJobState State;
}

[ComVisible(true)]
public sealed class JobEvents : _IPerfectHashJobEvents, IDisposable
{
    private readonly BlockingCollection<JobEvent> noted = new();
    private readonly IConnectionPoint point;
    private readonly int cookie;

    public JobEvents(object job)
    {
        Guid iid = typeof(_IPerfectHashJobEvents).GUID;
        ((IConnectionPointContainer)job).FindConnectionPoint(ref iid, out point!);
        point.Advise(this, out cookie);
    }

    // Waits for the next event; ends after OnCompleted.
    public IEnumerable<JobEvent> All => noted.GetConsumingEnumerable();

    public void Dispose() => point.Unadvise(cookie);

    void _IPerfectHashJobEvents.OnProgress(double tablesDone, double tablesFailed, double tablesTotal, double fraction) =>
        noted.Add(new() { Name = "OnProgress", Done = tablesDone, Failed = tablesFailed, Total = tablesTotal, Fraction = fraction });

    void _IPerfectHashJobEvents.OnTableCreated(string keysPath, string tablePath, double keysInTable, double microseconds, bool alreadyThere) =>
        noted.Add(new() { Name = "OnTableCreated", KeysPath = keysPath, TablePath = tablePath, KeysInTable = keysInTable,
                          Microseconds = microseconds, AlreadyThere = alreadyThere });

    void _IPerfectHashJobEvents.OnTableFailed(string keysPath, int code, string message) =>
        noted.Add(new() { Name = "OnTableFailed", KeysPath = keysPath, Code = code, Message = message });

    void _IPerfectHashJobEvents.OnCompleted(PerfectHashJobState finalState)
    {
        noted.Add(new() { Name = "OnCompleted", State = finalState });
        noted.CompleteAdding();
    }
}
