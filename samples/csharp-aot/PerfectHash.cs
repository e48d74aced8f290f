// Generated from PerfectHash.idl by scripts/bindings; do not edit.
// The interfaces of PerfectHash.dll for .NET programs that are trimmed or compiled ahead of time: copy this file and Com.cs into your project.
// A property X of the contract is GetX and SetX here. An interface of events is its IID and its DISPIDs: a sink is an IDispatch.
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace PerfectHash;

/// <summary>A perfect hash table: every key of its set has a position, found by two hashes and an add</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("83ec7056-56b6-4745-8a9d-2f46935d03c0")]
public partial interface IPerfectHashTable : IDispatch
{
    /// <summary>Name of the table: that of its keys file, or the one that was given</summary>
    string GetName();

    /// <summary>Number of keys</summary>
    int GetKeyCount();

    /// <summary>Size of a key in bytes: 4 or 8</summary>
    int GetKeySizeInBytes();

    /// <summary>Algorithm: Chm01</summary>
    string GetAlgorithm();

    /// <summary>Hash function, e.g. Quadx</summary>
    string GetHashFunction();

    /// <summary>Mask function: And</summary>
    string GetMaskFunction();

    /// <summary>Flat, or Partitioned into buckets that fit the processor's cache</summary>
    string GetLayout();

    /// <summary>The seed of the random sequence from which the hash function's seeds were drawn</summary>
    double GetRngSeed();

    /// <summary>The hash function's seeds: an array of strings such as 0x9E3779B1</summary>
    ComVariant GetSeeds();

    /// <summary>Attempts made up to the one that gave the table</summary>
    double GetAttempts();

    /// <summary>How often the table was doubled</summary>
    int GetTableResizes();

    /// <summary>Microseconds from the first attempt to the verified table; 0 for a loaded one</summary>
    double GetSolveMicroseconds();

    /// <summary>Bytes of the lookup data, without the keys</summary>
    double GetTableBytes();

    /// <summary>The folder that holds the table's files, or an empty string</summary>
    string GetOutputDirectory();

    /// <summary>Paths of the files that were written: an array of strings</summary>
    ComVariant GetFiles();

    /// <summary>True when the keys are in the table, so that it can tell whether it contains one</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetHasKeys();

    /// <summary>The position of a key in the keys that the table was made from, counted from 0. For a key that isn't among them a number that means nothing: see Find</summary>
    int Index(ComVariant key);

    /// <summary>True when the key is in the set</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Contains(ComVariant key);

    /// <summary>The position of a key in the keys that the table was made from, counted from 0; -1 when it isn't among them</summary>
    int Find(ComVariant key);

    /// <summary>Index of each key of an array, in its order and shape: an array of long for a typed array, of VARIANT for one of VARIANT or bytes</summary>
    ComVariant IndexMany(ComVariant keyList);

    /// <summary>Find of each element of an array; -1 for one that is no key, too</summary>
    ComVariant FindMany(ComVariant keyList);

    /// <summary>The table as source code: a self-contained header for C and C++ (language c, cpp or h)</summary>
    string Source(string language = "c");

    /// <summary>Writes the table file (.pht), which LoadTable reads</summary>
    void Save(string path);

    /// <summary>Cache lines of the table that no key touches, or -1: not measured (--FindBestGraph and --MeasureCoverage measure)</summary>
    double GetEmptyCacheLines();

    /// <summary>Cache lines that keys touch, or -1: not measured</summary>
    double GetUsedCacheLines();

    /// <summary>Pages of 4 KiB that no key touches, or -1: not measured</summary>
    double GetEmptyPages();

    /// <summary>Pages of 4 KiB that keys touch, or -1: not measured</summary>
    double GetUsedPages();

    /// <summary>Large pages of 2 MiB that no key touches, or -1: not measured</summary>
    double GetEmptyLargePages();

    /// <summary>Large pages of 2 MiB that keys touch, or -1: not measured</summary>
    double GetUsedLargePages();

    /// <summary>The most values that keys touch in one cache line, or -1: not measured</summary>
    double GetMaxAssignedPerCacheLine();

    /// <summary>Attempts that were made, of all lanes together; Attempts counts to the one that the table is of. 0: a loaded table</summary>
    double GetAttemptsMade();

    /// <summary>Set-ups under a first seed, which several attempts share</summary>
    double GetSetups();

