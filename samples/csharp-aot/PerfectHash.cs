// Generated from PerfectHash.idl by scripts/bindings; do not edit.
// The interfaces of PerfectHash.dll for .NET programs that are trimmed or compiled ahead of time: copy this file and Com.cs into your project.
// A property X of the contract is GetX and SetX here. An interface of events is its IID and its DISPIDs: a sink is an IDispatch.
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace PerfectHash;

/// <summary>Finds the position of every key of a set by two hashes and an add.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("f267c790-aef2-42cd-bbb0-507e0ba8028d")]
public partial interface IPerfectHashTable : IDispatch
{
    /// <summary>Returns the table's name: that of its keys file, or the one that was given.</summary>
    string GetName();

    /// <summary>Returns the number of keys.</summary>
    int GetKeyCount();

    /// <summary>Returns the size of a key in bytes: 4, 8 or 16; 0 for text keys.</summary>
    int GetKeySizeInBytes();

    /// <summary>Returns the algorithm: Chm01.</summary>
    string GetAlgorithm();

    /// <summary>Returns the hash function, e.g. Quadx.</summary>
    string GetHashFunction();

    /// <summary>Returns the mask function: And.</summary>
    string GetMaskFunction();

    /// <summary>Returns Flat, Partitioned (buckets that fit the processor's cache), Compact (three slots a key, the least bytes), CompactPartitioned, or Text, of text keys.</summary>
    string GetLayout();

    /// <summary>Returns the seed of the random sequence from which the hash function's seeds were drawn.</summary>
    double GetRngSeed();

    /// <summary>Returns the hash function's seeds: an array of strings such as 0x9E3779B1.</summary>
    ComVariant GetSeeds();

    /// <summary>Counts the attempts up to the one that gave the table.</summary>
    double GetAttempts();

    /// <summary>Counts how often the table was doubled.</summary>
    int GetTableResizes();

    /// <summary>Returns the microseconds from the first attempt to the verified table; 0 for a loaded table.</summary>
    double GetSolveMicroseconds();

    /// <summary>Returns the bytes of the lookup data, without the keys.</summary>
    double GetTableBytes();

    /// <summary>Returns the folder that holds the table's files, or an empty string.</summary>
    string GetOutputDirectory();

    /// <summary>Returns the paths of the files that were written: an array of strings.</summary>
    ComVariant GetFiles();

    /// <summary>Returns True when the keys are in the table, so that it can tell whether it contains a key.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetHasKeys();

    /// <summary>Returns the position of a key in the keys that the table was made from, counted from 0. For a key that isn't among them it is an arbitrary number: see Find.</summary>
    int Index(ComVariant key);

    /// <summary>Returns True when the key is in the set; with fingerprints (FingerprintBits) for a few other keys, too.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Contains(ComVariant key);

    /// <summary>Returns the position of a key in the keys that the table was made from, counted from 0; -1 when it isn't among them.</summary>
    int Find(ComVariant key);

    /// <summary>Returns Index of each key of an array, in its order and shape: an array of long for a typed array, of VARIANT for one of VARIANT or bytes.</summary>
    ComVariant IndexMany(ComVariant keyList);

    /// <summary>Returns Find of each element of an array; -1 for one that is no key, too.</summary>
    ComVariant FindMany(ComVariant keyList);

    /// <summary>Returns the table as source code: a self-contained header for C and C++ (language c, h or Header), or another of its outputs by its name (CSource.h, CSource, Cpp, CSharp, Rust and so on).</summary>
    string Source(string language = "c");

    /// <summary>Writes the table file (.pht), which LoadTable reads.</summary>
    void Save(string path);

    /// <summary>Counts the cache lines of the table that no key touches; -1 = not measured (--FindBestGraph and --MeasureCoverage measure).</summary>
    double GetEmptyCacheLines();

    /// <summary>Counts the cache lines that keys touch; -1 = not measured.</summary>
    double GetUsedCacheLines();

    /// <summary>Counts the pages of 4 KiB that no key touches; -1 = not measured.</summary>
    double GetEmptyPages();

    /// <summary>Counts the pages of 4 KiB that keys touch; -1 = not measured.</summary>
    double GetUsedPages();

    /// <summary>Counts the large pages of 2 MiB that no key touches; -1 = not measured.</summary>
    double GetEmptyLargePages();

    /// <summary>Counts the large pages of 2 MiB that keys touch; -1 = not measured.</summary>
    double GetUsedLargePages();

    /// <summary>Returns the most slots that keys touch in one cache line; -1 = not measured.</summary>
    double GetMaxAssignedPerCacheLine();

    /// <summary>Counts the attempts of all lanes together, where Attempts counts to the one that gave the table; 0 for a loaded table.</summary>
    double GetAttemptsMade();

    /// <summary>Counts the set-ups under a first seed, which several attempts share.</summary>
    double GetSetups();

    /// <summary>Counts the attempts that ended in their first step.</summary>
    double GetRejectedAttempts();

    /// <summary>Returns the time that set-ups took, summed over lanes, as are the times that follow.</summary>
    double GetSetupMicroseconds();

    /// <summary>Returns the time that attempts took.</summary>
    double GetAttemptMicroseconds();

    /// <summary>Returns the time that the assignment of slots took.</summary>
    double GetAssignMicroseconds();

    /// <summary>Returns the time that the verification of every key took.</summary>
    double GetVerifyMicroseconds();

    /// <summary>Returns the time that the distribution of keys to buckets took; 0 for a flat table.</summary>
    double GetScatterMicroseconds();

