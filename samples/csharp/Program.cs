// PerfectHash from C#: a table of HTTP status codes, through the interfaces of PerfectHash.cs and then by `dynamic`, which needs none; and
// a directory of keys files, whose tables are told of as they are made.
// A key's position in the table is its position in the array that the table was made from.
using System.Runtime.InteropServices;
using PerfectHash;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("windows")]

uint[] codes = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500];
string[] texts = ["OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized",
                  "Forbidden", "Not Found", "Internal Server Error"];

EarlyBound();
LateBound();
Events();

void EarlyBound()
{
    var context = new IPerfectHashIocpContext();
    IPerfectHashTable table = context.TableCreateFromKeys(codes, "HttpStatus");
    Console.WriteLine($"{table.Name}: {table.KeyCount} keys");

    // One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
    Console.WriteLine($"404: {texts[table.Index(404)]}");
    if (!table.Contains(418))
        Console.WriteLine("418: not in the table");

    // Many keys at once; and without VARIANTs, for callers who count nanoseconds.
    uint[] seen = [500, 200, 301];
    foreach (int position in (int[])table.IndexMany(seen))
        Console.WriteLine($"{codes[position]}: {texts[position]}");
    var native = (IPerfectHashTableNative)table;
    Console.WriteLine($"304: {texts[native.Index(304)]}");

    // A keys file that isn't there.
    try
    {
        context.TableCreate("no-such.keys");
    }
    catch (COMException error)
    {
        Console.WriteLine($"{error.Message} (0x{error.HResult:X8})");
    }
}

void LateBound()
{
    dynamic context = Activator.CreateInstance(Type.GetTypeFromProgID("PerfectHash.IocpContext", throwOnError: true)!)!;
    dynamic table = context.TableCreateFromKeys(codes, "HttpStatus");
    Console.WriteLine($"dynamic {table.Name}: {table.KeyCount} keys");
    Console.WriteLine($"404: {texts[table.Index(404)]}");
    Console.WriteLine($"418: {table.Find(418)}");
    try
    {
        context.TableCreate("no-such.keys");
    }
    catch (COMException error)
    {
        Console.WriteLine($"{error.Message} (0x{error.HResult:X8})");
    }
}

void Events()
{
    string keys = Directory.CreateDirectory("events-keys").FullName;
    for (int i = 1; i <= 3; i++)
        File.WriteAllLines(Path.Combine(keys, $"set{i}.txt"), Enumerable.Range(1, 10 * i).Select(key => key.ToString()));
    File.WriteAllText(Path.Combine(keys, "words.txt"), "1\none\n");

    var context = new IPerfectHashIocpContext();
    IPerfectHashJob job = context.BeginBulkCreate(keys, options: "--MaximumConcurrency=1");
    using (var events = new JobEvents(job))
        foreach (JobEvent e in events.All)
            switch (e.Name)
            {
                case "OnTableCreated": Console.WriteLine($"{e.KeysPath}: {e.KeysInTable} keys"); break;
                case "OnTableFailed": Console.WriteLine($"{e.Message} (0x{e.Code:X8})"); break;
                case "OnCompleted": Console.WriteLine($"the end: {e.State}"); break;
            }
    Directory.Delete(keys, recursive: true);
}