    /// <summary>Attempts that ended in their first step</summary>
    double GetRejectedAttempts();

    /// <summary>Time that set-ups took, summed over lanes as all that follow</summary>
    double GetSetupMicroseconds();

    /// <summary>Time that attempts took</summary>
    double GetAttemptMicroseconds();

    /// <summary>Time that the assignment of values took</summary>
    double GetAssignMicroseconds();

    /// <summary>Time that the verification of every key took</summary>
    double GetVerifyMicroseconds();

    /// <summary>Time that the distribution of keys to buckets took; 0 for a flat table</summary>
    double GetScatterMicroseconds();

    /// <summary>A 64-bit hash of the keys in their order, such as 0x9E3779B97F4A7C15: a table of other keys, or of another order, has another one</summary>
    string GetKeysHash();

    /// <summary>All keys, in the order of their positions: an array of numbers; of a key above 2^53 its decimal digits</summary>
    ComVariant Keys();

    /// <summary>The key at a position, as in Keys</summary>
    ComVariant KeyAt(int number);
}

/// <summary>The tables that a bulk run made, in the order of its keys files. A table is loaded when it is asked for</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("c92a1212-e870-47ed-a806-0914af708b9b")]
public partial interface IPerfectHashTables : IDispatch
{
    /// <summary>Number of tables</summary>
    int GetCount();

    /// <summary>A table, by its number from 0 or by the name of its keys file</summary>
    IPerfectHashTable GetItem(ComVariant which);

    /// <summary>An enumerator of the tables</summary>
    [return: MarshalAs(UnmanagedType.Interface)]
    object Get_NewEnum();

    /// <summary>What went wrong: an array of strings, one for each keys file that gave no table, each naming the file</summary>
    ComVariant GetFailures();

    /// <summary>Number of tables that a resumed run found already made</summary>
    int GetSkippedCount();

    /// <summary>The folder that the run wrote to, or an empty string</summary>
    string GetOutputDirectory();

    /// <summary>Path of the CSV file with a row for each keys file, or an empty string</summary>
    string GetCsvPath();

    /// <summary>Path of the JSON summary, or an empty string</summary>
    string GetJsonPath();

    /// <summary>Path of the pack that holds the tables, or an empty string</summary>
    string GetPackPath();

    /// <summary>The names by which Item knows the tables, in their order: an array of strings, each the path of a keys file below the keys directory</summary>
    ComVariant GetNames();

    /// <summary>Bytes of loaded tables that the collection keeps, 256 MiB at first. Beyond, those that were asked for longest ago go, and are loaded again when they are asked for</summary>
    double GetMemoryBudget();

    void SetMemoryBudget(double value);
}

public enum PerfectHashJobState
{
    Running = 0,
    Succeeded = 1,
    Failed = 2,
    Cancelled = 3,
}

/// <summary>A table or a bulk run that is being made</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("58ce660e-2db3-4890-8d50-c5336b62e323")]
public partial interface IPerfectHashJob : IDispatch
{
    /// <summary>0 running, 1 succeeded, 2 failed, 3 cancelled</summary>
    PerfectHashJobState GetState();

    /// <summary>The state as a word: Running, Succeeded, Failed or Cancelled</summary>
    string GetStateText();

    /// <summary>How far it is, from 0 to 1; of a bulk run that failed or was cancelled, how far it came</summary>
    double GetProgress();

    /// <summary>Number of keys files done so far, those that gave no table among them</summary>
    double GetCompleted();

    /// <summary>Number of keys files so far that gave no table</summary>
    double GetFailed();

    /// <summary>Number of keys files; grows while a directory is being read</summary>
    double GetTotal();

    /// <summary>Seconds since the start; stands still when the job is done</summary>
    double GetElapsed();

    /// <summary>Once it has succeeded the table, or the tables of a bulk run; nothing before, and when it failed</summary>
    IDispatch GetResult();

    /// <summary>Why it failed; of a bulk run that succeeded, why a first keys file gave no table; else an empty string</summary>
    string GetError();

    /// <summary>The HRESULT of the job's failure, or 0</summary>
    int GetErrorCode();

    /// <summary>Waits until the job is done; False when that takes longer than so many milliseconds (-1: no limit)</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Wait(int milliseconds = -1);