    /// <summary>Returns a 64-bit hash of the keys in their order, such as 0x9E3779B97F4A7C15: a table of other keys, or of another order, has another one.</summary>
    string GetKeysHash();

    /// <summary>Returns all keys, in the order of their positions: an array of numbers; of a key above 2^53 its decimal digits.</summary>
    ComVariant Keys();

    /// <summary>Returns the key at a position, as in Keys.</summary>
    ComVariant KeyAt(int number);

    /// <summary>Returns the bits of a value: 8, 16 or 32; 0 for a table that gives positions.</summary>
    int GetValueBits();

    /// <summary>Returns the value that a key has, of a table that gives values. For a key that isn't in the set it is an arbitrary number, or -1 where fingerprints or keys tell.</summary>
    double GetValue(ComVariant key);

    /// <summary>Returns GetValue of each key of an array, in its order and shape. A typed array gives an array of unsigned long (where -1 can be, of long, or of double for values of 32 bits); one of VARIANT or bytes gives an array of VARIANT.</summary>
    ComVariant GetValues(ComVariant keyList);

    /// <summary>Returns the bits of the fingerprints by which Contains, Find and GetValue reject other keys: 8 (one in 256 other keys is taken for a key), 16 (one in 65,536), or 0 = no fingerprints.</summary>
    int GetFingerprintBits();

    /// <summary>Returns True when the table gives positions, beside values or alone; False for one of values alone.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetHasPositions();

    /// <summary>Returns the value of the key at a position, of a table that gives values beside positions: Index or Find and then ValueAt take one lookup.</summary>
    double ValueAt(int position);

    /// <summary>Returns the bits of a packed slot, of a compact table that was made with --Packed; 0: slots have whole bytes.</summary>
    int GetPackedBits();

    /// <summary>Returns what the keys are: Number, or Text, of which KeySizeInBytes is 0, HashFunction empty and Layout Text.</summary>
    string GetKeyType();

    /// <summary>Computes the table's checksum again, looks up every key that is in the table, and fails where one doesn't give its position. Returns how many keys it looked up: 0 for a table without keys.</summary>
    double Verify();

    /// <summary>Returns the bytes of the table file, with the keys: what Save writes.</summary>
    double GetFileBytes();

    /// <summary>Returns the version of the table file's format.</summary>
    int GetFormatVersion();

    /// <summary>Returns the position of the greatest key that is not above a number, -1 when all are: of function starts, the function that an address is in. The table must have its keys, of 32 or 64 bits.</summary>
    int FindFloor(ComVariant key);

    /// <summary>Returns FindFloor of each element of an array.</summary>
    ComVariant FindFloorMany(ComVariant keyList);

    /// <summary>Returns the file name of the program whose functions are the keys, or an empty string.</summary>
    string GetModuleName();

    /// <summary>Returns the time stamp of that program's headers; 0 without one.</summary>
    double GetModuleTimeDateStamp();

    /// <summary>Returns the bytes that it has in memory; 0 without one.</summary>
    double GetModuleImageBytes();

    /// <summary>Returns the GUID and the age of its debug information as symbol servers write them, or an empty string.</summary>
    string GetModuleBuildId();

    /// <summary>Counts the columns of values that a table has of its records; 1 for a table of values. A loaded table has no others.</summary>
    int GetColumnCount();

    /// <summary>Returns their names: an array of strings.</summary>
    ComVariant GetColumnNames();

    /// <summary>Returns their types, such as u16, f64, bool, text, enum, date, currency and decimal.</summary>
    ComVariant GetColumnTypes();

    /// <summary>Returns a key's value in a column, by its name or its number from 0; without one, in the only column. Empty for a key that isn't in the set.</summary>
    ComVariant value(ComVariant key, string column = "");

    /// <summary>Returns the value of each key of an array, in its order and shape: an array of VARIANT.</summary>
    ComVariant ValueMany(ComVariant keyList, string column = "");

    /// <summary>Returns a key's row: its value, or an array of one in each of several columns; Empty for a key that isn't in the set.</summary>
    ComVariant Item(ComVariant key);

    /// <summary>Returns what a report draws of the table, as JSON: the better and better graphs of a search for the best one. Where the keys are in the table, the JSON also says how the keys lie in its cache lines. The call looks all keys up.</summary>
    string ReportData();
}

/// <summary>Holds the tables that a bulk run made, in the order of its keys files. A table is loaded when it is asked for.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("b805db2e-77ae-42d5-83d8-3f7d184fb093")]
public partial interface IPerfectHashTables : IDispatch
{
    /// <summary>Returns the number of tables.</summary>
    int GetCount();

    /// <summary>Returns a table, by its number from 0 or by the name of its keys file.</summary>
    IPerfectHashTable GetItem(ComVariant which);

    /// <summary>Returns an enumerator of the tables.</summary>
    [return: MarshalAs(UnmanagedType.Interface)]
    object Get_NewEnum();

    /// <summary>Tells what went wrong: an array of strings, one for each keys file that gave no table, each naming the file.</summary>
    ComVariant GetFailures();

    /// <summary>Returns the number of tables that a resumed run found already made.</summary>
    int GetSkippedCount();

    /// <summary>Returns the folder that the run wrote to, or an empty string.</summary>
    string GetOutputDirectory();

    /// <summary>Returns the path of the CSV file with a row for each keys file, or an empty string.</summary>
    string GetCsvPath();

    /// <summary>Returns the path of the JSON summary, or an empty string.</summary>
    string GetJsonPath();

