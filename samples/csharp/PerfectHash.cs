// The interfaces of PerfectHash.dll for .NET: copy this file into your project. Members stand in the order of PerfectHash.idl, which the
// calls depend on; what they mean is said there. Keys are objects: any integer, a string such as "0x7B", or an array of integers.
using System.Runtime.InteropServices;

namespace PerfectHash;

[ComImport, Guid("d252fc77-fdaf-4a14-8719-a7e8f1fc5526")]
public class IocpContext
{
}

[ComImport, Guid("2fa52e04-ae94-4c13-9b7c-f72ca39144c6"), InterfaceType(ComInterfaceType.InterfaceIsDual), CoClass(typeof(IocpContext))]
public interface IPerfectHashIocpContext
{
    string Version { get; }
    string BaseOutputDirectory { get; set; }
    string Algorithm { get; set; }
    string HashFunction { get; set; }
    string MaskFunction { get; set; }
    double RngSeed { get; set; }
    string Outputs { get; set; }
    bool NoFileIo { get; set; }
    int MaxTableResizes { get; set; }
    int InitialPerFileConcurrency { get; set; }
    int MaxPerFileConcurrency { get; set; }
    int IncreaseConcurrencyAfterMilliseconds { get; set; }
    int IocpConcurrency { get; set; }
    int MaxThreads { get; set; }
    string NumaNodes { get; set; }
    int SimulatedNumaNodes { get; set; }
    bool BufferGuardPages { get; set; }
    IPerfectHashTable TableCreate(string keysPath, string targetDirectory = "", string options = "");
    IPerfectHashTable TableCreateFromKeys(object keys, string tableName, string targetDirectory = "", string options = "");
    IPerfectHashTable LoadTable(string path);
    IPerfectHashTable TableCreateCommandLine(string commandLine);
    IPerfectHashTables BulkCreate(string keysDirectory, string targetDirectory = "", string options = "");
    IPerfectHashTables BulkCreateCommandLine(string commandLine);
    IPerfectHashJob BeginTableCreate(string keysPath, string targetDirectory = "", string options = "");
    IPerfectHashJob BeginTableCreateFromKeys(object keys, string tableName, string targetDirectory = "", string options = "");
    IPerfectHashJob BeginTableCreateCommandLine(string commandLine);
    IPerfectHashJob BeginBulkCreate(string keysDirectory, string targetDirectory = "", string options = "");
    IPerfectHashJob BeginBulkCreateCommandLine(string commandLine);
    IPerfectHashStatistics Statistics { get; }
    string IoMode { get; set; }
    string FallbackHashFunction { get; set; }
    IPerfectHashTables LoadPack(string path);
}