    /// <summary>Asks the job to end soon; it then is in the state Cancelled, unless it was done already</summary>
    void Cancel();

    /// <summary>The number under which a server knows the job; 0 for a job that no server knows</summary>
    double GetRequestId();
}

/// <summary>Events of a job. Every table of the job is told once, in the order in which they ended, also to a sink that came late; Completed is the last. A bulk run on a server tells no single tables</summary>
public static class _IPerfectHashJobEvents
{
    public static readonly Guid Iid = new("a7efe97f-2f15-41c0-bc50-5780893ae344");

    /// <summary>How far the job is: keys files done, those among them that gave no table, all of them so far, and a number from 0 to 1. At most ten times a second, and once before Completed</summary>
    public const int Progress = 1;

    /// <summary>A table was made: its keys file (of a bulk run: below the keys directory), the table file or an empty string, its keys, the microseconds of the solver, True when a resumed run found it already made</summary>
    public const int TableCreated = 2;

    /// <summary>A keys file gave no table: its path, the HRESULT, and what is wrong</summary>
    public const int TableFailed = 3;

    /// <summary>The job has ended: 1 succeeded, 2 failed, 3 cancelled</summary>
    public const int Completed = 4;
}

/// <summary>What a runtime had done when this was asked for</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("8c0f4f2e-6a0b-4b57-9d2c-3b1f0a6f7d51")]
public partial interface IPerfectHashStatistics : IDispatch
{
    /// <summary>NUMA nodes in use; 0 while the runtime hasn't started</summary>
    int GetNodes();

    /// <summary>Worker threads that live</summary>
    int GetThreads();

    /// <summary>Work items run</summary>
    double GetItemsRun();

    /// <summary>Files read</summary>
    double GetFilesRead();

    /// <summary>Files written</summary>
    double GetFilesWritten();

    /// <summary>Bytes read</summary>
    double GetBytesRead();

    /// <summary>Bytes written</summary>
    double GetBytesWritten();

    /// <summary>Buffers that came from a pool's free list</summary>
    double GetBufferHits();

    /// <summary>Buffers that had to be allocated</summary>
    double GetBufferMisses();

    /// <summary>Buffers in use</summary>
    double GetBuffersInUse();

    /// <summary>The most buffers that were in use at once</summary>
    double GetBuffersHighWater();

    /// <summary>Bytes of memory that the pools hold</summary>
    double GetBufferBytes();

    /// <summary>Connections of a server now; 0, as all that follow, where the statistics are not a server's</summary>
    int GetConnections();

    /// <summary>Requests to a server so far</summary>
    double GetRequests();

    /// <summary>Jobs of a server that run now</summary>
    int GetJobsRunning();

    /// <summary>Jobs of a server that have ended</summary>
    double GetJobsEnded();
}

/// <summary>Makes and loads tables on an I/O completion port runtime in this process</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("2fa52e04-ae94-4c13-9b7c-f72ca39144c6")]
public partial interface IPerfectHashIocpContext : IDispatch
{
    /// <summary>Version of the product</summary>
    string GetVersion();

    /// <summary>Where tables go when a call names no directory; empty: such tables stay in memory</summary>
    string GetBaseOutputDirectory();

    void SetBaseOutputDirectory(string value);

    /// <summary>Algorithm: Chm01</summary>
    string GetAlgorithm();

    void SetAlgorithm(string value);

    /// <summary>Hash function of the tables to come, e.g. Quadx</summary>
    string GetHashFunction();

    void SetHashFunction(string value);

    /// <summary>Mask function: And</summary>
    string GetMaskFunction();

    void SetMaskFunction(string value);

    /// <summary>Seed of the random sequence, a whole number from 0 to 2^53; the same seed and keys give the same table</summary>
    double GetRngSeed();

    void SetRngSeed(double value);

    /// <summary>What is written for a table: Header, TableFile, both separated by a comma, or None</summary>
    string GetOutputs();

    void SetOutputs(string value);

    /// <summary>True: tables are solved and verified, and nothing is written</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetNoFileIo();