    /// <summary>Returns the path of the pack that holds the tables, or an empty string.</summary>
    string GetPackPath();

    /// <summary>Returns the names by which Item knows the tables, in their order: an array of strings, each the path of a keys file below the keys directory.</summary>
    ComVariant GetNames();

    /// <summary>Limits the bytes of loaded tables that the collection keeps, 256 MiB at first. Beyond, those that were asked for longest ago go, and are loaded again when they are asked for.</summary>
    double GetMemoryBudget();

    void SetMemoryBudget(double value);

    /// <summary>Says that a table's keys are the functions of a module: its base, its bytes and its headers' time stamp (0: not compared) or, as a text, its ModuleBuildId. The keys are addresses relative to the base (RVAs). A table of another build is an error.</summary>
    void MapModule(ComVariant which, ComVariant moduleBase, ComVariant moduleBytes, ComVariant timeDateStamp);

    /// <summary>Returns which function of which module an address is in: an array of the table's number and the function's position in it, or Empty when it is in no module that MapModule has told. It is one search for any number of modules; the first loads tables.</summary>
    ComVariant FindAddress(ComVariant address);
}

public enum PerfectHashJobState
{
    Running = 0,
    Succeeded = 1,
    Failed = 2,
    Cancelled = 3,
}

/// <summary>Follows a table or a bulk run that is being made.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("58ce660e-2db3-4890-8d50-c5336b62e323")]
public partial interface IPerfectHashJob : IDispatch
{
    /// <summary>Returns the state: 0 running, 1 succeeded, 2 failed, 3 cancelled.</summary>
    PerfectHashJobState GetState();

    /// <summary>Returns the state as a word: Running, Succeeded, Failed or Cancelled.</summary>
    string GetStateText();

    /// <summary>Tells how far the job is, from 0 to 1; of a bulk run that failed or was cancelled, how far it came.</summary>
    double GetProgress();

    /// <summary>Counts the keys files done so far, those that gave no table among them.</summary>
    double GetCompleted();

    /// <summary>Counts the keys files so far that gave no table.</summary>
    double GetFailed();

    /// <summary>Counts the keys files; it grows while a directory is being read.</summary>
    double GetTotal();

    /// <summary>Returns the seconds since the start; it stands still when the job is done.</summary>
    double GetElapsed();

    /// <summary>Returns the table, or the tables of a bulk run, once the job has succeeded; Nothing before that, and when it failed.</summary>
    IDispatch GetResult();

    /// <summary>Tells why the job failed; of a bulk run that succeeded, why a first keys file gave no table; otherwise an empty string.</summary>
    string GetError();

    /// <summary>Returns the HRESULT of the job's failure, or 0.</summary>
    int GetErrorCode();

    /// <summary>Waits until the job is done, and returns False when that takes longer than the given time (-1 = no limit).</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Wait(int milliseconds = -1);

    /// <summary>Asks the job to end soon; it then is in the state Cancelled, unless it was done already.</summary>
    void Cancel();

    /// <summary>Returns the number under which a server knows the job; 0 for a job that no server knows.</summary>
    double GetRequestId();
}

/// <summary>Tells the events of a job. Every table of the job is told once, in the order in which they ended, also to a sink that came late; OnCompleted is the last. A bulk run on a server tells no single tables.</summary>
public static class _IPerfectHashJobEvents
{
    public static readonly Guid Iid = new("a7efe97f-2f15-41c0-bc50-5780893ae344");

    /// <summary>Tells how far the job is: keys files done, those among them that gave no table, all of them so far, and a number from 0 to 1. It comes at most ten times a second, and once before OnCompleted.</summary>
    public const int OnProgress = 1;

    /// <summary>Reports a table that was made: its keys file (in a bulk run, below the keys directory), its table file or an empty string, and its keys. The microseconds are the solver's. True: a resumed run found the table already made.</summary>
    public const int OnTableCreated = 2;

    /// <summary>Reports a keys file that gave no table: its path, the HRESULT, and what is wrong.</summary>
    public const int OnTableFailed = 3;

    /// <summary>Tells that the job has ended: 1 succeeded, 2 failed, 3 cancelled.</summary>
    public const int OnCompleted = 4;
}

/// <summary>Tells what a runtime had done when the statistics were asked for.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("2eef7610-f4bc-441e-8825-90577b8826ce")]
public partial interface IPerfectHashStatistics : IDispatch
{
    /// <summary>Counts the NUMA nodes in use; 0 while the runtime hasn't started.</summary>
    int GetNodes();

    /// <summary>Counts the worker threads that live.</summary>
    int GetThreads();

    /// <summary>Counts the work items run.</summary>
    double GetItemsRun();

    /// <summary>Counts the files read.</summary>
    double GetFilesRead();

    /// <summary>Counts the files written.</summary>
    double GetFilesWritten();

    /// <summary>Counts the bytes read.</summary>
    double GetBytesRead();

    /// <summary>Counts the bytes written.</summary>
    double GetBytesWritten();

    /// <summary>Counts the buffers that came from a pool's free list.</summary>
    double GetBufferHits();

    /// <summary>Counts the buffers that had to be allocated.</summary>
    double GetBufferMisses();

    /// <summary>Counts the buffers in use.</summary>
    double GetBuffersInUse();

    /// <summary>Returns the most buffers that were in use at once.</summary>
    double GetBuffersHighWater();

    /// <summary>Counts the bytes of memory that the pools hold.</summary>
    double GetBufferBytes();

    /// <summary>Counts the connections of a server now; 0, as all that follow, where the statistics are not a server's.</summary>
    int GetConnections();