[ComImport, Guid("6aa84091-cf80-411a-891f-a7f9e9711af8"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IPerfectHashTable
{
    string Name { get; }
    int KeyCount { get; }
    int KeySizeInBytes { get; }
    string Algorithm { get; }
    string HashFunction { get; }
    string MaskFunction { get; }
    string Layout { get; }
    double RngSeed { get; }
    object Seeds { get; }
    double Attempts { get; }
    int TableResizes { get; }
    double SolveMicroseconds { get; }
    double TableBytes { get; }
    string OutputDirectory { get; }
    object Files { get; }
    bool HasKeys { get; }
    int Index(object key);
    bool Contains(object key);
    int Find(object key);
    object IndexMany(object keys);
    object FindMany(object keys);
    string Source(string language = "c");
    void Save(string path);
    double EmptyCacheLines { get; }
    double UsedCacheLines { get; }
    double EmptyPages { get; }
    double UsedPages { get; }
    double EmptyLargePages { get; }
    double UsedLargePages { get; }
    double MaxAssignedPerCacheLine { get; }
    double AttemptsMade { get; }
    double Setups { get; }
    double RejectedAttempts { get; }
    double SetupMicroseconds { get; }
    double AttemptMicroseconds { get; }
    double AssignMicroseconds { get; }
    double VerifyMicroseconds { get; }
    double ScatterMicroseconds { get; }
}

[ComImport, Guid("58d6cb41-e978-40d2-8e19-09617dedcc7e"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IPerfectHashTables : System.Collections.IEnumerable
{
    int Count { get; }
    IPerfectHashTable Item(object which);
    [DispId(-4)]
    new System.Collections.IEnumerator GetEnumerator();
    object Failures { get; }
    int SkippedCount { get; }
    string OutputDirectory { get; }
    string CsvPath { get; }
    string JsonPath { get; }
    string PackPath { get; }
}

public enum PerfectHashJobState { Running, Succeeded, Failed, Cancelled }

[ComImport, Guid("58ce660e-2db3-4890-8d50-c5336b62e323"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IPerfectHashJob
{
    PerfectHashJobState State { get; }
    string StateText { get; }
    double Progress { get; }
    double Completed { get; }
    double Failed { get; }
    double Total { get; }
    double Elapsed { get; }
    object Result { [return: MarshalAs(UnmanagedType.IDispatch)] get; }
    string Error { get; }
    int ErrorCode { get; }
    bool Wait(int milliseconds = -1);
    void Cancel();
    double RequestId { get; }
}

// What a job tells: give an implementation to the job's connection point, as JobEvents.cs does. Called on a thread of PerfectHash.
[ComVisible(true), Guid("a7efe97f-2f15-41c0-bc50-5780893ae344"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface _IPerfectHashJobEvents
{
    [DispId(1)]
    void Progress(double tablesDone, double tablesFailed, double tablesTotal, double fraction);
    [DispId(2)]
    void TableCreated(string keysPath, string tablePath, double keysInTable, double microseconds, bool alreadyThere);
    [DispId(3)]
    void TableFailed(string keysPath, int code, string message);
    [DispId(4)]
    void Completed(PerfectHashJobState finalState);
}

[ComImport, Guid("234e3572-c4de-4d05-ae4d-c2c2ca0f381b"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
public interface IPerfectHashStatistics
{
    int Nodes { get; }
    int Threads { get; }
    double ItemsRun { get; }
    double FilesRead { get; }
    double FilesWritten { get; }
    double BytesRead { get; }
    double BytesWritten { get; }
    double BufferHits { get; }
    double BufferMisses { get; }
    double BuffersInUse { get; }
    double BuffersHighWater { get; }
    double BufferBytes { get; }
}

public enum PerfectHashServerState { Stopped, Running, Draining }

[ComImport, Guid("8222d1d4-34f3-4f73-9ff2-2199fae3b308")]
public class IocpServer
{
}

[ComImport, Guid("4f945fe0-8ff1-4000-b4ff-c28363bf44ef"), InterfaceType(ComInterfaceType.InterfaceIsDual), CoClass(typeof(IocpServer))]
public interface IPerfectHashIocpServer
{
    string Endpoint { get; set; }
    bool LocalOnly { get; set; }
    int IocpConcurrency { get; set; }
    int MaxThreads { get; set; }
    string NumaNodes { get; set; }
    int SimulatedNumaNodes { get; set; }
    bool BufferGuardPages { get; set; }
    bool NoFileIo { get; set; }
    bool Verbose { get; set; }
    string IoMode { get; set; }
    string AllowedRoots { get; set; }
    string AllowUser { get; set; }
    int MaxRequests { get; set; }
    string BaseOutputDirectory { get; set; }
    int DrainTimeout { get; set; }
    int MaxConnections { get; set; }
    int MaxConnectionsPerClient { get; set; }
    PerfectHashServerState State { get; }
    string StateText { get; }
    IPerfectHashStatistics Statistics { get; }
    int Connections { get; }
    double Requests { get; }
    int JobsRunning { get; }
    void Start();
    void Stop(int drainMilliseconds = 30000);
    bool Wait(int milliseconds = -1);
    IPerfectHashJob SubmitRequest(string requestLine);
}

// What a server with Verbose tells, as a job tells its own.
[ComVisible(true), Guid("5d6f3c0a-7a57-4f0e-9c58-2f5b1d4a6e83"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
public interface _IPerfectHashServerEvents
{
    [DispId(1)]
    void Log(string logLine);
}

[ComImport, Guid("97bf3290-0e70-4575-94fa-89bf8b10e7f1")]
public class IocpClient
{
}

[ComImport, Guid("915488f5-39e6-480a-af75-d837213ca130"), InterfaceType(ComInterfaceType.InterfaceIsDual), CoClass(typeof(IocpClient))]
public interface IPerfectHashIocpClient
{
    string Endpoint { get; set; }
    int ConnectTimeout { get; set; }
    bool WaitForServer { get; set; }
    bool Detach { get; set; }
    bool Connected { get; }
    string LastResponse { get; }
    void Connect();
    void Disconnect();
    double Ping();
    void ShutdownServer();
    IPerfectHashJob TableCreate(string commandLine);
    IPerfectHashJob BulkCreate(string commandLine);
    IPerfectHashJob BulkCreateDirectory(string keysDirectory, string targetDirectory = "", string options = "");
    IPerfectHashJob Status(double jobNumber);
    void CancelRequest(double jobNumber);
    IPerfectHashStatistics GetServerStatistics();
}

// A table as IPerfectHashTableNative: no VARIANTs, only the lookup.
[ComImport, Guid("25179ad9-69ec-4500-af21-04e718e1e734"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
public interface IPerfectHashTableNative
{
    [PreserveSig]
    uint Index(ulong key);
    [PreserveSig]
    [return: MarshalAs(UnmanagedType.Bool)]
    bool Contains(ulong key, out uint position);
    [PreserveSig]
    void IndexBatch([In] uint[] keys, nuint keyCount, [Out] uint[] positions);
}