    void SetNoFileIo([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>How often a table may be doubled when no solution is found</summary>
    int GetMaxTableResizes();

    void SetMaxTableResizes(int value);

    /// <summary>Solver lanes that a table starts with</summary>
    int GetInitialPerFileConcurrency();

    void SetInitialPerFileConcurrency(int value);

    /// <summary>Solver lanes that a table may come to use; 0: as many as the node has workers</summary>
    int GetMaxPerFileConcurrency();

    void SetMaxPerFileConcurrency(int value);

    /// <summary>Milliseconds after which one more solver lane joins a table, again and again</summary>
    int GetIncreaseConcurrencyAfterMilliseconds();

    void SetIncreaseConcurrencyAfterMilliseconds(int value);

    /// <summary>Threads that each completion port lets run at once; 0: the node's processors. Set before the first table</summary>
    int GetIocpConcurrency();

    void SetIocpConcurrency(int value);

    /// <summary>Upper bound of the worker threads of a node; 0: twice the concurrency. Set before the first table</summary>
    int GetMaxThreads();

    void SetMaxThreads(int value);

    /// <summary>NUMA nodes to use: all, 0, or 0,2-3. Set before the first table</summary>
    string GetNumaNodes();

    void SetNumaNodes(string value);

    /// <summary>Nodes to pretend, for tests; 0: what the machine has. Set before the first table</summary>
    int GetSimulatedNumaNodes();

    void SetSimulatedNumaNodes(int value);

    /// <summary>True: buffers end at an inaccessible page, so that an overrun traps. Set before the first table</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetBufferGuardPages();

    void SetBufferGuardPages([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Makes a table from a keys file: packed 32 or 64-bit integers, .txt, or a .dll or .exe whose function addresses are the keys</summary>
    IPerfectHashTable TableCreate(string keysPath, string targetDirectory = "", string options = "");

    /// <summary>Makes a table from an array of keys</summary>
    IPerfectHashTable TableCreateFromKeys(ComVariant keyList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Loads a table file (.pht)</summary>
    IPerfectHashTable LoadTable(string path);

    /// <summary>Makes a table as PerfectHashCreate.exe does: KeysPath [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options]</summary>
    IPerfectHashTable TableCreateCommandLine(string commandLine);

    /// <summary>Makes a table of each keys file in a directory. Without an output directory the tables are verified and not kept</summary>
    IPerfectHashTables BulkCreate(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Does what PerfectHashBulkCreate.exe does: KeysDirectory [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options]</summary>
    IPerfectHashTables BulkCreateCommandLine(string commandLine);

    /// <summary>Begins what TableCreate does, and returns at once</summary>
    IPerfectHashJob BeginTableCreate(string keysPath, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateFromKeys does, and returns at once</summary>
    IPerfectHashJob BeginTableCreateFromKeys(ComVariant keyList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateCommandLine does, and returns at once</summary>
    IPerfectHashJob BeginTableCreateCommandLine(string commandLine);

    /// <summary>Begins what BulkCreate does, and returns at once</summary>
    IPerfectHashJob BeginBulkCreate(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Begins what BulkCreateCommandLine does, and returns at once</summary>
    IPerfectHashJob BeginBulkCreateCommandLine(string commandLine);

    /// <summary>What the runtime has done so far</summary>
    IPerfectHashStatistics GetStatistics();

    /// <summary>How files are read: Overlapped, or Mapped for comparison. Set before the first table</summary>
    string GetIoMode();

    void SetIoMode(string value);

    /// <summary>Hash function that goes on where HashFunction can't solve a set, before the table is doubled; None: no other</summary>
    string GetFallbackHashFunction();

    void SetFallbackHashFunction(string value);

    /// <summary>Opens a pack file that a bulk run wrote: its tables by number or by the name of their keys file, each loaded when it is asked for</summary>
    IPerfectHashTables LoadPack(string path);

    /// <summary>Begins what LoadTable does, and returns at once</summary>
    IPerfectHashJob BeginLoadTable(string path);
}

public enum PerfectHashServerState
{
    Stopped = 0,
    Running = 1,
    Draining = 2,
}

/// <summary>Serves table and bulk requests of other processes over a named pipe</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("4f945fe0-8ff1-4000-b4ff-c28363bf44ef")]
public partial interface IPerfectHashIocpServer : IDispatch
{
    /// <summary>Name of the pipe, alone or with what stands before the name of a pipe. Properties are set before Start</summary>
    string GetEndpoint();

    void SetEndpoint(string value);

    /// <summary>True: clients of other machines are refused</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetLocalOnly();

    void SetLocalOnly([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Threads that each completion port lets run at once; 0: the node's processors</summary>
    int GetIocpConcurrency();

    void SetIocpConcurrency(int value);

    /// <summary>Upper bound of the worker threads of a node; 0: twice the concurrency</summary>
    int GetMaxThreads();

    void SetMaxThreads(int value);

    /// <summary>NUMA nodes to use: all, 0, or 0,2-3</summary>
    string GetNumaNodes();

    void SetNumaNodes(string value);

    /// <summary>Nodes to pretend, for tests; 0: what the machine has</summary>
    int GetSimulatedNumaNodes();

    void SetSimulatedNumaNodes(int value);

    /// <summary>True: buffers end at an inaccessible page, so that an overrun traps</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetBufferGuardPages();

    void SetBufferGuardPages([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>True: no request writes files</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetNoFileIo();

    void SetNoFileIo([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>True: what happens is told to the sinks of _IPerfectHashServerEvents, a line each</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetVerbose();

    void SetVerbose([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>How files are read: Overlapped, or Mapped for comparison</summary>
    string GetIoMode();

    void SetIoMode(string value);

    /// <summary>Directories parted by ; below which all paths of requests must lie; an empty text: anywhere</summary>
    string GetAllowedRoots();

    void SetAllowedRoots(string value);

    /// <summary>A user or group that may connect besides the server's own user and SYSTEM: an account's name or a SID</summary>
    string GetAllowUser();

    void SetAllowUser(string value);

    /// <summary>Jobs that may run at once; beyond, a request is refused with an error that says so</summary>
    int GetMaxRequests();

    void SetMaxRequests(int value);

    /// <summary>Where tables go when a request names no directory; empty: such tables are not written</summary>
    string GetBaseOutputDirectory();

    void SetBaseOutputDirectory(string value);

    /// <summary>Milliseconds that jobs which run may take when a client asks for a shutdown; the rest is cancelled</summary>
    int GetDrainTimeout();

    void SetDrainTimeout(int value);

    /// <summary>Connections that there may be at once</summary>
    int GetMaxConnections();

    void SetMaxConnections(int value);

    /// <summary>Connections that one client process may have at once</summary>
    int GetMaxConnectionsPerClient();

    void SetMaxConnectionsPerClient(int value);

    /// <summary>0 stopped, 1 running, 2 draining</summary>
    PerfectHashServerState GetState();

    /// <summary>The state as a word: Stopped, Running or Draining</summary>
    string GetStateText();

    /// <summary>What the server's runtime has done</summary>
    IPerfectHashStatistics GetStatistics();

    /// <summary>Number of connections now</summary>
    int GetConnections();

    /// <summary>Number of requests so far</summary>
    double GetRequests();

    /// <summary>Number of jobs that run now</summary>
    int GetJobsRunning();

    /// <summary>Begins to serve, and returns at once</summary>
    void Start();

    /// <summary>Refuses new requests, lets running jobs end for so many milliseconds, cancels the rest and stops. Waits for that</summary>
    void Stop(int drainMilliseconds = 30000);

    /// <summary>Waits until the server has stopped; False when that takes longer than so many milliseconds (-1: no limit)</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Wait(int milliseconds = -1);

    /// <summary>A request of this process: TableCreate or BulkCreate and a command line, or BulkCreateDirectory KeysDirectory [OutputDirectory] [options]</summary>
    IPerfectHashJob SubmitRequest(string requestLine);
}

/// <summary>Events of a server</summary>
public static class _IPerfectHashServerEvents
{
    public static readonly Guid Iid = new("0e9b7a64-3d6f-4a0c-9a55-6c0d8b3e21f7");

    /// <summary>Something happened: a line of text. When a sink is too slow for them, lines are left out, and a line says how many</summary>
    public const int Log = 1;

    /// <summary>A server has stopped, with Verbose or without; its last line was told before</summary>
    public const int Stopped = 2;
}

/// <summary>Asks a PerfectHash server for tables</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("915488f5-39e6-480a-af75-d837213ca130")]
public partial interface IPerfectHashIocpClient : IDispatch
{
    /// <summary>Name of the server's pipe, alone or with what stands before the name of a pipe. It can't be set while Connected</summary>
    string GetEndpoint();

    void SetEndpoint(string value);

    /// <summary>Milliseconds to wait for a server that is busy, or isn't there yet; -1: no limit</summary>
    int GetConnectTimeout();

    void SetConnectTimeout(int value);

    /// <summary>True: Connect waits for a server that isn't there yet, and Ping for the next one, too, when one goes away before it answers</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetWaitForServer();

    void SetWaitForServer([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>True: jobs go on when this client goes away</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetDetach();

    void SetDetach([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>True while there is a connection</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetConnected();

    /// <summary>The server's last answer, as JSON; empty before the first</summary>
    string GetLastResponse();

    /// <summary>Connects. The requests do it when there is no connection</summary>
    void Connect();

    /// <summary>Closes the connection; jobs that were not detached are cancelled</summary>
    void Disconnect();

    /// <summary>Asks the server for a sign of life; answers the round trip in milliseconds</summary>
    double Ping();

    /// <summary>Asks the server to drain and stop; for its owner alone</summary>
    void ShutdownServer();

    /// <summary>Begins a table on the server: KeysPath [OutputDirectory ...] [options], as PerfectHashCreate.exe takes it</summary>
    IPerfectHashJob TableCreate(string commandLine);

    /// <summary>Begins a bulk run on the server: KeysDirectory [OutputDirectory ...] [options], as PerfectHashBulkCreate.exe takes it</summary>
    IPerfectHashJob BulkCreate(string commandLine);

    /// <summary>Begins a bulk run over a directory. Without an output directory the tables go where the server's settings say</summary>
    IPerfectHashJob BulkCreateDirectory(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>A job that the server runs or has run of late, by its RequestId</summary>
    IPerfectHashJob Status(double jobNumber);

    /// <summary>Asks the server to cancel a job, by its RequestId; S_FALSE: it had ended</summary>
    void CancelRequest(double jobNumber);

    /// <summary>Asks the server what it has done</summary>
    IPerfectHashStatistics GetServerStatistics();
}

public unsafe struct PerfectHashTableConstants
{
    public ulong KeyCount;
    public uint KeySizeInBytes;
    public uint EdgeBits;
    public uint ValueSizeInBytes;
    public uint SeedCount;
    public fixed ulong Seeds[6];
    public ulong ExtractMask;
    public ulong BucketCount;
    public ulong ValueCount;
    public void* Values;
    public void* Directory;
    public void* Keys;
    public void* Image;
    public ulong ImageBytes;
}

/// <summary>A table without VARIANTs: only the lookup</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("25179ad9-69ec-4500-af21-04e718e1e734")]
public unsafe partial interface IPerfectHashTableNative
{
    /// <summary>The position of a key of the set. For any other key an arbitrary number</summary>
    [PreserveSig]
    uint Index(ulong key);

    /// <summary>TRUE, with the position in *position (may be NULL), when the key is in the set; FALSE too when the table has no keys</summary>
    [PreserveSig]
    [return: MarshalAs(UnmanagedType.Bool)]
    bool Contains(ulong key, uint* position);

    /// <summary>Index of each of many packed keys, of KeySizeInBytes each</summary>
    [PreserveSig]
    void IndexBatch(void* packedKeys, ulong packedCount, uint* positions);

    /// <summary>What a lookup needs, for code of one's own</summary>
    [PreserveSig]
    void GetConstants(out PerfectHashTableConstants constants);
}

/// <summary>PerfectHash table creation on an I/O completion port runtime</summary>
public static class IocpContext
{
    public static readonly Guid Clsid = new("d252fc77-fdaf-4a14-8719-a7e8f1fc5526");

    public static IPerfectHashIocpContext Create() => Com.Create<IPerfectHashIocpContext>(Clsid);
}

/// <summary>PerfectHash server on a named pipe</summary>
public static class IocpServer
{
    public static readonly Guid Clsid = new("8222d1d4-34f3-4f73-9ff2-2199fae3b308");

    public static IPerfectHashIocpServer Create() => Com.Create<IPerfectHashIocpServer>(Clsid);
}

/// <summary>PerfectHash client of a server on a named pipe</summary>
public static class IocpClient
{
    public static readonly Guid Clsid = new("97bf3290-0e70-4575-94fa-89bf8b10e7f1");

    public static IPerfectHashIocpClient Create() => Com.Create<IPerfectHashIocpClient>(Clsid);
}