    /// <summary>Counts the requests to a server so far.</summary>
    double GetRequests();

    /// <summary>Counts the jobs of a server that run now.</summary>
    int GetJobsRunning();

    /// <summary>Counts the jobs of a server that have ended.</summary>
    double GetJobsEnded();

    /// <summary>Counts the work items that are queued, with the system, parked or running now; -1, as all that follow, where a server did not tell it.</summary>
    double GetInFlight();

    /// <summary>Counts what waits now for a buffer, for memory, for a user's quota of it, or for a place of large tables.</summary>
    double GetParked();

    /// <summary>Counts how often the budget of buffers was in the way.</summary>
    double GetBuffersExhausted();

    /// <summary>Counts the timers that wait now.</summary>
    double GetTimersWaiting();

    /// <summary>Counts the timers that have fired.</summary>
    double GetTimersRun();

    /// <summary>Returns the seconds that the callback runs that has run the longest; 0 when none runs.</summary>
    double GetOldestCallback();

    /// <summary>Counts the reads and requests that wait now for a buffer; -1, as all that follow, where a server did not tell it.</summary>
    double GetParkedForBuffers();

    /// <summary>Counts the jobs that wait now for memory.</summary>
    double GetParkedForMemory();

    /// <summary>Counts the jobs that wait now for memory of their user's quota.</summary>
    double GetParkedForQuotas();

    /// <summary>Counts the tables that wait now for a place of large ones.</summary>
    double GetParkedAsLarge();

    /// <summary>Returns the bytes of memory that jobs have reserved beside the buffers.</summary>
    double GetReservedBytes();

    /// <summary>Returns the bytes of memory that reservations and buffers may take together.</summary>
    double GetBudgetBytes();
}

/// <summary>Makes and loads tables on an I/O completion port runtime in this process.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("50ae7d56-9efe-467e-80e4-6d58b0f0d2d1")]
public partial interface IPerfectHashIocpContext : IDispatch
{
    /// <summary>Returns the version of the product.</summary>
    string GetVersion();

    /// <summary>Names the folder where tables go when a call names no directory; with an empty text such tables stay in memory.</summary>
    string GetBaseOutputDirectory();

    void SetBaseOutputDirectory(string value);

    /// <summary>Names the algorithm: Chm01.</summary>
    string GetAlgorithm();

    void SetAlgorithm(string value);

    /// <summary>Names the hash function of later tables, e.g. Quadx.</summary>
    string GetHashFunction();

    void SetHashFunction(string value);

    /// <summary>Names the mask function: And.</summary>
    string GetMaskFunction();

    void SetMaskFunction(string value);

    /// <summary>Seeds the random sequence: a whole number from 0 to 2^53. One seed and the same keys give the same table.</summary>
    double GetRngSeed();

    void SetRngSeed(double value);

    /// <summary>Says what is written for a table: Header, TableFile, both separated by a comma, or None.</summary>
    string GetOutputs();

    void SetOutputs(string value);

    /// <summary>Says whether tables are solved and verified, and nothing is written.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetNoFileIo();

    void SetNoFileIo([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Limits how often a table may be doubled when no solution is found.</summary>
    int GetMaxTableResizes();

    void SetMaxTableResizes(int value);

    /// <summary>Says how many solver lanes a table starts with.</summary>
    int GetInitialPerFileConcurrency();

    void SetInitialPerFileConcurrency(int value);

    /// <summary>Limits the solver lanes that a table may come to use; 0 = as many as the node has workers.</summary>
    int GetMaxPerFileConcurrency();

    void SetMaxPerFileConcurrency(int value);

    /// <summary>Sets the milliseconds after which one more solver lane joins a table, again and again.</summary>
    int GetIncreaseConcurrencyAfterMilliseconds();

    void SetIncreaseConcurrencyAfterMilliseconds(int value);

    /// <summary>Limits the threads that each completion port lets run at once; 0 = the node's processors. It must be set before the first table.</summary>
    int GetIocpConcurrency();

    void SetIocpConcurrency(int value);

    /// <summary>Limits the worker threads of a node; 0 = twice the concurrency. It must be set before the first table.</summary>
    int GetMaxThreads();

    void SetMaxThreads(int value);

    /// <summary>Names the NUMA nodes to use: all, 0, or 0,2-3. It must be set before the first table.</summary>
    string GetNumaNodes();

    void SetNumaNodes(string value);

    /// <summary>Sets the number of nodes to pretend, for tests; 0 = what the machine has. It must be set before the first table.</summary>
    int GetSimulatedNumaNodes();

    void SetSimulatedNumaNodes(int value);

    /// <summary>Says whether buffers end at an inaccessible page, so that an overrun traps. It must be set before the first table.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetBufferGuardPages();

    void SetBufferGuardPages([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Makes a table from a keys file, and waits for it: packed 32 or 64-bit integers, .txt, or a .dll or .exe whose function addresses are the keys.</summary>
    IPerfectHashTable TableCreate(string keysPath, string targetDirectory = "", string options = "");

    /// <summary>Makes a table from an array of keys, and waits for it.</summary>
    IPerfectHashTable TableCreateFromKeys(ComVariant keyList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Loads a table file (.pht).</summary>
    IPerfectHashTable LoadTable(string path);

    /// <summary>Makes a table as PerfectHashCreate.exe does, and waits for it: KeysPath [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options].</summary>
    IPerfectHashTable TableCreateCommandLine(string commandLine);

    /// <summary>Makes a table of each keys file in a directory, and waits for all, unlike BulkCreate of an IocpClient. Without an output directory the tables are verified and not kept.</summary>
    IPerfectHashTables BulkCreate(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Does what PerfectHashBulkCreate.exe does, and waits for it: KeysDirectory [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options].</summary>
    IPerfectHashTables BulkCreateCommandLine(string commandLine);

    /// <summary>Begins what TableCreate does, and returns its job at once.</summary>
    IPerfectHashJob BeginTableCreate(string keysPath, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateFromKeys does, and returns its job at once.</summary>
    IPerfectHashJob BeginTableCreateFromKeys(ComVariant keyList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateCommandLine does, and returns its job at once.</summary>
    IPerfectHashJob BeginTableCreateCommandLine(string commandLine);

    /// <summary>Begins what BulkCreate does, and returns its job at once.</summary>
    IPerfectHashJob BeginBulkCreate(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Begins what BulkCreateCommandLine does, and returns its job at once.</summary>
    IPerfectHashJob BeginBulkCreateCommandLine(string commandLine);

    /// <summary>Returns what the runtime has done so far.</summary>
    IPerfectHashStatistics GetStatistics();

    /// <summary>Says how files are read: Overlapped, or Mapped for comparison. It must be set before the first table.</summary>
    string GetIoMode();

    void SetIoMode(string value);

    /// <summary>Names the hash function that goes on where HashFunction can't solve a set, before the table is doubled; None = no other.</summary>
    string GetFallbackHashFunction();

    void SetFallbackHashFunction(string value);

    /// <summary>Opens a pack file that a bulk run wrote: its tables by number or by the name of their keys file, each loaded when it is asked for.</summary>
    IPerfectHashTables LoadPack(string path);

    /// <summary>Begins what LoadTable does, and returns its job at once.</summary>
    IPerfectHashJob BeginLoadTable(string path);

    /// <summary>Says whether all that is written is on the disk before it gets its name, and the names are when the call is over; such a call flushes the disk.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetDurable();

    void SetDurable([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Makes a table that gives each key of an array the value of 8, 16 or 32 bits at its place in another array, and waits for it. Without --ValueBits a value has as few of these as all need.</summary>
    IPerfectHashTable TableCreateWithValues(ComVariant keyList, ComVariant valueList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateWithValues does, and returns its job at once.</summary>
    IPerfectHashJob BeginTableCreateWithValues(ComVariant keyList, ComVariant valueList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Says what keys are: Number, Text, Gperf (a file for gperf), or Auto: as the keys show.</summary>
    string GetKeyType();

    void SetKeyType(string value);

    /// <summary>Says whether the letters A to Z of text keys are a to z; tables of numbers are refused then.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetIgnoreCase();

    void SetIgnoreCase([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Makes a table that gives keys values of any types, and waits for it: an array for one column; for several an array of two dimensions, of typed arrays (columns) or of others (rows). Without valueList, keyList is a dictionary, Recordset or all columns.</summary>
    IPerfectHashTable TableCreateFromRecords(ComVariant keyList, ComVariant valueList, string tableName, string targetDirectory = "", string options = "");

    /// <summary>Begins what TableCreateFromRecords does, and returns its job at once.</summary>
    IPerfectHashJob BeginTableCreateFromRecords(ComVariant keyList, ComVariant valueList, string tableName, string targetDirectory = "", string options = "");
}

/// <summary>Describes a server's job at the time when the list was asked for.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("8e3c282b-8ff6-45ab-9b9f-6698be23070b")]
public partial interface IPerfectHashJobInfo : IDispatch
{
    /// <summary>Returns the job's number, by which Status and CancelRequest know it.</summary>
    double GetRequestId();

    /// <summary>Returns the kind: Table or Bulk.</summary>
    string GetKind();

    /// <summary>Returns the user who asked for it, as DOMAIN\\user where there is such a name.</summary>
    string GetUser();

    /// <summary>Returns the user's SID.</summary>
    string GetSid();

    /// <summary>Returns the id of the process that asked for it.</summary>
    int GetProcess();

    /// <summary>Returns the path that it reads: a keys file, or a directory.</summary>
    string GetInput();

    /// <summary>Returns the path that it writes to, a directory or a pack; an empty string: it writes nothing.</summary>
    string GetOutput();

    /// <summary>Returns what it is at: waiting, load, solve, tables and so on.</summary>
    string GetStep();

    /// <summary>Returns the seconds since it was asked for.</summary>
    double GetAge();

    /// <summary>Returns its place among the jobs that wait for the same, by their age from 1; 0: it does not wait.</summary>
    int GetPlace();

    /// <summary>Returns the bytes of keys, solver and image of its tables that are being made.</summary>
    double GetMemoryBytes();

    /// <summary>Returns how far it is, from 0 to 1.</summary>
    double GetProgress();

    /// <summary>Counts the tables to be made, as far as is known.</summary>
    double GetTotal();

    /// <summary>Counts the tables that have ended, failed ones among them.</summary>
    double GetCompleted();

    /// <summary>Counts the tables that have failed.</summary>
    double GetFailed();

    /// <summary>Returns what it waits for: turn, memory, quota, large, buffer, disk or folder; an empty string: it does not wait.</summary>
    string GetWaitsFor();
}

/// <summary>Holds the jobs of a server that ran or waited when the list was asked for, by their numbers.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("06df87f7-c403-40b2-8625-2746b28cc146")]
public partial interface IPerfectHashJobInfos : IDispatch
{
    /// <summary>Returns the number of jobs.</summary>
    int GetCount();

    /// <summary>Returns a job by its place in the list, from 0.</summary>
    IPerfectHashJobInfo GetItem(int which);

    /// <summary>Returns an enumerator of the jobs.</summary>
    [return: MarshalAs(UnmanagedType.Interface)]
    object Get_NewEnum();
}

public enum PerfectHashServerState
{
    Stopped = 0,
    Running = 1,
    Draining = 2,
}

/// <summary>Serves table and bulk requests of other processes over a named pipe.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("8ae2288e-f2b7-41a1-860c-e3a44636a754")]
public partial interface IPerfectHashIocpServer : IDispatch
{
    /// <summary>Names the pipe, alone or with what stands before the name of a pipe. Properties are set before Start.</summary>
    string GetEndpoint();

    void SetEndpoint(string value);

    /// <summary>Says whether clients of other machines are refused.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetLocalOnly();

    void SetLocalOnly([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Limits the threads that each completion port lets run at once; 0 = the node's processors.</summary>
    int GetIocpConcurrency();

    void SetIocpConcurrency(int value);

    /// <summary>Limits the worker threads of a node; 0 = twice the concurrency.</summary>
    int GetMaxThreads();

    void SetMaxThreads(int value);

    /// <summary>Names the NUMA nodes to use: all, 0, or 0,2-3.</summary>
    string GetNumaNodes();

    void SetNumaNodes(string value);

    /// <summary>Sets the number of nodes to pretend, for tests; 0 = what the machine has.</summary>
    int GetSimulatedNumaNodes();

    void SetSimulatedNumaNodes(int value);

    /// <summary>Says whether buffers end at an inaccessible page, so that an overrun traps.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetBufferGuardPages();

    void SetBufferGuardPages([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Says whether all requests write no files.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetNoFileIo();

    void SetNoFileIo([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Says whether what happens is told to the sinks of _IPerfectHashServerEvents, a line each.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetVerbose();

    void SetVerbose([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Says how files are read: Overlapped, or Mapped for comparison.</summary>
    string GetIoMode();

    void SetIoMode(string value);

    /// <summary>Lists the directories, separated by ';', below which all paths of requests must lie; an empty text = anywhere.</summary>
    string GetAllowedRoots();

    void SetAllowedRoots(string value);

    /// <summary>Names a user or group that may connect besides the server's own user and SYSTEM: an account's name or a SID.</summary>
    string GetAllowUser();

    void SetAllowUser(string value);

    /// <summary>Limits the jobs that may run at once; beyond, a request is refused with an error that says so.</summary>
    int GetMaxRequests();

    void SetMaxRequests(int value);

    /// <summary>Names the folder where tables go when a request names no directory; with an empty text such tables are not written.</summary>
    string GetBaseOutputDirectory();

    void SetBaseOutputDirectory(string value);

    /// <summary>Limits the milliseconds that running jobs may take when a client asks for a shutdown; the rest is cancelled.</summary>
    int GetDrainTimeout();

    void SetDrainTimeout(int value);

    /// <summary>Limits the connections that there may be at once.</summary>
    int GetMaxConnections();

    void SetMaxConnections(int value);

    /// <summary>Limits the connections that one client process may have at once.</summary>
    int GetMaxConnectionsPerClient();

    void SetMaxConnectionsPerClient(int value);

    /// <summary>Returns the state: 0 stopped, 1 running, 2 draining.</summary>
    PerfectHashServerState GetState();

    /// <summary>Returns the state as a word: Stopped, Running or Draining.</summary>
    string GetStateText();

    /// <summary>Returns what the server and its runtime have done.</summary>
    IPerfectHashStatistics GetStatistics();

    /// <summary>Counts the connections now.</summary>
    int GetConnections();

    /// <summary>Counts the requests so far.</summary>
    double GetRequests();

    /// <summary>Counts the jobs that run now.</summary>
    int GetJobsRunning();

    /// <summary>Begins to serve, and returns at once.</summary>
    void Start();

    /// <summary>Refuses new requests, gives running jobs the given time to end, cancels the others, stops, and waits for that.</summary>
    void Stop(int drainMilliseconds = 30000);

    /// <summary>Waits until the server has stopped, and returns False when that takes longer than the given time (-1 = no limit).</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool Wait(int milliseconds = -1);

    /// <summary>Begins a request of this process, and returns its job at once: TableCreate or BulkCreate and a command line, or BulkCreateDirectory KeysDirectory [OutputDirectory] [options].</summary>
    IPerfectHashJob SubmitRequest(string requestLine);

    /// <summary>Returns the jobs that run or wait now.</summary>
    IPerfectHashJobInfos GetJobs();

    /// <summary>Returns what the server counts, in the OpenMetrics text format; an empty string when no server runs.</summary>
    string GetMetrics();

    /// <summary>Limits the seconds that a job may take; one that takes longer fails. 0 = no limit.</summary>
    int GetMaxJobSeconds();

    void SetMaxJobSeconds(int value);

    /// <summary>Limits the jobs that one user may have at once, except the server's own user; 0 = half of MaxRequests.</summary>
    int GetMaxRequestsPerUser();

    void SetMaxRequestsPerUser(int value);

    /// <summary>Limits the detached ones among these; 0 = half of them.</summary>
    int GetMaxDetachedPerUser();

    void SetMaxDetachedPerUser(int value);

    /// <summary>Limits the connections that one user may have at once, except the server's own user; 0 = half of MaxConnections.</summary>
    int GetMaxConnectionsPerUser();

    void SetMaxConnectionsPerUser(int value);

    /// <summary>Limits the bytes that the tables of one user may take at once, except the server's own user; 0 = half of what these may take together.</summary>
    double GetMaxMemoryPerUser();

    void SetMaxMemoryPerUser(double value);
}

/// <summary>Tells the events of a server.</summary>
public static class _IPerfectHashServerEvents
{
    public static readonly Guid Iid = new("0e9b7a64-3d6f-4a0c-9a55-6c0d8b3e21f7");

    /// <summary>Tells what happened: a line of text. When a sink is too slow for them, lines are left out, and a line says how many.</summary>
    public const int Log = 1;

    /// <summary>Tells that the server has stopped, with Verbose or without; its last line was told before.</summary>
    public const int Stopped = 2;
}

/// <summary>Asks a PerfectHash server for tables.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller)), Guid("4e0329e2-4fed-4e3c-bcd7-618553640ab2")]
public partial interface IPerfectHashIocpClient : IDispatch
{
    /// <summary>Names the server's pipe, alone or with what stands before the name of a pipe. It can't be set while Connected.</summary>
    string GetEndpoint();

    void SetEndpoint(string value);

    /// <summary>Limits the milliseconds to wait for a server that is busy, or isn't there yet; -1 = no limit.</summary>
    int GetConnectTimeout();

    void SetConnectTimeout(int value);

    /// <summary>Says whether Connect waits for a server that isn't there yet, and Ping for the next one, too, when one ends before it answers.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetWaitForServer();

    void SetWaitForServer([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Says whether jobs go on when this client closes the connection.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetDetach();

    void SetDetach([MarshalAs(UnmanagedType.VariantBool)] bool value);

    /// <summary>Returns True while there is a connection.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool GetConnected();

    /// <summary>Returns the server's last answer, as JSON; an empty text before the first.</summary>
    string GetLastResponse();

    /// <summary>Connects to the server. The requests do it when there is no connection.</summary>
    void Connect();

    /// <summary>Closes the connection; jobs that were not detached are cancelled.</summary>
    void Disconnect();

    /// <summary>Asks the server for a sign of life, and returns the round trip in milliseconds.</summary>
    double Ping();

    /// <summary>Asks the server to drain and stop; for its owner alone.</summary>
    void ShutdownServer();

    /// <summary>Begins a table on the server, and returns its job at once: KeysPath [OutputDirectory ...] [options], as PerfectHashCreate.exe takes it.</summary>
    IPerfectHashJob TableCreate(string commandLine);

    /// <summary>Begins a bulk run on the server, and returns its job at once, unlike BulkCreate of an IocpContext: KeysDirectory [OutputDirectory ...] [options], as PerfectHashBulkCreate.exe takes it.</summary>
    IPerfectHashJob BulkCreate(string commandLine);

    /// <summary>Begins a bulk run over a directory, and returns its job at once. Without an output directory the tables go where the server's settings say.</summary>
    IPerfectHashJob BulkCreateDirectory(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Returns a job that the server runs or ran recently, by its RequestId.</summary>
    IPerfectHashJob Status(double jobNumber);

    /// <summary>Asks the server to cancel a job, by its RequestId, and returns False when the job had ended.</summary>
    [return: MarshalAs(UnmanagedType.VariantBool)]
    bool CancelRequest(double jobNumber);

    /// <summary>Asks the server what it has done.</summary>
    IPerfectHashStatistics GetServerStatistics();

    /// <summary>Begins what TableCreate does, under the name that says so.</summary>
    IPerfectHashJob BeginTableCreate(string commandLine);

    /// <summary>Begins what BulkCreate does, under the name that says so.</summary>
    IPerfectHashJob BeginBulkCreate(string commandLine);

    /// <summary>Begins what BulkCreateDirectory does, under the name that says so.</summary>
    IPerfectHashJob BeginBulkCreateDirectory(string keysDirectory, string targetDirectory = "", string options = "");

    /// <summary>Asks the server for the jobs that run or wait: those of this user, or all for the server's owner.</summary>
    IPerfectHashJobInfos GetJobs();

    /// <summary>Asks the server for what it counts, in the OpenMetrics text format.</summary>
    string GetMetrics();

    /// <summary>Asks the server for the last events of its workers, a line each; for its owner alone.</summary>
    string GetRings();
}

public unsafe struct PerfectHashTableConstants
{
    public ulong KeyCount;
    public uint KeySizeInBytes;
    public uint EdgeBits;
    public uint SlotSizeInBytes;
    public uint SeedCount;
    public fixed ulong Seeds[6];
    public ulong ExtractMask;
    public ulong BucketCount;
    public ulong SlotCount;
    public void* Slots;
    public void* Directory;
    public void* Keys;
    public void* Image;
    public ulong ImageBytes;
}

/// <summary>Looks keys up without VARIANTs.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("25179ad9-69ec-4500-af21-04e718e1e734")]
public unsafe partial interface IPerfectHashTableNative
{
    /// <summary>Returns the position of a key of the set, and an arbitrary number for any other key.</summary>
    [PreserveSig]
    uint Index(ulong key);

    /// <summary>Tells whether the key is in the set, with its position, or its value, in *position, which may be NULL; FALSE too when the table has neither keys nor fingerprints.</summary>
    [PreserveSig]
    [return: MarshalAs(UnmanagedType.Bool)]
    bool Contains(ulong key, uint* position);

    /// <summary>Gives the Index of each of many packed keys, of KeySizeInBytes each.</summary>
    [PreserveSig]
    void IndexBatch(void* packedKeys, ulong packedCount, uint* positions);

    /// <summary>Gives what a lookup needs, for code of one's own.</summary>
    [PreserveSig]
    void GetConstants(out PerfectHashTableConstants constants);
}

/// <summary>Looks values up without VARIANTs. Every table has it; a table of positions gives those.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("04df3224-59b7-4e3e-84dd-d7e5dd90bd1d")]
public unsafe partial interface IPerfectHashTableNativeValues : IPerfectHashTableNative
{
    /// <summary>Returns the bits of a value: 8, 16 or 32; 0 for a table that gives positions.</summary>
    [PreserveSig]
    uint GetValueBits();

    /// <summary>Returns the value of a key of the set, and an arbitrary number for any other key.</summary>
    [PreserveSig]
    uint GetValue(ulong key);

    /// <summary>Gives the value of each of many packed keys, of KeySizeInBytes each.</summary>
    [PreserveSig]
    void GetValueBatch(void* packedKeys, ulong packedCount, uint* numbers);

    /// <summary>Answers Contains for each of many packed keys: 1 or 0 in found, and in answers its position or value, an arbitrary number where found is 0. Returns how many were found.</summary>
    [PreserveSig]
    ulong FindBatch(void* packedKeys, ulong packedCount, uint* answers, byte* found);
}

/// <summary>Looks keys of 128 bits up without VARIANTs, by their 16 bytes; the batches of the interfaces above take many. In a table of shorter keys the lowest bits are the key.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("21e02fb1-2bc0-4417-aa8b-9026de615ca4")]
public unsafe partial interface IPerfectHashTableNativeGuids : IPerfectHashTableNativeValues
{
    /// <summary>Returns the position of a key of the set, a GUID or any 16 bytes, and an arbitrary number for any other key.</summary>
    [PreserveSig]
    uint IndexOfGuid(void* guid);

    /// <summary>Tells what Contains tells, of a key's 16 bytes. A table of shorter keys contains none whose other bits are not 0.</summary>
    [PreserveSig]
    [return: MarshalAs(UnmanagedType.Bool)]
    bool ContainsGuid(void* guid, uint* position);

    /// <summary>Returns the value of a key of the set, and an arbitrary number for any other key.</summary>
    [PreserveSig]
    uint ValueOfGuid(void* guid);
}

public unsafe struct PerfectHashText
{
    public void* Bytes;
    public ulong ByteCount;
}

/// <summary>Looks text keys up without VARIANTs. Every table of text keys has it, and no other.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("66ed7f14-03f0-4733-8632-1b74d3096630")]
public unsafe partial interface IPerfectHashTableNativeText
{
    /// <summary>Returns the position of a key of the set, and 0xFFFFFFFF for any other text.</summary>
    [PreserveSig]
    uint FindText(void* text, ulong length);

    /// <summary>Returns the position of a key of the set, and an arbitrary number below KeyCount for any other text.</summary>
    [PreserveSig]
    uint IndexText(void* text, ulong length);

    /// <summary>Gives FindText of each of many texts.</summary>
    [PreserveSig]
    void FindTextBatch(PerfectHashText* texts, ulong textCount, uint* positions);
}

/// <summary>Finds the greatest key that is not above a number, without VARIANTs. Every table of numbers has it.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("c8f9105f-ad63-4e6c-a647-5f73fdc63dd0")]
public unsafe partial interface IPerfectHashTableNativeRanges
{
    /// <summary>Makes the index that the others search, once a table. Fails of a table without keys, and of keys of 128 bits.</summary>
    void PrepareRanges();

    /// <summary>Returns the position of the greatest key that is not above a number; 0xFFFFFFFF when all are, and before PrepareRanges.</summary>
    [PreserveSig]
    uint FindFloor(ulong key);

    /// <summary>Gives FindFloor of each of many packed numbers, of KeySizeInBytes each.</summary>
    [PreserveSig]
    void FindFloorBatch(void* packedKeys, ulong packedCount, uint* positions);
}

/// <summary>Finds the functions of addresses among the tables of a collection, without VARIANTs.</summary>
[GeneratedComInterface(Options = ComInterfaceOptions.ComObjectWrapper), Guid("09c04c38-b14a-43db-9186-da3cb88fb601")]
public unsafe partial interface IPerfectHashTablesNative
{
    /// <summary>Answers FindAddress for each of many addresses of 64 bits: the number of its table and the position of its function, 0xFFFFFFFF both when it is in none.</summary>
    void FindAddressBatch(void* packedAddresses, ulong addressCount, uint* tableNumbers, uint* positions);
}

/// <summary>Makes perfect-hash tables on an I/O completion port runtime.</summary>
public static class IocpContext
{
    public static readonly Guid Clsid = new("d252fc77-fdaf-4a14-8719-a7e8f1fc5526");

    public static IPerfectHashIocpContext Create() => Com.Create<IPerfectHashIocpContext>(Clsid);
}

/// <summary>Serves perfect-hash tables on a named pipe.</summary>
public static class IocpServer
{
    public static readonly Guid Clsid = new("8222d1d4-34f3-4f73-9ff2-2199fae3b308");

    public static IPerfectHashIocpServer Create() => Com.Create<IPerfectHashIocpServer>(Clsid);
}

/// <summary>Asks a PerfectHash server on a named pipe for tables.</summary>
public static class IocpClient
{
    public static readonly Guid Clsid = new("97bf3290-0e70-4575-94fa-89bf8b10e7f1");

    public static IPerfectHashIocpClient Create() => Com.Create<IPerfectHashIocpClient>(Clsid);
}
